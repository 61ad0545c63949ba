"""Cold start: `python tests/bench/cold_start.py [RUNS]`.

Floor: `python -c "import click"`. Aims: --version at most 1.2 x, one offline message of 30 kB at most 4 x.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import best_process_cpu, show

ROW = """
<tr><td style="padding: 12px; font: 16px/24px Arial, sans-serif; color: #333333">
  <h2 style="font-size: 20px; color: #222222">Item {n}</h2>
  <p class="copy">A lamp, a chair and a table walk into a warehouse; all of them leave with you.</p>
  <a class="button" href="https://shop-of-lamps.com/items/{n}" style="background: #0b5; color: #fff">See it</a>
</td></tr>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><style>
.copy {{ color: #444; margin: 0 }} .button {{ padding: 8px 16px; text-decoration: none }}
@media (max-width: 480px) {{ .copy {{ font-size: 18px }} }}
</style></head><body bgcolor="#ffffff"><table width="600">{rows}</table>
<p style="font-size: 12px; color: #555">Lamps Ltd, 12 High Street, Leeds LS1 4DY.
<a href="https://shop-of-lamps.com/u/9d8f7a6c5b4e3f21">Unsubscribe</a></p></body></html>"""


def message(size: int) -> bytes:
    """An HTML message of about `size` bytes."""
    rows, number = "", 0
    while len(rows) < size:
        number += 1
        rows += ROW.format(n=number)
    head = "From: Lamps <post@shop-of-lamps.com>\nTo: a@reader-mail.net\nSubject: New lamps\nMIME-Version: 1.0\n"
    return (head + "Content-Type: text/html; charset=utf-8\n\n" + PAGE.format(rows=rows)).encode()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.eml"
        path.write_bytes(message(30_000))
        command = str(Path(sys.executable).with_name("mailcheck"))
        best = best_process_cpu(
            {
                "floor": [sys.executable, "-c", "import click"],
                "version": [command, "--version"],
                "check": [command, "check", "--offline", "--no-config", str(path)],
            },
            runs,
        )
    show("mailcheck --version", best["version"], best["floor"], "python -c 'import click'")
    show("mailcheck check, one 30 kB message", best["check"], best["floor"], "python -c 'import click'")


if __name__ == "__main__":
    main()
