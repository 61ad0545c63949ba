"""Postal addresses of a message: of which country they are, whose, and whether a letter would arrive."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal

from mailcheck.facts.postal.postal_by_code import by_code
from mailcheck.facts.postal.postal_by_street import by_street
from mailcheck.facts.postal.postal_cutting import cut
from mailcheck.facts.postal.postal_found import Found
from mailcheck.facts.postal.postal_pieces import is_east_asian
from mailcheck.facts.postal.postal_roles import Earlier, Later, People, Role, role_of
from mailcheck.facts.postal.postal_samples import fields_in, sample_row, why_sample
from mailcheck.facts.postal.postal_tags import address_tags, instructions
from mailcheck.facts.postal.postal_text import Passage, passages
from mailcheck.facts.postal.postal_windows import windows
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords

if TYPE_CHECKING:
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.seen import Seen
    from mailcheck.facts.text.links import Image
    from mailcheck.spans import Span

Form = Literal["street", "po-box", "pmb", "rural-route", "named-house"]
Verdict = Literal["valid", "partial", "placeholder", "template-variable"]
FORMS: Final[dict[str, Form]] = {form: form for form in ("street", "po-box", "pmb", "rural-route", "named-house")}

_SIGNS: Final = lazy_regex(r"[,|·•،，、\]]|\s[-–/]\s")
_MOST: Final = 200  # addresses of one text
_LAST_LINES: Final = 30  # of a text: where a sender says who it is
_FEW_FIELDS: Final = 2  # kinds of fields that two lines of a form may also hold
_PLACES: Final = frozenset({"town", "code"})
_SPACE: Final = re.compile(r"\s+")
MISSING: Final = {"A": "street", "C": "town", "S": "area", "Z": "postal code"}


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address as displayed, white space collapsed.

    `country`: ISO 3166 code, '' if unclear. `missing`: what a partial one lacks, in words. `because`: why it is a
    placeholder. `seen` is the worst sight of its runs. `in_image`: it stands in an alternative text. `span` is found
    when asked for, since it takes the places of all runs: `place` finds it.
    """

    text: str
    country: str
    form: Form
    role: Role
    verdict: Verdict
    missing: tuple[str, ...]
    because: str
    seen: Seen
    place: Callable[[], Span] = field(repr=False, compare=False)
    part: Literal["html", "text"]
    in_image: bool = False

    @property
    def span(self) -> Span:
        return self.place()


def find_addresses(
    runs: Iterable[Run],
    images: Iterable[Image],
    language: str = "",
    sender: str = "",
    own: OwnWords = NO_WORDS,
    reader: Callable[[], str] = str,
) -> tuple[PostalAddress, ...]:
    """All postal addresses of both parts, in reading order, visible ones first.

    `language` helps to tell the country; `sender` is what the From field says, for addresses that only one sender
    may use. `own`: words that a team added to those of addresses. `reader` gives what the To field says, for addresses
    under the reader's name. Cities alone count, as partial addresses, where nothing better was found.
    """
    found: list[PostalAddress] = []
    texts = passages(runs, images)
    for passage in texts:
        found += _read(passage, language, People(sender, reader), own)
    if all(address.verdict == "partial" for address in found):
        found = [address for passage in texts for address in _sample_lines(passage)] or found
    if not found:
        found = [
            address for passage in texts if not passage.hidden for address in _towns(passage, language, sender, own)
        ]
    return tuple(found)


def _read(passage: Passage, language: str, people: People, own: OwnWords) -> Iterator[PostalAddress]:
    text = passage.text
    taken = _Taken()
    results = [
        (place.start, _described(passage, place.start, place.end, "template-variable"))
        for place in address_tags(text)
        if taken.take(place.start, place.end)
    ]
    previous: Earlier | None = None
    items = _best(_candidates(passage, language, own), taken)
    for item, following in zip_longest(items, items[1:]):
        if previous is not None:
            tag = passage.list_of(previous.end - 1, item.start)
            previous = previous._replace(listed=tag != "", loose=tag == "p")
        tag = passage.list_of(item.end - 1, following.start) if following is not None else ""
        later = Later(following.start, tag) if following is not None and tag else None
        address = _judge(passage, item, people, previous, own, later)
        previous = Earlier(item.end, address.role, listed=False, loose=False)
        results.append((item.start, address))
    for place in instructions(passage):
        if len(results) < _MOST and taken.take(place.start, place.end):
            because = "it asks for an address to be put there"
            results.append((place.start, _described(passage, place.start, place.end, "placeholder", because)))
    yield from (address for _, address in sorted(results, key=lambda result: result[0]))


