"""Colours: HTML's legacy notation, compositing and contrast; style sheet notations are tested by record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.css.color_syntax import color
from mailcheck.facts.css.colors import BLACK, NAMED, TRANSPARENT, WHITE, Color, contrast, parse_hex, parse_legacy_color
from mailcheck.facts.css.css import tokens

CHANNEL = st.integers(0, 255)
COLORS = st.builds(Color, CHANNEL, CHANNEL, CHANNEL, st.floats(0, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("red", "#ff0000"), ("#fff", "#ffffff"), ("fff", "#0f0f0f"), ("chucknorris", "#c00000"), ("#12", "#010200"),
     (" Blue ", "#0000ff"), ("#", "#000000"), ("rgb(1,2,3)", "#001030"), ("6db6ec49efd278cd0bc92d1e5e072d68",
     "#6ecde0"),
     ("ffffff", "#ffffff"), ("#FFFFFF00", "#ffff00"), ("grass", "#00a000"), ("#\U0001f600", "#000000")],
)  # fmt: skip
def test_legacy_colours(text: str, expected: str) -> None:
    assert str(parse_legacy_color(text)) == expected


@pytest.mark.parametrize("text", ["", "  ", "transparent", "TRANSPARENT"])
def test_attributes_that_set_no_colour(text: str) -> None:
    assert parse_legacy_color(text) is None


@given(st.text(max_size=200))
def test_any_attribute_is_read(text: str) -> None:
    found = parse_legacy_color(text)
    assert found is None or found.alpha == 1


def test_hex() -> None:
    assert parse_hex("abc") == parse_hex("aabbcc")
    assert str(parse_hex("aabbcc80")) == "rgba(170, 187, 204, 0.502)"
    assert parse_hex("12") is None
    assert parse_hex("ggg") is None


def test_names() -> None:
    assert len(NAMED) == 148


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == pytest.approx(1)
    assert contrast(Color(0x77, 0x77, 0x77), WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast(Color(0, 0, 0, 0), WHITE) == pytest.approx(1)


@given(COLORS, COLORS)
def test_contrast_is_symmetric_for_opaque_colours(one: Color, two: Color) -> None:
    first, second = one.over(WHITE), two.over(WHITE)
    assert contrast(first, second) == pytest.approx(contrast(second, first))
    assert 1 <= contrast(first, second) <= 21.0001


@given(COLORS, COLORS)
def test_compositing(top: Color, below: Color) -> None:
    painted = top.over(below)
    assert painted.alpha == pytest.approx(top.alpha + below.alpha * (1 - top.alpha))
    assert TRANSPARENT.over(below) == (below if below.alpha else TRANSPARENT) or below.alpha < 1
    assert top.over(WHITE).alpha == pytest.approx(1)


@given(st.text(alphabet="rgbahslwcoklm()-.,/% 0123456789#efx", max_size=40))
def test_any_value_is_read_or_refused(text: str) -> None:
    found = tokens(text)
    for token in found or ():
        color(token)
