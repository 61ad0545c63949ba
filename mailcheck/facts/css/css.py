"""CSS text to rules, declarations and tokens: the only door to tinycss2.

The structure of a sheet (rules, blocks, declarations) is found by one scan that knows strings, comments,
`url(` and brackets as CSS Syntax 3 defines them; it gives exact offsets and parses no value. Values become
tokens when a declaration that matters is read: plain ones by a regular expression, all others by tinycss2.
Tests hold both shortcuts equal to tinycss2's own answer. Everything is cached by its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex

MAX_NESTING: Final = 64
"""Brackets inside brackets beyond this make a value invalid: no real style sheet comes near."""
WHITE: Final = " \t\n\r\f"
"""White space of CSS. A no-break space is a letter: `display:&nbsp;none` hides nothing."""
_SPACE: Final = r"[ \t\n\r\f]"

# -- structure ----------------------------------------------------------------------------------------------

_LEXEME: Final = re.compile(
    r"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |"(?:[^"\\\n\f]|\\.|\\\n)*+"?
    |'(?:[^'\\\n\f]|\\.|\\\n)*+'?
    |(?<![\w-])url\([ \t\n\r\f]*+(?!["' \t\n\r\f])(?:[^)\\]|\\.)*+\)?
    |\\.|\\\n
    |[][(){};]""",
    re.VERBOSE | re.IGNORECASE,
)
"""What decides where a construct ends. A string stops before an unescaped line end, as CSS says."""
_CLOSES: Final = {"(": ")", "[": "]", "{": "}"}
_PLAIN_RULE: Final = re.compile(r"[ \t\n\r\f]*+([^][(){};\"'/\\@<-][^][(){};\"'/\\@]*+)\{([^][(){}\"'/\\@]*+)\}")
"""A rule without anything that needs care: most of all sheets."""
_BLANK: Final = re.compile(r"(?:[ \t\n\r\f]|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)*+")
_BLANK_AT_TOP: Final = re.compile(r"(?:[ \t\n\r\f]|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|<!--|-->)*+")
"""Between the rules of a sheet the marks of an HTML comment mean nothing."""
_AT_NAME: Final = lazy_regex(r"@(-?[a-zA-Z_][\w-]*)")


class Block(NamedTuple):
    """A rule as it stands: `prelude` (with its `@name` for an at-rule) and the text between its braces.

    `content` is None for a statement such as `@import`. Offsets count from the start of the scanned text.
    """

    prelude: str
    content: str | None
    start: int
    content_start: int


def blocks(text: str, top: bool = False) -> Iterator[Block]:
    """The rules of a sheet (`top`), or of the block of an at-rule, one after the other."""
    place, length = 0, len(text)
    between = _BLANK_AT_TOP if top else _BLANK
    while place < length:
        plain = _PLAIN_RULE.match(text, place)
        if plain is not None:
            yield Block(plain[1], plain[2], plain.start(1), plain.start(2))
            place = plain.end()
            continue
        blank = between.match(text, place)
        place = blank.end() if blank is not None else place
        if place >= length:
            return
        at_rule = text[place] == "@"
        opening, end = _prelude_end(text, place, at_rule)
        if opening < 0:
            if at_rule:
                yield Block(text[place:end], None, place, end)
            place = end + 1
            continue
        close = block_end(text, opening)
        yield Block(text[place:opening], text[opening + 1 : close], place, opening + 1)
        place = close + 1


def _prelude_end(text: str, start: int, at_rule: bool) -> tuple[int, int]:
    """Where the block of a rule opens, or -1 and where the rule ends without one."""
    expected: list[str] = []
    for lexeme in _LEXEME.finditer(text, start):
        token = lexeme.group()
        if expected:
            if token == expected[-1]:
                expected.pop()
            elif token in _CLOSES:
                expected.append(_CLOSES[token])
        elif token == "{":
            return lexeme.start(), -1
        elif token == ";" and at_rule:
            return -1, lexeme.start()
        elif token in _CLOSES:
            expected.append(_CLOSES[token])
    return -1, len(text)


