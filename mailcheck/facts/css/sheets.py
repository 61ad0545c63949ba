"""A style sheet as a flat list of style rules, each with the conditions it stands under."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.css.css import WHITE, Block, block_end, blocks, split_nested, tokens
from mailcheck.facts.css.supports import supports
from mailcheck.lazy_regex import lazy_regex

MAX_DEPTH: Final = 32
LayerName = tuple[str, ...]


class SheetRule(NamedTuple):
    """One style rule: `block_start` is the offset of its block in the sheet. `media` must all hold."""

    prelude: str
    block: str
    block_start: int
    media: tuple[str, ...]
    layer: LayerName


class Sheet(NamedTuple):
    """`layers`: cascade layers in the order of their first mention. `truncated`: rules were left out.

    `registered`: the custom properties that `@property` names, with the blocks that tell about them.
    """

    rules: tuple[SheetRule, ...]
    layers: tuple[LayerName, ...]
    truncated: bool
    registered: tuple[tuple[str, str], ...] = ()


class _Scope(NamedTuple):
    """What is being read: the blocks still to come, and what they stand under."""

    blocks: Iterator[Block]
    start: int
    media: tuple[str, ...]
    layer: LayerName
    parent: str
    """The selector around nested rules."""
    scope: tuple[str, str] = ("", "")
    """Selectors of the root that `@scope` names, and of what lies within it."""


@lru_cache(maxsize=128)
def parse_sheet(text: str, max_rules: int) -> Sheet:
    """The style rules of a sheet. `@import` and what declares no style is skipped; nothing is fetched."""
    reader = _Reader(max_rules)
    reader.read(text)
    return Sheet(tuple(reader.rules), tuple(reader.layers), reader.truncated, tuple(reader.registered))


class _Reader:
    def __init__(self, max_rules: int) -> None:
        self.max_rules = max_rules
        self.rules: list[SheetRule] = []
        self.layers: dict[LayerName, None] = {}
        self.truncated = False
        self.registered: list[tuple[str, str]] = []
        self._stack: list[_Scope] = []
        self._anonymous = 0

    def read(self, text: str) -> None:
        self._stack.append(_Scope(blocks(text, top=True), 0, (), (), ""))
        while self._stack:
            scope = self._stack[-1]
            block = next(scope.blocks, None)
            if block is None:
                self._stack.pop()
            elif len(self.rules) >= self.max_rules:
                self.truncated = True
                return
            elif block.prelude.startswith("@"):
                self._at_rule(block, scope)
            else:
                self._style_rule(block, scope)

    def _at_rule(self, block: Block, scope: _Scope) -> None:
        name, _, rest = block.prelude[1:].partition(" ")
        for sign in "(\t\n\"'":
            if sign in name:
                cut = block.prelude.index(sign)
                name, rest = block.prelude[1:cut], block.prelude[cut:]
        name, rest = name.lower(), rest.strip(WHITE)
        if name == "layer":
            self._layer(block, scope, rest)
        elif block.content is None:
            return
        elif name == "property" and rest.startswith("--"):
            self.registered.append((rest, block.content))
        elif name == "media":
            self._enter(block, scope._replace(media=(*scope.media, rest)))
        elif name == "supports" and supports(rest):
            self._enter(block, scope)
        elif name == "scope" and (around := _scoped(rest)):
            self._enter(block, scope._replace(scope=around))

    def _layer(self, block: Block, scope: _Scope, rest: str) -> None:
        if block.content is None:
            for name in rest.split(","):
                self._mention((*scope.layer, *name.strip().split(".")))
            return
        if not rest:
            self._anonymous += 1
            rest = f"\0{self._anonymous}"
        layer = (*scope.layer, *rest.split("."))
        self._mention(layer)
        self._enter(block, scope._replace(layer=layer))

    def _mention(self, layer: LayerName) -> None:
        for length in range(1, len(layer) + 1):
            self.layers.setdefault(layer[:length])

    def _enter(self, block: Block, scope: _Scope) -> None:
        """Read a conditional block: rules at the top, more declarations of the parent inside a rule."""
        if block.content is None or len(self._stack) >= MAX_DEPTH:
            return
        if scope.parent:
            self._style_rule(block._replace(prelude="&"), scope)
        else:
            start = scope.start + block.content_start
            self._stack.append(scope._replace(blocks=blocks(block.content), start=start))

    def _style_rule(self, block: Block, scope: _Scope) -> None:
        content, start = block.content or "", scope.start + block.content_start
        written = block.prelude.strip(WHITE)
        if not written:
            return
        prelude = _absolute(written, scope.parent) if scope.parent else written
        if scope.scope[0] and not scope.parent:
            prelude = _within(prelude, *scope.scope)
        nested: list[Block] = []
        if "{" in content and len(self._stack) < MAX_DEPTH:
            content, nested = split_nested(content)
        self.rules.append(SheetRule(prelude, content, start, scope.media, scope.layer))
        if nested:
            self._stack.append(scope._replace(blocks=iter(nested), start=start, parent=prelude))


def _scoped(rest: str) -> tuple[str, str] | None:
    """The root and the inside of `@scope (root) to (limit)`; None without a root."""
    found = tokens(rest)
    if not rest.startswith("(") or not found or found[0].kind != "block" or len(found) not in (1, 3):
        return None
    close = block_end(rest, 0)
    root, after = f":is({rest[1:close]})", rest[close + 1 :].strip()
    inside = f":where({root}, {root} *)"
    if not after:
        return root, inside
    opening = after.find("(")
    if opening < 0 or after[:opening].strip().lower() != "to":
        return None
    limit = f":is({after[opening + 1 : block_end(after, opening)].replace(':scope', root)})"
    return root, f"{inside}:where(:not({root} {limit}, {root} {limit} *))"


def _within(prelude: str, root: str, inside: str) -> str:
    """A selector list that only matches inside a scope."""
    if len(prelude) + len(root) + len(inside) > 2000:
        return "@"
    pieces = (piece.strip() for piece in prelude.split(",")) if "(" not in prelude else (prelude,)
    return ", ".join(f":is({_SCOPE_ROOT.sub(lambda _: root, piece)}){inside}" for piece in pieces)


_SCOPE_ROOT: Final = lazy_regex(r":scope(?![\w-])|&")


def _absolute(prelude: str, parent: str) -> str:
    """A nested rule's selector list with its parent put in for `&`, or before it."""
    around = f":is({parent})"
    if len(prelude) + len(parent) > 2000:
        return "@"  # an invalid selector: nesting that multiplies its text
    if "&" in prelude:
        return prelude.replace("&", around)
    return ", ".join(f"{around} {piece.strip()}" for piece in prelude.split(","))
