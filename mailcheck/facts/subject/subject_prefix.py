"""Reply and forward prefixes of a subject, and whether the message is one."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.subjects import PREFIX_WORD, Prefix, prefixes

_PREFIX: Final = re.compile(
    rf"\s*(?:\[[^\]]{{1,40}}\]\s*)?(?P<all>(?P<word>{PREFIX_WORD})\s?"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\^?\d{1,2})?\s{0,2}[:：﹕︰])"
)
_COUNTER: Final = re.compile(r"\s*[(（\[](?P<n>\d{1,2})[)）\]]\s?(?=\S)")
_QUOTED: Final = lazy_regex(
    r"^[ \t]{0,3}>|^[ \t]*[-_—]{3,}[ \t]*[^\W\d_][^\n]{3,60}[-_—:]"
    r"|^[^\n]{5,200}(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|kirjoitti|napisał(?:a|\(a\))?"
    r"|napsal\(?a?\)?|írta|a scris|написал\w*|пише|έγραψε|yazdı|كتب|כתב|写道|寫道|wrote on)[^\n]{0,20}[:：]"
    r"|^[ \t>*]*[^\W\d_][^\W\d_ ]{1,12}[ \t]{0,2}[:：][^\n]{0,80}[\w.+-]@[\w-]+\.[^\n]*\n(?:[^\n]*\n)?"
    r"[ \t>*]*[^\W\d_][^\W\d_ ]{1,12}[ \t]{0,2}[:：]",
    re.MULTILINE,
)
_READ: Final = 40_000


class Start(NamedTuple):
    """How a subject begins: its prefix as written ('' without one) with what is known of it, and the rest."""

    written: str
    prefix: Prefix | None
    rest: str


def split_prefix(subject: str, language: str, own: OwnWords) -> Start:
    """Takes the reply and forward prefixes off; `written` is the first of them."""
    written, first, rest = "", None, subject
    for _ in range(6):
        match = _PREFIX.match(rest)
        known = prefixes(own).get(fold(match["word"])) if match else None
        if match is None or known is None or (known.languages and language not in known.languages):
            break
        written, first = written or match["all"].strip(), first or known
        rest = rest[match.end() :]
    return Start(written, first, rest.strip())


def fake_reply(subject: str, start: Start, body: str, display: str, *, threaded: bool) -> Signal | None:
    """A prefix without an earlier message. `threaded`: the header, or what is attached, shows one.

    What the body or the sender's name uses as a name of its own ('TR' is a stock, 'PD' a magazine) is no prefix.
    """
    if threaded or (start.prefix is None and _COUNTER.match(subject) is None) or _QUOTED.search(body[:_READ]):
        return None
    if start.prefix is not None:
        if _is_term(start, subject, body, display):
            return None
        what = "replied to" if start.prefix.kind == "reply" else "forwarded"
        return Signal(
            "fake-reply",
            start.written,
            f"'{start.written}' claims an earlier message, and none is {what}",
            Confidence.LIKELY,
            missing="In-Reply-To, References or a quoted message",
            detail=start.prefix.kind,
        )
    return _counter(subject, body)


def _counter(subject: str, body: str) -> Signal | None:
    match = _COUNTER.match(subject)
    if match is None or re.match(r"\s*[(（\[]\d{4}", subject) or re.search(rf"(?<!\d){match['n']}(?!\d)", body):
        return None
    mark = match[0].strip()
    return Signal(
        "fake-reply",
        mark,
        f"'{mark}' looks like a mail client's count of messages",
        Confidence.HEURISTIC,
        missing=f"{match['n']} messages or items",
        detail="counter",
    )


def _is_term(start: Start, subject: str, body: str, display: str) -> bool:
    word = re.split(r"[\s\[(^\d:：﹕︰]", start.written, maxsplit=1)[0]
    whole = re.escape(start.written) + r"\s{0,2}" + re.escape(start.rest[:3])
    if start.rest and re.search(whole, body):
        return True
    standing = rf"(?<![\w/]){re.escape(word)}(?![\w:：/])"
    if len(word) > 1 and word.isupper() and re.search(standing, body):
        return True
    if len(word) == 1:
        return re.match(rf"{re.escape(word)}\s\w", display) is not None
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", display) is not None
