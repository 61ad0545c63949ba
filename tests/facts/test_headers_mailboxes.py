"""Mailboxes as people and programs write them (RFC 5322 3.4, RFC 6854, RFC 6532)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.header.mailboxes import AddressField, read_mailboxes
from mailcheck.spans import Text


def read(value: str) -> AddressField:
    return read_mailboxes(Text("a.eml", value).span())


@pytest.mark.parametrize(
    ("value", "display", "address"),
    [
        ("a@acme.test", "", "a@acme.test"),
        ("<a@acme.test>", "", "a@acme.test"),
        ("Acme <a@ACME.test>", "Acme", "a@acme.test"),
        ("Acme<A@acme.test>", "Acme", "A@acme.test"),
        ('"Acme, Inc." <a@acme.test>', "Acme, Inc.", "a@acme.test"),
        (r'"The \"Shop\"" <a@acme.test>', 'The "Shop"', "a@acme.test"),
        ("a@acme.test (Acme Shop)", "Acme Shop", "a@acme.test"),
        ("Acme (the (real) shop) <a@acme.test>", "Acme", "a@acme.test"),
        ("=?utf-8?q?Acme=2C_Inc=2E?= <a@acme.test>", "Acme, Inc.", "a@acme.test"),
        ("=?utf-8?b?w4Q=?=\r\n =?utf-8?q?rger?= <a@acme.test>", "Ärger", "a@acme.test"),
        ("Mr. J. Q. Public <a@acme.test>", "Mr. J. Q. Public", "a@acme.test"),
        ("Jörg <jörg@bücher.test>", "Jörg", "jörg@bücher.test"),
        ('"john doe"@acme.test', "", "john doe@acme.test"),
        ("a@[192.0.2.1]", "", "a@[192.0.2.1]"),
        ("Acme <@relay.test,@b.test:a@acme.test>", "Acme", "a@acme.test"),
        ("john . doe @ acme . test", "", "john.doe@acme.test"),
        ("o'hara+news=1@acme.test.", "", "o'hara+news=1@acme.test"),
    ],
)
def test_one_sound_mailbox(value: str, display: str, address: str) -> None:
    (mailbox,) = read(value).mailboxes
    assert (mailbox.display, mailbox.address, mailbox.defects) == (display, address, ())
    assert mailbox.valid
    assert mailbox.span.quote == value


@pytest.mark.parametrize(
    ("value", "defect", "valid"),
    [
        ("Acme <a@acme..test>", "bad-domain", False),
        ("Acme <a@-acme.test>", "bad-domain", False),
        ("Acme <.a@acme.test>", "bad-local-part", False),
        ("Acme <a b@acme.test>", "space-in-address", False),
        ("Acme <news>", "bad-domain", False),
        ("Acme <>", "no-address", False),
        ("Acme", "no-address", False),
        ("=?utf-8?q?caf=C3=A9?=@acme.test", "encoded-word-in-address", False),
        ('"=?utf-8?q?Caf=C3=A9?=" <a@acme.test>', "encoded-word-in-quotes", True),
        ("Acme a@acme.test", "missing-brackets", True),
        ("Acme <a@acme.test", "unclosed-bracket", True),
        ("Acme <a@acme.test> Inc", "text-after-address", True),
        ("a@acme.test <a@acme.test>", "unquoted-special", True),
        ('"Acme <a@acme.test>', "unquoted-special", True),
        ("Acme, Inc. <a@acme.test>", "unquoted-comma", True),
    ],
)
def test_what_is_wrong_is_named(value: str, defect: str, valid: bool) -> None:
    (mailbox,) = read(value).mailboxes
    assert defect in mailbox.defects
    assert mailbox.valid is valid


def test_a_comma_without_quotes_is_told_from_a_second_mailbox() -> None:
    one = read("Smith, John, MD <a@acme.test>, b@acme.test")
    assert [(m.display, m.address) for m in one.mailboxes] == [("Smith, John, MD", "a@acme.test"), ("", "b@acme.test")]
    two = read("news, b@acme.test")
    assert [m.defects for m in two.mailboxes] == [("no-address",), ()]


def test_groups() -> None:
    found = read('The team: a@acme.test, "B" <b@acme.test>;, c@acme.test')
    assert found.groups == ("The team",)
    assert [(m.address, m.group) for m in found.mailboxes] == [
        ("a@acme.test", "The team"),
        ("b@acme.test", "The team"),
        ("c@acme.test", ""),
    ]
    empty = read("undisclosed-recipients:;")
    assert empty
    assert not empty.mailboxes


@pytest.mark.parametrize("value", ["", "  ", "(nobody)", ",,,"])
def test_nothing(value: str) -> None:
    assert not read(value)


@pytest.mark.parametrize(
    ("address", "organization"),
    [
        ("a@acme.com", "acme.com"),
        ("a@Mail.News.ACME.com.", "acme.com"),
        ("a@news.acme.co.uk", "acme.co.uk"),
        ("a@acme.com.au", "acme.com.au"),
    ],
)
def test_who_registered_a_domain(address: str, organization: str) -> None:
    assert read(address).mailboxes[0].organization == organization


_WRITTEN = st.text(st.sampled_from('abc.@<>,:;()"\\[] =?_\r\n é'), max_size=80)


@given(_WRITTEN)
def test_spans_stay_inside_and_in_order(value: str) -> None:
    position = 0
    for mailbox in read(value).mailboxes:
        assert position <= mailbox.span.start < mailbox.span.end <= len(value)
        position = mailbox.span.end


@given(_WRITTEN)
def test_quoting_the_display_name_gives_it_back(name: str) -> None:
    clean = " ".join(name.replace("=?", "").split())
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"')
    (mailbox,) = read(f'"{escaped}" <a@acme.test>').mailboxes
    assert (mailbox.display, mailbox.address, mailbox.defects) == (clean, "a@acme.test", ())


@pytest.mark.parametrize("piece", ["(", '"', '\\"', "[", "=?a?q?", "<", "a,", "@", "(a", "a.", "a<", ":", "=?u?q?a?= "])
def test_hostile_repetition_stays_linear(piece: str) -> None:
    started = time.process_time()
    read(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 5
