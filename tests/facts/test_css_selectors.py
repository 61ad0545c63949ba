"""Selectors: validity, specificity, and what reaches the matcher."""

from __future__ import annotations

import pytest

from mailcheck.facts.css.selectors import parse_selectors
from mailcheck.facts.html.dom import build_dom
from mailcheck.spans import Text

MARKUP = "<!doctype html><body class=B><div id=a class='c d'><p>1</p><p class=c>2</p><a href=#>3</a><a>4</a></div>"


@pytest.mark.parametrize(
    "text",
    ["", " ", "p,", ",p", "p >", "> p", "p..x", ".1a", "#1", "p:nonsense", "p::-moz-x", "p::before p",
     "p::before.c", "@x",
     "[x=]", "[=x]", "p:not()", "p:not(:nonsense)", "a||b", "ns|p", "p/**/p", "p!", "&", "p:nth-child(x)",
     "p:nth-of-type(1 of .c)", "::", ":", "p:has()", "[x=1]"],
)  # fmt: skip
def test_invalid_selectors_drop_their_rule(text: str) -> None:
    assert parse_selectors(text) is None


@pytest.mark.parametrize(
    ("text", "specificity"),
    [("*", (0, 0, 0)), ("p", (0, 0, 1)), ("p.c#a", (1, 1, 1)), ("div > p + p.c ~ a", (0, 1, 4)), ("a:hover",
     (0, 1, 1)),
     ("p::before", (0, 0, 2)), (":is(p, #a)", (1, 0, 0)), (":where(#a) p", (0, 0, 1)), (":not(.c, p)", (0, 1, 0)),
     ("[href]", (0, 1, 0)), ("p:nth-child(2 of .c)", (0, 2, 1)), ("div:has(> #a)", (1, 0, 1)), ("*|p", (0, 0, 1)),
     (".\\31 x", (0, 1, 0)), ("p/**/.c", (0, 1, 1))],
)  # fmt: skip
def test_specificity(text: str, specificity: tuple[int, int, int]) -> None:
    found = parse_selectors(text)
    assert found is not None
    assert found[0].specificity == specificity


@pytest.mark.parametrize(
    ("text", "expected"),
    [("p", "12"), (".c", "div 2"), ("#a > p", "12"), ("p:not(.c)", "1"), ("a:link", "3"), ("a:-webkit-any-link", "3"),
     ("a:hover", ""), ("a:not(:hover)", "34"), ("a:visited", ""), ("p::before", ""), (":is(:nonsense, p)", "12"),
     ("div.c.d p", "12"), (".C", ""), ("P", "12"), ("p/**/.c", "2"), ("[class~=d] > a", "34"),
     ("a:nth-of-type(2)", "4"),
     (":-webkit-any(p, a)", "1234")],
)  # fmt: skip
def test_what_a_selector_matches(text: str, expected: str) -> None:
    dom = build_dom(Text("x", MARKUP))
    found = parse_selectors(text)
    assert found is not None
    matched = [e for selector in found if selector.text for e in dom.select(selector.text)]
    words = ["div" if e.tag == "div" else e.text for e in matched]
    assert "".join(words) == expected.replace(" ", "")


def test_quirks_mode_ignores_the_case_of_classes_and_ids() -> None:
    dom = build_dom(Text("x", "<p class=Case id=Id>x"))
    assert len(dom.select(".case#ID")) == 1


def test_one_bad_selector_in_a_forgiving_list_is_skipped() -> None:
    assert parse_selectors("p:is(:nonsense)") is not None


def test_nesting_and_lists_are_bounded() -> None:
    assert parse_selectors(":is(" * 500 + "a" + ")" * 500) is not None
    assert parse_selectors(":not(" * 500 + "a" + ")" * 500) is None
    assert len(parse_selectors(",".join(f".a{n}" for n in range(50_000))) or ()) == 50_000
