"""The tree and its places in the source."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.html.dom import Comment, Dom, Element, TextNode, build_dom, build_soup
from mailcheck.spans import Text

CORPUS = sorted((Path(__file__).resolve().parents[3] / "shared" / "corpus").rglob("*.html"))


def dom_of(markup: str, max_nodes: int = 200_000) -> Dom:
    return build_dom(Text("mail.html", markup), max_nodes)


def texts(dom: Dom) -> list[TextNode]:
    return [node for node in dom.walk() if isinstance(node, TextNode)]


def quotes(dom: Dom) -> list[str]:
    return [dom.span(node).quote for node in texts(dom)]


def test_corpus_is_there() -> None:
    assert len(CORPUS) > 40


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_text_of_the_corpus_is_found_in_its_source(path: Path) -> None:
    source = path.read_bytes().decode("utf-8", "replace")
    for node in texts(dom_of(source)):
        raw = source[node.start : node.end].replace("\r\n", "\n")
        if node.parent.tag not in ("style", "script"):
            raw = html.unescape(raw)
        if not node.exact:
            first, last = node.data.split()[0], node.data.split()[-1]  # merged from several places
            assert first in raw
            assert last in raw
        elif "<" in raw and "<" not in node.data:  # tags the parser dropped in the midst
            assert node.data == re.sub("<[^>]*>", "", raw)
        else:
            assert raw == node.data


def test_elements_and_attributes_have_places() -> None:
    dom = dom_of("<p>\r\n<a class=' b  c ' HREF=\"x?a&amp;b\" title>go</a ></p>")
    (link,) = dom.select("a.b")
    assert link.attrs == {"class": " b  c ", "href": "x?a&b", "title": ""}
    assert dom.span(link).quote == "<a class=' b  c ' HREF=\"x?a&amp;b\" title>"
    assert dom.attr_span(link, "href").quote == 'HREF="x?a&amp;b"'
    assert dom.attr_value_span(link, "href").quote == "x?a&amp;b"
    assert dom.attr_value_span(link, "class").quote == " b  c "
    assert dom.attr_value_span(link, "title").quote == ""
    assert dom.text is not None
    assert dom.text.content[link.start : link.close].endswith("</a >")


def test_implied_elements_take_the_place_of_what_is_written_around_them() -> None:
    dom = dom_of("<table><tr><td>x</table>")
    (body_row,) = dom.select("tbody")
    assert body_row.implied
    assert dom.span(body_row).quote == "<table>"
    assert dom.root is not None
    assert dom.root.implied
    assert (dom.root.start, dom.root.end) == (0, 0)
    assert dom.body is not None
    assert dom.body.close == len("<table><tr><td>x</table>")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a&amp;b&nbsp;c &notit; &#x80;x", ["a&amp;b&nbsp;c &notit; &#x80;x"]),
        ("<p>a</foo>b</p>", ["a</foo>b"]),
        ("<table>foo<tr><td>1</table>tail", ["foo", "1", "tail"]),
        ("<table><tr><td>1</td></tr>bar</table>tail", ["bar", "1", "tail"]),
        ("<p><b>x</p><p>y</b>z", ["x", "y", "z"]),
        ("<pre>\nfoo</pre>", ["foo"]),
        ("<p>a\r\nb\rc", ["a\r\nb\rc"]),
        ("<p>a<!-- a --><!-- b -->b<? c ?>c</ x>d", ["a", "b", "c", "d"]),
        ("<svg><text><![CDATA[a<b]]>c</text></svg>d", ["a<b]]>c", "d"]),
        ("<title>a<b>&lt;</title><p>z", ["a<b>&lt;", "z"]),
        ("<p>😀<b>é</b>", ["😀", "é"]),
        ("<p>x<y", ["x"]),
        ("<p>a < b & c", ["a < b & c"]),
        ("<template><b>t</b></template><p>u", ["t", "u"]),
        ("<noscript><p>shown</p></noscript>", ["shown"]),
    ],
)
def test_places_of_text(markup: str, expected: list[str]) -> None:
    assert quotes(dom_of(markup)) == expected


def test_comments_have_places_and_may_stand_outside_the_root() -> None:
    markup = "<!-- one --><html><!--[if mso]>x\r\n<![endif]--><p>y</html><!-- two -->"
    dom = dom_of(markup)
    comments = [node for node in dom.walk() if isinstance(node, Comment)]
    assert [dom.span(node).quote for node in comments] == [
        "<!-- one -->", "<!--[if mso]>x\r\n<![endif]-->", "<!-- two -->",
    ]  # fmt: skip
    assert comments[0].parent is None
    assert comments[1].parent is dom.root


@pytest.mark.parametrize(
    ("doctype", "quirks"),
    [
        ("", True),
        ("<!doctype html>", False),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/x">', False),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">', True),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/l.dtd">', False),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">', True),
        ("<!doctype foo>", True),
    ],
)  # fmt: skip
def test_document_mode(doctype: str, quirks: bool) -> None:
    assert dom_of(f"{doctype}<p>x").quirks is quirks


def test_no_text_is_an_empty_tree() -> None:
    dom = build_dom(None)
    assert dom.root is None
    assert not dom.elements
    assert not list(dom.walk())
    assert dom.select("p") == []


def test_a_selector_that_cannot_be_parsed_selects_nothing() -> None:
    assert dom_of("<p>x").select("p >") == []


def test_the_content_of_a_template_is_not_selected() -> None:
    dom = dom_of("<template><p>a</p></template><p>b")
    assert [element.text for element in dom.select("p")] == ["b"]


def test_deep_and_wide_documents_are_bounded() -> None:
    deep = dom_of("<div>" * 100_000 + "x", max_nodes=5_000)
    assert deep.truncated
    assert len(deep.elements) <= 5_000
    assert sum(1 for _ in deep.walk()) <= 5_000
    whole = dom_of("<div>" * 100_000 + "x")
    assert not whole.truncated
    assert quotes(whole) == ["x"]
    wide = dom_of("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x")
    assert len(wide.select("p")[0].attrs) == 100_000


FRAGMENTS = st.sampled_from(
    ["<p>", "</p>", "<b a='1'>", "</b>", "<table>", "<tr>", "<td>", "</table>", "x", "&amp;", "&", "<", ">", "\r\n",
     "\0", "<!-- c -->", "<!--", "-->", "<a href=x>", "</a>", "<style>", "</style>", "<svg>", "</svg>", "é", "😀",
     "<template>", "</template>", "<select>", "<option>", " ", "\n", "</", "<!doctype html>", "<body>", "]]>"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=30))
def test_any_markup_has_ordered_places(pieces: list[str]) -> None:
    markup = "".join(pieces)
    dom = dom_of(markup)
    for number, element in enumerate(dom.elements):
        assert element.index == number
        assert 0 <= element.start <= element.end <= element.close <= len(markup)
        if not element.implied:
            assert markup[element.start : element.end].lower().startswith("<" + element.tag)
    for node in texts(dom):
        assert 0 <= node.start <= node.end <= len(markup)
        if node.exact and not set(node.data) & set("\0\n�"):
            assert node.data[0] == html.unescape(markup[node.start : node.end])[0]


def test_soup_is_the_same_tree_with_the_same_places() -> None:
    markup = "<!doctype html>\n<body><p class='a b'>x &amp; <b>y</b><!-- c --></p>\n<style>p{}</style></body>"
    dom = dom_of(markup)
    soup = build_soup(dom)
    assert soup.select_one("p.a > b").string == "y"  # type: ignore[union-attr]
    paragraph = soup.find("p")
    assert paragraph["class"] == ["a", "b"]  # type: ignore[index]
    assert paragraph.get_text() == "x & y"  # type: ignore[union-attr]
    assert (paragraph.sourceline, paragraph.sourcepos) == (2, 6)  # type: ignore[union-attr]
    assert dom.element_of(paragraph) is dom.select("p")[0]  # type: ignore[arg-type]
    assert dom.element_of(soup.new_tag("p")) is None
    assert [tag.name for tag in soup.find_all(True)] == [element.tag for element in dom.elements]
    assert soup.get_text() == "x & y\n"
    assert paragraph.next_sibling == "\n"
    assert paragraph.find_next("style") is not None


@pytest.mark.parametrize("path", CORPUS[::6], ids=lambda path: path.name)
def test_soup_links_agree_with_its_tree(path: Path) -> None:
    dom = dom_of(path.read_bytes().decode("utf-8", "replace"))
    soup = build_soup(dom)
    chain = list(soup.descendants)
    assert len(chain) == sum(1 for _ in dom.walk()) + (dom.doctype is not None)
    for before, after in pairwise(chain):
        assert before.next_element is after
        assert after.previous_element is before
    for tag in soup.find_all(True):
        for left, right in pairwise(tag.contents):
            assert left.next_sibling is right
            assert right.previous_sibling is left
        assert isinstance(dom.element_of(tag), Element)


def all_places(dom: Dom, *, backwards: bool) -> list[tuple[int, int, bool]]:
    found = [(node.start, node.end, node.exact) for node in (reversed(texts(dom)) if backwards else texts(dom))]
    return found[::-1] if backwards else found


@given(st.lists(FRAGMENTS, max_size=30))
def test_a_place_does_not_depend_on_what_was_asked_before(pieces: list[str]) -> None:
    one_by_one, together = dom_of("".join(pieces)), dom_of("".join(pieces))
    assert all(element.close >= 0 for element in together.elements)  # finds every place
    assert all_places(one_by_one, backwards=True) == all_places(together, backwards=False)
    assert [(e.start, e.end, e.implied) for e in reversed(dom_of("".join(pieces)).elements)] == [
        (e.start, e.end, e.implied) for e in reversed(together.elements)
    ]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_places_of_the_corpus_do_not_depend_on_what_was_asked_before(path: Path) -> None:
    source = path.read_bytes().decode("utf-8", "replace")
    together = dom_of(source)
    assert all(element.close >= 0 for element in together.elements)
    assert all_places(dom_of(source), backwards=True) == all_places(together, backwards=False)