def _candidates(passage: Passage, language: str, own: OwnWords) -> Iterator[tuple[int, Found]]:
    """Everything that could be an address, with how sure it is."""
    text = passage.text
    for window in windows(passage, own):
        for rank, found in _in_window(window.text, window.promising, language, own):
            start, end = window.offset + found.start, window.offset + found.end
            yield rank, found._replace(start=start, end=end)
    if is_east_asian(text):
        from mailcheck.facts.postal import postal_cjk  # its patterns take long to compile

        start = 0
        for row in passage.written:
            if is_east_asian(row) and len(row) < 600:
                yield from postal_cjk.find(row, start, language)
            start += len(row) + 1


@lru_cache(maxsize=64)
def _in_window(text: str, near: frozenset[int], language: str, own: OwnWords) -> tuple[tuple[int, Found], ...]:
    """What could be an address in a stretch of lines: the messages of a campaign share their footers."""
    pieces = cut(text, 0, 0, own)
    coded = list(by_code(pieces, language))
    sure = [found for found in _best(coded, _Taken()) if found.valid] if coded else ()
    return (*coded, *by_street(pieces, language, near, sure))


class _Taken:
    """Stretches that do not overlap, in order."""

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Adds a stretch unless it overlaps one that was taken before; whether it was added."""
        place = bisect_left(self._stretches, (start, end))
        if place and self._stretches[place - 1][1] > start:
            return False
        if place < len(self._stretches) and self._stretches[place][0] < end:
            return False
        self._stretches.insert(place, (start, end))
        return True


def _best(candidates: Iterable[tuple[int, Found]], taken: _Taken) -> list[Found]:
    """The surest candidates that do not overlap, in reading order."""
    ranked = sorted(candidates, key=lambda item: (-item[0], item[1].start - item[1].end))
    kept = [found for _, found in ranked if taken.take(found.start, found.end)]
    return sorted(kept, key=lambda found: found.start)[:_MOST]


def _judge(
    passage: Passage, found: Found, people: People, previous: Earlier | None, own: OwnWords, later: Later | None
) -> PostalAddress:
    text = passage.text
    line_start = text.rfind("\n", max(0, found.start - 200), found.start) + 1
    line_end = text.find("\n", found.end, found.end + 80)
    around = text[max(line_start, found.start - 120) : line_end if line_end >= 0 else found.end]
    because = why_sample(text[found.start : found.end], around, found, people.sender)
    verdict: Verdict = "placeholder" if because else "valid" if found.valid else "partial"
    role = role_of(text, found.start, found.end, previous, people, own, full=found.valid, later=later)
    return _described(passage, found.start, found.end, verdict, because, found, role)


def _described(
    passage: Passage,
    start: int,
    end: int,
    verdict: Verdict,
    because: str = "",
    found: Found | None = None,
    role: Role = "sender",
) -> PostalAddress:
    sources = passage.sources_of(start, end)
    worst = min(sources, key=lambda source: _RANK.get(source.of.seen.verdict, 3)).of.seen
    return PostalAddress(
        text=_SPACE.sub(" ", passage.text[start:end]).strip(" ,;|·•-–"),
        country=found.country if found is not None else "",
        form=FORMS[found.form] if found is not None else "street",
        role=role,
        verdict=verdict,
        missing=tuple(MISSING[letter] for letter in found.missing)
        if found is not None and verdict == "partial"
        else (),
        because=because,
        seen=worst,
        place=partial(passage.span, start, end),
        part=passage.part,
        in_image=all(source.image for source in sources),
    )


_RANK: Final = {"hidden": 0, "low-contrast": 1, "too-small": 2, "indeterminate": 3, "visible": 4, "not-applicable": 4}


def _sample_lines(passage: Passage) -> Iterator[PostalAddress]:
    """Lines of sample words in which no address was told: 'Company Name, Street, City', or of names of fields."""
    before = frozenset[str]()
    for number, start in passage.last_lines(_LAST_LINES):
        line = passage.written[number]
        if not 5 < len(line) < 160:
            before = frozenset()
            continue
        because = sample_row(line) if len(_SIGNS.findall(line)) > 1 or is_east_asian(line) else ""
        kinds = frozenset() if because else fields_in(line)
        if len(kinds | before) > _FEW_FIELDS and len(kinds) > 1 and not _PLACES.isdisjoint(kinds | before):
            because = f'"{_SPACE.sub(" ", line).strip()[:60]}" names the parts of an address'
        before = kinds
        if because:
            yield _described(passage, start, start + len(line), "placeholder", because)


def _towns(passage: Passage, language: str, sender: str, own: OwnWords) -> Iterator[PostalAddress]:
    from mailcheck.facts.postal.postal_towns import town_alone

    for found in town_alone(passage, language, sender, own):
        yield _described(passage, found.start, found.end, "valid" if found.valid else "partial", "", found)
