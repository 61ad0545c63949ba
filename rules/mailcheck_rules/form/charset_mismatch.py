"""The declared charset is not the one of the text.

Readers decode a part by its label. With a wrong one, people see `Ã©` for `é`, or question marks; text that was
decoded and encoded wrongly once before shows the same.

Fix: write and label everything as UTF-8, and find the step that reads a file or a database with another charset.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity

_TOP = "From: a@acme.com\nMIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n"

rule = Rule(
    __name__,
    title="Charset mismatch",
    severity=Severity.ERROR,
    owner="developer",
    cites=(
        Citation("standard", "RFC 2046 section 4.1.2", "https://www.rfc-editor.org/rfc/rfc2046"),
        Citation("standard", "RFC 6657", "https://www.rfc-editor.org/rfc/rfc6657"),
    ),
    examples=(
        Bad(f"{_TOP}Content-Type: text/plain; charset=utf-8\n\nCaf=E9\n", kind="eml", at="utf-8"),
        Bad(f"{_TOP}Content-Type: text/plain; charset=us-ascii\n\nCaf=C3=A9\n", kind="eml", at="us-ascii"),
        Bad(f"{_TOP}Content-Type: text/plain; charset=klingon\n\nHi\n", kind="eml", at="klingon"),
        Bad(f"{_TOP}Content-Type: text/plain\n\nCaf=C3=A9\n", kind="eml", at="text/plain", note="none declared"),
        Bad(
            f"{_TOP}Content-Type: text/plain; charset=iso-8859-1\n\nCaf=C3=A9, d=C3=A9j=C3=A0 vu\n",
            kind="eml",
            at="Ã©",
            note="UTF-8 labelled as Latin-1",
        ),
        Bad("<body><p>Don\u00e2\u20ac\u2122t miss it</p></body>", at="\u00e2\u20ac\u2122", note="encoded twice"),
        Bad(
            f"{_TOP}Content-Type: text/html; charset=utf-8\n\n<meta charset=3D'iso-8859-1'><p>Caf=C3=A9</p>\n",
            kind="eml",
            at="iso-8859-1",
        ),
        Good(f"{_TOP}Content-Type: text/plain; charset=UTF-8\n\nCaf=C3=A9\n", kind="eml"),
        Good(f"{_TOP}Content-Type: text/plain; charset=iso-8859-1\n\nCaf=E9 =93so=94\n", kind="eml"),
        Good(f'{_TOP}Content-Type: text/plain; charset="Windows-1252"\n\nCaf=E9\n', kind="eml"),
        Good("<body><p>\u00c2ge, \u00c3, Caf\u00e9, S\u00c3O PAULO</p></body>"),
        Good("From: a@acme.com\n\nHi\n", kind="eml"),
    ),
)

# UTF-8 read as windows-1252 or Latin-1: what the bytes of accented letters and of typographic quotes become.
_TRAIL = (
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_TWICE = (
    f"\u00e2[\u0080\u20ac]{_TRAIL}|\u00f0\u0178{_TRAIL}{{2}}"  # quotes and dashes; emoji
    f"|(?<=[a-z])\u00c3{_TRAIL}|\u00c3{_TRAIL}(?=[a-z])"  # Latin letters, inside a word
    f"|(?:[\u00d0\u00d1]{_TRAIL}){{3,}}"  # Cyrillic words
)
_TWICE_MARKS = "\u00e2\u00c3\u00d0\u00d1\u00f0"
_META = re.compile(r"""<meta\s[^<>]{0,200}?charset\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for part in message.part.walk():
        text = part.text
        if text is None or part.disposition == "attachment":
            continue
        label = part.header("content-type")
        at = label.span if label is not None else text.span(0, 0)
        if part.declared_charset and part.declared_codec is None:
            yield rule.finding(f"the charset {part.declared_charset[:40]} is unknown to readers", at=at)
        elif part.declared_codec is not None and part.declared_codec != part.charset:
            yield rule.finding(f"the text is not {part.declared_charset[:40]} as declared, but {part.charset}", at=at)
        elif part.declared_codec is not None and "\ufffd" in text.content and b"\xef\xbf\xbd" not in part.payload:
            bad = text.content.index("\ufffd")
            yield rule.finding(f"bytes that are no {part.declared_charset[:40]}", at=text.span(bad, bad + 1))
        elif not part.declared_charset and message.mail.form == "eml" and not part.payload.isascii():
            yield rule.finding(
                "no charset is declared for a text with 8-bit characters", at=at, severity=Severity.WARNING
            )
        twice = re.search(_TWICE, text.content) if any(mark in text.content for mark in _TWICE_MARKS) else None
        if twice is not None:
            yield rule.finding(
                f"characters were encoded twice or labelled wrongly: {twice[0]}",
                at=text.span(twice.start(), twice.end()),
                confidence=Confidence.LIKELY,
            )
        meta = _META.search(text.content[:4096]) if part.content_type == "text/html" else None
        if meta is not None and part.declared_charset and _plain(meta[1]) != _plain(part.declared_charset):
            yield rule.finding(
                f"the page says {meta[1]}, its label {part.declared_charset[:40]}",
                at=text.span(meta.start(1), meta.end(1)),
                severity=Severity.INFO,
            )


def _plain(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label.lower())
