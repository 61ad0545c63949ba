"""What holds of every built-in message rule: line ends and encodings do not matter, junk is survived, runs repeat."""

from __future__ import annotations

import base64
import quopri

import pytest
from asking import RULES, ask, said
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailcheck.rule import Example, Rule

MESSAGE_RULES = [rule for rule in RULES.values() if rule.target == "message"]
EXAMPLES = [(rule, example) for rule in MESSAGE_RULES for example in rule.examples]
PAGES = [(rule, example) for rule, example in EXAMPLES if example.kind == "html" and rule.group == "us"]
HEAD = "From: a@acme.com\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
JUNK = {
    "empty": b"",
    "line": b"\n",
    "binary": b"\x00\xff\xfe" * 50,
    "bare": b"From:\nTo:\n\n",
    "broken": b"Content-Type: multipart/alternative; boundary=\n\n--\n",
    "open": b"<" * 3000,
}
# `line-length` judges the line ends themselves.
MESSAGES = [(rule, example) for rule, example in EXAMPLES if example.kind == "eml" and rule.id != "line-length"]


def name(value: object) -> str:
    return value.id if isinstance(value, Rule) else ""


@pytest.mark.parametrize(("rule", "example"), MESSAGES, ids=name)
def test_line_ends_do_not_matter(rule: Rule, example: Example) -> None:
    options, context = dict(example.options), dict(example.context)
    unix = ask(rule.id, example.content, options, **context)
    dos = ask(rule.id, example.content.replace("\n", "\r\n"), options, **context)
    assert said(dos) == said(unix)
    assert [v.state for v in dos.verdicts] == [v.state for v in unix.verdicts]


@pytest.mark.parametrize(("rule", "example"), PAGES, ids=name)
def test_transfer_encodings_do_not_matter(rule: Rule, example: Example) -> None:
    page = example.content.encode()
    encoded = {"8bit": page, "quoted-printable": quopri.encodestring(page), "base64": base64.encodebytes(page)}
    answers = []
    for encoding, body in encoded.items():
        message = f"{HEAD}Content-Transfer-Encoding: {encoding}\n\n".encode() + body
        judged = ask(rule.id, message, dict(example.options), **dict(example.context))
        lines = [finding.span.location.line for finding in judged.findings]
        answers.append(said(judged))
        assert all(line >= 1 for line in lines)
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("rule", MESSAGE_RULES, ids=name)
@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_is_survived(rule: Rule, junk: bytes) -> None:
    ask(rule.id, junk, message_class="commercial", stage="delivered")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_spans_lie_in_their_texts(data: st.DataObject) -> None:
    rule, example = data.draw(st.sampled_from(EXAMPLES))
    cut = data.draw(st.integers(0, len(example.content)))
    judged = ask(rule.id, example.content[:cut], dict(example.options), **dict(example.context))
    for finding in judged.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.text.content)
        assert finding.message == finding.message.strip()
        assert "\n" not in finding.message
