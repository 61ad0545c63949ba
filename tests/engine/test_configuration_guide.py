"""docs/configuration.md is read as a user reads it: its example is a config, its tables have every key."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from mailcheck.engine.config_tables import CHOICES, CONTEXT_TYPES, KEYS, read_config
from mailcheck.engine.config_words import OFFER_WORDS
from mailcheck.engine.packs import load_catalogue
from mailcheck.engine.select import make_plan
from mailcheck.lexicon.families import families
from mailcheck.source.directives import read_directives
from mailcheck.source.limits import Limits
from mailcheck.spans import Text
from mailcheck.subjects.context import Offer

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "configuration.md").read_text(encoding="utf-8")
WORDS = (DOCS / "lexicon.md").read_text(encoding="utf-8")


def block(language: str, guide: str = GUIDE) -> str:
    match = re.search(rf"```{language}\n(.*?)```", guide, re.DOTALL)
    assert match is not None
    return match[1]


def rows(section: str) -> dict[str, str]:
    part = GUIDE.partition(f"\n## {section}")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", part, re.MULTILINE))


def test_the_example_is_a_config_with_every_key(tmp_path: Path) -> None:
    (tmp_path / "mailcheck.toml").write_text(block("toml"), encoding="utf-8")
    (tmp_path / "mail-words.toml").write_text(block("toml", WORDS), encoding="utf-8")
    config = read_config(tmp_path / "mailcheck.toml")
    make_plan(load_catalogue(), config)
    import tomllib

    assert set(tomllib.loads(block("toml"))) == set(KEYS)


def test_every_family_of_words_is_explained() -> None:
    assert set(re.findall(r"^\| `(\w+)` \| .* \|$", WORDS, re.MULTILINE)) >= set(families())
    for family in ("prefix", "address", "cues"):
        (row,) = re.findall(rf"^\| `{family}` \| (.*)$", WORDS, re.MULTILINE)
        assert all(f"`{name}`" in row for name in families()[family].lists)


def test_every_context_key_is_explained() -> None:
    table = rows("What you declare")
    assert set(table) == set(CONTEXT_TYPES)
    for name, values in CHOICES.items():
        assert all(f"`{value}`" in table[name] for value in values)


def test_every_key_of_an_offer_is_explained() -> None:
    part = GUIDE.partition("| Key of `[[offers]]`")[2].partition("\n\n")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| (.*) \|$", part, re.MULTILINE))
    assert told == OFFER_WORDS
    assert set(told) == {field.name for field in fields(Offer)}


def test_every_limit_is_told_with_its_default() -> None:
    assert rows("Limits") == {field.name: str(field.default) for field in fields(Limits)}


def test_the_suppressions_shown_are_followed() -> None:
    found = list(read_directives(Text("guide", block("html"))))
    assert [(bool(d.fault), d.ids) for d in found] == [
        (False, ("unsub-camouflaged",)),
        (False, ("one-click-missing",)),
    ]
