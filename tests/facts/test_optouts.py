"""Ways out by meaning: kinds, evidence and traps. The cases of each language are in tests/optouts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.facts.optout.optouts import OptOut
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message


def ways(html: str) -> tuple[OptOut, ...]:
    return Message(read_document(html.encode(), "x.html", "html"), Context()).opt_outs


def text_ways(text: str) -> tuple[OptOut, ...]:
    return Message(read_document(text.encode(), "x.txt", "text"), Context()).opt_outs


def only(found: tuple[OptOut, ...]) -> OptOut:
    (way,) = found
    return way


@pytest.mark.parametrize(
    ("html", "kind", "text"),
    [
        ('<a href="https://x.test/u">Unsubscribe</a>', "link", "Unsubscribe"),
        ('<a href="#">Unsubscribe</a>', "link", "Unsubscribe"),
        ('<a href="">Unsubscribe</a>', "link", "Unsubscribe"),
        ('<a href="javascript:void(0)">Unsubscribe</a>', "link", "Unsubscribe"),
        ('<a href="mailto:x@x.test?subject=Remove">Please do</a>', "mailto", "Please do"),
        ('<a href="https://x.test/p">Email preferences</a>', "preferences", "Email preferences"),
        ('<form action="/u"><button>Unsubscribe</button></form>', "form", "Unsubscribe"),
        ('<a href="*|UNSUB|*">come off this list</a>', "template-tag", "come off this list"),
        ('<a href="http://{{ url }}">Unsubscribe</a>', "template-tag", "Unsubscribe"),
        ("<p>Footer %unsubscribe_url%</p>", "template-tag", "%unsubscribe_url%"),
        ("<p><unsubscribe>No more</unsubscribe></p>", "template-tag", "No more"),
        (
            "<p>To be taken off the list, reply with REMOVE.</p>",
            "reply",
            "To be taken off the list, reply with REMOVE.",
        ),
    ],
)
def test_kinds(html: str, kind: str, text: str) -> None:
    way = only(ways(html))
    assert (way.kind, way.text) == (kind, text)


def test_what_decided_is_told() -> None:
    way = only(ways('<p>If you no longer wish to receive our letters, click <a href="https://x.test/1">here</a>.</p>'))
    assert "no longer wish to receive" in way.because
    assert (way.language, way.login) == ("en", False)
    assert way.span.quote == '<a href="https://x.test/1">'
    tag = only(ways('<a href="*|UNSUB|*">Unsubscribe</a>'))
    assert "Mailchimp" in tag.because


def test_only_the_link_that_the_sentence_means() -> None:
    page = '<p>To leave the list click <a href="/1">here</a>, to see our shop click <a href="/2">here</a>.</p>'
    assert only(ways(page)).href == "/1"
    page = '<p>Click <a href="/1">here</a> to unsubscribe or <a href="/2">here</a> to read on.</p>'
    assert next(iter(ways(page))).href == "/1"


def test_the_words_win_over_the_address() -> None:
    assert not ways('<a href="https://x.test/unsubscribe/view">View in browser</a>')
    assert not ways('<a href="https://x.test/unsubscribe-policy">Why can I not leave?</a> You cannot unsubscribe.')
    assert only(ways('<a href="https://x.test/unsubscribe?u=1">Click here</a>'))


def test_a_hidden_link_is_reported_as_hidden() -> None:
    assert only(ways('<div style="display:none"><a href="/u">Unsubscribe</a></div>')).seen.verdict == "hidden"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.test/unsubscribe"></a>',
        '<a href="https://x.test/unsubscribe"><img src="unsubscribe.png"></a>',
        '<img src="unsubscribe-icon.png" alt="">',
        '<!-- <a href="/u">Unsubscribe</a> -->',
        "<p>You may unsubscribe at any time.</p>",
        '<p>To unsubscribe call <a href="tel:+123456">+1 234 56</a>.</p>',
        "<p>Text STOP to 12345 to opt out.</p>",
        "<p>Please do not reply to this message. You cannot unsubscribe.</p>",
        '<p>{{> unsubscribe_footer}}</p><p>{{#if unsubscribed}}<a href="/s">Shop</a>{{/if}}</p>',
        '<p>To change what we send, <a href="https://x.test/login">log in to your account settings</a>.</p>',
    ],
)
def test_no_way_out(html: str) -> None:
    assert not ways(html)


def test_leaving_behind_a_login_is_a_way_with_a_hurdle() -> None:
    assert only(ways('<p>Log in and <a href="https://x.test/a">unsubscribe here</a>.</p>')).login


def test_the_text_part_counts() -> None:
    way = only(text_ways("News\n\nTo stop this letter visit\nhttps://x.test/leave/4h\n\nArchive: https://x.test/old\n"))
    assert (way.kind, way.text, way.part) == ("link", "https://x.test/leave/4h", "text")
    way = only(text_ways("To unsubscribe send a blank email to leave-choir@x.test\n"))
    assert (way.kind, way.href) == ("mailto", "mailto:leave-choir@x.test")


def test_other_languages_than_the_declared_one_are_tried() -> None:
    page = (
        '<html lang="en"><p>Wenn Sie keine weiteren Nachrichten wünschen, <a href="/x">klicken Sie hier</a>.</p></html>'
    )
    assert only(ways(page)).language == "de"
    assert only(ways('<p><a href="/x">Odhlásit odběr novinek</a></p>')).language == "cs"


def test_the_header_comes_last() -> None:
    raw = (
        b"From: a@x.test\r\nList-Unsubscribe: <https://x.test/1>, <mailto:u@x.test>\r\n"
        b"Content-Type: text/html\r\n\r\n<a href='/u'>Unsubscribe</a>"
    )
    found = Message(read_eml(raw, "x.eml"), Context()).opt_outs
    assert [way.kind for way in found] == ["link", "header", "header"]
    assert found[1].span.quote == "https://x.test/1"


@pytest.mark.parametrize(
    ("header", "body", "texts"),
    [
        ("https://u.x.test/no/4", "<a href='https://u.x.test/no/4'>basta de rollos</a>", ["basta de rollos"]),
        (
            "https://u.x.test/?r=4",
            "<a href='https://u.x.test/?r=4'>zzz</a> <a href='https://x.test/'>Shop</a>",
            ["zzz"],
        ),
        # A whole site is no way out, and words may say that it is another page.
        ("https://x.test/", "<a href='https://x.test/'>Our shop</a>", []),
        ("https://x.test", "<a href='https://x.test'>Our shop</a>", []),
        ("https://x.test/me", "<a href='https://x.test/me'>Log in</a>", []),
        ("https://x.test/me", "<a href='https://x.test/me'>Privacy policy</a>", []),
        ("https://x.test/1", "<a href='https://x.test/2'>zzz</a>", []),
    ],
)
def test_a_link_to_the_page_that_the_header_names_is_a_way_in_any_words(
    header: str, body: str, texts: list[str]
) -> None:
    raw = f"From: a@x.test\nList-Unsubscribe: <{header}>\nContent-Type: text/html\n\n<p>News {body}</p>"
    found = [way for way in Message(read_eml(raw.encode(), "x.eml"), Context()).opt_outs if way.kind != "header"]
    assert [way.text for way in found] == texts
    assert all(way.said for way in found)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>a/ =\"'href.@:\n?{}%[]|*unsbcrie answer stop", max_size=160))
def test_no_text_breaks_the_reader(text: str) -> None:
    for way in (*ways(text), *text_ways(text)):
        assert way.because
