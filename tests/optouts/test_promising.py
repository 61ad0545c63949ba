"""Links that are passed over at first glance would not have been found at the second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from test_cases import CASES

from mailcheck.facts.optout import optout_links
from mailcheck.facts.optout.addressing import Address
from mailcheck.facts.optout.optout_candidates import can_lead_out
from mailcheck.facts.text.links import Link
from mailcheck.lexicon.languages import matcher
from mailcheck.lexicon.matching import Matcher
from mailcheck.source.document import read_document
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message


def every(links: Sequence[Link], patterns: Matcher, *, unknown: bool) -> Iterator[tuple[int, Address]]:
    for number, link in enumerate(links):
        if can_lead_out(link, Address(link.href)):
            yield number, Address(link.href)


def test_nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [
        (case["language"], Message(read_document(case["html"].encode(), "case.html", "html"), Context()))
        for case in CASES
    ]
    asked = [(message.links, matcher((language, "en"))) for language, message in messages]
    glance = [optout_links.judge_links(links, patterns) for links, patterns in asked]
    monkeypatch.setattr(optout_links, "promising", every)
    assert [optout_links.judge_links(links, patterns) for links, patterns in asked] == glance
