"""Every invented case of every language, read as a message is read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mailcheck.facts.optout.optouts import OptOut
from mailcheck.lexicon.languages import languages
from mailcheck.source.document import read_document
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

FOLDER = Path(__file__).parent
CASES = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
]


def visible_ways(html: str, language: str) -> list[OptOut]:
    page = f'<html lang="{language}"><body>{html}</body></html>'
    message = Message(read_document(page.encode(), "case.html", "html"), Context())
    return [way for way in message.opt_outs if way.seen.verdict != "hidden"]


def fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    found = visible_ways(str(case["html"]), str(case["language"]))
    assert bool(found) == case["present"], (case["why"], [(way.text, way.because) for way in found])
    if case["present"]:
        wanted = fold(str(case["text"]))
        assert any(wanted in fold(way.text) or fold(way.text) in wanted for way in found)


def test_every_language_has_its_cases() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} >= set(languages())


def test_ids_are_unique() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))
