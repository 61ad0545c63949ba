"""Sight against Chromium: the answers recorded beside each case by `record.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.seen import Seen
from mailcheck.facts.sight.sight import Sight
from mailcheck.spans import Text

HERE = Path(__file__).parent
PAGES = sorted((HERE / "cases").glob("*.html"))
RANDOM_PAGES = sorted((HERE / "fuzzed").glob("*.html"))

DIFFERENT = {
    "flexible/flex-stretch-h0": "how high a flexible box stretches its items is not followed",
    "ink/border-image-bg": "borders are no background here",
    "body_zero/below-fold-of-clipped-viewport": "what a window without scrollbars cuts off takes layout",
    "content/image-pixel": "a picture of one pixel is painted, but nobody sees it",
    "cut_off/line-clamp": "how many words a line holds takes layout",
    "off_screen/word-spacing": "word-spacing is not followed",
    "items/column-reversed": "what stands in reverse order is not followed",
}
"""Where the verdict differs from the picture, and why. A difference that goes away must leave this list."""

PAINTED_ALL_THE_SAME = {
    "fuzz-3-005/t5": "its white words lie outside the white cell they are written in",
    "fuzz-3-019/t4": "a line of no height: the inline background is lower than the letters upon it",
}

UNDECIDED = (
    "text over an image",
    "text over a gradient that has its colour",
    "perhaps covered by a positioned element",
    "what lies behind it depends on layout",
    "its background may end above it",
    "a flexible box may or may not grow from nothing",
    "letters laid upon each other",
    "z-index below the background of an ancestor",
    "::first-line paints it otherwise",
)

ANOTHER_CONTRAST = {
    "backgrounds/clip-text-own": "the worst shade of a gradient",
    "backgrounds/gradient-dark": "the worst shade of a gradient",
    "backgrounds/gradient-radial": "the worst shade of a gradient",
    "backgrounds/gradient-repeating": "the worst shade of a gradient",
    "ink/gradient-dark": "the worst shade of a gradient",
    "ink/stroke": "the stroke's contrast counts, the glyphs' was measured",
    "ink/shadow-visible": "the shadow's contrast counts, the glyphs' was measured",
    "colours/shadow-rescues": "the shadow's contrast counts, the glyphs' was measured",
    "grammar/shadow-below-itself": "what shows at the edges of the letters counts, their middle was measured",
    "grammar/background-in-letters": "what shows at the edges of the letters counts, their middle was measured",
    "grammar/filter-drop-shadow": "the shadow's contrast counts, the glyphs' was measured",
    "generated/after-translucent": "a translucent box over a text is not followed",
    "covered/lid-half": "a translucent lid is not followed",
    "painted_lids/lid-grad-half": "a translucent lid is not followed",
    "painted_lids/lid-grad-low": "what is laid under a text by its position is not followed",
    "painted_lids/lid-img-before": "what is laid under a text by its position is not followed",
    "painted_lids/lid-abs-link-in": "the worst shade of a gradient",
    "gradients/shadow-0": "what shows at the edges of the letters counts, their middle was measured",
    "gradients/shadow-1": "the shadow's contrast counts, the glyphs' was measured",
    "gradients/shadow-3": "the shadow's contrast counts, the glyphs' was measured",
    "gradients/drop-shadow-blurred": "the shadow's contrast counts, the glyphs' was measured",
    "gradients/blur-slight": "the contrast of thin strokes counts, thick ones were measured",
    "written_words/own-background": "the words of a pseudo-element are in all pictures",
}


class Case:
    """One target of one page: what Chromium recorded, and what is seen."""

    def __init__(self, page: Path, name: str, recorded: dict[str, Any], element: Element, sight: Sight) -> None:
        self.id = f"{page.stem}/{name}"
        self.recorded = recorded
        self.element = element
        self.seen: Seen = sight.of(element)
        self.styles = sight.styles

    @property
    def problem(self) -> str:
        """How the verdict contradicts the picture; '' when it does not."""
        verdict, painted = self.seen.verdict, self.recorded["pixels"] > 0
        if verdict == "indeterminate":
            return "" if self.seen.reason.startswith(UNDECIDED) else f"undecided: {self.seen.reason}"
        if painted and self.recorded["peak"] >= 1.2:
            return f"painted, but called hidden: {self.seen.reason}" if verdict == "hidden" else ""
        if painted:
            return "hardly painted, but called visible" if verdict == "visible" else ""
        return "" if verdict == "hidden" else f"not painted, but called {verdict}"


def cases(page: Path) -> list[Case]:
    answers = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["targets"]
    dom = build_dom(Text(page.name, page.read_text(encoding="utf-8")))
    sight = Sight(dom, Styles(dom))
    targets: dict[str, Element] = {}
    for element in dom.elements:
        if "data-case" in element.attrs:
            targets.setdefault(element.attrs["data-case"], element)
    assert set(targets) >= set(answers), "the page has changed since it was recorded"
    return [Case(page, name, answer, targets[name], sight) for name, answer in answers.items()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_verdicts_agree_with_the_picture(page: Path) -> None:
    found = {case.id: case.problem for case in cases(page) if case.problem}
    expected = {name for name in DIFFERENT if name.startswith(f"{page.stem}/")}
    assert set(found) == expected, "\n".join(f"{name}: {problem}" for name, problem in found.items())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_contrast_agrees_with_the_pixels(page: Path) -> None:
    wrong = []
    for case in cases(page):
        measured, known = case.recorded["contrast"], case.seen.contrast
        if known is None or not measured or case.recorded["pixels"] == 0 or case.seen.verdict == "indeterminate":
            continue
        if case.id in ANOTHER_CONTRAST or case.id in DIFFERENT:
            continue
        # Eight bits a channel leave about this much, most with opacity and filters.
        if abs(known - measured) > max(0.05, 0.055 * measured):
            wrong.append(f"{case.id}: {known:.2f}, measured {measured}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_font_sizes_agree(page: Path) -> None:
    wrong = []
    for case in cases(page):
        texts = [node for node in case.element.walk() if isinstance(node, TextNode) and node.data.strip()]
        if not texts or case.recorded["font_px"] is None or texts[0].parent.tag in ("style", "title"):
            continue
        size = case.styles.of(texts[0].parent).font_size
        if abs(size - case.recorded["font_px"]) > 0.1:
            wrong.append(f"{case.id}: {size:.2f}, computed {case.recorded['font_px']}")
    assert not wrong, "\n".join(wrong)


def test_random_documents_agree() -> None:
    """Combinations nobody would write: nearly all agree, and what is painted is hardly ever called hidden."""
    found = [case for page in RANDOM_PAGES for case in cases(page)]
    assert len(found) > 250
    wrong = [case for case in found if case.problem]
    hidden = {case.id for case in wrong if case.problem.startswith("painted")}
    report = "\n".join(f"{case.id}: {case.problem}" for case in wrong)
    assert len(wrong) <= 0.03 * len(found), report
    assert hidden == set(PAINTED_ALL_THE_SAME), report


@pytest.mark.browser
def test_the_browser_still_says_the_same() -> None:
    sys.path.insert(0, str(HERE))
    try:
        from chromium import Chromium, mail_page
        from record import comparing_page, record_page
    finally:
        sys.path.remove(str(HERE))
    page = HERE / "cases" / "newsletter.html"
    recorded = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["targets"]
    with Chromium() as browser:
        scale, session = comparing_page(browser), mail_page(browser)
        again = record_page(browser, session, scale, page)
    for name, answer in recorded.items():
        for key in ("display", "visibility", "color", "font_px", "opacity"):
            assert again[name][key] == answer[key], (name, key)
        assert (again[name]["pixels"] > 0) == (answer["pixels"] > 0), name
