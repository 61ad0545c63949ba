"""The cascade: which declarations win for every element in one view, and what they compute to.

Sheets are parsed and selectors matched once per tree and shared by all views (`Matcher`). Elements that are
alike (same parent style, rules, attributes) share one `Style`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from mailcheck.facts.css.alike import Alike, Likeness, likeness, renders_content
from mailcheck.facts.css.cascade import cascade
from mailcheck.facts.css.cascaded import Cascaded, blockified
from mailcheck.facts.css.colors import Color, parse_legacy_color
from mailcheck.facts.css.computing import canvas, compute
from mailcheck.facts.css.css import RawDeclaration, declarations
from mailcheck.facts.css.hints import attribute_values
from mailcheck.facts.css.longhands import LONGHANDS
from mailcheck.facts.css.matcher import Matcher, Rule
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.style import INHERITED, Basis, Style
from mailcheck.facts.css.ua import browser_values
from mailcheck.facts.css.values import Wide
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.html.views import DARK, DESKTOP, MOBILE, OUTLOOK, View
from mailcheck.spans import Span

_PSEUDO: Final = Alike("span", ())
Origin = Literal["user-agent", "attribute", "sheet", "inline"]
Values = Mapping[str, object]


class Declaration(NamedTuple):
    """The declaration that decided a value.

    `property` and `value` as written (an attribute's name and value for a presentational attribute),
    `selector` as written for a sheet's, `span` its place in the source; None for the browser's own.
    """

    property: str
    value: str
    important: bool
    origin: Origin
    span: Span | None
    selector: str = ""


class Styles:
    """Computed styles of one tree in one view. `truncated`: there were more rules than `max_rules`."""

    def __init__(self, dom: Dom, view: View = DESKTOP, max_rules: int = 20_000) -> None:
        self.dom = dom
        self.view = view
        self._matcher = Matcher.of(dom, max_rules)
        self._rules, self._matched = self._matcher.rules, self._matcher.matches(view)
        self._basis = _basis(dom, view)
        self._basis.registered = self._matcher.registered
        self._styles: list[Style | None] = [None] * len(dom.elements)
        self._cascades: dict[object, Cascaded] = {} if view.outlook else self._matcher.cascades
        self._shared: dict[object, Style] = {}

    @property
    def truncated(self) -> bool:
        return self._matcher.truncated

    @property
    def moves(self) -> bool:
        """Whether anything in the tree may be positioned or moved."""
        return self._matcher.moves

    @property
    def canvas(self) -> Color:
        """What the page is painted on where nothing has a background."""
        root = self.dom.root
        return canvas(root is not None and self.of(root).dark)

    def of(self, element: Element) -> Style:
        """The computed style. Ancestors are computed first, without recursion."""
        style = self._styles[element.index]
        if style is not None:
            return style
        styles = self._styles
        above = element.parent
        if above is not None and (outer := styles[above.index]) is not None:
            style = styles[element.index] = self._compute(element, outer)
            return style
        chain = [element]
        while above is not None and styles[above.index] is None:
            chain.append(above)
            above = above.parent
        style = styles[above.index] if above is not None else None
        for one in reversed(chain):
            style = styles[one.index] = self._compute(one, style)
        assert style is not None
        return style

    def _compute(self, element: Element, parent: Style | None) -> Style:
        key = (likeness(element), self._matched.get(element.index, ()), element.attrs.get("style", ""))
        cascaded = self._cascades.get(key)
        if cascaded is None:
            cascaded = self._cascades[key] = self._cascade(*key)
        if parent is None:
            return self._root_style(cascaded)
        like = (id(cascaded), id(parent if cascaded.pending else parent.inheritance), parent.makes_items)
        style = self._shared.get(like)
        if style is None:
            style = self._shared[like] = compute(cascaded, parent, self._basis)
            if not renders_content(element):
                style.renders_content = False
        if element is self.dom.body:
            self._basis.body_color = style.color
        return style

    def _root_style(self, cascaded: Cascaded) -> Style:
        style = compute(cascaded, None, self._basis)
        self._basis.root_font = style.font_size
        style.display = blockified(style.display)
        return style

    def _cascade(self, like: Likeness, matched: tuple[int, ...], inline: str) -> Cascaded:
        rules = self._rules
        blocks = tuple([rules[number].block for number in matched])
        strong = blocks
        layers: tuple[tuple[int, ...], ...] = ()
        if self._matcher.layered:
            strong = tuple([rules[number].block for number in self._matcher.by_importance(matched)])
            layers = tuple([rules[number].layer for number in matched])
        outlook = self.view.outlook and any("mso-hide" in block.lower() for block in (inline, *blocks))
        return cascade(Alike(*like), blocks, strong, inline, self.dom.quirks, outlook, layers)

    def inside(self, element: Element, blocks: tuple[str, ...]) -> Style:
        """The style of a pseudo-element in an element, from its declaration blocks, the strongest last."""
        return compute(cascade(_PSEUDO, blocks, blocks, "", self.dom.quirks, False), self.of(element), self._basis)

    def blocks(self, element: Element) -> tuple[str, ...]:
        """The declaration blocks that apply to an element, its own `style` last."""
        rules = self._rules
        own = element.attrs.get("style", "")
        return (*(rules[number].block for number in self._matched.get(element.index, ())), own)

    # -- why ------------------------------------------------------------------------------------------------

    def why(self, element: Element, property_name: str) -> Declaration | None:
        """The declaration that decided a property (CSS name or attribute of `Style`) on an element.

        An inherited value leads to the ancestor where it was set; None when it is the initial value.
        """
        name = _attribute(property_name)
        current: Element | None = element
        while current is not None:
            winner, value = self._winner(current, name)
            inherits = name in INHERITED if winner is None or value is Wide.UNSET else value is Wide.INHERIT
            if winner is not None and not inherits:
                return winner
            if not inherits:
                return None
            current = current.parent
        return None

    def _winner(self, element: Element, name: str) -> tuple[Declaration | None, object]:
        winner: Declaration | None = None
        decided: object = None
        for declaration, values in self._sources(element):
            if name in values:
                winner, decided = declaration, values[name]
        return winner, decided

    def _sources(self, element: Element) -> Iterator[tuple[Declaration, Values]]:
        """Every declaration that applies to an element, from the weakest to the strongest."""
        like = Alike(*likeness(element))
        for name, value in browser_values(like, self.dom.quirks).values.items():
            yield Declaration(_css_name(name), _written(value), False, "user-agent", None), {name: value}
        for longhand, (name, value) in attribute_values(like).items():
            span = self.dom.attr_span(element, name) if name in element.attrs else None
            yield Declaration(name, element.attrs.get(name, ""), False, "attribute", span), {longhand: value}
        matched = self._matched.get(element.index, ())
        inline = element.attrs.get("style", "")
        yield from self._sheet_sources(matched, False)
        yield from self._inline_sources(element, inline, False)
        yield from self._sheet_sources(self._matcher.by_importance(matched), True)
        yield from self._inline_sources(element, inline, True)

    def _sheet_sources(self, matched: Sequence[int], important: bool) -> Iterator[tuple[Declaration, Values]]:
        for number in matched:
            rule = self._rules[number]
            for raw in declarations(rule.block):
                if raw.important is important and (values := self._values(raw)):
                    yield self._declaration(raw, rule), values

    def _declaration(self, raw: RawDeclaration, rule: Rule) -> Declaration:
        first = rule.rule.block_start
        start, end = (self.dom.source_offset(rule.node, first + place) for place in (raw.start, raw.end))
        span = self.dom.text.span(start, end) if self.dom.text is not None else None
        return Declaration(raw.name, raw.value, raw.important, "sheet", span, rule.selector)

    def _inline_sources(self, element: Element, inline: str, important: bool) -> Iterator[tuple[Declaration, Values]]:
        if not inline:
            return
        written = self.dom.attr_value_span(element, "style")
        exact = written.quote == inline
        for raw in declarations(inline):
            if raw.important is important and (values := self._values(raw)):
                if exact:
                    place = Span(written.text, written.start + raw.start, written.start + raw.end)
                else:  # character references in the attribute: its offsets are not those of the value
                    place = self.dom.attr_span(element, "style")
                yield Declaration(raw.name, raw.value, raw.important, "inline", place), values

    def _values(self, raw: RawDeclaration) -> Values:
        values = dict(expand(raw.name, raw.value, self.dom.quirks) or ())
        if self.view.outlook and values.get("mso_hide", "none") != "none":
            values["display"] = "none"
        return values


def _basis(dom: Dom, view: View) -> Basis:
    basis = Basis(view.width, view.height, view.dark, dom.quirks)
    if dom.body is not None:
        basis.link_color = parse_legacy_color(dom.body.attrs.get("link", ""))
    for meta in dom.tagged("meta"):
        if meta.attrs.get("name", "").lower() != "color-scheme":
            continue
        schemes = frozenset(meta.attrs.get("content", "").lower().replace(",", " ").split())
        basis.page_schemes = schemes - {"normal", "only"}
        break
    return basis


def _attribute(property_name: str) -> str:
    entry = LONGHANDS.get(property_name)
    return entry.attribute if entry is not None else property_name.replace("-", "_")


def _css_name(attribute: str) -> str:
    return next((name for name, entry in LONGHANDS.items() if entry.attribute == attribute), attribute)


def _written(value: object) -> str:
    return value if isinstance(value, str) else ""


def views_of(dom: Dom, max_rules: int = 20_000) -> tuple[View, ...]:
    """The views besides the desktop's in which a message can look different from it."""
    if dom.text is None:
        return ()
    source = dom.text.content.lower()
    matcher = Matcher.of(dom, max_rules)
    usual = matcher.matches(DESKTOP)
    found = []
    if matcher.matches(MOBILE) != usual:
        found.append(MOBILE)
    if "color-scheme" in source or "light-dark(" in source:
        found.append(DARK)
    if "<!--[if" in source or "<![if" in source or "mso-hide" in source:
        found.append(OUTLOOK)
    return tuple(found)
