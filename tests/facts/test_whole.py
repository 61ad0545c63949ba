"""Who writes to whom and why: messages whose parts say little of it, and transactions that nothing undoes.

`tests/purpose/whole.txt` holds messages of invented senders with what a careful reader says of them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from mailcheck.cli import run_command
from mailcheck.facts.header.headers import read_headers
from mailcheck.facts.purpose.envelope import signs_of_headers
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.tables import codes_in, read_text
from mailcheck.lexicon.whole import KEYS, house_names, sender_names, whole_matcher, whole_weights
from mailcheck.source.eml import read_eml

Inspect = Callable[..., dict[str, Any]]
SPEAKERS = {"you", "we", "self"}


def messages() -> dict[str, tuple[str, str, str]]:
    """Sender, subject and body by verdict and name."""
    text = (Path(__file__).parent.parent / "purpose" / "whole.txt").read_text(encoding="utf-8")
    cases = re.findall(r"^@@ (.+)\nFrom: (.+)\nSubject: (.+)\n\n((?s:.*?))(?=^@@ |\Z)", text, re.MULTILINE)
    return {name: (sender, subject, body) for name, sender, subject, body in cases}


MESSAGES = messages()


@pytest.fixture
def inspect(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Inspect:
    """The class that `mailcheck inspect` tells of a message."""

    def run(sender: str, subject: str, body: str, **fields: str) -> dict[str, Any]:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, "reader@example.net", subject
        for name, value in fields.items():
            mail[name] = value
        mail.set_content(body)
        (tmp_path / "m.eml").write_bytes(mail.as_bytes())
        capfd.readouterr()
        run_command(["inspect", "--format", "json", "--offline", "--no-config", str(tmp_path / "m.eml")])
        found: dict[str, Any] = json.loads(capfd.readouterr().out)["messages"][0]["class"]
        return found

    return run


def test_neighbours_below_a_public_suffix_are_other_sites(inspect: Inspect) -> None:
    finds = ("maps that lie", "a lock from 1790", "why bread squeaks", "a shop for nails", "the last lido")
    body = "\n\n".join(f"{find}: https://site{n}.co.uk/a" for n, find in enumerate(finds))
    found = inspect("Tuesday Links <hi@tuesdaylinks.co.uk>", "Tuesday Links #88", f"{body}\n")
    assert found["verdict"] == "editorial"
    assert "leads to many other sites: '5 sites'" in found["reason"]


@pytest.mark.parametrize("name", MESSAGES)
def test_the_whole_tells(inspect: Inspect, name: str) -> None:
    assert inspect(*MESSAGES[name])["verdict"] == name.partition(":")[0]


@pytest.mark.parametrize("name", ["X-GitHub-Reason", "X-GitLab-Project", "X-JIRA-FingerPrint", "X-Redmine-Project"])
def test_a_tracker_writes_about_its_object(inspect: Inspect, name: str) -> None:
    body = "The banner says that everything is 50% off, buy now, free shipping. It hides the prices on my phone."
    message = "Tracer <post@tracer.test>", "Sale banner hides the table", body
    assert inspect(*message)["verdict"] == "commercial"
    found = inspect(*message, **{name: "7"})
    assert (found["verdict"], found["because"]) == ("transactional", "net-impression")
    assert name in found["reason"]


def test_the_signs_are_told(inspect: Inspect) -> None:
    found = inspect(*MESSAGES["commercial: letter to a stranger"])
    assert found["because"] == "net-impression"
    assert "asks a stranger to do business: 'i noticed'" in found["reason"]


def test_general_signs_alone_say_little_of_an_article(inspect: Inspect) -> None:
    """A way out and a home page have all who write to subscribers."""
    body = (
        "A team in Naples has filmed sleeping octopuses. Their skin changes colour in waves, as if they lived through\n"
        "a hunt once more. Nobody knows whether that is a dream, said the biologist who sat up with them.\n\n"
        "In the article: a dragonfly in amber, the death of a star, and why salt sticks to the spoon.\n\n"
        "https://seanotes.test/a\n\nUnsubscribe: https://seanotes.test/u\n"
    )
    assert inspect("Sea Notes <post@seanotes.test>", "Octopuses", body)["verdict"] != "commercial"


def test_one_word_decides_nothing_against_the_parts(inspect: Inspect) -> None:
    body = "Your order 5530-118842 has been shipped and arrives on Thursday.\n\nA donation box stands at our counter."
    assert inspect("Brindle <post@brindle.test>", "Your order", body)["verdict"] == "transactional"


def test_every_sign_has_a_weight_and_words() -> None:
    table = whole_weights()
    assert table.clues.keys() == table.words.keys()
    assert set(KEYS) - SPEAKERS <= table.clues.keys()
    assert {f"from-{group}" for group in sender_names().values()} <= table.clues.keys()
    assert {f"from-{group}" for group in house_names()[0].values()} <= table.clues.keys()


@pytest.mark.parametrize("code", sorted(codes_in("whole")))
def test_every_list_is_there_and_its_patterns_are_found(code: str) -> None:
    data = tomllib.loads(read_text(f"whole/{code}.toml"))
    assert set(KEYS) - SPEAKERS <= set(data["whole"]) <= set(KEYS)
    matcher = whole_matcher((code,))
    for key, sources in data["whole"].items():
        assert len(set(sources)) == len(sources)
        for source in sources:
            if "*" not in source and "..." not in source and (data["spaces"] or not source.isascii()):
                assert (key, source) in {(hit.key, hit.pattern) for hit in matcher.search(fold(source))}


def signs(header: str) -> set[str]:
    """Names of the signs that a header holds."""
    headers = read_headers(read_eml(f"{header}\n\nHello\n".encode(), "a.eml"))
    return {sign.name for sign in signs_of_headers(headers, mailing=False)}


def test_a_thread_of_a_repository_is_known_by_its_name(inspect: Inspect) -> None:
    body = "The banner says that everything is 50% off, buy now, free shipping. It hides the prices on my phone."
    message = "Tracer <post@tracer.test>", "Sale banner hides the table", body
    found = inspect(*message, **{"In-Reply-To": "<dune/till/issues/77@tracer.test>"})
    assert found["verdict"] == "transactional"
    assert "In-Reply-To" in found["reason"]


def test_a_letter_of_a_firm_about_itself_advertises(inspect: Inspect) -> None:
    """What would be an article of anybody else names what is sold in every part of it."""
    body = (
        "The first week decides whether a puppy settles. We asked vets what they tell people, and none agreed.\n\n"
        "A crate is not a cage if the door stays open. In the Barkwell one it folds away for that reason.\n\n"
        "Sleep comes in short pieces at that age. Barkwell blankets smell of the litter for a month or so.\n\n"
        "Walks can wait until the second jab. Most owners in the Barkwell circle say they waited far too long.\n\n"
        "https://barkwell.test/first-week\n\nBarkwell Ltd, 4 Mill Road, Leeds LS1 4AP\n\n"
        "Unsubscribe: https://barkwell.test/u\n"
    )
    found = inspect("Barkwell <post@barkwell.test>", "The first week", body)
    assert found["verdict"] == "commercial"
    assert "'barkwell'" in found["reason"]


def test_a_campaign_system_leaves_its_mark() -> None:
    assert "campaign" in signs("From: Brindle <post@brindle.test>\nX-Campaign: 77")


@pytest.mark.parametrize("display", ["Grundschule am Wald", "Sankt-Anna-Kirchenchor", "Comune di Lido", "山手小学校"])
def test_the_name_of_a_house_tells_what_it_is(display: str) -> None:
    assert "from-public" in signs(f"From: {display} <post@example.net>")
