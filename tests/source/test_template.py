"""Masked templates: same length, same lines, same tree, and holes where the tags were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.html.dom import Comment, Dom, Element, TextNode, build_dom
from mailcheck.holes import has_hole, unmask
from mailcheck.lexicon.notations import template_tags
from mailcheck.source.template import mask_html, mask_line, mask_text, read_template
from mailcheck.spans import Text

VALUES = [
    "{{ name }}",
    '{{ a > "b" | t: "<" }}',
    "{{{ html }}}",
    "{% unsubscribe %}",
    "<%= a > b ? '<i>' : \"\" %>",
    "<?= $a->b > 1 ?>",
    "*|FNAME|*",
    "%%=v(@a)=%%",
    "%%First Name%%",
    "${a.b!'c'}",
    "[[name]]",
    "{!Contact.Name}",
    "{$name}",
    "{{> part}}",
    "{{\n  a\r\n}}",
]
SILENT = [
    "{% if a < b %}",
    "{{#if a}}",
    "{# a <table> note #}",
    "{{!-- <td> --}}",
    "<% if (a > b) { %>",
    "<?php if ($a > 1): ?>",
    "<#if (a > b)>",
    "*|IF:A|*",
    "{% comment %} <td>{{ a }} {% endcomment %}",
    "{%- if\n a -%}",
]
PLACES = [
    "<p>before@after</p>",
    "<p title='@'>a</p>",
    '<p title="@">a</p>',
    '<p style="color: @; margin: 0">a</p>',
    '<p style="@; margin: 0">a</p>',
    '<p class="a @ b">a</p>',
    "<table><tr>@<td>a</td>@</tr>@<tr><td>b</td></tr></table>",
    "<table>@<tbody>@<tr><td>a</td></tr>@</tbody></table>",
    "@<!doctype html><html>@<head>@<title>@</title>@</head>@<body>a@</body>@</html>",
    "<style>@ p { color: red; @ } @</style><p>a</p>",
    "<style>p { color: @ }</style><p>a</p>",
    "<!-- @ --><p>a</p>",
    "<!--[if mso]><table><tr>@<td>a</td></tr></table><![endif]--><p>a</p>",
    "<select><option value='@'>@</option></select>",
    "<ul>@<li>@</li>@</ul>",
    "<textarea>@</textarea><script>var a = '@';</script>",
    "@",
]


def tree(markup: str) -> list[str]:
    """The tags of a tree in document order, each under its parent."""
    dom = build_dom(Text("a.html", markup))
    return [f"{element.parent.tag if element.parent else ''}>{element.tag}" for element in dom.elements]


def dom_of(markup: str) -> Dom:
    return build_dom(mask_text(Text("a.html", markup), html=True))


@pytest.mark.parametrize("tag", VALUES + SILENT)
@pytest.mark.parametrize("place", PLACES)
def test_length_lines_and_tree_are_those_of_the_markup_around(place: str, tag: str) -> None:
    written = place.replace("@", tag)
    masked = mask_html(written)
    assert len(masked) == len(written)
    assert [found.start() for found in re.finditer(r"[\r\n]", masked)] == [
        found.start() for found in re.finditer(r"[\r\n]", written)
    ]
    assert tree(masked) == tree(place.replace("@", ""))


@pytest.mark.parametrize("tag", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_what_stands_around_tags_stays_as_it_is(place: str, tag: str) -> None:
    masked, written = mask_html(place.replace("@", tag)), place.replace("@", tag)
    outside = set(range(len(written)))
    for found in template_tags(written):
        outside -= set(range(found.start, found.end))
    assert all(masked[offset] == written[offset] for offset in outside)
    assert has_hole(masked)


@pytest.mark.parametrize("tag", VALUES)
def test_a_value_is_a_hole_that_leads_back(tag: str) -> None:
    dom = dom_of(f'<p>Hi {tag}!</p><a href="{tag}">x</a>')
    (text,) = (node for node in dom.walk() if type(node) is TextNode and "Hi" in node.data)
    assert unmask(text.data) == f"Hi {tag}!".replace("\r\n", "\n")
    assert dom.span(text).written == f"Hi {tag}!"
    (link,) = dom.tagged("a")
    assert has_hole(link.attrs["href"])
    assert dom.attr_value_span(link, "href").written == tag


def test_both_branches_of_a_condition_are_read() -> None:
    dom = dom_of("{% if a %}<td>one</td>{% else %}<td>two</td>{% endif %}<p>{{#if b}}three{{else}}four{{/if}}</p>")
    words = [node.data.strip() for node in dom.walk() if type(node) is TextNode]
    assert [word for text in words for word in text.split()] == ["one", "two", "three", "four"]


def test_a_hole_between_cells_moves_nothing() -> None:
    dom = dom_of("<table><tr><td>a</td></tr>{{ rows }}<tr><td>b</td></tr></table>")
    (comment,) = (node for node in dom.walk() if type(node) is Comment)
    assert has_hole(comment.data)
    assert isinstance(comment.parent, Element)
    assert dom.span(comment).written == "{{ rows }}"


def test_declarations_beside_a_hole_hold() -> None:
    dom = dom_of('<style>{{ css }} p { color: red; }</style><p style="{{ more }} margin: 0">a</p>')
    (style,) = dom.tagged("style")
    assert "p { color: red; }" in style.text
    assert style.text.lstrip().startswith("/*")
    (paragraph,) = dom.tagged("p")
    assert re.sub(r"/\*.*?\*/", "", paragraph.attrs["style"]).strip() == "margin: 0"


def test_a_line_of_text() -> None:
    masked = mask_line("Hi {% if a %}{{ b }}{% endif %}, 50% off {{ c")
    assert unmask(masked) == "Hi           {{ b }}           , 50% off {{ c"


def test_a_template_that_other_files_complete() -> None:
    whole = read_template(Text("a", "<html><body>{{ a }}</body></html>"), html=True)
    assert (whole.drawn, whole.framed, whole.branches) == (None, True, False)
    drawn = read_template(Text("a", "<p>{% if a %}\n{{> footer}}"), html=True)
    assert drawn.drawn is not None
    assert drawn.drawn.quote == "{{> footer}}"
    assert not drawn.framed
    assert drawn.branches
    included = read_template(Text("a", "<mjml><mj-body><mj-include path='a' /></mj-body></mjml>"), html=True)
    assert included.drawn is not None


@given(st.text(alphabet="{}%#<>/=!-\"' \r\natbdrsyle:;[]if@", max_size=200))
def test_any_text_keeps_length_and_lines(text: str) -> None:
    for masked in (mask_html(text), mask_line(text)):
        assert len(masked) == len(text)
        assert [char for char in masked if char in "\r\n"] == [char for char in text if char in "\r\n"]


@given(st.lists(st.sampled_from([*VALUES, *SILENT, *PLACES, "<mj-text>", "<mjml>", "</mj-style>", "<mj-image/>", "a"])))
def test_any_mixture_keeps_length_and_positions(pieces: list[str]) -> None:
    text = Text("a.html", "".join(pieces))
    masked = mask_text(text, html=True)
    assert len(masked.content) == len(text.content)
    for start in range(0, len(text.content), 7):
        span = masked.span(start, start + 5)
        assert span.written == text.span(start, start + 5).quote
        assert span.location == text.span(start, start + 5).location


@pytest.mark.parametrize(
    "piece",
    ["{{ a }}", "<tr>{{ a }}", "<style>{{ a }}", "<p style='{{ a }}", "<!--{{ a }}", "<p title=\"{{ a }}'",
     "<mjml><mj-text ", '<mjml><mj-text a="', "<mjml><mj-attributes>", "<mjml><mj-include ", "<textarea>{{ a }}",
     "<td {{ a }}>"],
)  # fmt: skip
def test_hostile_templates_are_masked_in_one_pass(piece: str) -> None:
    """Quadratic work would take hours here."""
    text = piece * 50_000
    assert len(mask_html(text)) == len(text)
