"""What a browser styles before any style sheet: its own sheet, and attributes that stand for style.

Both follow the HTML standard's rendering section, and Chromium where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.color_syntax import LateColor
from mailcheck.facts.colors import parse_legacy_color
from mailcheck.facts.css import Token, declarations
from mailcheck.facts.lengths import Percent
from mailcheck.facts.nodes import Element
from mailcheck.facts.properties import expand
from mailcheck.facts.style import special
from mailcheck.facts.values import Image

Values = dict[str, object]
Hint = Callable[..., None]
"""Takes an attribute's name, the value it stands for (None: none), and the longhands it sets."""

_BLOCKS: Final = """html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend listing main menu nav ol optgroup option
    p plaintext pre search section summary ul xmp frame"""
_NONE: Final = """head link meta script style title base template area datalist noembed noframes param rp source track
    basefont command"""
_ISOLATED: Final = """address blockquote center div figure figcaption footer form header hr legend listing main
    p plaintext pre search summary xmp article aside h1 h2 h3 h4 h5 h6 hgroup nav section table caption colgroup col
    thead tbody tfoot tr td th dir dd dl dt menu ol ul li details bdi output"""
_SHEET: Final[tuple[tuple[str, str], ...]] = (
    (_BLOCKS, "display: block"),
    (_ISOLATED, "unicode-bidi: isolate"),
    (_NONE, "display: none"),
    ("li summary", "display: list-item"),
    ("body", "margin: 8px"),
    ("p dl", "margin: 1em 0"),
    ("blockquote figure", "margin: 1em 40px"),
    ("dd", "margin-left: 40px"),
    ("ul ol menu dir", "margin: 1em 0; padding-left: 40px"),
    ("h1", "font-size: 2em; margin: .67em 0; font-weight: bold"),
    ("h2", "font-size: 1.5em; margin: .83em 0; font-weight: bold"),
    ("h3", "font-size: 1.17em; margin: 1em 0; font-weight: bold"),
    ("h4", "margin: 1.33em 0; font-weight: bold"),
    ("h5", "font-size: .83em; margin: 1.67em 0; font-weight: bold"),
    ("h6", "font-size: .67em; margin: 2.33em 0; font-weight: bold"),
    ("table", "display: table; box-sizing: border-box; text-indent: 0; border-color: gray"),
    ("thead", "display: table-header-group"),
    ("tbody", "display: table-row-group"),
    ("tfoot", "display: table-footer-group"),
    ("tr", "display: table-row"),
    ("td th", "display: table-cell; padding: 1px"),
    ("th", "font-weight: bold; text-align: center"),
    ("col", "display: table-column"),
    ("colgroup", "display: table-column-group"),
    ("caption", "display: table-caption; text-align: -webkit-center"),
    ("center", "text-align: -webkit-center"),
    ("b strong", "font-weight: bolder"),
    ("small", "font-size: smaller"),
    ("big", "font-size: larger"),
    ("sub sup", "font-size: smaller"),
    ("sub", "vertical-align: sub"),
    ("sup", "vertical-align: super"),
    ("code kbd samp tt pre xmp listing plaintext", "font-family: monospace"),
    ("pre xmp listing plaintext", "white-space: pre; margin: 1em 0"),
    ("listing", "margin: 1em 0"),
    ("nobr", "white-space: nowrap"),
    ("mark", "background-color: mark; color: marktext"),
    ("hr", "overflow: hidden; border: 1px inset currentcolor; margin: .5em auto; color: gray"),
    ("fieldset", "margin: 0 2px; padding: .35em .75em .625em; border: 2px groove threedface; min-width: min-content"),
    ("legend", "padding: 0 2px"),
    ("img", "overflow: clip"),
    ("video canvas iframe embed object", "overflow: clip"),
    ("iframe", "border: 2px inset"),
    ("ruby", "display: ruby"),
    ("input textarea select button",
     "font: 13.333px Arial; line-height: normal; color: fieldtext; letter-spacing: normal; text-indent: 0;"
     "text-shadow: none; text-transform: none; display: inline-block"),
    ("select button", "box-sizing: border-box"),
    ("input textarea", "background-color: field; border: 2px inset light-dark(#767676, #858585); padding: 1px 2px"),
    ("input", "overflow: clip; padding: 1px 2px"),
    ("textarea", "white-space: pre-wrap; padding: 2px; font-family: monospace; overflow: auto;"
     "border: 1px solid light-dark(#767676, #858585)"),
    ("select", "background-color: buttonface; color: buttontext; border: 1px solid light-dark(#767676, #858585); white-space: pre;"
     "overflow: clip"),
    ("button", "color: buttontext; background-color: buttonface; padding: 1px 6px; border: 2px outset buttonborder;"
     "text-align: center"),
    ("option", "padding: 0 2px 1px; white-space: nowrap; min-height: 1.2em; font-weight: normal"),
    ("optgroup", "font-weight: bolder"),
    ("meter progress", "display: inline-block; box-sizing: border-box"),
    ("bdo", "unicode-bidi: isolate-override"),
    ("marquee", "display: inline-block; overflow: hidden; white-space: nowrap"),
)  # fmt: skip
_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_TOGGLES: Final = frozenset({"checkbox", "radio"})
_UNRENDERED_CONTENT: Final = frozenset({"audio", "video", "canvas", "iframe", "meter", "progress"})
_QUIRKY_TABLE: Final = "font-size: initial; font-weight: initial; line-height: initial; white-space: initial; " \
    "text-align: initial"  # fmt: skip


