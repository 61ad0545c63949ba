"""Every language file obeys docs/lexicon.md."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import INDEX, KEYS, languages, matcher, written_index
from mailcheck.lexicon.patterns import Pattern, parse
from mailcheck.lexicon.tables import read_text

FOLDER = files("mailcheck.lexicon") / "optout"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".toml"))
OFFICIAL_IN_THE_EU = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
SHARED_ONLY = {"sms", "no_word", "address_word", "new_address"}


def read(name: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def patterns(name: str, key: str) -> set[Pattern]:
    data = read(name)
    return {parse(source, bool(data["spaces"])) for source in data["optout"].get(key, ())}  # type: ignore[attr-defined]


def test_the_languages_asked_for_are_there() -> None:
    assert set(OFFICIAL_IN_THE_EU.split()) <= set(languages())
    assert len(languages()) >= 50


@pytest.mark.parametrize("name", NAMES)
def test_head(name: str) -> None:
    data = read(name)
    assert data["language"] == name.removesuffix(".toml")
    assert set(data) <= {"language", "name", "script", "spaces", "source", "stopwords", "letters", "optout"}
    assert isinstance(data["spaces"], bool)
    assert re.fullmatch("[A-Z][a-z]{3}", str(data["script"]))
    assert len(str(data["source"])) > 20
    stopwords = data["stopwords"]
    assert isinstance(stopwords, list)
    assert 10 <= len(stopwords) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_lists_hold_patterns(name: str) -> None:
    data = read(name)
    lists = data["optout"]
    assert isinstance(lists, dict)
    assert set(lists) <= set(KEYS) - SHARED_ONLY
    assert lists["leave"]
    for sources in lists.values():
        for source in sources:
            assert parse(source, bool(data["spaces"])).atoms


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", ["leave_weak", "cannot", "footer", "other_thing", "logout", "login"])
def test_what_leaves_alone_contradicts_nothing(name: str, other: str) -> None:
    assert not {p.atoms for p in patterns(name, "leave")} & {p.atoms for p in patterns(name, other)}


@pytest.mark.parametrize("name", NAMES)
def test_written_patterns_are_found(name: str) -> None:
    """A pattern without wildcards is found in a text that is just that pattern."""
    code = name.removesuffix(".toml")
    found = matcher((code,))
    for source in read(name)["optout"]["leave"]:  # type: ignore[index]
        if "*" not in source and "..." not in source and (read(name)["spaces"] or not source.isascii()):
            assert any(hit.pattern == source for hit in found.search(fold(source))), source


def test_the_index_holds_the_heads_of_the_files() -> None:
    assert read_text(INDEX) == written_index(), "write it again: python tests/lexicon/write_index.py"
    for name in NAMES:
        head, language = read(name), languages()[name.removesuffix(".toml")]
        assert (language.name, language.script, language.spaces) == (head["name"], head["script"], head["spaces"])
        assert language.stopwords == {fold(word) for word in head["stopwords"]}  # type: ignore[attr-defined]
