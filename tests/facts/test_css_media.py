"""Media queries and @supports conditions."""

from __future__ import annotations

import pytest

from mailcheck.facts.css.media import media_matches
from mailcheck.facts.css.supports import supports
from mailcheck.facts.html.views import DARK, DESKTOP, MOBILE, OUTLOOK

ALWAYS = ["", "all", "screen", "only screen", "SCREEN", "not print", "(min-width: 0)", "print, screen", "(color)",
          "(-webkit-min-device-pixel-ratio: 1)", "(width)", "(min-width:1px) or (nonsense)",
          "not all and (monochrome)",
          "((min-width: 1px))", "(1px <= width)", "nonsense(1), screen",
          "screen and (not (width < 10px))"]  # fmt: skip
NEVER = ["print", "not screen", "not all", "nonsense", "only", "(nonsense)", "not (nonsense)", "screen and", "and",
         "screen and(min-width:1px)", "(min-width: 1)", "screen or (color)", "(min-width:)", "(max-width: 0)",
         "(min-width: 1px) and (color) or (color)", "all and (nonsense: 1)", "(width = 1px)"]  # fmt: skip
DESKTOP_ONLY = ["(min-width: 600px)", "screen and (min-width:37.5em)", "(400px < width <= 800px)", "(width >= 600px)",
                "(orientation: landscape)", "(hover: hover)", "not screen and (max-width: 600px)"]  # fmt: skip
MOBILE_ONLY = ["(max-width: 600px)", "only screen and (max-device-width:480px)", "(width < 600px)",
    "(min-resolution: 2dppx)",
               "(orientation: portrait)", "print, (max-width:600px)", "(600px > width)",
               "(max-width: calc(600px))"]  # fmt: skip


@pytest.mark.parametrize("query", ALWAYS)
def test_always(query: str) -> None:
    assert media_matches(query, DESKTOP)
    assert media_matches(query, MOBILE)


@pytest.mark.parametrize("query", NEVER)
def test_never(query: str) -> None:
    assert not media_matches(query, DESKTOP)
    assert not media_matches(query, MOBILE)


@pytest.mark.parametrize("query", DESKTOP_ONLY)
def test_desktop(query: str) -> None:
    assert (media_matches(query, DESKTOP), media_matches(query, MOBILE)) == (True, False)


@pytest.mark.parametrize("query", MOBILE_ONLY)
def test_mobile(query: str) -> None:
    assert (media_matches(query, DESKTOP), media_matches(query, MOBILE)) == (False, True)


def test_colour_schemes() -> None:
    assert media_matches("(prefers-color-scheme: dark)", DARK)
    assert not media_matches("(prefers-color-scheme: dark)", DESKTOP)
    assert media_matches("(prefers-color-scheme: light)", DESKTOP)


def test_outlook_knows_no_queries() -> None:
    assert media_matches("screen", OUTLOOK)
    assert not media_matches("(min-width: 1px)", OUTLOOK)


@pytest.mark.parametrize(
    "condition",
    ["(display: grid)", "not (display: nonsense)", "(color: red) and (opacity: 1)", "(color:red) or (x:y)",
     "selector(a > b)",
     "(--a: b)", "not ((color: red) and (x: y))", "(-webkit-transform: none)", "((display:flex))",
     "(object-fit: cover)",
     "(width: calc(1px + 2px))", "(background: url(a))"],
)  # fmt: skip
def test_supported(condition: str) -> None:
    assert supports(condition)


@pytest.mark.parametrize(
    "condition",
    ["", "(display: nonsense)", "(x: y)", "not (color: red)", "(color: red) and (x: y)", "selector(:nonsense)",
     "(-moz-appearance: none)", "(-ms-ime-align: auto)", "(mso-hide: all)", "color: red", "nonsense(x)",
     "(color: red) and (color: red) or (color: red)", "(-webkit-overflow-scrolling: touch)", "(" * 1000,
     "not " * 1000],
    ids=range(15),
)  # fmt: skip
def test_unsupported(condition: str) -> None:
    assert not supports(condition)
