"""The cascade: which declaration decided, sharing between views, bounds."""

from __future__ import annotations

import time

import pytest

from mailcheck.facts.css.lengths import Extreme, Percent
from mailcheck.facts.css.styles import Declaration, Styles
from mailcheck.facts.css.values import Function, Shadow
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.html.views import DARK, DESKTOP, MOBILE, OUTLOOK, View
from mailcheck.spans import Text


def styles_of(markup: str, view: View = DESKTOP, max_rules: int = 20_000) -> Styles:
    return Styles(build_dom(Text("mail.html", markup)), view, max_rules)


def why(markup: str, selector: str, name: str, view: View = DESKTOP) -> Declaration | None:
    styles = styles_of(markup, view)
    return styles.why(styles.dom.select(selector)[0], name)


def quote(found: Declaration | None) -> str:
    assert found is not None
    assert found.span is not None
    return found.span.quote


def test_a_value_leads_to_its_declaration() -> None:
    markup = "<style>p { color: red }\r\n.a { color : blue !important; }</style><p class=a style='color:green'>x"
    found = why(markup, "p", "color")
    assert quote(found) == "color : blue !important"
    assert found is not None
    assert (found.origin, found.selector, found.important, found.value) == ("sheet", ".a", True, "blue")
    assert found.span is not None
    assert found.span.location.line == 2


def test_an_inline_declaration_has_its_own_place() -> None:
    assert quote(why('<p style="margin:0; display : none">x', "p", "display")) == "display : none"
    assert quote(why("<p style='font: 2px/1 x; color: red'>x", "p", "font-size")) == "font: 2px/1 x"


def test_references_in_an_attribute_make_its_place_the_attribute() -> None:
    assert quote(why("<p style='font-family:&quot;x&quot;;color:red'>x", "p", "color")).startswith("style=")


def test_an_inherited_value_leads_to_the_ancestor() -> None:
    markup = "<div style='font-size:3px'><p style='color:red'><b style='visibility:inherit'>x"
    assert quote(why(markup, "b", "font-size")) == "font-size:3px"
    assert quote(why(markup, "b", "color")) == "color:red"
    assert why(markup, "b", "visibility") is None
    assert why(markup, "b", "background-color") is None


def test_an_attribute_leads_to_itself() -> None:
    found = why("<table bgcolor='#FFF'><tr><td>x", "table", "background-color")
    assert found is not None
    assert (found.origin, quote(found)) == ("attribute", "bgcolor='#FFF'")
    assert quote(why("<p hidden>x", "p", "display")) == "hidden"


def test_the_browsers_own_style_has_no_place() -> None:
    found = why("<a href=#>x</a>", "a", "color")
    assert found is not None
    assert (found.origin, found.span) == ("user-agent", None)


def test_a_rule_after_a_bad_one_keeps_its_place() -> None:
    assert quote(why("<style>a { b: 'x\n; } p:{} /* c */ p { opacity: 0 }</style><p>x", "p", "opacity")) == "opacity: 0"


def test_views_share_the_matches_and_differ_in_what_holds() -> None:
    markup = "<style>@media (max-width:600px){ .m { display: none !important } }</style><p class=m>x"
    dom = build_dom(Text("x", markup))
    (paragraph,) = dom.select("p")
    desktop, mobile = Styles(dom, DESKTOP), Styles(dom, MOBILE)
    assert desktop.of(paragraph).display == "block"
    assert mobile.of(paragraph).display == "none"
    assert desktop.of(paragraph).display == "block"
    assert len(dom.derived) == 1


def test_outlook_reads_mso_properties_and_no_media_queries() -> None:
    markup = (
        "<style>@media screen{b{display:none}} @media (min-width:1px){i{display:none}}</style>"
        "<p style='mso-hide:all'>x<b>y</b><i>z"
    )
    outlook = styles_of(markup, OUTLOOK)
    assert [outlook.of(outlook.dom.select(tag)[0]).display for tag in "pbi"] == ["none", "none", "inline"]
    assert styles_of(markup).of(styles_of(markup).dom.select("p")[0]).display == "block"
    assert quote(why(markup, "p", "display", OUTLOOK)) == "mso-hide:all"


def test_dark_changes_the_canvas_only_where_declared() -> None:
    assert str(styles_of("<p>x", DARK).canvas) == "#ffffff"
    assert str(styles_of("<meta name=color-scheme content='light dark'><p>x", DARK).canvas) == "#121212"
    assert str(styles_of("<meta name=color-scheme content='light dark'><p>x", DESKTOP).canvas) == "#ffffff"
    assert str(styles_of("<style>:root{color-scheme:dark}</style><p>x", DESKTOP).canvas) == "#121212"


