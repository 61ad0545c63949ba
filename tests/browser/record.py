"""Record what Chromium shows of every case: `python tests/browser/record.py [case ...]`.

Beside each `cases/NAME.html` stands `NAME.json`: for every element with `data-case`, its computed style and,
above all, whether its words are really painted, told by comparing a picture of the page with one in which only
the target's text is left out. The page is scrolled to the target as a reader would: the window and boxes with
scrollbars, nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from chromium import Chromium, mail_page

HERE = Path(__file__).parent


def record_page(browser: Chromium, page: str, scale: str, path: Path) -> dict[str, Any]:
    """Target name -> what the browser says."""
    browser.load(page, path)
    browser.evaluate(page, (HERE / "measure.js").read_text(encoding="utf-8"))
    names = browser.evaluate(page, "mailcheck.names()")
    computed = {name: browser.evaluate(page, f"mailcheck.computed({name!r})") for name in names}
    browser.evaluate(page, "mailcheck.plain()")
    return {name: computed[name] | _paint(browser, page, scale, name) for name in names}


def _paint(browser: Chromium, page: str, scale: str, name: str) -> dict[str, Any]:
    browser.evaluate(page, f"mailcheck.show({name!r})")
    pictures = [browser.screenshot(page)]
    for mode in ("none", "solid"):
        browser.evaluate(page, f"mailcheck.paint({name!r}, {mode!r})")
        pictures.append(browser.screenshot(page))
        browser.evaluate(page, "mailcheck.restore()")
    arguments = ", ".join(json.dumps(picture) for picture in pictures)
    return dict(browser.evaluate(scale, f"compare({arguments})"))


def comparing_page(browser: Chromium) -> str:
    session = browser.open()
    browser.evaluate(session, (HERE / "compare.js").read_text(encoding="utf-8"))
    return session


def as_json(version: str, targets: dict[str, Any]) -> str:
    """One target a line, so that a change in the browser reads well in a diff."""
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(answer)}" for name, answer in targets.items())
    return f'{{"browser": {json.dumps(version)}, "targets": {{\n{lines}\n}}}}\n'


def main(names: list[str]) -> None:
    cases = sorted((HERE / "cases").glob("*.html"))
    with Chromium() as browser:
        scale, page = comparing_page(browser), mail_page(browser)
        for path in cases:
            if names and path.stem not in names:
                continue
            targets = record_page(browser, page, scale, path)
            path.with_suffix(".json").write_text(as_json(browser.version, targets), encoding="utf-8")
            print(f"{path.stem}: {len(targets)} targets", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
