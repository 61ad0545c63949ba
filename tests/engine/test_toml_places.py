"""Keys of a TOML document are found where they stand, in every way TOML has of writing them."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.engine.toml_places import Key, places

DOCUMENT = """\
# a comment with [brackets] = and "quotes
select = ["us", 'form',   # one
  "dmarc"]
"a b".'c\\d' = \"\"\"x
fake = 1 "quoted" \\""\" y\"\"\"
context = { class = "a,b}#", in = { a = [1, { b = 2 }] } }
rules.unsub-camouflaged = { min_contrast = 4.5 }
[[paths]]
match = "a"
[paths.sub]
k = 1979-05-27T07:32:00Z
[[paths]]
match = '''b
[no]'''
[ tool . "mail.check" ]
x = 1
"""


def test_every_key_is_where_it_stands() -> None:
    tomllib.loads(DOCUMENT)
    found = places(DOCUMENT)
    assert found["select",] == (2, 1)
    assert found["select", 2] == (3, 3)
    assert found["a b", "c\\d"] == (4, 7)
    assert found["context", "in", "a", 1, "b"] == (6, 47)
    assert found["rules", "unsub-camouflaged", "min_contrast"] == (7, 29)
    assert found["paths", 0, "match"] == (9, 1)
    assert found["paths", 0, "sub", "k"] == (11, 1)
    assert found["paths", 1] == (12, 1)
    assert found["paths", 1, "match"] == (13, 1)
    assert found["tool", "mail.check", "x"] == (16, 1)
    assert ("fake",) not in found
    assert ("no",) not in found


def keys(value: Any, prefix: Key = ()) -> set[Key]:
    found = set()
    if isinstance(value, dict):
        for name, inner in value.items():
            found |= {(*prefix, name)} | keys(inner, (*prefix, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found |= {(*prefix, index)} | keys(inner, (*prefix, index))
    return found


def quoted(text: str) -> str:
    escaped = "".join(f"\\U{ord(c):08X}" if c in '\\"' or not c.isprintable() else c for c in text)
    return f'"{escaped}"'


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[\n # ]\n" + ",\n".join(map(inline, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else quoted(value)


text = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
values = st.recursive(
    st.booleans() | st.integers(-9, 99) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(text, values, max_size=4))
def test_the_scanner_finds_the_keys_that_tomllib_finds(table: dict[str, Any]) -> None:
    document = "".join(f"{quoted(name)} = {inline(value)}\n" for name, value in table.items())
    assert tomllib.loads(document) == table
    found = places(document)
    assert set(found) == keys(table)
    lines = document.split("\n")
    for key, (line, column) in found.items():
        if isinstance(key[-1], str):
            assert lines[line - 1][column - 1 :].startswith(quoted(key[-1]))
