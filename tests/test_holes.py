"""Holes have the length of what they stand for, and lead back to it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.holes import has_hole, hole, is_hole, unmask, without_holes, without_pretended_holes

TEXTS = st.text(st.characters(max_codepoint=0xFFFD, exclude_categories=("Cs",)) | st.sampled_from("\r\n{}%😀"))


@given(TEXTS)
def test_a_hole_is_as_long_as_its_tag_and_gives_it_back(tag: str) -> None:
    masked = hole(tag)
    assert len(masked) == len(tag)
    assert unmask(masked) == tag
    assert [char for char in masked if char in "\r\n"] == [char for char in tag if char in "\r\n"]


@given(TEXTS)
def test_a_hole_holds_no_words_and_no_markup(tag: str) -> None:
    rest = without_holes(hole(tag), "")
    assert not any(char.isalnum() or char in "<>&\"'={};" for char in rest)


def test_what_is_known_of_a_text() -> None:
    text = f"Hello {hole('{{ name }}')}, welcome"
    assert has_hole(text)
    assert not has_hole("Hello {{ name }}")
    assert without_holes(text, "...") == "Hello ..., welcome"
    assert is_hole(f" {hole('{{ a }}')}\n{hole('{{ b }}')}")
    assert not is_hole(text)
    assert not is_hole("")


@pytest.mark.parametrize("reference", ["&#x10007B;", "&#X0010007b;", "&#1048699;", "&#0001048699;", "&#1114109;"])
def test_a_message_cannot_pretend_to_have_holes(reference: str) -> None:
    text = f"<p>{reference}\U0010007b</p>"
    neutral = without_pretended_holes(text)
    assert len(neutral) == len(text)
    assert has_hole(html.unescape(text))
    assert not has_hole(html.unescape(neutral))


@pytest.mark.parametrize("text", ["plain", "café 😀 &#128512; &#x1F600; &#xF0001;", "\U000f0001", "&#", "&#x10FFF;"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_pretended_holes(text) is text or without_pretended_holes(text) == text
