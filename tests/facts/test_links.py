"""Links as readers meet them: their words, their sentence, their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.facts.text.links import Image, Link
from mailcheck.source.document import read_document
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message


def links(html: str) -> tuple[Link, ...]:
    return Message(read_document(html.encode(), "x.html", "html"), Context()).links


def text_links(text: str) -> tuple[Link, ...]:
    return Message(read_document(text.encode(), "x.txt", "text"), Context()).links


def images(html: str) -> tuple[Image, ...]:
    return Message(read_document(html.encode(), "x.html", "html"), Context()).images


def test_words_hold_alternative_texts_in_reading_order() -> None:
    (link,) = links('<a href="/x">Read <img src="i.png" alt="the second"> <b>letter</b></a>')
    assert link.words == "Read the second letter"
    assert (link.kind, link.href) == ("a", "/x")


def test_hidden_words_are_left_out_unless_all_are_hidden() -> None:
    (link,) = links('<a href="/x">Leave<span style="display:none"> nothing</span></a>')
    assert link.words == "Leave"
    (link,) = links('<a href="/x" style="display:none">Leave</a>')
    assert (link.words, link.seen.verdict) == ("Leave", "hidden")


def test_words_that_a_style_sheet_writes_stand_for_those_that_are_not_there_or_not_seen() -> None:
    (link,) = links('<style>.u::after { content: "Leave" }</style><a class=u href="/x"></a>')
    assert (link.words, link.seen.verdict) == ("Leave", "visible")
    (link,) = links(
        '<style>a { font-size: 0 } a::after { content: "Go"; font-size: 14px }</style><a href="/x">Leave</a>'
    )
    assert (link.words, link.seen.verdict) == ("Leave", "visible")


def test_links_in_pictures_of_svg_count() -> None:
    picture = '<svg width="200" height="40"><use href="#i"/><a href="/x"><text x="5" y="20">Leave</text></a></svg>'
    (link,) = links(picture)
    assert (link.kind, link.href, link.words, link.seen.verdict) == ("a", "/x", "Leave", "visible")


def test_an_empty_link_has_no_words() -> None:
    (link,) = links('<p>Spring.</p><a href="https://x.test/unsubscribe"></a>')
    assert link.words == ""


@pytest.mark.parametrize(
    "button",
    ['<input type="submit" value="Leave">', "<button>Leave</button>", '<input type="image" alt="Leave" src="b.gif">'],
)
def test_a_form_is_known_by_its_button(button: str) -> None:
    (link,) = links(f'<form action="https://x.test/out">{button}</form>')
    assert (link.kind, link.href, link.words) == ("form", "https://x.test/out", "Leave")


def test_a_button_within_a_link_belongs_to_the_link() -> None:
    (link,) = links('<a href="/x"><button>Leave</button></a>')
    assert (link.kind, link.words) == ("a", "Leave")


def test_an_area_is_seen_as_its_image() -> None:
    page = '<map name="m"><area href="/x" alt="Leave"></map><img usemap="#m" src="i" style="display:none">'
    (link,) = links(page)
    assert (link.kind, link.words, link.seen.verdict) == ("area", "Leave", "hidden")


def test_bare_addresses_in_text_and_html() -> None:
    (url, address) = links("<p>Visit https://x.test/a?b=1, or write to <b>out@x.test</b>.</p>")
    assert (url.kind, url.href, url.span.quote) == ("url", "https://x.test/a?b=1", "https://x.test/a?b=1")
    assert (address.kind, address.href, address.words) == ("address", "mailto:out@x.test", "out@x.test")
    (url,) = text_links("Visit (www.x.test/a)!")
    assert (url.href, url.part, url.span.quote) == ("www.x.test/a", "text", "www.x.test/a")


def test_an_address_within_a_link_is_no_second_link() -> None:
    assert len(links('<a href="mailto:out@x.test">out@x.test</a>')) == 1


def test_addresses_broken_over_lines_are_joined() -> None:
    (link,) = text_links("To leave: <http://x.test/leave?\n  id=77>\n")
    assert link.href == "http://x.test/leave?id=77"
    long = "https://x.test/" + "a" * 60
    (link,) = text_links(f"Leave: {long}\n?id=77&list=choir\n")
    assert link.href == f"{long}?id=77&list=choir"


def test_japanese_text_ends_an_address() -> None:
    (link,) = text_links("停止はhttps://x.test/kaijoから、または")
    assert link.href == "https://x.test/kaijo"


def own(link: Link) -> str:
    return link.sentence[link.offset : link.offset + link.length]


def test_the_sentence_of_a_link_holds_its_words_at_their_place() -> None:
    page = f"<p>{'Long talk here. ' * 40}To leave, click <a href='/x'>here</a> please. The end.</p>"
    (link,) = links(page)
    assert link.sentence == "To leave, click here please."
    assert own(link) == "here"


def test_a_question_before_the_sentence_belongs_to_it() -> None:
    page = f"<p>{'Long talk here. ' * 40}Had enough? Click <a href='/x'>here</a>. The end.</p>"
    assert links(page)[0].sentence == "Had enough? Click here."


def test_a_link_alone_is_read_after_the_cell_before_it() -> None:
    (link,) = links("<table><tr><td>Tired of our mail?</td><td><a href='/x'>Tell us</a></td></tr></table>")
    assert link.sentence == "Tired of our mail?\n\nTell us"
    assert own(link) == "Tell us"


@pytest.mark.parametrize(
    "between",
    ["</a>&nbsp;<a href='https://example.org/b'>", "</a><span>&#8201;</span><a href='https://example.org/b'>"],
    ids=["a no-break space", "a thin space"],
)
def test_a_blank_that_is_not_painted_parts_the_words_of_links(between: str) -> None:
    first, second = links(f"<p><a href='https://example.org/a'>Leave{between}Privacy</a></p>")
    assert first.sentence == second.sentence == "Leave Privacy"


def test_items_of_a_list_in_one_line_are_words_apart() -> None:
    item = "<li style='display:inline'><a href='https://example.org/{0}'>{0}</a></li>"
    _, second = links(f"<ul>{item.format('leave')}{item.format('privacy')}</ul>")
    assert second.sentence == "leave privacy"


def test_the_address_after_a_line_break_belongs_to_the_sentence_before() -> None:
    first, second = text_links("To stop the Gazette visit\nhttps://x.test/leave\nArchive: https://x.test/old\n")
    assert own(first) == "https://x.test/leave"
    assert (first.offset, second.sentence) == (26, first.sentence)


def test_images_tell_their_link_and_size() -> None:
    first, second = images('<a href=" /x "><img src="a.png" alt="" width="80" height="20px"></a><img src="b.png">')
    assert (first.href, first.alt, first.width, first.height) == ("/x", "", 80.0, 20.0)
    assert (second.href, second.alt, second.width) == ("", None, None)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>a/ =\"'hrefimglt.@:\n?wp", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    for link in (*links(text), *text_links(text)):
        assert 0 <= link.offset <= link.offset + link.length <= len(link.sentence)
        assert 0 <= link.span.start <= link.span.end <= len(link.span.text.content)


def test_time_grows_with_the_length() -> None:
    """Long rows of what the patterns begin with must not be read again and again."""
    for piece in ("@", "http://", "a.", "www.", "\n", "!", "a@", "-", "<http://x\n"):
        text_links(piece * 20_000)
