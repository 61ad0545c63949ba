"""What is worked out when the project is built says the same as what is worked out in a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailcheck.lexicon import kept as module
from mailcheck.lexicon.compiling import recipes
from mailcheck.lexicon.kept import Recipe, keep, kept
from mailcheck.lexicon.shelves import Shelf, parts_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "COMPILED", str(tmp_path))
    return tmp_path


def never() -> str:
    raise AssertionError("worked out although it was kept")


def recipe(made: str) -> Recipe:
    return Recipe("family/xx", ("shared.toml",), ("patterns.py",), lambda: made)


def test_everything_kept_is_what_was_made(folder: Path) -> None:
    every = list(recipes())
    keep(every)
    assert len({each.name for each in every}) == len(every) == len(list(folder.rglob("*.json")))
    for each in every:
        assert kept(each._replace(make=never)) == json.loads(json.dumps(each.make()))


def test_what_is_kept_is_not_worked_out_again(folder: Path) -> None:
    keep([recipe("then")])
    assert kept(recipe("now")) == "then"


@pytest.mark.parametrize("content", [None, "", "{", "[]", "7", "[1, 2, 3]", '[0, "then"]', "\udcff"])
def test_without_a_file_that_is_true_it_is_worked_out(folder: Path, content: str | None) -> None:
    keep([recipe("then")])
    (path,) = folder.rglob("*.json")
    path.unlink()
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert kept(recipe("now")) == "now"


@pytest.mark.parametrize("other", [{"sources": ("addresses.toml",)}, {"code": ("sheets.py",)}])
def test_other_sources_or_other_code_make_it_stale(folder: Path, other: dict[str, tuple[str, ...]]) -> None:
    keep([recipe("then")])
    assert kept(recipe("now")._replace(**other)) == "now"


def test_a_shelf_has_what_was_put_there() -> None:
    table = {"": "0", "a": "1", "ab": "2", "abc": "3 4", "日本": "5", "日本語": "6"}
    shelf = Shelf(parts_of(table.items()), str)
    assert {key: shelf.get(key) for key in (*table, "b", "abcd", "日")} == {
        **table,
        "b": None,
        "abcd": None,
        "日": None,
    }
    assert "ab" in shelf
    assert "b" not in shelf
