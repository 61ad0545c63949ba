"""CSS structure and tokens: the shortcuts agree with tinycss2."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.css.css import blocks, declarations, exact_tokens, is_custom_value, split_nested, tokens
from mailcheck.facts.css.sheets import parse_sheet
from mailcheck.facts.html.dom import build_dom
from mailcheck.spans import Text

CORPUS = sorted((Path(__file__).resolve().parents[3] / "shared" / "corpus").rglob("*.html"))


def sheets(path: Path) -> list[str]:
    dom = build_dom(Text(path.name, path.read_bytes().decode("utf-8", "replace")))
    return [style.text for style in dom.select("style")]


def inline_styles(path: Path) -> list[str]:
    dom = build_dom(Text(path.name, path.read_bytes().decode("utf-8", "replace")))
    return [element.attrs["style"] for element in dom.elements if "style" in element.attrs]


def flat(text: str) -> str:
    return tinycss2.serialize(tinycss2.parse_component_value_list(text, skip_comments=True)).strip()


def our_rules(text: str) -> list[tuple[str, str | None]]:
    return [
        (flat(block.prelude), None if block.content is None else flat(block.content))
        for block in blocks(text, top=True)
    ]


def their_rules(text: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            continue
        content = None if rule.content is None else flat(tinycss2.serialize(rule.content))
        name = f"@{rule.at_keyword}" if rule.type == "at-rule" else ""
        found.append((flat(name + tinycss2.serialize(rule.prelude)), content))
    return found


def our_declarations(text: str) -> list[tuple[str, str, bool]]:
    return [(raw.name, flat(raw.value), raw.important) for raw in declarations(text)]


def their_declarations(text: str) -> list[tuple[str, str, bool]]:
    def name(node: tinycss2.ast.Declaration) -> str:
        return str(node.name if node.name.startswith("--") else node.lower_name)

    return [
        (name(node), flat(tinycss2.serialize(node.value)), node.important)
        for node in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True)
        if node.type == "declaration"
    ]  # fmt: skip


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_sheets_of_the_corpus_are_read_as_tinycss2_reads_them(path: Path) -> None:
    for text in sheets(path):
        assert our_rules(text) == their_rules(text)
        for block in blocks(text, top=True):
            if block.content is not None and "{" not in block.content:
                assert our_declarations(block.content) == their_declarations(block.content)
    for text in inline_styles(path):
        assert our_declarations(text) == their_declarations(text)


PIECES = st.sampled_from(
    ["a", ".b", " ", "{", "}", ";", ":", "color", "red", "(", ")", "[", "]", "url(", "url( 'x')", "'", '"',
     "\\", "\n",
     "/*", "*/", "/", "@media", "@import", "!important", "! IMPORTANT", "--x", "-", "1px", "#fff", ",", "<!--", "-->",
     "calc(", "%", "é", "\\'", "URL(x;y)", "rgb(1,2,3)"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_any_text_has_the_rules_that_tinycss2_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    ours = [content for _, content in our_rules(text) if content is not None]
    theirs = [content for _, content in their_rules(text) if content is not None]
    odd = "\\" in text or ("\n" in text and set(text) & set("'\""))
    # tinycss2 does not serialise bad strings as they are written, nor a URL that is never closed.
    if not odd and list(map(flat, theirs)) == theirs:
        assert ours == theirs
    for block in blocks(text, top=True):
        assert text[block.start : block.start + len(block.prelude)] == block.prelude
        if block.content is not None:
            assert text[block.content_start : block.content_start + len(block.content)] == block.content


@given(st.lists(PIECES, max_size=12))
def test_plain_tokens_are_exact_tokens(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert tokens(text) == exact_tokens(text)


NUMBERS = st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,2}(e[0-9])?(px|em|%|)", fullmatch=True)
WORDS = st.sampled_from(
    ["auto", "#fff", "#12", "red", "a-b", "-x", "rgb(1, 2,3)", "url(a.png)", "'s'", ",", "/", "f(g(1))"]
)


@given(st.lists(st.one_of(NUMBERS, WORDS), max_size=6), st.sampled_from(["", " ", "  ", "\n"]))
def test_values_have_the_tokens_that_tinycss2_finds(values: list[str], between: str) -> None:
    text = between.join(values)
    assert tokens(text) == exact_tokens(text)


def test_declarations_have_places() -> None:
    text = " color : red ;; background:url(a;b) /* ; */ !important;x"
    first, second = declarations(text)
    assert text[first.start : first.end] == "color : red"
    assert (second.name, second.value, second.important) == ("background", "url(a;b)", True)
    assert text[second.start : second.end] == "background:url(a;b) /* ; */ !important"


def test_nested_rules_are_taken_out_of_their_parent() -> None:
    text = "color:red; &:hover { color: blue; b{} } .c{x:y} margin:0; --p:{a:b}; opacity:1"
    content, nested = split_nested(text)
    assert len(content) == len(text)
    assert [raw.name for raw in declarations(content)] == ["color", "margin", "--p", "opacity"]
    assert [(block.prelude.strip(), block.content) for block in nested] == [
        ("&:hover", " color: blue; b{} "),
        (".c", "x:y"),
    ]
    assert all(text[block.start : block.start + len(block.prelude)] == block.prelude for block in nested)


def test_a_sheet_is_a_flat_list_of_rules_with_their_conditions() -> None:
    text = (
        "@layer b, a; @media print{p{x:y}} @layer a{@media screen{q{} @supports (color:red){r{}}}}"
        " s{} @supports (x:y){t{}}"
    )
    sheet = parse_sheet(text, 100)
    assert [(rule.prelude, rule.media, rule.layer) for rule in sheet.rules] == [
        ("p", ("print",), ()), ("q", ("screen",), ("a",)), ("r", ("screen",), ("a",)), ("s", (), ()),
    ]  # fmt: skip
    assert sheet.layers == (("b",), ("a",))
    assert all(text[rule.block_start - 1] == "{" for rule in sheet.rules)


def test_rules_are_bounded() -> None:
    sheet = parse_sheet("a{}" * 1000, 10)
    assert sheet.truncated
    assert len(sheet.rules) == 10


@pytest.mark.parametrize("value", ["", "x", "{a:b}", "1 2 'x'"])
def test_custom_values(value: str) -> None:
    assert is_custom_value(value)


@pytest.mark.parametrize("value", ["a!b", "a)", "'\n'"])
def test_no_custom_values(value: str) -> None:
    assert not is_custom_value(value)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000, "(" * 100_000, "a{b:" + "calc(" * 50_000, "/*" + "*" * 500_000, '"\n' * 200_000,
        "url(" * 200_000,
        "@media all{" * 50_000, "p{" * 50_000, "&,&{" * 2_000, "a{b:" + " " * 200_000 + "c", ";" * 200_000,
        "@" * 200_000,
        "\\" * 100_001, "a{b:c;" + "d:e(" * 50_000, "<!--" * 100_000, "--x:{" * 50_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    sheet = parse_sheet(text, 1000)
    declarations(text)
    for rule in sheet.rules:
        declarations(rule.block)
    tokens(text[:100_000])
    assert time.process_time() - start < 5
