"""Web and mail addresses that stand bare in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from mailcheck.holes import has_hole, holes_in
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.tags import split_name

_CLOSING: Final = ".,;:!?'\"»”’*_|"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_BRACKETED: Final = lazy_regex(r"<(?:URL:\s?)?((?:https?://|www\.)[^<>]{2,2000})>", re.IGNORECASE)
_LONG_LINE: Final = 60
_REST_OF_ADDRESS: Final = lazy_regex(r"(?=\S*[=&%?/_-])(?![a-z]+://|www\.)[\w=&%?/.~+#:;@!$,-]{4,500}", re.IGNORECASE)
_URL: Final = lazy_regex(r"(?i:(?<![A-Za-z0-9@./-])(?:https?://|www\.))[^\s<>\"]{2,2000}")
_MAILTO: Final = lazy_regex(r"(?<!\w)(?i:mailto:)[^\s<>\"]{3,500}")
# Letters of scripts without spaces belong to the sentence. Two ranges compile twenty times faster than three.
_LETTER: Final = r"[^\W\u0e00-\u1dff\u2000-\uffff]"
_NAME: Final = rf"(?:{_LETTER}|[.+%=-]){{1,64}}"
_LABEL: Final = rf"(?:{_LETTER}|-){{1,63}}"
_MAIL: Final = lazy_regex(rf"(?<![A-Za-z0-9.+%=@-]){_NAME}@{_LABEL}(?:\.{_LABEL}){{1,8}}")
_SENTENCE: Final = lazy_regex(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef「」『』«»“”]")
_NAMES_ADDRESS: Final = lazy_regex(r"(?<![^\W\d_])(?:url|uri|link|href)(?![^\W\d_])", re.IGNORECASE)


class BareAddress(NamedTuple):
    """An address in a text: `href` without the line breaks that mail put into it."""

    start: int
    end: int
    kind: Literal["url", "address"]
    href: str


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
    end = 0
    for start, stop in sorted((place for pattern in likely for place in _places(pattern, text)), key=_longest_first):
        if start < end:
            continue
        address = bracketed.get(start) or _address(text, start, text[start:stop])
        if address is not None:
            end = address.end
            yield address


def _likely(text: str) -> list[re.Pattern[str]]:
    """The patterns whose marks a text holds: most texts hold none."""
    lowered = text.lower()
    web, mail = "://" in text or "ww." in lowered, "@" in text
    marked = ((_URL, web), (_MAILTO, "mailto:" in lowered), (_MAIL, mail))
    return [pattern for pattern, stands in marked if stands]


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern stands; in scripts without spaces an address ends where the sentence goes on."""
    if text.isascii():
        yield from (match.span() for match in pattern.finditer(text))
        return
    match = pattern.search(text)
    while match is not None:
        start, end = match.span()
        if not match[0].isascii() and (sentence := _SENTENCE.search(text, start, end)) is not None:
            end = sentence.start()
            if pattern.fullmatch(text, start, end) is not None:
                yield start, end
        else:
            yield start, end
        match = pattern.search(text, end)


def _longest_first(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def without_addresses(text: str) -> str:
    """The text with its addresses blanked out, so that their words are not read as words of the sentence."""
    likely = [pattern for pattern in _likely(text) if pattern is not _MAILTO]
    kept, end = [], 0
    for start, stop in sorted(place for pattern in likely for place in _places(pattern, text)):
        if start >= end:
            kept += [text[end:start], " " * (stop - start)]
            end = stop
    return "".join([*kept, text[end:]]) if kept else text


def _bracketed(text: str) -> Iterator[BareAddress]:
    """`<http://...>`: what is within the brackets is the address, line breaks and all."""
    for match in _BRACKETED.finditer(text):
        href = "".join(match[1].split())
        if all(len(line.split()) < 2 for line in match[1].splitlines()):
            yield BareAddress(match.start(1), match.end(1), "url", href)


def _address(text: str, start: int, written: str) -> BareAddress | None:
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
