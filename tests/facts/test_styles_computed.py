"""Computed values against recorded answers of headless Chromium (see record_computed.py)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mailcheck.facts.css.color_syntax import color
from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.css import tokens
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Element, build_dom
from mailcheck.facts.html.views import DARK, DESKTOP, MOBILE, View
from mailcheck.spans import Text

FIXTURES = sorted((Path(__file__).resolve().parent / "computed").glob("*.html"))


def test_fixtures_are_there() -> None:
    assert len(FIXTURES) >= 7


def in_template(element: Element) -> bool:
    return any(above.tag == "template" for above in element.ancestors())


def as_color(text: str) -> Color:
    found = tokens(text)
    assert found is not None
    answer = color(found[0])
    assert isinstance(answer, Color), text
    return answer


def alike(ours: Color, theirs: Color) -> bool:
    pairs = ((ours.red, theirs.red), (ours.green, theirs.green), (ours.blue, theirs.blue))
    return all(abs(a - b) <= 1 for a, b in pairs) and abs(ours.alpha - theirs.alpha) < 0.01


def differences(element: Element, style: Style, row: list[str]) -> list[str]:
    tag, shade, background, display, visibility, opacity, size = row
    assert element.tag == tag
    if not any(row[1:]):
        return []  # not rendered at all: the browser answers nothing
    checks = {
        f"color {style.color} {shade}": alike(style.color, as_color(shade)),
        f"background {style.background_color} {background}": alike(style.background_color, as_color(background)),
        f"display {style.display} {display}": style.display == display,
        f"visibility {style.visibility} {visibility}": style.visibility == visibility,
        f"opacity {style.opacity} {opacity}": abs(style.opacity - float(opacity)) < 1e-4,
        f"font-size {style.font_size} {size}": abs(style.font_size - float(size.removesuffix("px"))) < 0.02,
    }
    return [f"<{tag}> at {element.start}: {what}" for what, equal in checks.items() if not equal]


@pytest.mark.parametrize("view", [DESKTOP, MOBILE, DARK], ids=lambda view: view.name)
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_computed_values_are_the_browsers(path: Path, view: View) -> None:
    recorded = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))[view.name]
    dom = build_dom(Text(path.name, path.read_text(encoding="utf-8")))
    styles = Styles(dom, view)
    elements = [element for element in dom.elements if not in_template(element)]
    assert len(elements) == len(recorded)
    wrong = [
        difference
        for element, row in zip(elements, recorded, strict=True)
        for difference in differences(element, styles.of(element), row)
    ]
    assert not wrong, "\n".join(wrong)
    assert re.search("rgb", str(recorded))
