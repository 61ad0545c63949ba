"""Messages that other tools answer wrongly: ours must not. Names carry the ids of the notes on peers (R1, M1, 4.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck import check

HEAD = (
    "From: Acme <news@acme-lamps.com>\nTo: a@reader-mail.net\nSubject: Lamps\n"
    "Message-ID: <1.a@mail.acme-lamps.com>\nDate: Mon, 02 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\n"
)
LIST = (
    "List-Unsubscribe: <https://mail.acme-lamps.com/u/9f8e7d6c5b4a39281706>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
)
SIGNED = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=acme-lamps.com; s=k1; c=relaxed/relaxed;\n"
    " h=from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post;\n"
    " bh=AAAA; b=AAAA\n"
)
LINK = '<a href="https://mail.acme-lamps.com/u/9f8e7d6c">Unsubscribe</a>'


def found(message: str, *groups: str) -> set[str]:
    report = check(message.encode(), select=groups or ("us", "oneclick"), message_class="commercial")
    assert not report.crashes
    return {finding.rule_id for finding in report.findings}


def page(body: str, style: str = "") -> str:
    html = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    return f"{HEAD}{LIST}Content-Type: text/html; charset=utf-8\n\n{html}\n"


def test_r1_field_names_inside_a_signature_are_no_field() -> None:
    message = HEAD + LIST + SIGNED + "Content-Type: text/html\n\n<body>" + LINK + "</body>\n"
    assert not found(message, "oneclick")


def test_r4_documentation_about_mail_is_no_mail(tmp_path: Path) -> None:
    (tmp_path / "docs.md").write_text("never publish v=spf1 +all; set List-Unsubscribe: <https://x>\n")
    report = check([tmp_path])
    assert not report.findings
    assert any(notice.failed for notice in report.notices)


@pytest.mark.parametrize(
    "value",
    [
        "<https://a.acme-lamps.com/u/9f8e7d6c5b4a39281706>, <mailto:u@acme-lamps.com>",
        "<MAILTO:u@acme-lamps.com>, <https://a.acme-lamps.com/u/9f8e7d6c5b4a39281706>",
        "<mailto:+unsub@acme-lamps.com>, <https://a.acme-lamps.com/u/9f8e7d6c5b4a39281706>",
        "<https://a.acme-lamps.com/u(1)/9f8e7d6c5b4a39281706>",
        "(leave here)\n <https://a.acme-lamps.com/u/9f8e7d6c5b4a39281706>",
    ],
)
def test_m1_legal_list_unsubscribe_fields(value: str) -> None:
    message = f"{HEAD}List-Unsubscribe: {value}\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nHello. {LINK}\n"
    assert not {"list-unsubscribe-missing", "one-click-malformed"} & found(message, "oneclick")


@pytest.mark.parametrize(
    "value",
    ["https://a.acme-lamps.com/u", "<http://a.acme-lamps.com/u/9f8e7d6c5b4a3928>", "<https://localhost:3000/u>"],
)
def test_m1_f4_fields_that_do_not_work(value: str) -> None:
    assert found(
        f"{HEAD}List-Unsubscribe: {value}\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nHello\n", "oneclick"
    )


HIDDEN = {
    "class": (f'<div class="ft">{LINK}</div>', ".ft{display:none !important}"),
    "white": (f'<div style="color:#fff">{LINK}</div>', "a{color:#fff} body{background:#fff}"),
    "pixel": (f'<div style="font-size:1px">{LINK}</div>', ""),
    "left": (f'<div style="position:absolute;left:-9999px">{LINK}</div>', ""),
    "hidden": (f"<div hidden>{LINK}</div>", ""),
    "height": (f'<div style="max-height:0;overflow:hidden">{LINK}</div>', ""),
    "pale": (f'<div style="background:#fff">{LINK}</div>', "a{color:#f6f6f6}"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_e1_f1_f2_a_hidden_way_out_is_seen_as_hidden(name: str) -> None:
    assert "unsub-camouflaged" in found(page(f"<p>Sale!</p>{HIDDEN[name][0]}", HIDDEN[name][1]))


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://acme-lamps.com/unsubscribe"></a>',
        'You cannot unsubscribe. <a href="https://acme-lamps.com/unsubscribe-policy">Why can I not leave?</a>',
        '<a href="https://acme-lamps.com/remove-stains">How to remove stains</a>',
    ],
)
def test_e2_f5_what_only_looks_like_a_way_out(body: str) -> None:
    assert "unsub-missing" in found(page(f"<p>Sale!</p>{body}"))


@pytest.mark.parametrize(
    "body",
    [
        "<p>To get no more of these, reply with STOP.</p>",
        '<a href="https://a.acme-lamps.com/p/1">Manage your email preferences</a>',
        '<a href="https://a.acme-lamps.com/p/1">Se désabonner</a>',
        '<a href="https://a.acme-lamps.com/p/1">Newsletter abbestellen</a>',
        '<a href="https://a.acme-lamps.com/p/1">配信停止はこちら</a>',
    ],
)
def test_e3_ways_out_that_are_no_english_link(body: str) -> None:
    assert "unsub-missing" not in found(page(f"<p>Sale!</p>{body}"))


@pytest.mark.parametrize(
    ("address", "missing"),
    [
        ("1633 Broadway, New York, NY 10019", False),
        ("One Microsoft Way, Redmond, WA 98052", False),
        ("Level 5, 100 Queen St, Melbourne VIC 3000", False),
        ("You walked 500 Happy Way with us! code 12345", True),
        ('<span class="email-address">news@acme-lamps.com</span>', True),
    ],
)
def test_e4_postal_addresses(address: str, missing: bool) -> None:
    assert ("postal-address-missing" in found(page(f"<p>Sale!</p><p>Acme, {address}</p>{LINK}"))) is missing


def test_4_9_padding_of_a_preheader_is_no_hidden_text() -> None:
    padding = (
        '<div style="display:none;max-height:0">Two days left&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</div>'
    )
    assert "hidden-content" not in found(page(f"{padding}<p>Sale!</p>{LINK}"), "honest")


def test_4_9_a_receipt_needs_no_one_click() -> None:
    message = HEAD + "\nYour order 1182 has been shipped. Total 12.00 EUR.\n"
    report = check(message.encode(), select=("oneclick", "us"), message_class="transactional")
    assert not [finding.rule_id for finding in report.findings if finding.severity.label == "error"]
