"""What names a fault across runs: alike wherever the project lies, another for another fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mailcheck import check
from mailcheck.findings import fingerprint

WritePack = Callable[..., Path]


def prints(folder: Path, *paths: Path | str, root: Path) -> list[str]:
    found = check(
        paths, rule_dirs=[folder], config=root / "mailcheck.toml", select=["odd"], today=date(2026, 11, 24)
    ).findings
    return [fingerprint(finding) for finding in found]


def test_they_do_not_know_where_the_project_lies(
    write_rule: WritePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, each_p: str
) -> None:
    folder = write_rule(body=each_p)
    known: list[list[str]] = []
    for name in ("here", "there"):
        root = tmp_path / name
        (root / "mails").mkdir(parents=True)
        (root / "mailcheck.toml").write_text("")
        (root / "mails" / "a.html").write_text("<p>\n<p class=b>\n")
        monkeypatch.chdir(root)
        known += [prints(folder, "mails", root=root), prints(folder, root / "mails" / "a.html", root=root)]
        monkeypatch.chdir(root / "mails")
        known.append(prints(folder, "a.html", root=root))
    first, *others = known
    assert len(set(first)) == 2
    assert all(other == first for other in others)


def test_they_stay_when_lines_move_and_change_with_the_file(write_rule: WritePack, tmp_path: Path, each_p: str) -> None:
    folder = write_rule(body=each_p)
    (tmp_path / "mailcheck.toml").write_text("")
    (tmp_path / "a.html").write_text("<p>\n<p  class=b>\n")
    (tmp_path / "b.html").write_text("<p>\n")
    before = prints(folder, tmp_path / "a.html", root=tmp_path)
    (tmp_path / "a.html").write_text("<h1>new</h1>\n\n  <p\nclass=b>\n<p><p>\n")
    after = prints(folder, tmp_path / "a.html", root=tmp_path)
    assert after == [before[1], before[0], before[0]]
    assert prints(folder, tmp_path / "b.html", root=tmp_path) != before[:1]
