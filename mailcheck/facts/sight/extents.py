"""Bounds on the sizes of boxes, without laying anything out: each as sharp as the styles allow."""

from __future__ import annotations

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.sight.ceilings import Ceilings
from mailcheck.facts.sight.contents import Contents
from mailcheck.facts.sight.heights import Heights
from mailcheck.facts.sight.stacks import Stacks
from mailcheck.facts.sight.widths import Widths


class Extents:
    """All bounds on the boxes of one tree. An infinite one says that only layout could tell."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self.contents = Contents(dom, styles)
        self.widths = Widths(styles, self.contents)
        self.heights = Heights(dom, styles)
        self.stacks = Stacks(styles, self.contents, self.widths)
        self.ceilings = Ceilings(dom, styles)
