"""Web and mail addresses that stand bare in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from mailcheck.holes import has_hole, holes_in
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.tags import split_name

_CLOSING: Final = ".,;:!?'\"»”’*_|"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_BRACKETED: Final = lazy_regex(r"<(?:URL:\s?)?((?:https?://|www\.)[^<>]{2,2000})>", re.IGNORECASE)
_LONG_LINE: Final = 60
_REST_OF_ADDRESS: Final = lazy_regex(r"(?=\S*[=&%?/_-])(?![a-z]+://|www\.)[\w=&%?/.~+#:;@!$,-]{4,500}", re.IGNORECASE)
_NAMES_ADDRESS: Final = lazy_regex(r"(?<![^\W\d_])(?:url|uri|link|href)(?![^\W\d_])", re.IGNORECASE)


class BareAddress(NamedTuple):
    """An address in a text: `href` without the line breaks that mail put into it."""

    start: int
    end: int
    kind: Literal["url", "address"]
    href: str


class _Patterns(NamedTuple):
    """What addresses look like."""

    url: re.Pattern[str]
    mailto: re.Pattern[str]
    mail: re.Pattern[str]
    any: re.Pattern[str]


@lru_cache(maxsize=2)
def _patterns(is_ascii: bool) -> _Patterns:
    """The patterns for ASCII texts, or for others: large sets of characters take milliseconds to compile."""
    stop, letter = r"\s<>\"", r"\w"
    if not is_ascii:
        stop += r"\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef「」『』«»“”"
        letter = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    # Case is ignored in parts: where it is, compiling looks at each of the thousands of characters of a range.
    url = rf"(?i:(?<![A-Za-z0-9@./-])(?:https?://|www\.))[^{stop}]{{2,2000}}"
    mailto = rf"(?<!\w)(?i:mailto:)[^{stop}]{{3,500}}"
    name, label = rf"(?:{letter}|[.+%=-]){{1,64}}", rf"(?:{letter}|-){{1,63}}"
    mail = rf"(?<![A-Za-z0-9.+%=@-]){name}@{label}(?:\.{label}){{1,8}}"
    return _Patterns(re.compile(url), re.compile(mailto), re.compile(mail), re.compile(f"{url}|{mail}"))


def bare_addresses(text: str) -> Iterator[BareAddress]:
    """The addresses in a text, in order. Closing punctuation of the sentence is no part of them."""
    found = list(_written(text))
    if has_hole(text):
        found = sorted([*found, *_tags(text, found)])
    yield from found


def _tags(text: str, found: Sequence[BareAddress]) -> Iterator[BareAddress]:
    """The tags of a template, outside of addresses, that become one as their names say: `{{ unsubscribeUrl }}`."""
    taken = [(address.start, address.end) for address in found]
    for start, end in holes_in(text):
        alone = not any(first < end and start < last for first, last in taken)
        if alone and _NAMES_ADDRESS.search(split_name(text[start:end])):
            yield BareAddress(start, end, "url", text[start:end])


def _written(text: str) -> Iterator[BareAddress]:
    likely = _likely(text)
    if not likely:
        return
    bracketed = {address.start: address for address in _bracketed(text)}
    matches = (match for pattern in likely for match in pattern.finditer(text))
    end = 0
    for match in sorted(matches, key=_place):
        start = match.start()
        if start < end:
            continue
        address = bracketed.get(start) or _address(text, match)
        if address is not None:
            end = address.end
            yield address


def _likely(text: str) -> list[re.Pattern[str]]:
    """The patterns whose marks a text holds: most texts hold none."""
    lowered = text.lower()
    web, mail = "://" in text or "ww." in lowered, "@" in text
    if not (web or mail):
        return []
    patterns = _patterns(text.isascii())
    marked = ((patterns.url, web), (patterns.mailto, "mailto:" in lowered), (patterns.mail, mail))
    return [pattern for pattern, stands in marked if stands]


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), -match.end()


def without_addresses(text: str) -> str:
    """The text with its addresses blanked out, so that their words are not read as words of the sentence."""
    likely = _likely(text)
    if not likely:
        return text
    patterns = _patterns(text.isascii())
    pattern = patterns.any if patterns.mail in likely else patterns.url
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _bracketed(text: str) -> Iterator[BareAddress]:
    """`<http://...>`: what is within the brackets is the address, line breaks and all."""
    for match in _BRACKETED.finditer(text):
        href = "".join(match[1].split())
        if all(len(line.split()) < 2 for line in match[1].splitlines()):
            yield BareAddress(match.start(1), match.end(1), "url", href)


def _address(text: str, match: re.Match[str]) -> BareAddress | None:
    start, written = match.start(), match[0]
    stripped = _without_closing(written)
    if len(stripped) == len(written) and written[:4].lower() in ("http", "www."):
        stripped = _with_next_line(text, start, written)
    end = start + len(stripped)
    href = "".join(stripped.split())
    if href.lower().startswith("mailto:") or ("://" not in href and "@" in href and not href.startswith("www.")):
        href = href if href.lower().startswith("mailto:") else f"mailto:{href}"
        return BareAddress(start, end, "address", href)
    return BareAddress(start, end, "url", href) if len(href) > 6 else None


def _without_closing(url: str) -> str:
    """The address without punctuation of the sentence and without a bracket that it did not open."""
    while url:
        last = url[-1]
        if last in _CLOSING or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
            url = url[:-1]
        else:
            break
    return url


def _with_next_line(text: str, start: int, url: str) -> str:
    """The address with its second line, where a line of mail was full and the next goes on with it."""
    end = start + len(url)
    if text[end : end + 1] not in ("\n", "\r"):
        return url
    line_start = text.rfind("\n", 0, start) + 1
    if end - line_start < _LONG_LINE:
        return url
    next_start = text.find("\n", end) + 1
    match = _REST_OF_ADDRESS.match(text, next_start)
    if match is None or text[match.end() : match.end() + 1] not in ("", "\n", "\r", ">", " "):
        return url
    return text[start : next_start + len(_without_closing(match[0]))]
