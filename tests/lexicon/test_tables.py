from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mailcheck.lexicon.tables import FOLDER, read_table

FILES = sorted(path.relative_to(FOLDER).as_posix() for path in Path(FOLDER).rglob("*.toml"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_read_as_tomllib_reads_it(name: str) -> None:
    assert repr(read_table(name)) == repr(tomllib.loads((Path(FOLDER) / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        'a = "x # y" # z\n[t]\nb = true\n[t.u-v]\nc = 12 # d\n[[m]]\ne = []\n[[m]]\nf = ["g", # "h"\n "i\\"]",\n]\n',
        'a = """\nb, c\n  d\n"""\n"e f" = false',
        "a = 'literal'\n[t]\nb = { c = 1 }\n",
        'a = [["nested"], ["lists"]]\nb = 1.5\nc = 2026-11-24\n',
        'a = """\nwith an \\u00e9scape"""\n',
        "a.b = 1\n[c.'d']\ne = [1, 2]",
    ],
)
def test_what_the_quick_reading_does_not_know_is_left_to_tomllib(tmp_path: Path, text: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text, encoding="utf-8")
    assert repr(read_table(str(file))) == repr(tomllib.loads(text))
