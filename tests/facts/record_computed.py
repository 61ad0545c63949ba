"""Ask headless Chromium again for the computed values in computed/*.json. Run it by hand: python record_computed.py

Every fixture is written into a frame without scripts, of the view's size; one page asks for all of them.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "computed"
PROPERTIES = ("color", "background-color", "display", "visibility", "opacity", "font-size")
VIEWS = {"desktop": (800, 600, False), "mobile": (375, 667, False), "dark": (800, 600, True)}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=900,800",
)
SCRIPT = """
const bytes = Uint8Array.from(atob(document.getElementById("input").textContent), (c) => c.charCodeAt(0));
const [pages, properties, width, height] = JSON.parse(new TextDecoder().decode(bytes));
const answers = pages.map((page) => {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.style.cssText = `border: 0; width: ${width}px; height: ${height}px`;
  document.body.appendChild(frame);
  const inside = frame.contentDocument;
  inside.open();
  inside.write(page);
  inside.close();
  const rows = [...inside.querySelectorAll("*")].map((element) => {
    const style = frame.contentWindow.getComputedStyle(element);
    return [element.localName.toLowerCase(), ...properties.map((name) => style.getPropertyValue(name))];
  });
  frame.remove();
  return rows;
});
const text = new TextEncoder().encode(JSON.stringify(answers));
const binary = Array.from(text, (byte) => String.fromCharCode(byte)).join("");
document.documentElement.innerHTML = "<pre>@@" + btoa(binary) + "@@</pre>";
"""


def ask(pages: list[str], width: int, height: int, dark: bool) -> list[Any]:
    """The rows of every page: tag and computed values of each element in document order."""
    folder = Path(tempfile.mkdtemp())
    given = base64.b64encode(json.dumps([pages, PROPERTIES, width, height]).encode()).decode()
    page = folder / "ask.html"
    page.write_text(f"<!doctype html><body><script type=x id=input>{given}</script><script>{SCRIPT}</script>")
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    command = ["chromium", *FLAGS, *scheme, f"--user-data-dir={folder}/profile", "--dump-dom", str(page)]
    try:
        output = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = re.search("@@(.*?)@@", output, re.DOTALL)
    assert found is not None, output[:500]
    answers: list[Any] = json.loads(base64.b64decode(found[1]))
    return answers


def main() -> None:
    fixtures = sorted(HERE.glob("*.html"))
    pages = [path.read_text(encoding="utf-8") for path in fixtures]
    answers = {view: ask(pages, *size) for view, size in VIEWS.items()}
    for number, path in enumerate(fixtures):
        lines = [
            f'"{view}": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows[number]) + "\n]"
            for view, rows in answers.items()
        ]
        path.with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
