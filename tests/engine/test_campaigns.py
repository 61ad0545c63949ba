"""Rules that look at all messages of a run side by side: what they are given, where their findings go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import mailcheck
from mailcheck.engine.judge_campaign import ALONE
from mailcheck.report import Report

WritePack = Callable[..., Path]
MAIL = "From: news@acme.com\nTo: {to}\nSubject: News\nDate: Mon, 08 Mar 2027 09:00:00 +0000\n{id}\n\nHello\n"
RULE = '''"""The run holds two messages.

Always.

Fix: none.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Campaign, Finding, Good, Rule, Severity

_A = "From: a@acme.com\\n\\nHi\\n"

rule = Rule(
    __name__, title="Two", severity=Severity.WARNING, owner="developer",
    examples=(Bad(_A, kind="eml", more=(_A,)), Good(_A, kind="eml")),
)


@rule.campaign
def check(campaign: Campaign) -> Iterator[Finding]:
    for message in campaign.messages[1:]:
        yield rule.finding(f"{message.target} is not alone", at=message.at)
'''


def write(folder: Path, name: str, to: str, id_: str = "<1@acme.com>") -> Path:
    path = folder / name
    path.write_text(MAIL.format(to=to, id=f"Message-ID: {id_}" if id_ else "X-None: 1"))
    return path


def reused(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.rule_id == "message-id-reused"]


def outcome(report: Report, rule_id: str) -> tuple[str, str]:
    (found,) = [outcome for outcome in report.outcomes if outcome.rule_id == rule_id]
    return found.state, found.reason


def test_a_message_id_that_two_messages_bear(tmp_path: Path) -> None:
    one, two = write(tmp_path, "1.eml", "ana@example.net"), write(tmp_path, "2.eml", "ben@example.net")
    write(tmp_path, "3.eml", "cem@example.net", "<3@acme.com>")
    report = mailcheck.check(tmp_path, select=["message-id-reused"])
    (finding,) = report.findings
    assert finding.message == "2 messages bear the Message-ID <1@acme.com>"
    assert (finding.target, finding.span.location.line) == (str(one), 5)
    assert finding.span.quote == "<1@acme.com>"
    (related,) = finding.related
    assert (related.span.location.path, related.span.location.line) == (str(two), 5)
    assert outcome(report, "message-id-reused") == ("failed", "")
    assert report.targets == (str(one), str(two), str(tmp_path / "3.eml"))


@pytest.mark.parametrize(
    ("second", "id_"),
    [("ana@example.net", "<1@acme.com>"), ("ben@example.net", ""), ("ben@example.net", "<{{ id }}@acme.com>")],
    ids=["the same message twice", "no id", "a merge tag"],
)
def test_what_is_no_fault(tmp_path: Path, second: str, id_: str) -> None:
    write(tmp_path, "1.eml", "ana@example.net", id_ or "<1@acme.com>")
    write(tmp_path, "2.eml", second, id_)
    report = mailcheck.check(tmp_path, select=["message-id-reused"])
    assert reused(report) == []
    assert outcome(report, "message-id-reused") == ("passed", "")


def test_one_message_alone_is_not_called_clean(tmp_path: Path) -> None:
    report = mailcheck.check(write(tmp_path, "1.eml", "ana@example.net"), select=["message-id-reused"])
    assert outcome(report, "message-id-reused") == ("not-evaluated", ALONE)


def test_messages_of_one_mailbox(tmp_path: Path) -> None:
    mails = (MAIL.format(to=f"{name}@example.net", id="Message-ID: <1@acme.com>") for name in ("ana", "ben", "cem"))
    separator = "From - Mon Mar  8 09:00:00 2027\n"
    (tmp_path / "a.mbox").write_text("".join(f"{separator}{mail}\n" for mail in mails))
    report = mailcheck.check(tmp_path / "a.mbox", select=["message-id-reused"])
    assert reused(report) == ["3 messages bear the Message-ID <1@acme.com>"]


def test_it_is_accepted_by_the_config(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", "ana@example.net")
    write(tmp_path, "2.eml", "ben@example.net")
    (tmp_path / "mailcheck.toml").write_text(
        'allow = [{ rule = "message-id-reused", target = "*.eml", reason = "a test" }]\n'
    )
    report = mailcheck.check(tmp_path, config=tmp_path / "mailcheck.toml", select=["message-id-reused"])
    assert report.findings == ()
    assert len(report.suppressed) == 1
    assert outcome(report, "message-id-reused") == ("passed", "1 suppressed")
    assert not [notice for notice in report.notices if notice.kind == "suppression"]


def test_rules_of_one_s_own(tmp_path: Path, write_rule: WritePack) -> None:
    pack = write_rule("house_two", source=RULE)
    write(tmp_path, "1.eml", "ana@example.net")
    two = write(tmp_path, "2.eml", "ben@example.net")
    report = mailcheck.check([tmp_path / "1.eml", two], rule_dirs=[pack], select=["house-two"])
    assert [(finding.target, finding.message) for finding in report.findings] == [(str(two), f"{two} is not alone")]


def test_a_rule_that_breaks_breaks_no_other(tmp_path: Path, write_rule: WritePack) -> None:
    pack = write_rule("house_two", source=RULE.replace("campaign.messages[1:]", "campaign.messages[1:] + 3"))
    write(tmp_path, "1.eml", "ana@example.net")
    write(tmp_path, "2.eml", "ben@example.net")
    report = mailcheck.check(tmp_path, rule_dirs=[pack], select=["house-two", "message-id-reused"])
    assert [crash.rule_id for crash in report.crashes] == ["house-two"]
    assert outcome(report, "house-two")[0] == "crashed"
    assert len(reused(report)) == 1
