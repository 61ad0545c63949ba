"""A link with all that is said in it and around it, taken apart for the question whether it is a way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mailcheck.facts.optout.addressing import Address
from mailcheck.facts.optout.wording import Claim, Passage
from mailcheck.facts.text.bare_addresses import without_addresses
from mailcheck.facts.text.sentences import is_question, sentences
from mailcheck.holes import has_hole, unmask
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.matching import Hit, Matcher

if TYPE_CHECKING:
    from mailcheck.facts.text.links import Link

_SPACED_OUT: Final = lazy_regex(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
ROUTES: Final = (
    "leave",
    "leave_weak",
    "no_more",
    "weary",
    "tiresome",
    "preferences",
    "preferences_weak",
    "choose",
    "inbox",
    "withdraw",
)
"""The lists whose words can make a link a way out."""
SUPPORT: Final = ("leave_weak", "no_more", "none_at_all", "mail", "preferences", "preferences_weak")
"""The lists whose words go with an address that names leaving."""
_ROUTES: Final = frozenset((*ROUTES, "goodbye", "refusal"))
_SUPPORT: Final = frozenset((*SUPPORT, "here"))
_ADDRESS: Final = re.compile(r"@\w|^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/|$)")


@dataclass
class Candidate:
    """A link with what is said in it and around it.

    `own` is the sentence it stands in, from `start` to `end` of the folded text; `before` and `after` are its
    stretches up to the neighbouring links. `asked` is the question that the sentence answers, `told` the
    statement before a sentence that is nothing but the link. `beside`: the links before and after
    it. `unreadable`: in a language without words here.
    """

    number: int
    link: Link
    address: Address
    words: Passage
    own: Passage
    start: int
    end: int
    asked: str
    told: str
    before: str
    after: str
    beside: tuple[Link, ...]
    matcher: Matcher
    claim: Claim | None = None
    because: str = ""
    refused: bool = False
    elsewhere: bool = False
    unreadable: bool = False

    @cached_property
    def block(self) -> Passage:
        """All text of the block that the link stands in."""
        return self.read(self.link.sentence)

    @cached_property
    def statement(self) -> Passage:
        """The sentence with the question that it answers."""
        return self.read(f"{self.asked} {self.own.text}")

    def read(self, text: str) -> Passage:
        """A text read with the words by which this link is judged."""
        return Passage(text, self.matcher)

    @property
    def generic(self) -> bool:
        """Whether the words say nothing by themselves: 'here', an address."""
        if is_bare(self.link):
            return True
        here = self.words.all("here")
        covered = sum(end - start for start, end in _union(here))
        return bool(here) and (self.words.count <= 3 or covered * 2 >= len(self.words.text))

    @property
    def other_link(self) -> bool:
        """Whether the words name another link of a footer, or logging out."""
        if self.words.has("leave"):
            return False
        here = _union([hit for key in ("here", "preferences", "no_more") for hit in self.words.all(key)])
        return any(
            not any(start <= hit.start and hit.end <= end for start, end in here)
            for key in ("footer", "logout")
            for hit in self.words.all(key)
        )


def _union(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """The stretches that hits cover together; hits are in order of their places."""
    merged: list[tuple[int, int]] = []
    for hit in hits:
        if merged and hit.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], hit.end))
        else:
            merged.append((hit.start, hit.end))
    return merged


def is_bare(link: Link) -> bool:
    """Whether the words of a link are its address or another."""
    if link.kind in ("url", "address") or link.words == link.href:
        return True
    return " " not in link.words and _ADDRESS.search(link.words) is not None


def can_lead_out(link: Link, address: Address) -> bool:
    """Whether a link has words and leads to a page or a new mail: no call, no picture."""
    readable = any(map(str.isalnum, link.words)) or has_hole(link.words)
    return readable and address.followed and not (address.asset and link.kind == "url")


def promising(links: Sequence[Link], matcher: Matcher, *, unknown: bool) -> Iterator[tuple[int, Address]]:
    """The numbers of the links that are worth a closer look, with their addresses.

    Most links of a mail are not: nothing in them or around them speaks of leaving, nor does the address, where
    that would count. `unknown`: it counts beside words of any kind.
    """
    addressed = ((number, link, Address(link.href)) for number, link in enumerate(links))
    able = [(number, link, address) for number, link, address in addressed if can_lead_out(link, address)]
    folded = {text: fold(without_addresses(text)) for text in dict.fromkeys(link.sentence for _, link, _ in able)}
    words = [fold(words_of(link)) for _, link, _ in able]
    speaking = matcher.saying((*folded.values(), *words), _ROUTES)
    for (number, link, address), own in zip(able, words, strict=True):
        bare = unknown or bool(address.tag) or is_bare(link)
        if (
            address.scheme == "mailto"
            or folded[link.sentence] in speaking
            or own in speaking
            or ((address.leave or address.settings) and (bare or matcher.says(own, _SUPPORT)))
        ):
            yield number, address


def candidate_of(index: int, links: Sequence[Link], address: Address, matcher: Matcher) -> Candidate:
    link = links[index]
    text, start, end = link.sentence, link.offset, link.offset + link.length
    bounds = sentences(text)
    touched = [number for number, (first, last) in enumerate(bounds) if first < end and last > start]
    first, last = (bounds[touched[0]][0], bounds[touched[-1]][1]) if touched else (0, len(text))
    text = without_addresses(text)
    own = text[first:last]
    earlier = [text[slice(*bound)] for bound in bounds[: touched[0]]] if touched else []
    asked: list[str] = []
    while earlier and is_question(earlier[-1]):
        asked.insert(0, earlier.pop())
    alone = not any(map(str.isalnum, text[first:start] + text[end:last]))
    left, right = _neighbours(index, links)
    return Candidate(
        number=index,
        link=link,
        address=address,
        words=Passage(words_of(link), matcher),
        own=Passage(own, matcher),
        start=len(fold(text[first:start])),
        end=len(fold(text[first:end])),
        asked=" ".join(asked),
        told=earlier[-1] if earlier and alone and not asked else "",
        before=text[max(first, left) : start],
        after=text[end : min(last, right)],
        beside=(*links[max(0, index - 1) : index], *links[index + 1 : index + 2]),
        matcher=matcher,
    )


def words_of(link: Link) -> str:
    """The words of a link without addresses, those in the name of a tag included.

    Words set with a space after every letter, 'S T O P', are given as they are read.
    """
    words = without_addresses(unmask(link.words))
    if min(map(len, words.split(" ")), default=0) > 1:
        return words
    return _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), words)


def _neighbours(index: int, links: Sequence[Link]) -> tuple[int, int]:
    """Where the link before ends and the link after begins, of those that stand in the same sentence."""
    link = links[index]
    left, right = 0, len(link.sentence)
    if index and links[index - 1].sentence == link.sentence:
        previous = links[index - 1]
        left = min(previous.offset + previous.length, link.offset)
    if index + 1 < len(links) and links[index + 1].sentence == link.sentence:
        right = max(links[index + 1].offset, link.offset + link.length)
    return left, right
