"""The style sheets of a tree, and which elements each of their rules matches.

Built once per tree and kept with it: another view only chooses among the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from mailcheck.facts.css.cascaded import Cascaded
from mailcheck.facts.css.media import media_matches
from mailcheck.facts.css.selectors import Selector, parse_selectors
from mailcheck.facts.css.sheets import LayerName, SheetRule, parse_sheet
from mailcheck.facts.css.variables import Registered, registered
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import TextNode
from mailcheck.facts.html.views import View
from mailcheck.lazy_regex import lazy_regex

MAX_WORK: Final = 20_000_000
"""Selectors times elements that one tree may cost; rules beyond it are left out."""
_LAST: Final = 1 << 30
_MOVES: Final = lazy_regex("(?<!background-)position|(?<!text-)transform|translate")


class Rule(NamedTuple):
    """One selector of a style rule. `layer` sorts cascade layers, those without one last."""

    selector: str
    parsed: Selector
    rule: SheetRule
    layer: tuple[int, ...]
    order: int
    node: TextNode

    @property
    def block(self) -> str:
        return self.rule.block

    @property
    def weight(self) -> tuple[tuple[int, ...], tuple[int, int, int], int]:
        return self.layer, self.parsed.specificity, self.order


Matches = Mapping[int, tuple[int, ...]]
"""Element index to the numbers of the rules that match it, the weakest first."""


class Matcher:
    """All rules of a tree, sorted by weight. `truncated`: some were left out for a limit."""

    def __init__(self, dom: Dom, max_rules: int) -> None:
        self.dom = dom
        self.truncated = False
        self.layered = False
        self.registered: dict[str, Registered] = {}
        self.rules = self._collect(max_rules)
        self.cascades: dict[object, Cascaded] = {}
        """What `Styles` found to win for elements that are alike, for every view."""
        self._selected: dict[str, list[int]] = {}
        self._matches: dict[tuple[bool, ...], Matches] = {}
        self._media = list(dict.fromkeys(rule.rule.media for rule in self.rules))
        self._names: tuple[set[str], set[str], set[str]] | None = None
        self._work = MAX_WORK
        self._moves: bool | None = None

    @classmethod
    def of(cls, dom: Dom, max_rules: int) -> Matcher:
        """The tree's matcher, made when first asked for."""
        known = dom.derived.get(cls)
        if not isinstance(known, Matcher):
            known = dom.derived[cls] = cls(dom, max_rules)
        return known

    def matches(self, view: View) -> Matches:
        """The rules that hold in a view, per element."""
        holds = {media: all(media_matches(query, view) for query in media) for media in self._media}
        key = tuple(holds.values())
        known = self._matches.get(key)
        if known is None:
            found: defaultdict[int, list[int]] = defaultdict(list)
            for number, rule in enumerate(self.rules):
                if holds[rule.rule.media]:
                    for index in self._select(rule.parsed):
                        found[index].append(number)
            known = self._matches[key] = {index: tuple(numbers) for index, numbers in found.items()}
        return known

    @property
    def moves(self) -> bool:
        """Whether anything may be positioned or moved, in whichever view: no, when no declaration speaks of it."""
        if self._moves is None:
            self._moves = "dialog" in self.dom.by_tag or self._speaks_of_moving()
        return self._moves

    def _speaks_of_moving(self) -> bool:
        texts = [rule.block for rule in self.rules]
        for element in self.dom.elements:
            attrs = element.attrs
            if attrs:
                if "popover" in attrs:
                    return True
                if "style" in attrs:
                    texts.append(attrs["style"])
        return any(
            _MOVES.search(text)
            for text in dict.fromkeys(map(str.lower, texts))
            if "position" in text or "trans" in text
        )

    def by_importance(self, numbers: Sequence[int]) -> Sequence[int]:
        """Rule numbers in the order of their important declarations: earlier layers are stronger there."""
        if not self.layered:
            return numbers
        return sorted(numbers, key=lambda n: ([-part for part in self.rules[n].layer], self.rules[n].weight[1:]))

    def _collect(self, max_rules: int) -> list[Rule]:
        found: list[tuple[SheetRule, str, Selector, TextNode]] = []
        layers: dict[LayerName, None] = {}
        for style in self.dom.tagged("style"):
            kind = style.attrs.get("type", "").strip().lower()
            if kind not in ("", "text/css"):
                continue
            media = style.attrs.get("media", "").strip()
            for node in style.children:
                if not isinstance(node, TextNode):
                    continue
                sheet = parse_sheet(node.data, max_rules)
                self.truncated = self.truncated or sheet.truncated
                layers.update(dict.fromkeys(sheet.layers))
                told = ((name, registered(block)) for name, block in sheet.registered)
                self.registered.update({name: found for name, found in told if found is not None})
                for rule in sheet.rules:
                    if media:
                        rule = rule._replace(media=(media, *rule.media))
                    selectors = parse_selectors(rule.prelude) or ()
                    found += [(rule, rule.prelude, selector, node) for selector in selectors if selector.text]
                    if len(found) > max_rules:
                        self.truncated = True
                        break
        self.layered = bool(layers)
        ranks = {name: rank for rank, name in enumerate(layers)}
        rules = [
            Rule(prelude, selector, rule, _layer(rule.layer, ranks), order, node)
            for order, (rule, prelude, selector, node) in enumerate(found[:max_rules])
        ]
        rules.sort(key=lambda rule: rule.weight)
        return rules

    def _select(self, selector: Selector) -> list[int]:
        known = self._selected.get(selector.text)
        if known is None:
            known = self._selected[selector.text] = self._match(selector)
        return known

    def _match(self, selector: Selector) -> list[int]:
        tags, idents, classes = self._present()
        if selector.tag and selector.tag not in tags:
            return []
        if selector.ident and self._case(selector.ident) not in idents:
            return []
        if any(self._case(name) not in classes for name in selector.classes):
            return []
        if self._work < 0:
            self.truncated = True
            return []
        found = [element.index for element in self.dom.select(selector.text)]
        self._work -= len(self.dom.elements) + 4 * len(found)
        return found

    def _case(self, name: str) -> str:
        return name.lower() if self.dom.quirks else name

    def _present(self) -> tuple[set[str], set[str], set[str]]:
        """The tags, ids and classes that occur: most rules of a sheet ask for others."""
        if self._names is None:
            idents, classes = set(), set()
            for element in self.dom.elements:
                if (written := element.attrs.get("class")) is not None:
                    classes.update(self._case(written).split())
                if (ident := element.attrs.get("id")) is not None:
                    idents.add(self._case(ident))
            self._names = set(self.dom.by_tag), idents, classes
        return self._names


def _layer(name: LayerName, ranks: Mapping[LayerName, int]) -> tuple[int, ...]:
    return (*(ranks[name[:length]] for length in range(1, len(name) + 1)), _LAST)
