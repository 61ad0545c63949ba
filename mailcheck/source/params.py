"""Structured header values: the value itself and its parameters, with RFC 2231 and what clients tolerate."""

from __future__ import annotations

import re

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.charsets import decode
from mailcheck.source.words import decode_words

# ;name=value, ;name="quoted \" value"; an unterminated quote runs to the next semicolon.
_PARAM = re.compile(r';\s*+([^\s=;"()]++)\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))', re.DOTALL)
_ESCAPED = lazy_regex(r'\\(["\\])')
_COMMENT = re.compile(r"\s\([^()]*\)\s*\Z")
_SECTION = re.compile(r"([^*]+)\*(?:(\d{1,4})(\*)?)?")
_PERCENT = lazy_regex(rb"%([0-9A-Fa-f]{2})")


def read_params(text: str) -> tuple[str, dict[str, str]]:
    """An unfolded value -> what precedes the first semicolon, and the parameters, keys in lower case.

    The first of equal parameters counts; an extended one (`name*`) beats a plain one.
    """
    value, _, _ = text.partition(";")
    value, _, stray = value.strip().partition(" ")
    rest = text[text.find(";") :] if ";" in text else ""
    if "=" in stray:
        rest = f";{stray}{rest}"
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, quoted, bare in _PARAM.findall(rest):
        content = _ESCAPED.sub(r"\1", quoted) if quoted else _COMMENT.sub("", bare).strip().strip('"')
        split = _SECTION.fullmatch(name)
        if split is None:
            plain.setdefault(name.lower(), decode_words(content).text if "=?" in content else content)
        else:
            number, extended = int(split[2] or 0), split[2] is None or bool(split[3])
            sections.setdefault(split[1].lower(), {}).setdefault(number, (content, extended))
    for name, numbered in sections.items():
        plain[name] = _join(numbered)
    return value.lower(), plain


def _join(numbered: dict[int, tuple[str, bool]]) -> str:
    """Continuations in order, as far as they follow each other; the first names the charset of all."""
    pieces: list[bytes] = []
    charset = ""
    for number in range(len(numbered)):
        if number not in numbered:
            break
        content, extended = numbered[number]
        if extended and number == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        piece = content.encode("utf-8")
        pieces.append(_PERCENT.sub(lambda found: bytes.fromhex(found[1].decode()), piece) if extended else piece)
    return decode(b"".join(pieces), charset).text