@lru_cache(maxsize=256)
def _declared(text: str) -> Values:
    found: Values = {}
    for declaration in declarations(text):
        found.update(expand(declaration.name, declaration.value) or ())
    return found


class Browser(NamedTuple):
    """Declarations of the user-agent sheet, and the names of those whose values are not plain."""

    values: Values
    unsettled: frozenset[str]


@lru_cache(maxsize=512)
def _tag_values(tag: str) -> Browser:
    found: Values = {}
    for tags, text in _SHEET:
        if tag in tags.split():
            found.update(_declared(text))
    return Browser(found, special(found))


_CONDITIONAL: Final = frozenset(
    """a area audio input button select option optgroup textarea rt table details dialog img fieldset hr h1 object video canvas
    iframe""".split()
)


def browser_values(element: Element, quirks: bool) -> Browser:
    """The declarations of the user-agent sheet for an element."""
    if element.foreign:
        return _browser(_foreign(element))
    plain = _tag_values(element.tag)
    more = _conditional(element, quirks) if element.tag in _CONDITIONAL else {}
    more |= _surrounded(element)
    return _browser({**plain.values, **more}) if more else plain


def _browser(values: Values) -> Browser:
    return Browser(values, special(values))


def _surrounded(element: Element) -> Values:
    """What the parent decides: closed `<details>`, and content that only stands in for something else."""
    parent, summary = element.parent, element.tag == "summary"
    if parent is not None and (parent.tag == "details" or parent.tag in _UNRENDERED_CONTENT):
        if is_summary(element):
            return {}
        if not renders_content(parent):
            return {"display": "none"}
    return {"display": "block"} if summary else {}


_MATHS: Final = frozenset("mi mn mo mrow ms mspace mtext msup msub msubsup mfrac msqrt mroot mstyle".split())
_FOREIGN_NONE: Final = frozenset({"style", "script", "title", "desc", "metadata", "defs", "symbol", "clippath",
                                  "mask", "marker", "lineargradient", "radialgradient", "pattern", "filter"})  # fmt: skip


def _foreign(element: Element) -> Values:
    tag = element.tag
    if tag in _FOREIGN_NONE:
        return {"display": "none"}
    if tag == "svg":
        return {"overflow_x": "hidden", "overflow_y": "hidden"}
    if tag in ("foreignobject", "text"):
        return {"display": "block"}
    if tag == "math":
        return {"display": "math"}
    return {"display": "block math"} if tag in _MATHS else {}


