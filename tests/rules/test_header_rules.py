"""The rules about headers where their examples end: outcomes that are no findings, severities, positions."""

from __future__ import annotations

import pytest
from asking import ask, said, state


def mail(*fields: str, body: str = "Hello\n") -> str:
    return "\n".join(fields) + "\n\n" + body


FROM = "From: Acme <news@acme.com>"
SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
COMMERCIAL = {"message_class": "commercial"}


@pytest.mark.parametrize(
    ("rule", "context"),
    [("message-id", {}), ("date-invalid", {}), ("list-unsubscribe-missing", COMMERCIAL)],
)
def test_what_a_sending_service_may_add_is_not_evaluated_before(rule: str, context: dict[str, str]) -> None:
    assert state(ask(rule, mail(FROM), **context)) == "not-evaluated"
    assert state(ask(rule, mail(FROM), **context, sender_adds_headers=False)) == "not-evaluated"
    assert state(ask(rule, mail(FROM), **context, sender_adds_headers=True)) == "failed"
    assert state(ask(rule, mail(SIGNATURE, FROM), **context)) == "failed"
    assert state(ask(rule, mail("Received: by b; Sun, 01 Nov 2026 10:00:00 +0000", FROM), **context)) == "failed"


@pytest.mark.parametrize("rule", ["from-single", "duplicate-headers", "message-id", "date-invalid", "reply-to"])
def test_a_page_has_no_headers_to_judge(rule: str) -> None:
    assert state(ask(rule, "<body>Hi</body>")) == "not-evaluated"


def test_a_second_from_is_shown_where_it_stands() -> None:
    (finding,) = ask("from-single", mail(FROM, "Subject: Hi", "FROM: b@acme.com")).findings
    assert (finding.span.location.line, finding.span.location.column) == (3, 1)


def test_a_comma_is_one_fault_not_two() -> None:
    assert said(ask("from-single", mail("From: Acme, Inc. <a@acme.com>"))) == [
        "error: a comma outside quotes makes two addresses of the From name: Acme, Inc. <a@acme.com>"
    ]


def test_duplicates_name_the_first_one_too() -> None:
    (finding,) = ask("duplicate-headers", mail(FROM, "Subject: a", "Subject: b", "subject: c")).findings
    assert finding.message == "Subject appears 3 times"
    assert finding.related[0].span.quote == "Subject: a"


@pytest.mark.parametrize(
    ("value", "severity"),
    [("<a@localhost>", "warning"), ("<a@web3>", "info"), ("<a@web3.internal>", "info"), ("<a>", "error")],
)
def test_message_ids_by_what_receivers_do(value: str, severity: str) -> None:
    assert [line.partition(":")[0] for line in said(ask("message-id", mail(FROM, f"Message-ID: {value}")))] == [
        severity
    ]


def test_a_long_message_id() -> None:
    text = mail(FROM, f"Message-ID: <{'a' * 600}@acme.com>")
    assert "609 characters" in said(ask("message-id", text))[0]
    assert said(ask("message-id", text, {"max_length": 700})) == []


def test_skew_is_measured_against_the_first_server_not_the_clock() -> None:
    hop = "Received: from a by b; Tue, 01 Nov 2016 10:00:00 +0000"
    assert said(ask("date-invalid", mail(hop, FROM, "Date: Tue, 01 Nov 2016 09:00:00 +0000"))) == []
    assert said(ask("date-invalid", mail(hop, FROM, "Date: Tue, 01 Nov 2016 10:20:00 +0000"))) == [
        "warning: the date lies 20 minutes after the first server got the message"
    ]


def test_a_date_of_an_unsent_message_may_be_old_but_not_from_the_future() -> None:
    from datetime import date

    today = date(2026, 11, 24)
    assert said(ask("date-invalid", mail(FROM, "Date: Tue, 01 Nov 2016 09:00:00 +0000"), today=today)) == []
    assert said(ask("date-invalid", mail(FROM, "Date: Wed, 25 Nov 2026 09:00:00 +0000"), today=today)) == []
    assert len(said(ask("date-invalid", mail(FROM, "Date: Fri, 27 Nov 2026 09:00:00 +0000"), today=today))) == 1


def test_header_encoding_tells_utf8_from_other_bytes() -> None:
    assert said(ask("header-encoding", "From: a@acme.com\nSubject: Café\n\nHi\n")) == [
        "warning: Subject holds raw UTF-8, which a server without SMTPUTF8 refuses"
    ]
    assert said(ask("header-encoding", b"From: a@acme.com\nSubject: Caf\xe9\n\nHi\n")) == [
        "error: Subject holds raw 8-bit bytes that are not even UTF-8"
    ]
    assert said(ask("header-encoding", "From: a@acme.com\nX-Spam-Report: Café\n\nHi\n")) == []
    assert said(ask("header-encoding", b"From: a@acme.com\nSubject: a\x00b\n\nHi\n")) == [
        "error: Subject holds a control character"
    ]


def test_an_encoded_word_is_reported_where_it_stands_in_a_folded_header() -> None:
    (finding,) = ask("header-encoding", mail(FROM, "Subject: fine", " =?klingon?q?x?= end")).findings
    assert (finding.span.location.line, finding.span.quote) == (3, "=?klingon?q?x?=")


def test_long_lines_are_counted_in_octets() -> None:
    wide = "From: a@acme.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + "é" * 500 + "\n"
    (finding,) = ask("line-length", wide).findings
    assert finding.message == "a line of 1000 octets, where 998 are allowed"
    assert finding.span.location.line == 5