def block_end(text: str, opening: int) -> int:
    """The offset of the bracket that closes the one at `opening`; the text's end when none does."""
    expected: list[str] = []
    for lexeme in _LEXEME.finditer(text, opening):
        token = lexeme.group()
        if expected and token == expected[-1]:
            expected.pop()
            if not expected:
                return lexeme.start()
        elif token in _CLOSES:
            expected.append(_CLOSES[token])
    return len(text)


def split_nested(content: str) -> tuple[str, list[Block]]:
    """The content of a style rule with nested rules blanked out (offsets hold), and those rules."""
    nested: list[Block] = []
    kept: list[str] = []
    place = start = 0
    expected: list[str] = []
    skip_to = 0
    for lexeme in _LEXEME.finditer(content):
        if lexeme.start() < skip_to:
            continue
        token = lexeme.group()
        if expected:
            if token == expected[-1]:
                expected.pop()
            elif token in _CLOSES:
                expected.append(_CLOSES[token])
        elif token == ";":
            start = lexeme.end()
        elif token == "{" and not content[start : lexeme.start()].lstrip(WHITE).startswith("--"):
            skip_to = block_end(content, lexeme.start()) + 1
            head = _BLANK.match(content, start)
            first = head.end() if head is not None else start
            inner = lexeme.end()
            nested.append(Block(content[first : lexeme.start()], content[inner : skip_to - 1], first, inner))
            kept += [content[place:first], ";", " " * (min(skip_to, len(content)) - first - 1)]
            place = start = skip_to
        elif token in _CLOSES:
            expected.append(_CLOSES[token])
    return "".join([*kept, content[place:]]), nested


# -- declarations -------------------------------------------------------------------------------------------


class RawDeclaration(NamedTuple):
    """`name` is lower case unless custom; `value` has its outer white space and comments removed.

    Offsets run from the name to the end of the value and `!important`, in the text they were read from.
    """

    name: str
    value: str
    important: bool
    start: int
    end: int


_ESCAPED: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\r\f]?|([^\n]))")
_PROPERTY: Final = re.compile(
    rf"{_SPACE}*+(--[^ \t\n\r\f:]*+|(?:[a-zA-Z_-]|{_ESCAPED.pattern})(?:[\w-]|{_ESCAPED.pattern})*+)"
    rf"{_SPACE}*+:{_SPACE}*+"
)
_IMPORTANT: Final = lazy_regex(r"![ \t\n\r\f]*+important\Z", re.IGNORECASE)


@lru_cache(maxsize=4096)
def declarations(text: str) -> tuple[RawDeclaration, ...]:
    """The declarations of a block or of a style attribute, in order; what is none is left out."""
    read = ((start, declaration(piece)) for start, piece in _pieces(text))
    return tuple([one._replace(start=start + one.start, end=start + one.end) for start, one in read if one is not None])


def declaration(piece: str) -> RawDeclaration | None:
    """What stands between two semicolons, with offsets into it; None when it is no declaration."""
    head = _PROPERTY.match(piece)
    if head is None:
        return None
    name = head[1]
    whole = piece.rstrip(WHITE)
    sign = whole.rfind("!")
    important = sign >= 0 and _IMPORTANT.match(whole, sign) is not None
    value = whole[head.end() : sign].rstrip(WHITE) if important else whole[head.end() :]
    if "\\" in name and not name.startswith("--"):
        name = _ESCAPED.sub(_unescaped, name)
    name = name if name.startswith("--") else name.lower()
    return RawDeclaration(name, value, important, head.start(1), len(whole))


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else 0
    return escape[2] or (chr(code) if code and code <= 0x10FFFF else "\ufffd")