def _conditional(element: Element, quirks: bool) -> Values:
    tag, attrs = element.tag, element.attrs
    if tag in ("a", "area"):
        return {"color": LateColor(Token("ident", "-webkit-link"))} if "href" in attrs else {}
    if tag == "input":
        kind = attrs.get("type", "").strip().lower()
        sizing = {"box_sizing": "border-box"} if quirks and kind != "image" else {}
        return {**_input_values(kind, "disabled" in attrs), **sizing}
    if tag in ("button", "select"):
        disabled = _DISABLED_BUTTON if tag == "button" else "color: graytext; opacity: .7"
        return dict(_declared(disabled)) if "disabled" in attrs else {}
    if tag in ("option", "optgroup", "textarea"):
        disabled = _DISABLED_FIELD if tag == "textarea" else "color: graytext"
        sizing = {"box_sizing": "border-box"} if quirks and tag == "textarea" else {}
        return {**(_declared(disabled) if "disabled" in attrs else {}), **sizing}
    if tag == "rt":
        ruby = element.parent is not None and element.parent.tag == "ruby"
        return dict(_declared("display: ruby-text; font-size: 50%; text-indent: 0")) if ruby else {}
    if tag == "table":
        return dict(_declared(_QUIRKY_TABLE)) if quirks else {}
    if tag == "dialog":
        return _dialog("open" in attrs)
    if tag == "audio":
        return {} if "controls" in attrs else {"display": "none"}
    return {}


_DISABLED_BUTTON: Final = "color: light-dark(rgba(16, 16, 16, .3), rgba(255, 255, 255, .3));" \
    "background-color: light-dark(rgba(239, 239, 239, .3), rgba(19, 1, 1, .3))"  # fmt: skip
_DISABLED_FIELD: Final = "color: light-dark(#545454, #aaaaaa);" \
    "background-color: light-dark(rgba(239, 239, 239, .3), rgba(59, 59, 59, .3))"  # fmt: skip


@lru_cache(maxsize=64)
def _input_values(kind: str, disabled: bool) -> Values:
    if kind == "hidden":
        return _declared("display: none; background-color: initial")
    text = ""
    if kind in _BUTTONS or kind == "file":
        text = "color: buttontext; background-color: buttonface; padding: 1px 6px; white-space: pre;" \
            "border: 2px outset buttonborder; text-align: center; box-sizing: border-box"  # fmt: skip
    if kind == "file":
        text = "background-color: initial; border: initial; padding: initial; color: fieldtext; overflow: hidden"
    elif kind in _TOGGLES:
        text = "background-color: initial; border: initial; padding: initial; margin: 3px"
    elif kind in ("image", "range", "color"):
        text = "background-color: initial; border: initial; padding: initial"
    faint = _DISABLED_BUTTON if kind in _BUTTONS else "" if kind in _TOGGLES else _DISABLED_FIELD
    return {**_declared(text), **_declared(faint if disabled else "")}


_DIALOG: Final = (
    "position: absolute; left: 0; right: 0; width: fit-content; height: fit-content; margin: auto; "
    "border: 3px solid; padding: 1em; background-color: canvas; color: canvastext"
)


def _dialog(is_open: bool) -> Values:
    return {**_declared(_DIALOG), **({} if is_open else {"display": "none"})}


def is_summary(element: Element) -> bool:
    """Whether an element is the `<summary>` that its `<details>` always shows."""
    parent = element.parent
    if element.tag != "summary" or parent is None or parent.tag != "details":
        return False
    first = next((node for node in parent.children if isinstance(node, Element) and node.tag == "summary"), None)
    return first is element


def renders_content(element: Element) -> bool:
    """Whether text directly in an element can be rendered: not in closed `<details>`, `<video>`, `<iframe>`."""
    if element.tag == "details":
        return "open" in element.attrs
    return element.tag not in _UNRENDERED_CONTENT or element.foreign


# -- attributes ---------------------------------------------------------------------------------------------

