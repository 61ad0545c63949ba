"""Text from mail, made fit for a terminal: nothing in it may move the cursor, hide, or change direction."""

from __future__ import annotations

import re
import unicodedata

PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
"""Control characters as the pictures that Unicode has for them."""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
TAB = 4
BRIEF = 1_000
"""Characters of a text that are told to hosts."""
COMMAND = re.compile(r"##(\w*)\[")
"""`##[error]`, `##vso[task.setvariable ...]`, `##teamcity[...]`: CI systems obey these wherever they are printed."""


def visible(character: str) -> str:
    """One character as it is shown: itself, a picture of a control, or its number as `<U+202E>`."""
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return character
    if code in PICTURES:
        return PICTURES[code]
    return f"<U+{code:04X}>" if unicodedata.category(character) in INVISIBLE else character


def one_line(text: str) -> str:
    """A text on one line: white space folded, everything else visible."""
    return "".join(map(visible, " ".join(text.split())))


def every_line(text: str) -> str:
    """A text of several lines, each as `one_line` gives it, after the white space that indents it."""
    return "\n".join(" " * (len(line) - len(line.lstrip())) + one_line(line) for line in text.split("\n"))


def brief(text: str) -> str:
    """A text on one line, of a length that every host takes: what it quotes may be as long as a sender likes."""
    folded = " ".join(text.split())
    return "".join(map(visible, folded if len(folded) <= BRIEF else f"{folded[:BRIEF]}\u2026"))


def inert(line: str) -> str:
    """A printed line that no CI system takes for a command; as long as before."""
    return COMMAND.sub(r"##\1(", line)


def width(shown: str) -> int:
    """Columns that a shown text takes in a terminal."""
    return len(shown) if shown.isascii() else sum(map(_columns, shown))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(line: str) -> list[str]:
    """What is shown for each character of a source line; a tab fills up to the next multiple of four columns."""
    shown, column = [], 0
    for character in line:
        cell = " " * (TAB - column % TAB) if character == "\t" else visible(character)
        shown.append(cell)
        column += width(cell)
    return shown


def in_ascii(text: str) -> str:
    """The same in ASCII, for terminals that can print nothing else: typography simplified, the rest numbered."""
    plain = text.translate(PLAIN)
    return plain if plain.isascii() else plain.encode("ascii", "backslashreplace").decode()


PLAIN = str.maketrans({
    "\u2026": "...", "\u2500": "-", "\u2502": "|", "\u2192": "->", "\u00b7": "-", "\u2713": "ok", "\u2013": "-",
    "\u2014": "--", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a7": "section ", "\u00a0": " ",
})  # fmt: skip
