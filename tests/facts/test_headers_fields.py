"""Date, Message-ID, List-Unsubscribe, DKIM-Signature and encoded words: what is read, and what is said to be wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.header.dates import DateField, read_date
from mailcheck.facts.header.encoded_words import encoded_words
from mailcheck.facts.header.listheaders import ListField, read_list_field, read_list_post
from mailcheck.facts.header.messageids import read_message_id
from mailcheck.facts.header.signatures import Signature, read_signature
from mailcheck.spans import Span, Text


def span(value: str) -> Span:
    return Text("a.eml", value).span()


def date(value: str) -> DateField:
    return read_date(span(value))


@pytest.mark.parametrize(
    ("value", "offset"),
    [
        ("Sun, 01 Nov 2026 10:00:00 +0000", 0),
        ("1 Nov 2026 10:00 +0000", 0),
        ("Sun, 1 Nov 2026 12:30:00 +0230 (some (odd) zone)", 150),
        ("Sun,\r\n 01 Nov 2026 10:00:00\r\n GMT", 0),
        ("sun, 01 NOV 2026 05:00:00 -0500", -300),
    ],
)
def test_sound_dates(value: str, offset: int) -> None:
    found = date(value)
    assert found.value == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert found.value is not None
    assert found.value.utcoffset() == timedelta(minutes=offset)
    assert found.defects == ()


@pytest.mark.parametrize(
    ("value", "defects"),
    [
        ("Mon, 01 Nov 2026 10:00:00 +0000", ("weekday-mismatch",)),
        ("Sun, 01 Nov 2026 10:00:00", ("missing-zone",)),
        ("Sun, 01 Nov 2026 10:00:00 MEZ", ("unknown-zone",)),
        ("Sun, 01 Nov 2026 05:00:00 EST", ("obsolete-zone",)),
        ("Sun, 01 Nov 26 10:00:00 +0000", ("obsolete-year",)),
        ("2026-11-01T10:00:00Z", ("not-rfc5322",)),
    ],
)
def test_dates_that_can_be_read_all_the_same(value: str, defects: tuple[str, ...]) -> None:
    found = date(value)
    assert found.value == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert found.defects == defects


@pytest.mark.parametrize(
    ("value", "defect"),
    [
        ("", "unreadable"),
        ("11/01/2026 10:00", "unreadable"),
        ("Sun, 01 Foo 2026 10:00:00 +0000", "unreadable"),
        ("Sun, 31 Feb 2026 10:00:00 +0000", "impossible"),
        ("Sun, 01 Nov 2026 25:00:00 +0000", "impossible"),
        ("Sun, 01 Nov 0102 10:00:00 +0000", "impossible"),
        ("{{ now }}", "unreadable"),
    ],
)
def test_dates_that_cannot_be_read(value: str, defect: str) -> None:
    found = date(value)
    assert found.value is None
    assert defect in found.defects


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(9998, 1, 1)),
    st.integers(-12 * 60, 14 * 60),
)
def test_what_the_standard_library_writes_is_read_back(moment: datetime, minutes: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    found = date(format_datetime(aware))
    assert (found.value, found.defects) == (aware, ())


def listed(value: str) -> ListField:
    return read_list_field(span(value))


@pytest.mark.parametrize(
    ("value", "uris"),
    [
        ("<https://u.acme.test/k3>", ["https://u.acme.test/k3"]),
        (
            "<https://a.test/1>, <https://a.test/2>,<mailto:u@a.test>",
            ["https://a.test/1", "https://a.test/2", "mailto:u@a.test"],
        ),
        ("(Use this) <MAILTO:+u@a.test?subject=x>\r\n (or that)", ["MAILTO:+u@a.test?subject=x"]),
        ("<https://a.test/u(1)>", ["https://a.test/u(1)"]),
        ("<https://a.test/u,1>", ["https://a.test/u,1"]),
        ("<https://a.test/very\r\n /long>", ["https://a.test/very/long"]),
    ],
)
def test_list_fields_of_rfc_2369(value: str, uris: list[str]) -> None:
    found = listed(value)
    assert [uri.uri for uri in found.uris] == uris
    assert found.defects == ()


@pytest.mark.parametrize(
    ("value", "defect", "uris"),
    [
        ("", "empty", []),
        ("https://a.test/u", "no-brackets", ["https://a.test/u"]),
        ("<https://a.test/u", "unclosed-bracket", ["https://a.test/u"]),
        ("<https://a.test/u> <mailto:u@a.test>", "missing-comma", ["https://a.test/u", "mailto:u@a.test"]),
        ("click <https://a.test/u>", "stray-text", ["https://a.test/u"]),
        ("<>", "empty-uri", [""]),
        ("<a.test/u>", "no-scheme", ["a.test/u"]),
        ("=?us-ascii?Q?=3Chttps=3A//a=2Etest/u=3E?=", "encoded-word", ["https://a.test/u"]),
    ],
)
def test_list_fields_that_are_wrong(value: str, defect: str, uris: list[str]) -> None:
    found = listed(value)
    assert defect in found.defects
    assert [uri.uri for uri in found.uris] == uris


def test_schemes_are_told_in_any_case() -> None:
    found = listed("<MAILTO:u@a.test>, <HTTPS://a.test/>")
    assert [uri.scheme for uri in found.uris] == ["mailto", "https"]
    assert [uri.uri for uri in found.of_scheme("https")] == ["HTTPS://a.test/"]


def test_list_post_is_unfolded() -> None:
    assert read_list_post(span("\r\n List-Unsubscribe=One-Click ")).value == "List-Unsubscribe=One-Click"


@given(st.text(st.sampled_from('<>,() ab:/"=?\r\n'), max_size=60))
def test_uris_lie_where_they_say(value: str) -> None:
    for uri in listed(value).uris:
        assert uri.uri == "".join(uri.span.quote.split())


@pytest.mark.parametrize(
    ("value", "right", "defects"),
    [
        ("<a.b+c=$1@mail.acme.test>", "mail.acme.test", ()),
        ("\r\n <a@acme.test> (added by relay)", "acme.test", ()),
        ("<a@[192.0.2.1]>", "[192.0.2.1]", ()),
        ("<a@localhost>", "localhost", ()),
        ("a@acme.test", "acme.test", ("no-brackets",)),
        ("<a@acme.test", "acme.test", ("no-brackets",)),
        ("<a>", "", ("no-at",)),
        ("<a@>", "", ("no-at",)),
        ("<a b@acme.test>", "acme.test", ("space-inside",)),
        ("<a@acme.test> <b@acme.test>", "acme.test", ("several",)),
        ("<a@b@acme.test>", "acme.test", ("odd-characters",)),
        ("<>", "", ("empty",)),
        ("", "", ("empty",)),
    ],
)
def test_message_ids(value: str, right: str, defects: tuple[str, ...]) -> None:
    found = read_message_id(span(value))
    assert (found.right, found.defects) == (right, defects)


SIGNED = (
    "v=1; a=RSA-SHA256; c=relaxed; d=News.Acme.test; s=k1;\r\n\tt=1793527200; x=1794132000; l=20;\r\n"
    " h=From : To:list-unsubscribe:\r\n\tList-Unsubscribe-Post:from; bh=YWJj\r\n ZGVm; b=YQ=="
)


def signature(value: str) -> Signature:
    return read_signature(span(value))


def test_a_signature() -> None:
    found = signature(SIGNED)
    assert found.defects == ()
    assert (found.domain, found.selector, found.algorithm) == ("news.acme.test", "k1", "rsa-sha256")
    assert found.canonicalization == ("relaxed", "simple")
    assert found.tags["bh"] == "YWJjZGVm"
    assert found.identity == "@news.acme.test"
    assert found.body_length == 20
    assert found.signed_at == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert found.expires_at == datetime(2026, 11, 8, 10, tzinfo=UTC)
    assert found.covers("LIST-Unsubscribe-post")
    assert found.covers("from", times=2)
    assert not found.covers("to", times=2)
    assert not found.covers("list-unsubscribe-pos")


def test_words_inside_h_are_no_header_values() -> None:
    """The name of a header in `h=` is no value of that header: a signed message is not a malformed one."""
    assert signature("v=1; a=x; b=y; bh=z; d=a.test; s=k; h=list-unsubscribe-post").signed == {
        "list-unsubscribe-post": 1
    }


@pytest.mark.parametrize(
    ("value", "defect"),
    [
        ("v=1; d=a.test; d=b.test", "tag d= twice"),
        ("v=1; nonsense; d=a.test", "not a tag: nonsense"),
        ("v=1; d=", "no d= tag"),
        ("", "no h= tag"),
        ("v=1; D=a.test", "no d= tag"),
    ],
)
def test_broken_signatures(value: str, defect: str) -> None:
    assert defect in signature(value).defects


@pytest.mark.parametrize("value", ["t=soon", "t=", "t=99999999999999999999999", "t=-1", "l=²"])
def test_numbers_that_are_none(value: str) -> None:
    found = signature(value)
    assert found.signed_at is None
    assert found.body_length is None


@pytest.mark.parametrize(
    ("value", "texts", "defects"),
    [
        ("=?utf-8?q?Caf=C3=A9_au?= =?utf-8*fr?B?bGFpdA==?=", ["Café au", "lait"], [(), ()]),
        ("=?utf-8?q?Caf=E9?=", ["Caf\ufffd"], [("undecodable",)]),
        ("=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", ["Caf\ufffd", "\ufffd"], [("split-character",), ("split-character",)]),
        ("=?klingon?q?x?=", ["x"], [("unknown-charset",)]),
        ("=?utf-8?b?w6?=", ["\ufffd"], [("broken-base64", "undecodable")]),
        ("=?utf-8?q?a b?=", ["a b"], [("space-inside",)]),
        ("=?utf-8?q?a=0D=0Ab?=", ["a\r\nb"], [("control-inside",)]),
        ("x=?utf-8?q?a?=", ["a"], [("not-separated",)]),
        (f"=?utf-8?q?{'a' * 70}?=", ["a" * 70], [("too-long",)]),
        ("=?x=? and =? no words", [], []),
    ],
)
def test_encoded_words(value: str, texts: list[str], defects: list[tuple[str, ...]]) -> None:
    found = encoded_words(value)
    assert [word.text for word in found] == texts
    assert [word.defects for word in found] == defects
