"""Random e-mail documents that combine ways of hiding: `python tests/browser/fuzz.py FOLDER COUNT [SEED]`.

Writes `fuzz-SEED-NUMBER.html` and what Chromium shows of each beside it, as `record.py` does for the cases. Documents
worth keeping move to `cases/`.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from chromium import Chromium, mail_page
from record import as_json, comparing_page, record_page

COLOURS = [
    *"#fff #ffffff #fefefe white #f4f4f4 #eee #ccc #999 #777 #333 #000 black navy red rgba(0,0,0,.05)".split(),
    "rgba(255,255,255,.9)",
    "transparent",
    "inherit",
    "currentColor",
    "hsl(0,0%,95%)",
    "rgb(0 0 0 / 40%)",
]
SIZES = "0 1px 4px 8px 9px 11px 14px 16px .5em 2em 50% 1rem xx-small smaller larger medium 6pt".split()
LENGTHS = "0 1px 5px 20px 60px 300px 50% 100% auto".split()
OFFSETS = "0 10px -5px -40px -300px -9999px 50px 900px 3000px -50% 100%".split()
DECLARATIONS = {
    "display": "none block inline inline-block table table-cell contents flex".split(),
    "visibility": "hidden visible collapse".split(),
    "opacity": "0 .05 .1 .3 .5 .9 1 50%".split(),
    "color": COLOURS,
    "background-color": COLOURS,
    "background": [*COLOURS, "none", "linear-gradient(#fff,#eee)", "linear-gradient(#000,#333)"],
    "font-size": SIZES,
    "font": ["0/0 a", "bold 12px/1.5 Arial", "7px serif", "16px/0 Arial"],
    "line-height": "0 1px 1 1.5 normal 24px".split(),
    "height": LENGTHS,
    "width": LENGTHS,
    "max-height": "0 1px 10px 100px none 0%".split(),
    "max-width": "0 1px 10px 200px none 0%".split(),
    "min-height": "0 10px 30px".split(),
    "overflow": "hidden hidden hidden visible auto clip scroll".split(),
    "overflow-x": "hidden visible clip".split(),
    "overflow-y": "hidden visible auto clip".split(),
    "padding": "0 4px 20px".split(),
    "padding-top": "0 30px".split(),
    "margin": "0 10px auto -1px".split(),
    "margin-left": OFFSETS,
    "margin-top": "0 10px -5px -30px -200px".split(),
    "position": "absolute relative fixed static".split(),
    "left": OFFSETS,
    "top": OFFSETS,
    "right": "0 9999px -20px".split(),
    "bottom": "0 9999px -20px".split(),
    "text-indent": "0 20px -20px -9999px 100% 2em".split(),
    "text-align": "left center right".split(),
    "white-space": "nowrap normal pre".split(),
    "transform": ["none", "scale(0)", "scale(.3)", "translateX(-9999px)", "rotate(90deg)", "translate(5px,5px)"],
    "clip": ["rect(0,0,0,0)", "rect(0 0 0 0)", "auto"],
    "clip-path": ["inset(50%)", "inset(0)", "circle(0)", "none"],
    "filter": ["opacity(0)", "opacity(.5)", "invert(1)", "none", "brightness(3)"],
    "float": "left right none".split(),
    "z-index": "-1 0 2 auto".split(),
    "direction": "rtl ltr".split(),
    "letter-spacing": "0 2px -1px -1em".split(),
    "-webkit-text-fill-color": COLOURS,
    "box-sizing": "border-box content-box".split(),
    "mso-hide": ["all"],
}
COMBINATIONS = (
    "height:0;overflow:hidden",
    "max-height:0;overflow:hidden;font-size:0",
    "position:absolute;left:-9999px",
    "position:absolute;top:-5000px",
    "position:relative;left:-9999px",
    "width:1px;height:1px;overflow:hidden",
    "position:absolute;clip:rect(0,0,0,0)",
    "text-indent:-9999px;display:block",
    "display:none;display:block",
    "display:none!important",
    "display:block!important",
    "height:20px;overflow:hidden",
    "position:relative;background:#fff",
    "overflow:hidden;width:300px",
    "line-height:0;overflow:hidden",
    "padding:10px;background:#333",
)
BLOCKS = "div div div p center section h3 ul blockquote".split()
INLINES = "span span a b font i small em sup".split()
ATTRIBUTES = (
    'bgcolor="#333333"',
    'bgcolor="white"',
    'align="center"',
    'width="600"',
    'height="40"',
    'width="0"',
    "hidden",
    'dir="rtl"',
    'background="https://x.test/b.png"',
)
TYPES = (
    "<!DOCTYPE html>",
    "",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/x">',
)


BODIES = ("", "", ' bgcolor="#f4f4f4"', ' style="margin:0"', ' bgcolor="#222222" text="#eeeeee"')


class Author:
    """Writes one document."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.rules: list[str] = []

    def declarations(self) -> str:
        pick = self.random
        if pick.random() < 0.35:
            return pick.choice(COMBINATIONS)
        names = pick.sample(sorted(DECLARATIONS), pick.choice((1, 1, 1, 2, 2, 3)))
        return ";".join(f"{name}:{pick.choice(DECLARATIONS[name])}" for name in names)

    def styled(self) -> str:
        """Attributes of a start tag: often none, else a style of its own or a class with a rule."""
        pick, roll = self.random, self.random.random()
        if roll < 0.5:
            return ""
        if roll < 0.8:
            return f' style="{self.declarations()}"'
        if roll < 0.85:
            return f" {pick.choice(ATTRIBUTES)}"
        name = f"c{len(self.rules)}"
        rule = f".{name} {{ {self.declarations()} }}"
        self.rules.append(
            rule if pick.random() < 0.8 else f"@media (max-width: {pick.choice((480, 900))}px) {{ {rule} }}"
        )
        return f' class="{name}"'

    def target(self) -> str:
        self.count += 1
        words = self.random.choice(("Unsubscribe", "Unsubscribe here", "Opt out of all further messages from us"))
        return f'<a data-case="t{self.count}" href="https://x.test/u"{self.styled()}>{self.inline(words)}</a>'

    def inline(self, words: str) -> str:
        if self.random.random() < 0.25:
            tag = self.random.choice([t for t in INLINES if t != "a"])
            return f"<{tag}{self.styled()}>{words}</{tag}>"
        return words

    def content(self, depth: int) -> str:
        pick, roll = self.random, self.random.random()
        if depth <= 0 or roll < 0.2:
            lead = pick.choice(("", "", "No more mail? ", "Words that stand before it and fill a line. ", "<br>"))
            return f"{lead}{self.target()}{pick.choice(('', '', ' or reply.'))}"
        if roll < 0.45:
            cells = "".join(f"<td{self.styled()}>{self.content(depth - 1)}</td>" for _ in range(pick.choice((1, 1, 2))))
            return f"<table{self.styled()}><tr{self.styled()}>{cells}</tr></table>"
        if roll < 0.6:
            tag = pick.choice([t for t in INLINES if t != "a"])
            return f"<{tag}{self.styled()}>{self.content(depth - 1)}</{tag}>"
        tag = pick.choice(BLOCKS)
        lead = pick.choice(("", "", "<p>Spring is here.</p>", "Words "))
        return f"<{tag}{self.styled()}>{lead}{self.content(depth - 1)}</{tag}>"

    def document(self) -> str:
        sections = "\n".join(f"<div>{self.content(self.random.randint(1, 4))}</div>" for _ in range(6))
        body = self.random.choice(
            ("", "", ' bgcolor="#f4f4f4"', ' style="margin:0"', ' bgcolor="#222222" text="#eeeeee"')
        )
        style = f"<style>{' '.join(self.rules)}</style>"
        kind = self.random.choice(TYPES)
        return f"{kind}\n<html><head><title>News</title>{style}</head>\n<body{body}>\n{sections}\n</body></html>\n"


def main(folder: Path, count: int, seed: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Chromium() as browser:
        scale, page = comparing_page(browser), mail_page(browser)
        for number in range(count):
            path = folder / f"fuzz-{seed}-{number:03}.html"
            path.write_text(Author(f"{seed}/{number}").document(), encoding="utf-8")
            targets = record_page(browser, page, scale, path)
            path.with_suffix(".json").write_text(as_json(browser.version, targets), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "1")
