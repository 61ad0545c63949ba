"""The parser without its package: it is the same as with it, and the package is taken where the parser needs more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = 'import turbohtml\nassert "<b" not in turbohtml.parse("<b>x</b>").to_markdown()\n'
OURS = """
from mailcheck.facts.html.dom import build_dom
from mailcheck.spans import Text
tree = build_dom(Text("a.html", "<p class=a>x<svg><desc>y</desc></svg><template>z</template>"))
assert [element.tag for element in tree.select("p.a svg")] == ["svg"]
assert tree.try_select("p[") is None
assert tree.span(tree.select("svg")[0]).quote == "<svg>"
"""
SAME = """
import turbohtml
from mailcheck.facts.html import parser
assert parser.turbohtml.Element is turbohtml.Element
try:
    parser.turbohtml.parse("<p>").select("p[")
except turbohtml.SelectorSyntaxError:
    pass
"""
WHICH = "from mailcheck.facts.html.parser import turbohtml; print(turbohtml.__name__)"


def run(code: str, *before: Path) -> str:
    path = f"import sys; sys.path[:0] = {[*map(str, before), str(ROOT)]!r}\n"
    done = subprocess.run([sys.executable, "-c", path + code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("code", [PACKAGE + OURS + SAME, OURS + PACKAGE + SAME, OURS + SAME + PACKAGE])
def test_who_imports_the_package_has_the_same_parser(code: str) -> None:
    run(code)


def test_the_parser_comes_alone() -> None:
    assert run(WHICH + '; import sys; assert "turbohtml" not in sys.modules') == "turbohtml._html"


def made_otherwise(folder: Path, core: str, *beside: str) -> Path:
    inside = folder / "turbohtml" / "_internal"
    inside.mkdir(parents=True)
    for name in ("../__init__", "__init__", *beside):
        (inside / f"{name}.py").touch()
    (inside / "../_html.py").write_text(core, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("core", "beside", "taken"),
    [
        ("def _register_links(): ...", ("_locations", "_selectors"), "turbohtml._html"),
        ("def _register_wisdom(): ...", ("_locations", "_selectors"), "turbohtml"),
        ("", ("_selectors",), "turbohtml"),
    ],
    ids=["known", "needs-more", "lies-elsewhere"],
)
def test_a_package_made_otherwise_is_taken_whole(
    core: str, beside: tuple[str, ...], taken: str, tmp_path: Path
) -> None:
    assert run(WHICH, made_otherwise(tmp_path, core, *beside)) == taken
