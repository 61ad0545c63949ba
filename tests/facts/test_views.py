"""Views: Outlook's reading of conditional comments, where absence points, which views differ."""

from __future__ import annotations

import time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.css.styles import views_of
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.html.views import body_span, condition_holds, unwrap_conditionals
from mailcheck.source.mail import Mail, Part
from mailcheck.spans import Text


def shown(markup: str) -> str:
    opened = unwrap_conditionals(Text("mail.html", markup))
    assert len(opened.content) == len(markup)
    return "".join(opened.content.split())


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a<!--[if mso]>b<![endif]-->c", "abc"),
        ("a<!--[if gte mso 9]><i>b</i><![endif]-->c", "a<i>b</i>c"),
        ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "ac"),
        ("a<!--[if !mso]><!-- -->b<!-- <![endif]-->c", "ac"),
        ("a<!--[if !mso]>-->b<!--<![endif]-->c", "ac"),
        ("a<![if !mso]>b<![endif]>c", "ac"),
        ("a<![if mso]>b<![endif]>c", "abc"),
        ("a<!--[if mso]><!-->b<!--<![endif]-->c", "abc"),
        ("a<!--[if IE]>b<![endif]-->c", "ac"),
        ("a<!--[if mso]>b -->c", "abc"),
        ("a<!-- [if mso] b -->c", "a<!--[ifmso]b-->c"),
        ("<!-- x --><!--[if mso]>b<![endif]-->", "<!--x-->b"),
        ("<!--[if mso]>a<![if !mso]>b<![endif]>c<![endif]-->d", "acd"),
        ("<!--[if mso]>unclosed", "unclosed"),
        ("<!--[if !mso]><!-->unclosed", ""),
        ("no conditions", "noconditions"),
    ],
)
def test_what_outlook_reads(markup: str, expected: str) -> None:
    assert shown(markup) == expected


def test_positions_stay() -> None:
    text = Text("mail.html", "<p>a</p>\n<!--[if mso]>\n<p>b</p><![endif]-->")
    opened = unwrap_conditionals(text)
    location = opened.span(opened.content.index("b"), opened.content.index("b") + 1).location
    assert (location.path, location.line, location.column, location.exact) == ("mail.html", 3, 4, True)


@pytest.mark.parametrize(
    "condition",
    ["mso", "MSO", "gte mso 9", "mso 16", "!IE", "(mso)|(IE)", "mso | IE", "(gte mso 9)&(lte mso 16)", "!(IE)", "vml",
     "!(mso 12)", "gt mso 14", "true", "!((IE)|(lt mso 9))"],
)  # fmt: skip
def test_conditions_that_hold(condition: str) -> None:
    assert condition_holds(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "!mso",
        "IE",
        "lt mso 12",
        "mso 12",
        "(mso)&(IE)",
        "!vml",
        "gte IE 9",
        "mso mso",
        "((mso",
        "mso &",
        "?",
        "lte mso",
    ],
)
def test_conditions_that_do_not_hold(condition: str) -> None:
    assert condition_holds(condition) is (condition == "lte mso")


@given(st.lists(st.sampled_from(["<!--[if mso]>", "<!--[if !mso]><!-->", "<![endif]-->", "<!--<![endif]-->",
    "<!--", "-->",
                                 "<![if mso]>", "<![endif]>", "x", "\n", "<p>"]), max_size=20))  # fmt: skip
def test_any_markup_keeps_its_length_and_lines(pieces: list[str]) -> None:
    markup = "".join(pieces)
    opened = unwrap_conditionals(Text("x", markup)).content
    assert len(opened) == len(markup)
    assert [n for n, sign in enumerate(opened) if sign == "\n"] == [n for n, sign in enumerate(markup) if sign == "\n"]


@pytest.mark.parametrize(
    "piece", ["<!--[if mso]>", "<![if ", "<!--", "<!--[if mso]><!--", "<![endif]", "-->", "<!--[if "]
)
def test_hostile_comments_are_read_in_linear_time(piece: str) -> None:
    start = time.process_time()
    unwrap_conditionals(Text("x", "<!--[if mso]>" + piece * 100_000))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<p>x", []),
        ("<style>@media (max-width:600px){p{color:red}}</style><p>x", ["mobile"]),
        ("<style>@media (max-width:600px){b{color:red}}</style><p>x", []),
        ("<style>@media (prefers-color-scheme:dark){p{color:red}}</style><p>x", ["dark"]),
        ("<meta name=color-scheme content='light dark'><p>x", ["dark"]),
        ("<!--[if mso]><p>x<![endif]--><p>y", ["outlook"]),
        ("<p style='mso-hide:all'>x", ["outlook"]),
    ],
)
def test_which_views_differ(markup: str, names: list[str]) -> None:
    assert [view.name for view in views_of(build_dom(Text("x", markup)))] == names


def test_no_html_has_no_other_views() -> None:
    assert views_of(build_dom(None)) == ()


def bare(form: Literal["html", "text"], content: str) -> Mail:
    root = Text("mail", content)
    part = Part(
        f"text/{'html' if form == 'html' else 'plain'}", {}, (), "8bit", "", "", "", "", "utf-8",
        root, b"", root.span(), 0, 0,
    )  # fmt: skip
    html, text = (part, None) if form == "html" else (None, part)
    return Mail("mail", form, content.encode(), root, (), part, html, text)


@pytest.mark.parametrize(
    ("form", "content", "quote"),
    [
        ("html", "<html>\n<body class=a>x", "<body class=a>"),
        ("html", "\n <p>x</p>\ny", "<p>x</p>"),
        ("text", "\nhello\nyou", "hello"),
        ("text", "", ""),
    ],
)
def test_where_absence_points(form: Literal["html", "text"], content: str, quote: str) -> None:
    mail = bare(form, content)
    dom = build_dom(mail.root) if form == "html" else None
    assert body_span(mail, dom).quote == quote
