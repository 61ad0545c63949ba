"""What is seen, why it is not, and which declaration decided."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.html.views import DARK, DESKTOP, MOBILE, View
from mailcheck.facts.sight.seen import Seen
from mailcheck.facts.sight.sight import Sight
from mailcheck.spans import Text


def see(html: str, view: View = DESKTOP, tag: str = "a") -> Seen:
    dom = build_dom(Text("mail.html", html))
    element = next(element for element in dom.elements if element.tag == tag)
    return Sight(dom, Styles(dom, view)).of(element)


LINK = "<a href='https://x.test/u'>Unsubscribe</a>"


def because(seen: Seen) -> str:
    assert seen.because is not None
    return seen.because.quote


@pytest.mark.parametrize(
    ("html", "reason", "span"),
    [
        (f"<p style='color:red;display:none'>{LINK}</p>", "display: none on an ancestor", "display:none"),
        (f"<style>.f {{ DISPLAY : none !important }}</style><p class=f>{LINK}</p>", "display: none", "DISPLAY : none"),
        (f"<p hidden>{LINK}</p>", "display: none", "hidden"),
        (f"<p style='visibility:hidden'>{LINK}</p>", "visibility: hidden", "visibility:hidden"),
        (f"<p style='opacity:0'>{LINK}</p>", "opacity: 0", "opacity:0"),
        (f"<p style='font-size:0'>{LINK}</p>", "font size 0 px", "font-size:0"),
        (f"<div style='height:0;overflow:hidden'>{LINK}</div>", "a box of no height", "height:0"),
        (f"<div style='position:absolute;left:-9999px'>{LINK}</div>", "beyond the left edge", "left:-9999px"),
        (f"<p style='text-indent:-999em'>{LINK}</p>", "beyond the left edge", "text-indent:-999em"),
        (f"<div style='transform:scale(0)'>{LINK}</div>", "transform", "transform:scale(0)"),
        ("<p><a style='color:#fefefe' href='u'>x</a></p>", "contrast 1.01: #fefefe on #ffffff", "color:#fefefe"),
        ("<p><font color=white><a>x</a></font></p>", "contrast 1.00", "color=white"),
        (f"<body bgcolor='#0000ee'>{LINK}", "contrast 1.00", "bgcolor='#0000ee'"),
        ("<a href=u></a>", "there is nothing to see in it", "<a href=u>"),
        ("<a href=u>&zwnj;&nbsp;</a>", "there is nothing to see in it", "<a href=u>"),
    ],
)
def test_hidden_names_what_decided(html: str, reason: str, span: str) -> None:
    seen = see(html)
    assert seen.verdict == "hidden"
    assert reason in seen.reason
    assert because(seen).startswith(span)


def test_visible_tells_contrast_size_and_colours() -> None:
    seen = see("<body style='background:#333;font-size:12px'><a href=u style='color:#fff'>Leave</a>")
    assert (seen.verdict, seen.reason, seen.because) == ("visible", "", None)
    assert seen.contrast == pytest.approx(12.63, abs=0.01)
    assert (seen.font_px, str(seen.color), str(seen.background)) == (12.0, "#ffffff", "#333333")


@pytest.mark.parametrize(
    ("style", "verdict"),
    [
        ("color:#f0f0f0", "hidden"),
        ("color:#eaeaea", "low-contrast"),
        ("color:#959595", "low-contrast"),
        ("color:#949494", "visible"),
        ("color:#000;font-size:8.9px", "too-small"),
        ("color:#000;font-size:9px", "visible"),
        ("color:#999;font-size:5px", "too-small"),
        ("color:#e0e0e0;font-size:5px", "low-contrast"),
        ("color:#fff;font-size:5px", "hidden"),
    ],
)
def test_thresholds(style: str, verdict: str) -> None:
    seen = see(f"<a href=u style='{style}'>Leave</a>")
    assert seen.verdict == verdict
    assert seen.contrast is not None
    assert seen.font_px is not None


def test_the_best_part_of_a_link_counts() -> None:
    assert see("<a href=u style='color:#fff'>Un<b style='color:#333'>subscribe</b></a>").verdict == "visible"
    assert see("<a href=u><span style='display:none'>Do not</span> leave</a>").verdict == "visible"
    assert see("<a href=u style='color:#fff'>x<img src=a.png width=90 height=20></a>").verdict == "visible"
    assert see("<a href=u><img src=a.png width=1 height=1></a>").verdict == "hidden"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"<div style='background:#fff url(a.png)'>{LINK}</div>", "text over an image"),
        (f"<table background=a.png><tr><td>{LINK}</table>", "text over an image"),
        ("<div style='background:linear-gradient(#000,#fff)'><a style='color:#fff'>x</a></div>", "gradient"),
        (
            (
                f"<div style='position:relative'>{LINK}<div style='position:absolute;top:0;left:0;height:90px;"
                "width:90px;background:#fff'></div></div>"
            ),
            "perhaps covered",
        ),
    ],
)
def test_what_cannot_be_known_is_said_so(html: str, reason: str) -> None:
    seen = see(html)
    assert seen.verdict == "indeterminate"
    assert reason in seen.reason
    assert seen.because is not None


def test_an_opaque_colour_settles_what_a_picture_left_open() -> None:
    html = f"<table background=a.png><tr><td bgcolor=white>{LINK}</table>"
    assert see(html).verdict == "visible"


def test_views_differ() -> None:
    html = f"<style>@media (max-width:600px) {{ .d {{ display:none }} }}</style><p class=d>{LINK}</p>"
    assert (see(html).verdict, see(html, MOBILE).verdict) == ("visible", "hidden")
    html = "<style>@media (prefers-color-scheme:dark) { a { color:#fff } }</style><a href=u>Leave</a>"
    assert (see(html).verdict, see(html, DARK).verdict) == ("visible", "hidden")


def test_texts_are_judged_one_by_one() -> None:
    dom = build_dom(Text("mail.html", "<p>Leave <b style='display:none'>never</b> now</p>"))
    sight = Sight(dom, Styles(dom))
    texts = [node for node in dom.walk() if isinstance(node, TextNode)]
    assert [sight.of_text(node).verdict for node in texts] == ["visible", "hidden", "visible"]
    assert sight.of_text(texts[0]) is sight.of_text(texts[0])


def test_controls_are_judged_by_their_labels() -> None:
    assert see("<input type=submit value=Leave>", tag="input").verdict == "visible"
    assert see("<input type=submit value=Leave style='color:#fff;background:#fff'>", tag="input").verdict == "hidden"
    assert see("<input type=hidden value=Leave>", tag="input").verdict == "hidden"
    assert see("<button style='display:none'>Leave</button>", tag="button").verdict == "hidden"


def test_deep_nesting_is_quick_and_harmless() -> None:
    html = "<div style='position:relative;left:20px;height:9px;overflow:auto'>" * 450 + LINK
    begun = time.process_time()
    assert see(html).verdict == "visible"
    assert time.process_time() - begun < 10


def test_many_boxes_are_quick() -> None:
    box = "<div style='height:9px;overflow:hidden'><p>a</p><div style='position:absolute;top:-9px'>b</div></div>"
    dom = build_dom(Text("mail.html", box * 800))
    sight = Sight(dom, Styles(dom))
    begun = time.process_time()
    for element in dom.elements:
        sight.of(element)
    assert time.process_time() - begun < 10


STYLES = st.sampled_from(
    [
        "",
        "height:0;overflow:hidden",
        "position:absolute;left:-9e99px",
        "transform:scale(calc(1/0))",
        "width:1e40px",
        "font-size:1e30px",
        "text-indent:-50%",
        "margin:-1e9px",
        "opacity:.5;mix-blend-mode:multiply",
        "zoom:0.0001",
        "clip-path:polygon(0 0)",
        "clip-path:inset()",
        "filter:invert(9)",
        "background:linear-gradient(red,red)",
        "display:contents;overflow:hidden",
        "position:fixed;bottom:50%",
        "float:right;direction:rtl",
        "translate:-1e9% 0",
        "min-height:50%;max-height:calc(100% - 9e9px)",
        "letter-spacing:-5em",
        "z-index:-1;position:relative",
    ]
)
TAGS = st.sampled_from("div span td table tr a p img svg text details summary select option center col".split())


@given(st.lists(st.tuples(TAGS, STYLES, st.booleans()), max_size=12))
def test_odd_styles_never_break_it(pieces: list[tuple[str, str, bool]]) -> None:
    html = "".join(f"<{tag} style='{style}'>x{f'</{tag}>' if close else ''}" for tag, style, close in pieces)
    dom = build_dom(Text("mail.html", html))
    sight = Sight(dom, Styles(dom))
    for node in dom.walk():
        if isinstance(node, Element):
            seen = sight.of(node)
            assert seen.verdict == "visible" or seen.reason
        elif isinstance(node, TextNode):
            sight.of_text(node)


KEYFRAMES = (
    "<style>@keyframes In { from { opacity: 0 } to { opacity: 1 } } @media all { @keyframes ink { to { color: red } } }"
)


@pytest.mark.parametrize(
    ("style", "verdict"),
    [
        ("opacity: 0; animation: In 1s forwards", "indeterminate"),
        ("opacity: 0; -webkit-animation-name: 'In'", "indeterminate"),
        ("color: #fff; animation: 2s ink", "indeterminate"),
        ("opacity: 0; animation: ink 1s", "hidden"),
        ("opacity: 0; animation: elsewhere 1s", "hidden"),
        ("opacity: 0; animation: none", "hidden"),
        ("display: none; animation: In 1s", "hidden"),
        ("animation: In 1s", "visible"),
    ],
)
def test_what_an_animation_may_show_is_not_called_hidden(style: str, verdict: str) -> None:
    seen = see(f"{KEYFRAMES} a {{ {style} }}</style>{LINK}")
    assert seen.verdict == verdict
    assert seen.reason.startswith("an animation may show it") == (verdict == "indeterminate")