HINTS: Final = frozenset(
    """align background bgcolor border color dir face height hidden hspace link marginheight marginwidth leftmargin
    topmargin noshade nowrap open size text type href valign vspace width wrap controls disabled bordercolor contenteditable
    cellpadding""".split()
)
"""Attributes that decide style: elements equal in these, their sheets and parents share one `Style`."""
_SIZED: Final = frozenset(
    "table td th tr col img iframe embed object video canvas hr input colgroup marquee thead tbody tfoot".split()
)
_NO_HEIGHT: Final = frozenset({"hr", "col", "colgroup"})
_ROW_PARTS: Final = frozenset("table tr td th thead tbody tfoot".split())
_DIMENSION: Final = re.compile(r"[ \t\n\f\r]*\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(%?)")
_INTEGER: Final = re.compile(r"[ \t\n\f\r]*([+-]?)([0-9]+)")
_FONT_SIZE_WORDS: Final = ("x-small", "small", "medium", "large", "x-large", "xx-large",
                           "-webkit-xxx-large")  # fmt: skip


def dimension(text: str, zero: bool = True) -> float | Percent | None:
    """A length attribute: px, or per cent; None when it is no length (or zero where zero does not count)."""
    found = _DIMENSION.match(text)
    if found is None:
        return None
    size = float(found[1])
    if size == 0 and not zero:
        return None
    return Percent(size) if found[2] else min(size, 33554431.0)


def attribute_values(element: Element) -> dict[str, tuple[str, object]]:
    """Presentational hints: longhand to the attribute's name and the value it stands for."""
    tag, attrs = element.tag, element.attrs
    if element.foreign:
        return {}
    found: dict[str, tuple[str, object]] = {}

    def hint(name: str, value: object, *longhands: str) -> None:
        if value is not None:
            for longhand in longhands:
                found[longhand] = (name, value)

    if "hidden" in attrs:
        if attrs["hidden"].strip().lower() == "until-found":
            hint("hidden", "hidden", "content_visibility")
        else:
            hint("hidden", "none", "display")
    if "bgcolor" in attrs and (tag in _ROW_PARTS or tag in ("body", "marquee", "col", "colgroup")):
        hint("bgcolor", parse_legacy_color(attrs["bgcolor"]), "background_color")
    if attrs.get("background", "").strip() and (tag in _ROW_PARTS or tag == "body"):
        hint("background", (Image("url", attrs["background"].strip()),), "background_image")
    if tag == "body":
        hint("text", parse_legacy_color(attrs.get("text", "")), "color")
        for name, sides in (("marginwidth", ("left", "right")), ("marginheight", ("top", "bottom")),
                            ("leftmargin", ("left", "right")), ("topmargin", ("top", "bottom"))):  # fmt: skip
            if name in attrs:
                hint(name, dimension(attrs[name]), *(f"margin_{side}" for side in sides))
    elif tag == "font":
        hint("color", parse_legacy_color(attrs.get("color", "")), "color")
        hint("size", _font_size(attrs.get("size", "")), "font_size")
        if "face" in attrs:
            hint("face", next((v for _, v in expand("font-family", attrs["face"]) or ()), None), "monospace")
    elif tag == "hr":
        _hr_hints(attrs, hint)
    if tag in _SIZED or tag == "pre":
        _size_hints(tag, attrs, hint)
    _text_hints(tag, attrs, hint)
    if tag in ("td", "th"):
        _cell_hints(element, hint)
    return found


def _size_hints(tag: str, attrs: dict[str, str], hint: Hint) -> None:
    if not _is_image(tag, attrs):
        return
    cells = tag in ("table", "td", "th", "tr", "thead", "tbody", "tfoot")
    if "width" in attrs and tag not in ("tr", "thead", "tbody", "tfoot", "pre"):
        hint("width", dimension(attrs["width"], zero=not cells), "width")
    if "height" in attrs and tag not in _NO_HEIGHT and tag != "pre":
        hint("height", dimension(attrs["height"], zero=not cells), "height")
    if tag in ("img", "input", "object", "embed", "iframe", "table", "marquee"):
        if tag != "table" and tag != "iframe":
            hint("hspace", dimension(attrs.get("hspace", "")), "margin_left", "margin_right")
            hint("vspace", dimension(attrs.get("vspace", "")), "margin_top", "margin_bottom")
        if "border" in attrs and tag != "iframe":
            _border_hints(tag, attrs["border"], hint)


