"""Selector lists: validity as a browser judges it, specificity, and the form that the matcher understands.

Matching is left to `Dom.select`. What it does not know is rewritten here: aliases, pseudo-classes that no
element of a mail can match, pseudo-elements (which style no element).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.css.css import WHITE
from mailcheck.facts.css.wordset import words
from mailcheck.lazy_regex import lazy_regex

Specificity = tuple[int, int, int]
MAX_NESTING: Final = 12


class Selector(NamedTuple):
    """One complex selector. `text` is '' when it can match no element (a pseudo-element, `:hover`).

    `tag`, `ident` and `classes` are what its last compound asks for by name: '' or () when it does not.
    """

    text: str
    specificity: Specificity
    tag: str = ""
    ident: str = ""
    classes: tuple[str, ...] = ()


_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}\s?|[^\n0-9a-fA-F])"
# Sets that name the ASCII they leave out: one that names all else up to U+10FFFF takes milliseconds to compile.
_NAME_START = rf"(?:[^\x00-@\[-\^`{{-\x7f]|{_ESCAPE})"  # letters, underscores and what is not ASCII
_NAME_CHAR = rf"(?:[^\x00-,./:-@\[-\^`{{-\x7f]|{_ESCAPE})"  # digits and hyphens, too
_IDENT: Final = rf"(?:--|-?{_NAME_START}){_NAME_CHAR}*"
_SIMPLE: Final = re.compile(
    r"(?:(?:\*|[a-zA-Z][\w-]*)(?:[.#][a-zA-Z_][\w-]*)*|(?:[.#][a-zA-Z_][\w-]*)+)"
    r"(?:\s*[ >+~]\s*(?:(?:\*|[a-zA-Z][\w-]*)(?:[.#][a-zA-Z_][\w-]*)*|(?:[.#][a-zA-Z_][\w-]*)+))*",
    re.ASCII,
)
_LAST_COMPOUND: Final = re.compile(r"[^\s>+~]*\Z")
_PART: Final = re.compile(r"([.#]?)([\w*-]+)")
_TYPE_NAME: Final = re.compile(r"(?:^|[\s>+~])[a-zA-Z]")

# Pseudo-classes that Chromium knows. "engine": the matcher answers; "never": no element of a read mail.
_ENGINE: Final = words(
    """root empty first-child last-child only-child first-of-type last-of-type only-of-type link
    any-link checked disabled enabled required optional read-only read-write scope"""
)
_NEVER: Final = words(
    """visited hover active focus focus-visible focus-within target target-current target-within
    autofill -webkit-autofill fullscreen -webkit-full-screen modal open popover-open
    picture-in-picture indeterminate placeholder-shown user-valid user-invalid host paused playing
    muted seeking stalled buffering volume-locked current past future active-view-transition
    -webkit-drag -internal-autofill-previewed corner-present decrement increment horizontal vertical
    start end double-button single-button no-button window-inactive interest-source interest-target
    has-slotted xr-overlay in-range out-of-range invalid"""
)
_ALWAYS: Final = {"defined": "*", "valid": ":is(input, select, textarea, form, button)", "default": ":checked"}
_ALIASES: Final = {"-webkit-any-link": "any-link"}
_HAS: Final = lazy_regex(r":has\(", re.IGNORECASE)
_LISTS: Final = frozenset({"is", "where", "not", "has", "-webkit-any"})
_NTH: Final = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_NTH_ARGUMENT: Final = lazy_regex(
    r"\s*(even|odd|[+-]?\d+|[+-]?\d*n(?:\s*[+-]\s*\d+)?)\s*(?:of\s(.*))?\Z", re.IGNORECASE | re.DOTALL
)
_OLD_PSEUDO_ELEMENTS: Final = frozenset({"before", "after", "first-line", "first-letter"})
_PSEUDO_ELEMENTS: Final = _OLD_PSEUDO_ELEMENTS | words(
    """marker backdrop placeholder selection file-selector-button cue target-text spelling-error
    grammar-error view-transition details-content column scroll-marker scroll-marker-group
    scroll-button checkmark picker-icon part slotted highlight picker search-text interest-hint"""
)
_AFTER_PSEUDO: Final = frozenset({"hover", "active", "focus", "focus-visible", "focus-within", "is", "where"})
"""What may follow a pseudo-element."""
_PSEUDO: Final = "::"
"""Marks a compound that ends in a pseudo-element: no combinator may follow."""
_CASELESS_VALUES: Final = words(
    """accept accept-charset align alink axis bgcolor charset checked clear codetype color compact
    declare defer dir direction disabled enctype face frame hreflang http-equiv lang language link
    media method multiple nohref noresize noshade nowrap readonly rel rev rules scope scrolling
    selected shape target text type valign valuetype vlink"""
)
"""Attributes whose values HTML compares without case in a selector."""


@lru_cache(maxsize=4096)
def parse_selectors(text: str) -> tuple[Selector, ...] | None:
    """The selectors of a list; None when any of them is invalid, which drops the whole rule."""
    found = []
    for piece in text.split(",") if _PLAIN_LIST.fullmatch(text) else ():
        simple = _simple(piece.strip(WHITE))
        if simple is None:
            break
        found.append(simple)
    else:
        if found:
            return tuple(found)
    try:
        return tuple(_Reader(text).read_list())
    except _InvalidError:
        return None


_PLAIN_LIST: Final = re.compile(r"[^()\[\]\"'\\/:]+")


def _simple(text: str) -> Selector | None:
    """A selector of types, classes and ids alone."""
    if _SIMPLE.fullmatch(text) is None:
        return None
    specificity = (text.count("#"), text.count("."), len(_TYPE_NAME.findall(text)))
    tag, ident, classes = "", "", []
    compound = _LAST_COMPOUND.search(text)
    for sign, name in _PART.findall(compound[0] if compound else ""):
        if sign == ".":
            classes.append(name)
        elif sign == "#":
            ident = name
        elif name != "*":
            tag = name.lower()
    return Selector(text, specificity, tag, ident, tuple(classes))


class _InvalidError(Exception):
    pass


class _Reader:
    """Reads any selector list, writing each selector again for the matcher."""

    def __init__(self, text: str, depth: int = 0) -> None:
        if depth > MAX_NESTING:
            raise _InvalidError
        self.text = _without_comments(text).strip(WHITE)
        self.place = 0
        self.depth = depth

    def take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.place)
        if found is None:
            return None
        self.place = found.end()
        return found.group()

    def need(self, pattern: re.Pattern[str]) -> str:
        found = self.take(pattern)
        if found is None:
            raise _InvalidError
        return found

    def read_list(self, relative: bool = False) -> list[Selector]:
        found = [self.read_complex(relative)]
        while self.place < len(self.text):
            self.need(_COMMA)
            found.append(self.read_complex(relative))
        return found

    def read_complex(self, relative: bool = False) -> Selector:
        written: list[str] = []
        total = (0, 0, 0)
        never = False
        if relative and (combinator := self.take(_COMBINATOR)):
            written.append(combinator.strip(WHITE) + " ")
        while True:
            compound = self.read_compound()
            never = never or not compound.text
            written.append(compound.text)
            total = _add(total, compound.specificity)
            if self.place >= len(self.text) or _COMMA.match(self.text, self.place):
                break
            if compound.tag == _PSEUDO:
                raise _InvalidError
            combinator = self.need(_COMBINATOR)
            written.append(f" {combinator.strip(WHITE)} ".replace("  ", " "))
        return Selector("" if never else "".join(written), total)

    def read_compound(self) -> Selector:
        """One compound selector; its text is '' when no element matches it."""
        written: list[str] = []
        total = (0, 0, 0)
        started, never, styles_pseudo = False, False, False
        if (name := self.take(_TYPE)) is not None:
            started = True
            prefix, bar, local = name.rpartition("|")
            if bar and prefix not in ("", "*"):
                raise _InvalidError
            never = bool(bar) and not prefix
            written.append(local)
            total = (0, 0, int(local != "*"))
        while (sign := self.take(_SIGN)) is not None:
            started = True
            if styles_pseudo and sign != ":":
                raise _InvalidError
            if sign == "::" or (sign == ":" and self.peek() in _OLD_PSEUDO_ELEMENTS):
                self.read_pseudo_element()
                never = styles_pseudo = True
                total = _add(total, (0, 0, 1))
                continue
            if styles_pseudo and self.peek() not in _AFTER_PSEUDO:
                raise _InvalidError
            part = self.read_simple(sign)
            never = never or not part.text
            written.append(part.text)
            total = _add(total, part.specificity)
        if not started:
            raise _InvalidError
        return Selector("" if never else "".join(written), total, _PSEUDO if styles_pseudo else "")

    def peek(self) -> str:
        name = _NAME.match(self.text, self.place)
        return name.group().lower() if name else ""

    def read_simple(self, sign: str) -> Selector:
        if sign == "#":
            return Selector("#" + self.need(_NAME), (1, 0, 0))
        if sign == ".":
            return Selector("." + self.need(_NAME), (0, 1, 0))
        if sign == "[":
            return Selector(self.read_attribute(), (0, 1, 0))
        return self.read_pseudo_class()

    def read_attribute(self) -> str:
        found = _ATTRIBUTE.match(self.text, self.place)
        if found is None or (found["prefix"] or "") not in ("", "|", "*|"):
            raise _InvalidError
        self.place = found.end()
        name = found["name"]
        if found["operator"] is None:
            return f"[{name}]"
        value = found["value"]
        if value[0] not in "\"'":
            value = f'"{value}"'
        flag = (found["flag"] or "").lower()
        if not flag and name.lower() in _CASELESS_VALUES:
            flag = "i"
        return f"[{name}{found['operator']}{value}{' ' + flag if flag else ''}]"

    def read_pseudo_element(self) -> None:
        name = self.need(_NAME).lower()
        if name not in _PSEUDO_ELEMENTS and not name.startswith("-webkit-"):
            raise _InvalidError
        if self.text.startswith("(", self.place):
            self.read_arguments()

    def read_arguments(self) -> str:
        """The text between the parentheses that open here."""
        depth = 0
        for token in _BRACKET_OR_STRING.finditer(self.text, self.place):
            depth += {"(": 1, ")": -1}.get(token.group(), 0)
            if depth == 0:
                start, self.place = self.place + 1, token.end()
                return self.text[start : token.start()]
        start, self.place = self.place + 1, len(self.text)
        return self.text[start:]

    def read_pseudo_class(self) -> Selector:
        name = self.need(_NAME).lower()
        if self.text.startswith("(", self.place):
            return self.read_function(name, self.read_arguments())
        name = _ALIASES.get(name, name)
        if name in _ENGINE:
            return Selector(":" + name, (0, 1, 0))
        if name in _ALWAYS:
            return Selector(f":is({_ALWAYS[name]})", (0, 1, 0))
        if name in _NEVER:
            return Selector(":not(*)", (0, 1, 0))
        raise _InvalidError

    def read_function(self, name: str, arguments: str) -> Selector:
        if name in _LISTS:
            return self.read_selector_function(name, arguments)
        if name in _NTH:
            found = _NTH_ARGUMENT.match(arguments)
            if found is None or (found[2] and name.endswith("of-type")):
                raise _InvalidError
            if not found[2]:
                return Selector(f":{name}({found[1]})", (0, 1, 0))
            inner = _Reader(found[2], self.depth + 1).read_list()
            texts = ", ".join(selector.text or ":not(*)" for selector in inner)
            return Selector(f":{name}({found[1]} of {texts})", _add((0, 1, 0), _greatest(inner)))
        if name in ("lang", "dir"):
            return Selector(f":{name}({arguments})", (0, 1, 0))
        if name in ("state", "host", "host-context", "active-view-transition-type", "current"):
            return Selector(":not(*)", (0, 1, 0))
        raise _InvalidError

    def read_selector_function(self, name: str, arguments: str) -> Selector:
        inner: list[Selector] = []
        if name == "has" and _HAS.search(arguments):
            raise _InvalidError  # no :has() within :has()
        forgiving = name in ("is", "where", "-webkit-any")
        if not forgiving:
            inner = _Reader(arguments, self.depth + 1).read_list(relative=name == "has")
        else:
            for piece in _split(_without_comments(arguments)):
                try:
                    inner += _Reader(piece, self.depth + 1).read_list()
                except _InvalidError:
                    continue
        specificity = (0, 0, 0) if name == "where" else _greatest(inner)
        texts = [selector.text for selector in inner if selector.text]
        if not texts:
            return Selector(":is(*)" if name == "not" else ":not(*)", specificity)
        name = "is" if name == "-webkit-any" else name
        return Selector(f":{name}({', '.join(texts)})", specificity)


_TYPE: Final = lazy_regex(rf"(?:(?:{_IDENT}|\*)?\|)?(?:{_IDENT}|\*)")
_NAME: Final = lazy_regex(_IDENT)
_SIGN: Final = lazy_regex(r"::|[.#:\[]")
_COMMA: Final = lazy_regex(rf"[{WHITE}]*,[{WHITE}]*")
_COMBINATOR: Final = lazy_regex(rf"[{WHITE}]*[>+~][{WHITE}]*|[{WHITE}]+")
_BRACKET_OR_STRING: Final = lazy_regex(r"\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?|\\.|[()]", re.DOTALL)
_STRING: Final = r"\"(?:[^\"\\\n]|\\[\s\S])*+\"|'(?:[^'\\\n]|\\[\s\S])*+'"
_ATTRIBUTE: Final = lazy_regex(
    rf"[{WHITE}]*(?P<prefix>(?:{_IDENT}|\*)?\|(?!=))?(?P<name>{_IDENT})[{WHITE}]*"
    rf"(?:(?P<operator>[~|^$*]?=)[{WHITE}]*(?P<value>{_STRING}|{_IDENT})"
    rf"[{WHITE}]*(?P<flag>[iIsS])?[{WHITE}]*)?(?:\]|\Z)"
)
_COMMENT: Final = lazy_regex(rf"({_STRING})|/\*(?:[^*]|\*(?!/))*+(?:\*/)?")


def _without_comments(text: str) -> str:
    """Comments vanish; between two names one leaves a mark that makes the selector invalid, as it is."""
    if "/*" not in text:
        return text
    marked = _COMMENT.sub(lambda found: found[1] or "\0", text)
    return re.sub(r"(?<![\w-])\0+|\0+(?![\w-])", "", marked)


def _split(text: str) -> list[str]:
    """Split at commas outside brackets and strings."""
    pieces, depth, start = [], 0, 0
    for token in re.finditer(rf"{_STRING}|\\.|[][(),]", text):
        sign = token.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            pieces.append(text[start : token.start()])
            start = token.end()
    return [*pieces, text[start:]]


def _add(left: Specificity, right: Specificity) -> Specificity:
    return left[0] + right[0], left[1] + right[1], left[2] + right[2]


def _greatest(selectors: list[Selector]) -> Specificity:
    return max((selector.specificity for selector in selectors), default=(0, 0, 0))
