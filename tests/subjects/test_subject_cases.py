"""Every invented case of every language, read as a message is read."""

from __future__ import annotations

import email.message
import email.policy
import json
from pathlib import Path
from typing import Any

import pytest

from mailcheck.facts.subject.subject import Subject
from mailcheck.source.eml import read_eml
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

FOLDER = Path(__file__).parent
CASES = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip()
]
STYLE = {"promotional", "shouting"}


def read(case: dict[str, Any]) -> Subject:
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = case["from"], "reader@example.net", case["subject"]
    mail["Date"] = "Mon, 04 May 2026 09:00:00 +0000"
    if case["thread"]:
        mail["References"] = "<earlier@example.net>"
    mail.set_content(case["body"])
    return Message(read_eml(mail.as_bytes(), "case.eml"), Context()).subject


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = read(case)
    lies = {signal.kind for signal in found.signals} - STYLE
    assert bool(lies) == bool(case["signals"]), (case["why"], found.signals)
    assert lies >= set(case["signals"]), (case["why"], found.signals)
    if case["promotional"] is not None:
        assert found.promotional == case["promotional"], found.words


def test_twenty_languages_and_more_have_cases() -> None:
    assert len({case["language"] for case in CASES}) >= 28


def test_ids_are_unique() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))
