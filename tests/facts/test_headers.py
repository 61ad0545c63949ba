"""`facts/header/headers.py` through its door: a mail as read, its fields as understood."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.header.headers import Headers, read_headers
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml


def headers(text: str | bytes) -> Headers:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_headers(read_eml(raw + b"\n\nHello\n", "a.eml"))


def test_names_are_found_in_any_case_and_repetitions_stay_visible() -> None:
    found = headers("Subject: one\nSUBJECT: two\nX-A: 3")
    assert [field.value for field in found.all("subject")] == ["one", "two"]
    assert found.value("Subject") == "one"
    assert "x-a" in found
    assert "x-b" not in found
    assert found.get("x-b") is None
    assert found.value("x-b") == ""


def test_a_bare_body_has_no_headers() -> None:
    found = read_headers(read_document(b"<p>From: a@acme.test</p>", "a.html", "html"))
    assert not found
    assert not found.from_
    assert found.from_.first is None
    assert found.date is None
    assert found.signatures == ()


def test_positions_lead_to_the_line_that_holds_the_address() -> None:
    found = headers(
        "Subject: Hi\nFrom: Acme\n <news@acme.test>\nList-Unsubscribe: <https://acme.test/u>,\n <mailto:u@acme.test>"
    )
    place = found.from_.mailboxes[0].span.location
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 7, 3, 18)
    assert found.list_unsubscribe is not None
    assert [uri.span.location.line for uri in found.list_unsubscribe.uris] == [4, 5]
    assert found.list_unsubscribe.uris[1].span.quote == "mailto:u@acme.test"


def test_every_from_field_gives_its_mailboxes() -> None:
    found = headers("From: a@acme.test\nFrom: b@acme.test, c@acme.test")
    assert found.from_.addresses == ("a@acme.test", "b@acme.test", "c@acme.test")


def test_display_names_in_files_that_are_no_utf8_as_a_whole() -> None:
    found = headers("From: Café <a@acme.test>\nX-Latin: ".encode() + b"\xe9")
    assert found.from_.mailboxes[0].display == "Café"
    assert found.from_.mailboxes[0].span.location.column == 7


def test_latin_1_display_name() -> None:
    assert headers(b"From: Caf\xe9 <a@acme.test>").from_.mailboxes[0].display == "Café"


def test_the_oldest_hop_that_can_be_read_tells_when_the_message_arrived() -> None:
    found = headers(
        "Received: by c; Sun, 01 Nov 2026 12:00:00 +0000\n"
        "Received: from a by b\n id 7; Sun, 01 Nov 2026 10:00:00 +0100 (CET)\n"
        "Received: from x by a (no date)\nFrom: a@acme.test"
    )
    assert found.first_received is not None
    assert found.first_received.value == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert len(found.received) == 3


def test_absent_fields() -> None:
    found = headers("Subject: Hi")
    assert found.date is None
    assert found.message_id is None
    assert found.list_unsubscribe is None
    assert found.list_unsubscribe_post is None
    assert found.first_received is None
    assert not found.reply_to


@given(st.binary(max_size=400))
def test_nothing_raises(junk: bytes) -> None:
    names = (b"From", b"Reply-To", b"Date", b"Message-ID", b"List-Unsubscribe", b"List-Unsubscribe-Post")
    raw = b"".join(name + b": " + junk + b"\n" for name in (*names, b"DKIM-Signature", b"Received"))
    found = read_headers(read_eml(raw, "a.eml"))
    parsed = (found.from_, found.reply_to, found.date, found.message_id, found.list_unsubscribe)
    assert (parsed, found.list_unsubscribe_post, found.signatures, found.first_received) is not None
    for header in found.fields:
        for word in found.words(header):
            assert 0 <= word.start < word.end <= len(header.value_span.quote)
