"""Throughput over a folder of mail: `python tests/bench/throughput.py [FOLDER ...]`.

Floor: merely parsing the same files with the standard library and beautifulsoup4 (lxml). Aim: ratio at
most 1.0, better 0.6, with every built-in rule on. Without arguments: the messages of the shared corpus.
"""

from __future__ import annotations

import email
import email.policy
import gc
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from measure import best_cpu, show

SHARED = Path(__file__).resolve().parents[3] / "shared"
DEFAULT = [SHARED / "corpus" / name for name in ("eml-newsletter", "eml-transactional", "eml-spam", "eml-synthetic")]
DEFAULT.append(SHARED / "labels" / "purpose")


def files(folders: list[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.eml"))


def parse_only(paths: list[Path]) -> None:
    for path in paths:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_maintype() != "text":
                continue
            payload = part.get_payload(decode=True) or b""
            assert isinstance(payload, bytes)
            try:
                text = payload.decode(part.get_content_charset("utf-8"), "replace")
            except LookupError:
                text = payload.decode("latin-1")
            if part.get_content_subtype() == "html":
                BeautifulSoup(text, "lxml")


def lint(paths: list[Path]) -> None:
    from mailcheck import check

    check([str(path) for path in paths], config=None)


def main() -> None:
    paths = files([Path(name) for name in sys.argv[1:]] or DEFAULT)
    if not paths:
        sys.exit("no .eml files there")
    gc.set_threshold(100_000)
    lint(paths)  # imports and caches warm, as in a long run
    best = best_cpu({"floor": lambda: parse_only(paths), "lint": lambda: lint(paths)}, 5)
    count = len(paths)
    print(f"{count} messages, {sum(p.stat().st_size for p in paths) / 1e6:.1f} MB")
    show(
        "mailcheck, all rules, per message",
        best["lint"] / count,
        best["floor"] / count,
        "stdlib + bs4(lxml) parse",
    )


if __name__ == "__main__":
    main()
