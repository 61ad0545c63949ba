"""Throughput over a folder of mail: `python tests/bench/throughput.py [FOLDER ...]`.

Floor: merely parsing the same files with the standard library and beautifulsoup4 (lxml). Aim: ratio at
most 1.0, better 0.6, with every built-in rule on. Without arguments: the messages of the shared corpus.

Then the whole command over some 2,000 messages, these repeated, by the clock on the wall: with one process, and with as
many as are worth it. Floor: a process that merely parses them.
"""

from __future__ import annotations

import email
import email.policy
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup
from measure import best_cpu, process_wall, show

SHARED = Path(__file__).resolve().parents[3] / "shared"
DEFAULT = [SHARED / "corpus" / name for name in ("eml-newsletter", "eml-transactional", "eml-spam", "eml-synthetic")]
DEFAULT.append(SHARED / "labels" / "purpose")


MANY = 2_000
PARSE_ONLY = "--parse-only"


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


def whole_commands(paths: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MANY):
            shutil.copyfile(paths[number % len(paths)], Path(folder, f"{number:05}.eml"))
        check = [sys.executable, "-m", "mailcheck", "check", "--offline", "--no-config", "--quiet", folder, "--jobs"]
        floor = process_wall([sys.executable, __file__, PARSE_ONLY, folder])
        for jobs in ("1", "auto"):
            title = f"{MANY} messages, --jobs {jobs}, each"
            show(title, process_wall([*check, jobs]) / MANY, floor / MANY, "stdlib + bs4(lxml) parse, wall clock")
        print(f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")


def main() -> None:
    if sys.argv[1:2] == [PARSE_ONLY]:
        parse_only(files([Path(sys.argv[2])]))
        return
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
    whole_commands(paths)


if __name__ == "__main__":
    main()
