"""Sheets: the patterns of a family of lists in a language, filed by the piece of text without which none can stand.

A pattern is read when a text holds its piece: of the thousands of a language a message needs dozens. Filing them is
done when the project is built (see `kept.py`); a sheet that holds a team's own words is filed when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mailcheck.lexicon.kept import Recipe, kept
from mailcheck.lexicon.own_words import EXCEPT, OwnWords
from mailcheck.lexicon.patterns import Pattern, parse

_CODE: Final = ("patterns.py", "sheets.py", "languages.py", "subjects.py", "purposes.py", "whole.py")
"""What decides how a pattern is filed."""

Row = tuple[str, str]
"""The name of a list and one of its patterns."""


class Sheet(NamedTuple):
    """Each table: a folded piece of text -> the patterns filed under it, a line each, `LIST<TAB>PATTERN`.

    `whole`: by the longest word that a pattern holds as it is, which is seldom a common one. A line ends in the next
    longest, `LIST<TAB>PATTERN<TAB>WORD`, so that most patterns of a word that a text holds need not be read either.
    `begins`, `ends`, `inside`: patterns without such a word, by what their first word begins with, ends in, contains.
    `unspaced`: those of languages written without spaces, by their first two characters, or their only one.
    `language` '' stands for words of no one language. With `excepts` some lists are named with `EXCEPT` before them.
    """

    language: str
    spaces: bool
    excepts: bool
    whole: Mapping[str, str]
    begins: Mapping[str, str]
    ends: Mapping[str, str]
    inside: Mapping[str, str]
    unspaced: Mapping[str, str]


def sheet_of(language: str, spaces: bool, rows: Iterable[Row]) -> Sheet:
    """Files patterns. Raises `PatternError` for one that cannot be read."""
    tables: dict[str, dict[str, str]] = {name: {} for name in ("whole", "begins", "ends", "inside", "unspaced")}
    excepts = False
    for key, source in dict.fromkeys(rows):
        excepts = excepts or key.startswith(EXCEPT)
        pattern = parse(source, spaces)
        name, piece = _filed(pattern, spaces)
        table, line = tables[name], f"{key}\t{' '.join(source.split())}"
        if name == "whole":
            line += f"\t{next(iter(pattern.needs[1:]), '')}"
        table[piece] = f"{table[piece]}\n{line}" if piece in table else line
    return Sheet(language, spaces, excepts, **tables)


def patterns_in(sheet: Sheet, lines: str) -> Iterator[tuple[str, Pattern]]:
    """The patterns of one entry of a table, each after the name of its list."""
    for line in lines.split("\n"):
        key, source = line.split("\t")
        yield key, parse(source, sheet.spaces)


def paired_lines(lines: str) -> Iterator[tuple[str, str, str]]:
    """The second word, the name of the list and the pattern of each line under an entry of `whole`."""
    for line in lines.splitlines():
        key, source, second = line.split("\t")
        yield second, key, source


def stretches(pattern: Pattern) -> tuple[str, ...]:
    """The parts of a pattern between its gaps, written without spaces."""
    parts: list[str] = []
    for atom, gap in zip(pattern.atoms, pattern.gaps, strict=True):
        if gap or not parts:
            parts.append(atom.text)
        else:
            parts[-1] += atom.text
    return tuple(parts)


def rows_of(
    family: str, language: str, lists: Mapping[str, Sequence[str]], keys: Iterable[str], own: OwnWords
) -> Iterator[Row]:
    """The patterns of a language's lists in the order of `keys`, with a team's own words of the same family."""
    for key in keys:
        for source in own.added(family, language, key, lists.get(key, ())):
            yield key, source
    yield from own.excepted(family, language)


def kept_sheet(recipe: Recipe) -> Sheet:
    """The sheet that a recipe of `sheet_recipe` makes."""
    return Sheet(*kept(recipe))


def sheet_recipe(family: str, language: str, sources: tuple[str, ...], file: Callable[[], Sheet]) -> Recipe:
    """How the sheet of a family and a language is made from `sources`, files of the lexicon."""
    return Recipe(f"{family}/{language or 'shared'}", sources, _CODE, file)


def _filed(pattern: Pattern, spaces: bool) -> tuple[str, str]:
    """The table a pattern stands in, and under which piece."""
    first = pattern.atoms[0]
    if not spaces:
        return "unspaced", stretches(pattern)[0][:2]
    if pattern.needs:
        return "whole", pattern.needs[0]
    if not first.before:
        return "begins", first.text
    return ("inside" if first.after or first.rest else "ends"), first.text