def test_values_that_need_more_than_a_keyword() -> None:
    styles = styles_of(
        "<p style='width:calc(50% - 10px);max-width:min(100%, 600px);transform:translateX(-9999px) scale(0);"
        "filter:opacity(50%);clip-path:inset(50%);text-shadow:1px 2px 3px red;line-height:1.5;font-size:10px;"
        "background:linear-gradient(red, #00f) , url(x.png) blue;text-indent:-2em;letter-spacing:normal'>x"
    )
    style = styles.of(styles.dom.select("p")[0])
    assert style.width == Percent(50, -10)
    assert isinstance(style.max_width, Extreme)
    assert style.max_width.resolve(800) == 600
    assert style.transform == (Function("translatex", (-9999.0,)), Function("scale", (0.0,)))
    assert style.filter == (Function("opacity", (0.5,)),)
    assert style.clip_path == (Function("inset", (Percent(50),)),)
    assert isinstance(style.text_shadow[0], Shadow)
    assert style.line_height == 15
    assert style.text_indent == -20
    assert [image.kind for image in style.background_image] == ["gradient", "url"]
    assert [str(stop) for stop in style.background_image[0].colors] == ["#ff0000", "#0000ff"]
    assert str(style.background_color) == "#0000ff"


def test_alike_elements_share_their_style() -> None:
    styles = styles_of("<table><tr><td class=a>x<td class=a>y</table>")
    one, two = styles.dom.select("td")
    assert styles.of(one) is styles.of(two)


def test_closed_details_show_their_summary_alone() -> None:
    styles = styles_of("<details>a<p>b</p><summary>c</summary></details><details open>d<p>e")
    closed, opened = styles.dom.select("details")
    assert not styles.of(closed).renders_content
    assert styles.of(opened).renders_content
    assert [styles.of(element).display for element in styles.dom.select("p")] == ["none", "block"]
    assert styles.of(styles.dom.select("summary")[0]).display == "list-item"


def test_style_elements_that_do_not_count() -> None:
    markup = "<style type=text/less>p{opacity:.1}</style><template><style>p{opacity:.2}</style></template><p>x"
    styles = styles_of(markup + "<style media='print'>p{opacity:.3}</style><!-- <style>p{opacity:.4}</style> -->")
    assert styles.of(styles.dom.select("p")[0]).opacity == 1


def test_rules_beyond_the_limit_are_left_out_and_told() -> None:
    styles = styles_of("<style>" + "p{opacity:.5}" * 100 + "</style><p>x", max_rules=10)
    assert styles.truncated
    assert not styles_of("<style>p{opacity:.5}</style><p>x").truncated


HOSTILE = {
    "deep": "<div style='font-size:1.1em;color:inherit'>" * 20_000,
    "bomb": "<style>p{--a0:xxxxxxxxxx;" + "".join(f"--a{n}:var(--a{n - 1})var(--a{n - 1});" for n in range(1, 60))
    + "color:var(--a59)}</style><p>x",
    "chain": "<style>p{" + "".join(f"--a{n}:var(--a{n + 1});" for n in range(5_000)) + "color:var(--a0)}</style><p>x",
    "fallbacks": "<p style='color:" + "var(--x," * 10_000 + "red" + ")" * 10_000 + "'>x",
    "rules": "<style>" + ".a{color:red}" * 300_000 + "</style><p class=a>x",
    "selectors": "<style>" + ",".join(f".a{n} b" for n in range(50_000)) + "{color:red}</style><p class=a1><b>x",
    "matches": "<style>" + "".join(f"*:not(.x{n}){{color:red}}" for n in range(5_000)) + "</style>"
    + "<p>x</p>" * 5_000,
    "brackets": "<p style='width:" + "(" * 100_000 + "'>x",
    "declarations": "<p style='" + "color:red;" * 100_000 + "'>x",
    "gradient": "<p style='background:linear-gradient(" + "red," * 50_000 + "red)'>x",
    "sum": "<p style='width:calc(" + "1px + " * 50_000 + "1px)'>x",
    "layers": "<style>" + "".join(f"@layer a{n};" for n in range(50_000)) + "</style><p>x",
    "sheets": "<style>p{color:red}</style>" * 10_000 + "<p>x",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_style_is_bounded(name: str) -> None:
    start = time.process_time()
    styles = styles_of(HOSTILE[name])
    for element in styles.dom.elements:
        styles.of(element)
    styles.why(styles.dom.elements[-1], "color")
    assert time.process_time() - start < 10