def _border_hints(tag: str, text: str, hint: Hint) -> None:
    width = dimension(text)
    if tag == "table" and width is None:
        width = 1.0
    if isinstance(width, float):
        sides = ("top", "right", "bottom", "left")
        hint("border", width, *(f"border_{side}_width" for side in sides))
        style = "outset" if tag == "table" else "solid"
        hint("border", style if width else "none", *(f"border_{side}_style" for side in sides))


def _hr_hints(attrs: dict[str, str], hint: Hint) -> None:
    sides = ("top", "right", "bottom", "left")
    shade = parse_legacy_color(attrs.get("color", ""))
    hint("color", shade, "background_color", *(f"border_{side}_color" for side in sides))
    if shade is not None or "noshade" in attrs:
        hint("noshade" if shade is None else "color", "solid", *(f"border_{side}_style" for side in sides))
    size = dimension(attrs.get("size", ""))
    if isinstance(size, float):
        hint("size", max(size - 2, 0.0), "height")
    if attrs.get("align", "").lower() == "left":
        hint("align", 0.0, "margin_left")
        hint("align", "auto", "margin_right")
    elif attrs.get("align", "").lower() == "right":
        hint("align", "auto", "margin_left")
        hint("align", 0.0, "margin_right")


_ALIGNS: Final = {"left": "-webkit-left", "right": "-webkit-right", "center": "-webkit-center",
                  "middle": "-webkit-center", "justify": "justify"}  # fmt: skip
_ALIGNED: Final = frozenset("div td th tr thead tbody tfoot col colgroup caption".split())
_FLOATED: Final = frozenset("table img iframe object embed input".split())


def _text_hints(tag: str, attrs: dict[str, str], hint: Hint) -> None:
    align = attrs.get("align", "").strip().lower()
    if align and tag in _ALIGNED:
        hint("align", _ALIGNS.get(align), "text_align")
    elif align and tag not in _FLOATED and tag not in ("hr", "legend"):
        word = "center" if align == "middle" else align
        hint("align", word if word in ("left", "right", "center", "justify", "start", "end") else None, "text_align")
    elif align in ("left", "right") and tag in _FLOATED and _is_image(tag, attrs):
        hint("align", align, "float")
    elif align in ("center", "middle") and tag == "table":
        hint("align", "auto", "margin_left", "margin_right")
    valign = attrs.get("valign", "").strip().lower()
    if valign in ("top", "middle", "bottom", "baseline") and tag in ("td", "th", "tr", "thead", "tbody", "tfoot"):
        hint("valign", valign, "vertical_align")
    if "nowrap" in attrs and tag in ("td", "th"):
        hint("nowrap", "nowrap", "white_space")
    if tag == "textarea" and attrs.get("wrap", "").lower() == "off":
        hint("wrap", "pre", "white_space")
    direction = attrs.get("dir", "").strip().lower()
    if direction in ("ltr", "rtl", "auto"):
        hint("dir", "rtl" if direction == "rtl" else "ltr", "direction")


def _is_image(tag: str, attrs: dict[str, str]) -> bool:
    return tag != "input" or attrs.get("type", "").strip().lower() == "image"


def _cell_hints(cell: Element, hint: Hint) -> None:
    for table in cell.ancestors():
        if table.tag == "table":
            padding = table.attrs.get("cellpadding")
            if padding is not None:
                hint("cellpadding", dimension(padding), "padding_top", "padding_right", "padding_bottom",
                         "padding_left")  # fmt: skip
            border = table.attrs.get("border")
            if border is not None and (dimension(border) or _DIMENSION.match(border) is None):
                sides = ("top", "right", "bottom", "left")
                hint("border", 1.0, *(f"border_{side}_width" for side in sides))
                hint("border", "inset", *(f"border_{side}_style" for side in sides))
            return


def _font_size(text: str) -> str | None:
    """The `size` of `<font>`: 1 to 7, or relative to 3."""
    found = _INTEGER.match(text)
    if found is None:
        return None
    size = int(found[2][:6])
    size = 3 + size if found[1] == "+" else 3 - size if found[1] == "-" else size
    return _FONT_SIZE_WORDS[min(max(size, 1), 7) - 1]
