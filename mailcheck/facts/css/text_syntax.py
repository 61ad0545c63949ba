"""The grammar of fonts, lines and white space."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.css import Tokens, split_at_commas
from mailcheck.facts.css.effect_syntax import not_negative
from mailcheck.facts.css.lengths import Percent, Relative, length, number
from mailcheck.facts.css.syntax import lengths, whole
from mailcheck.facts.css.values import Multiple

FONT_SIZES: Final = ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large",
                     "larger", "smaller", "-webkit-xxx-large")  # fmt: skip


def font_size(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].kind == "ident":
        return found[0].text if found[0].text in FONT_SIZES else None
    return lengths(negative=False)(found, quirks)


def line_height(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    token = found[0]
    if token.kind == "ident":
        return "normal" if token.text == "normal" else None
    if (plain := number(token)) is not None:
        return Multiple(plain) if plain >= 0 else None
    size = length(token, negative=False)
    return Relative(size.value / 100, "em") if isinstance(size, Percent) else size


def font_weight(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    if found[0].kind == "ident":
        return {"normal": 400.0, "bold": 700.0}.get(found[0].text) or (
            found[0].text if found[0].text in ("bolder", "lighter") else None
        )
    plain = number(found[0])
    return plain if plain is not None and 1 <= plain <= 1000 else None


def font_family(found: Tokens, quirks: bool) -> object | None:
    """Whether the family is `monospace` alone: browsers then take 13 px for medium."""
    for piece in split_at_commas(found):
        strings = [token for token in piece if token.kind == "string"]
        if not piece or (strings and len(piece) > 1) or any(token.kind not in ("ident", "string") for token in piece):
            return None
    return len(found) == 1 and found[0].kind == "ident" and found[0].text in ("monospace", "-webkit-monospace")


def size_adjust(found: Tokens, quirks: bool) -> object | None:
    if found and found[0].kind == "ident" and found[0].text == "none":
        return 1.0
    return not_negative(number(found[-1])) if 1 <= len(found) <= 2 else None


def text_indent(found: Tokens, quirks: bool) -> object | None:
    """The indent of the first line; with `hanging` it is that of all others."""
    words = [token.text for token in found if token.text in ("hanging", "each-line")]
    size = lengths()(tuple(token for token in found if token.text not in words), quirks)
    if size is None or len(set(words)) < len(words):
        return None
    return 0.0 if "hanging" in words else size


def white_space(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if len(words) == 1 and words[0] in ("normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"):
        return words[0]
    if words and len(words) == len(found) and set(words) <= {
        "collapse", "preserve", "preserve-breaks", "preserve-spaces", "wrap", "nowrap", "break-spaces"
    }:  # fmt: skip
        preserved = next((word for word in words if word.startswith("preserve")), "")
        wrapped = "nowrap" not in words
        return {
            ("", True): "normal", ("", False): "nowrap", ("preserve", True): "pre-wrap",
            ("preserve", False): "pre", ("preserve-breaks", True): "pre-line",
        }.get((preserved, wrapped), "pre-wrap")  # fmt: skip
    return None


def line_clamp(found: Tokens, quirks: bool) -> object | None:
    """How many lines are shown; 0 for all of them."""
    if len(found) == 1 and found[0].text == "none":
        return 0
    plain = number(found[0]) if len(found) == 1 else None
    return whole(plain) if plain is not None and plain >= 1 else None