def test_mixed_line_ends_count_before_delivery_only() -> None:
    mixed = "From: a@acme.com\r\nSubject: Hi\n\r\nHi\r\n"
    assert state(ask("line-length", mixed)) == "failed"
    assert state(ask("line-length", "Return-Path: <a@acme.com>\r\n" + mixed)) == "passed"


@pytest.mark.parametrize(
    ("sender", "extra", "found"),
    [
        ("shop@gmail.com", "", True),
        ("shop@yahoo.de", "Return-Path: <bounce@esp.net>\n", True),
        ("shop@yahoo.de", "Return-Path: <shop@yahoo.com>\n", False),
        ("shop@hotmail.co.uk", "", True),
        ("shop@gmail.com.acme.org", "", False),
        ("shop@mygmail.com", "", False),
    ],
)
def test_free_mailboxes(sender: str, extra: str, found: bool) -> None:
    assert bool(said(ask("from-freemail", f"{extra}From: {sender}\n\nHi\n"))) is found


def test_a_no_reply_address_matters_less_in_a_receipt() -> None:
    text = mail("From: Acme <no-reply@acme.com>")
    assert said(ask("reply-to", text, message_class="transactional"))[0].startswith("info: ")
    assert said(ask("reply-to", text, message_class="commercial"))[0].startswith("warning: ")


ONE_CLICK = (
    "List-Unsubscribe: <https://u.acme.com/9f86d081884c7d65>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
)


def test_one_fault_is_said_by_one_rule() -> None:
    """A mailto alone is the business of `one-click-malformed`, an absent header that of `list-unsubscribe-missing`."""
    mailto = mail(SIGNATURE, FROM, "List-Unsubscribe: <mailto:u@acme.com>")
    assert state(ask("list-unsubscribe-missing", mailto, **COMMERCIAL)) == "passed"
    assert state(ask("one-click-malformed", mailto, **COMMERCIAL)) == "failed"
    assert state(ask("one-click-unsigned", mailto, **COMMERCIAL)) == "not-evaluated"
    absent = mail(SIGNATURE, FROM)
    assert state(ask("list-unsubscribe-missing", absent, **COMMERCIAL)) == "failed"
    assert state(ask("one-click-malformed", absent, **COMMERCIAL)) == "not-evaluated"
    assert state(ask("one-click-endpoint", absent, **COMMERCIAL)) == "not-evaluated"


def test_one_click_is_not_asked_of_receipts() -> None:
    for rule in ("list-unsubscribe-missing", "one-click-malformed", "one-click-unsigned", "one-click-endpoint"):
        assert state(ask(rule, mail(SIGNATURE, FROM), message_class="transactional")) == "not-applicable"


def test_a_signature_is_judged_once_there_is_one() -> None:
    assert state(ask("one-click-unsigned", mail(FROM, *ONE_CLICK), **COMMERCIAL)) == "not-evaluated"
    covered = SIGNATURE + ":list-unsubscribe:List-Unsubscribe-Post"
    assert state(ask("one-click-unsigned", mail(covered, FROM, *ONE_CLICK), **COMMERCIAL)) == "passed"
    assert said(ask("one-click-unsigned", mail(SIGNATURE, FROM, *ONE_CLICK), **COMMERCIAL)) == [
        "error: the DKIM signature of acme.com does not cover List-Unsubscribe and List-Unsubscribe-Post"
    ]


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("https://u.acme.com/9f86d081884c7d659a2feaa0", ""),
        ("https://acme.us1.list-manage.com/unsubscribe/post?u=35fe42a9db2ed2a0cbcdd8d56&id=0f6e1a2b3c", ""),
        ("https://acme.com/u/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP", ""),
        ("https://acme.com/unsubscribe/newsletter", "the same for everyone"),
        ("https://acme.com/unsubscribe?user=1042", "short enough to be guessed"),
        ("https://acme.com/u/ana%40home.net", "bare e-mail address"),
        ("https://acme.com/signin?u=9f86d081884c7d659a2feaa0", "login page"),
        ("https://acme.com/u;jsessionid=9f86d081884c7d659a2feaa0", "session id"),
        ("https://acme.com/email-preferences?t=9f86d081884c7d659a2feaa0", "page of settings"),
        ("https://10.0.0.7/u/9f86d081884c7d659a2feaa0", "no mailbox can reach"),
        ("https://[/u/9f86d081884c7d659a2feaa0", "no valid web address"),
    ],
)
def test_one_click_endpoints(uri: str, words: str) -> None:
    text = mail(FROM, f"List-Unsubscribe: <{uri}>", ONE_CLICK[1])
    found = said(ask("one-click-endpoint", text, **COMMERCIAL))
    assert (not found) if not words else (len(found) == 1 and words in found[0]), found


@pytest.mark.parametrize("rule_id", ["dkim-missing", "tls-not-used", "list-unsubscribe-missing"])
@pytest.mark.parametrize(
    ("came", "severity", "tells"),
    [
        ("Tue, 14 May 2002 10:00:00 +0000", "info", True),
        ("Wed, 31 Jan 2024 10:00:00 +0000", "info", True),
        ("Thu, 01 Feb 2024 10:00:00 +0000", "error", False),
        ("some day", "error", False),
    ],
)
def test_delivered_mail_is_held_to_what_providers_asked_for_then(
    rule_id: str, came: str, severity: str, tells: bool
) -> None:
    hop = f"Received: from mta.acme.com (mta.acme.com [192.0.2.1]) by mx.shop.example with ESMTP id 1; {came}\n"
    judged = ask(rule_id, f"{hop}From: news@acme.com\nSubject: Sale\n\nSale!\n", message_class="commercial")
    (finding,) = judged.findings
    assert finding.severity.label == severity
    assert ("before providers asked for this (2024-02-01)" in finding.message) == tells