def pieces(text: str) -> list[str]:
    """The stretches between the semicolons of a block, comments blanked out."""
    return [piece for _, piece in _pieces(text)] if _CAREFUL.search(text) else text.split(";")


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The stretches between semicolons: where each starts, and its text with comments blanked out."""
    if not _CAREFUL.search(text):
        start = 0
        for piece in text.split(";"):
            yield start, piece
            start += len(piece) + 1
        return
    start = 0
    expected: list[str] = []
    comments: list[tuple[int, int]] = []
    for lexeme in _LEXEME.finditer(text):
        token = lexeme.group()
        if token == ";" and not expected:
            yield start, _without(text, start, lexeme.start(), comments)
            start, comments = lexeme.end(), []
        elif expected and token == expected[-1]:
            expected.pop()
        elif token in _CLOSES:
            expected.append(_CLOSES[token])
        elif token.startswith("/*"):
            comments.append(lexeme.span())
    yield start, _without(text, start, len(text), comments)


_CAREFUL: Final = re.compile(r"[][(){}\"'\\]|/\*")


def _without(text: str, start: int, end: int, comments: list[tuple[int, int]]) -> str:
    """text[start:end] with comments replaced by as many spaces, so that offsets hold."""
    if not comments:
        return text[start:end]
    pieces, place = [], start
    for first, last in comments:
        pieces += [text[place:first], " " * (last - first)]
        place = last
    return "".join([*pieces, text[place:end]])


# -- tokens -------------------------------------------------------------------------------------------------


class Token(NamedTuple):
    """One component value.

    `kind`: ident, number, percentage, dimension, hash, string, url, function, comma, slash, block, other.
    `text`: lower-case name or unit, the string, the hash without its sign, the character. `number` for the
    three numeric kinds. `args`: what a function or block holds. White space and comments are left out.
    """

    kind: str
    text: str
    number: float = 0.0
    args: tuple[Token, ...] = ()


Tokens = tuple[Token, ...]
COMMA: Final = Token("comma", ",")
SLASH: Final = Token("slash", "/")
_END = r"(?=[ \t\n\r\f,/)]|\Z)"
_PLAIN_TOKEN: Final = re.compile(
    rf"""{_SPACE}*+(?:
    (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?P<unit>%|[a-zA-Z]*){_END}
    |(?P<ident>-?[a-zA-Z_][a-zA-Z0-9_-]*){_END}
    |\#(?P<hash>[a-zA-Z0-9_-]+){_END}
    |(?P<mark>[,/])
    |(?P<string>"[^"\\\n\f\r]*"|'[^'\\\n\f\r]*'){_END}
    |url\({_SPACE}*(?P<url>[^ \t\n\r\f"'()\\]*|"[^"\\\n\f\r]*"|'[^'\\\n\f\r]*'){_SPACE}*\){_END}
    |(?P<function>(?!url\()-?[a-zA-Z_][a-zA-Z0-9_-]*)\(
    |(?P<close>\)){_END}
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def tokens(text: str) -> Tokens | None:
    """The component values of a value; None when they are malformed (a bad string, a stray bracket)."""
    plain = _plain_tokens(text)
    return plain if plain is not None else exact_tokens(text)


def split_at_commas(found: Tokens) -> list[Tokens]:
    pieces: list[Tokens] = []
    start = 0
    for place, token in enumerate(found):
        if token.kind == "comma":
            pieces.append(found[start:place])
            start = place + 1
    return [*pieces, found[start:]]


def is_custom_value(text: str) -> bool:
    """Whether a text can be the value of a custom property: nearly anything can."""
    found = tokens(text)
    return found is not None and not any(token.kind == "other" and token.text == "!" for token in found)


def _plain_tokens(text: str) -> Tokens | None:
    """Tokens of a value without escapes, operators or anything odd; None when tinycss2 should look."""
    found: list[Token] = []
    opened: list[tuple[str, list[Token]]] = []
    place, length = 0, len(text.rstrip(WHITE))
    match = _PLAIN_TOKEN.match
    while place < length:
        token = match(text, place)
        if token is None:
            return None
        place = token.end()
        kind = token.lastgroup
        if kind == "unit":
            unit, number = token["unit"].lower(), float(token["number"])
            name = "percentage" if unit == "%" else "dimension" if unit else "number"
            found.append(Token(name, unit, number))
        elif kind == "ident":
            found.append(Token("ident", token["ident"].lower()))
        elif kind == "hash":
            found.append(Token("hash", token["hash"]))
        elif kind == "mark":
            found.append(COMMA if token["mark"] == "," else SLASH)
        elif kind == "string":
            found.append(Token("string", token["string"][1:-1]))
        elif kind == "url":
            url = token["url"]
            found.append(Token("url", url[1:-1] if url[:1] in ("'", '"') else url))
        elif kind == "function":
            if len(opened) >= MAX_NESTING:
                return None
            opened.append((token["function"].lower(), found))
            found = []
        elif opened:
            name, outer = opened.pop()
            outer.append(Token("function", name, args=tuple(found)))
            found = outer
        else:
            return None
    return tuple(found) if not opened else None


def exact_tokens(text: str) -> Tokens | None:
    """As `tokens`, always by tinycss2."""
    if _nesting(text) > MAX_NESTING:
        return None
    import tinycss2  # only odd values need it

    try:
        return _convert(tinycss2.parse_component_value_list(text, skip_comments=True))
    except _MalformedError:
        return None


class _MalformedError(Exception):
    """A component value that makes its declaration invalid."""


def _nesting(text: str) -> int:
    depth = deepest = 0
    for bracket in re.finditer(r"[][(){}]", text):
        depth += 1 if bracket.group() in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _convert(nodes: Iterable[Any]) -> Tokens:
    return tuple(_token(node) for node in nodes if node.type != "whitespace")


def _token(node: Any) -> Token:
    kind = node.type
    if kind == "ident":
        return Token("ident", node.lower_value)
    if kind in ("number", "percentage"):
        return Token(kind, "%" if kind == "percentage" else "", node.value)
    if kind == "dimension":
        return Token("dimension", node.lower_unit, node.value)
    if kind in ("hash", "string", "url"):
        return Token(kind, node.value)
    if kind == "function":
        arguments = _convert(node.arguments)
        if node.lower_name == "url" and len(arguments) == 1 and arguments[0].kind == "string":
            return Token("url", arguments[0].text)
        return Token("function", node.lower_name, args=arguments)
    if kind == "literal":
        return {",": COMMA, "/": SLASH}.get(node.value) or Token("other", node.value)
    if kind in ("() block", "[] block", "{} block"):
        return Token("block", kind[:2], args=_convert(node.content))
    if kind in ("at-keyword", "unicode-range"):
        return Token("other", kind)
    raise _MalformedError


# -- harmless copies ----------------------------------------------------------------------------------------

_FETCHING: Final = frozenset(
    "url src image image-set -webkit-image-set cross-fade -webkit-cross-fade element expression".split()
)
"""Functions that name what a browser would load (or, long ago, run)."""
_DROPPED_RULES: Final = frozenset({"import", "font-face", "namespace", "charset"})


def harmless(text: str) -> str:
    """A style sheet, or the content of a style attribute, as it looks but without anything that loads.

    What would be loaded becomes `none`. `:link` becomes `[data-href]`, of equal weight, for copies whose links have no
    address. The text can stand inside `<style>`. Sheets of hostile nesting come out empty.
    """
    if _nesting(text) > MAX_NESTING:
        return ""
    import tinycss2

    kept = _harmless(tinycss2.parse_component_value_list(text, skip_comments=True))
    sheet: str = tinycss2.serialize(kept)
    return sheet.replace("</", "<\\/").replace("<!--", "")


def _harmless(nodes: Iterable[Any]) -> list[Any]:
    from tinycss2.ast import IdentToken, SquareBracketsBlock

    kept: list[Any] = []
    dropping = False
    for node in nodes:
        kind = node.type
        if dropping:
            dropping = not (kind == "{} block" or node == ";")
        elif kind == "at-keyword" and node.lower_value in _DROPPED_RULES:
            dropping = True
        elif kind == "error":
            continue
        elif kind == "url" or (kind == "function" and node.lower_name in _FETCHING):
            kept.append(IdentToken(node.source_line, node.source_column, "none"))
        elif kind == "ident" and node.lower_value in ("link", "any-link") and kept and kept[-1] == ":":
            name = IdentToken(node.source_line, node.source_column, "data-href")
            kept[-1] = SquareBracketsBlock(node.source_line, node.source_column, [name])
        else:
            if kind == "function":
                node.arguments = _harmless(node.arguments)
            elif kind.endswith(" block"):
                node.content = _harmless(node.content)
            kept.append(node)
    return kept
