"""What a part's form and place tell a reader who knows none of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mailcheck.facts.purpose import numbers
from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.figures import Ledger
from mailcheck.facts.purpose.targets import leads_home
from mailcheck.facts.purpose.units import READ, Unit, is_button
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold

_PROSE, _LONG_PROSE = 80, 260
_LINE: Final = 60
"""Characters of what a reader takes for one line."""
_FIRST_LINE: Final = 45
_SAID: Final = 36
"""Characters of a sentence with a full stop that begin a letter."""
_CLAUSES: Final = lazy_regex(r"[,;:!.+][\s]|\s[–—+&|-]\s")
_SIGNED, _SIGNATURE = 160, 90
"""Characters of a farewell with a name below, and of the name by itself."""
_LAST: Final = 3
"""Parts at the end among which the sender's particulars stand."""
_IMPRINT: Final = 30
"""Characters after the sender's name within which a list of its particulars goes on."""
_NAV_WORDS, _MENU = 26, 120
_PITCH: Final = 450
"""Characters above which a text is an article, and its questions are those of its story."""
_STEM: Final = 5
"""Letters by which a word is known again in another of its forms."""
_TOP: Final = 2
"""Parts at the top among which a newsletter's own name stands."""
_HEADS: Final = 1.5
"""What a reference says more where it is the very first line."""
_NAME: Final = 5
"""Letters of the first words of a name that stand for the whole."""
_MASTHEAD: Final = 90
_COMMAS: Final = ",،，、"
_ADDRESSED: Final = _COMMAS + ":：!！"
_OPENS_ASKING: Final = lazy_regex(r"[¿\"“«]?[^.!?？؟;]{4,80}[?？؟]\s*(?=\w|\W\w)")
"""A first sentence that is a question, and something after it."""
_ASKED: Final = 2.4
"""How much more a price says to whom has just been asked something."""
_PERCENT: Final = lazy_regex("[%％٪]")
_PARTED: Final = re.compile(r"\s[|·•/–]\s|[|·•]")
_STEP: Final = re.compile(r"\(?\d{1,2}[.)]\s")
_CLAUSE: Final = lazy_regex(
    r"(?:^|[\s•*.;])(?:§+|art\.|article|artículo|artigo|articolo|artikel|section|sección|secção|sezione|clause|cláusula|clausola"
    r"|ziffer|abschnitt|punkt|pkt\.|paragraf|čl\.|пункт|п\.|раздел|madde|第)\s?\d{1,3}(?:[.:,)(]|条|\s\()",
    re.IGNORECASE,
)
"""The number of a clause, as terms that change are told."""
_CLAUSES_TOLD: Final = 3
_RUBRIC: Final = lazy_regex(r"[【［\[].{2,20}[】］\]]|(?=.{2,24}[.:])(?!\d)(?:[\w'’-]+\s){0,3}[\w'’-]+[.:]\s(?=\w)")
_HEAD_NAME: Final = re.compile(r"([^\W\d][^,·•|–—\d]{4,40}?)\s?[,·•|–—]\s?(?=.{0,30}\d)")
"""A name and, parted from it, what holds a figure."""
_SPACES: Final = re.compile(r"\W+")
_LONGER: Final = re.compile(r"\w{4,}")
_AIRY: Final = frozenset({"story", "footer", "promote"})
"""Lists with so many everyday words that running text may hold one and still say nothing of a deal or an offer."""
_OFFERS: Final = frozenset({"offer", "shop", "suggest"})
_DEALS: Final = frozenset({"transaction", "service"})


class Letter(NamedTuple):
    """A message as a letter.

    `opening`: the number of the first part that says something at length. `sums`: the amounts of its accounts.
    `topic`: the stems of its subject. `calls`: whether any link leads to more than help and legal pages. `listed`: the
    numbers of its numbered questions. `sender`: its name, see `plain`.
    `announced`: the stems of what its subject offers beside a deal. `rubrics`: whether several parts begin
    with a title.
    """

    opening: int
    sums: frozenset[float]
    topic: frozenset[str]
    calls: bool
    listed: frozenset[int]
    sender: str
    announced: frozenset[str] = frozenset()
    rubrics: bool = False


def letter_of(
    units: Sequence[Unit], ledgers: Sequence[Ledger], subject: str, sender: str, *, sells: bool = False
) -> Letter:
    """`subject`: '' where the parts of a message may be of many things. `sender` as a reader sees it.

    `sells`: the subject makes an offer, and so its words do not tell what belongs to a deal.
    """
    opening = next((n for n, unit in enumerate(units) if _says_much(unit)), len(units))
    sums = frozenset(
        numbers.value(amount)
        for unit, ledger in zip(units, ledgers, strict=True)
        if ledger.adds_up
        for amount in unit.amounts
    )
    listed = frozenset(n for n, unit in enumerate(units) if _STEP.match(unit.text) and numbers.asks(unit.text))
    return Letter(
        opening,
        sums,
        frozenset(stems(subject) - stems(sender)) if not sells else frozenset(),
        any(map(leads_on, units)),
        listed if len(listed) > 1 else frozenset(),
        plain(sender),
        frozenset(_announced(subject)) if sells else frozenset(),
        sum(1 for unit in units if len(unit.text) >= _PROSE and _RUBRIC.match(unit.text)) > 1,
    )


def _says_much(unit: Unit) -> bool:
    return len(unit.text) >= _PROSE or unit.cells > 1 or (len(unit.text) >= _SAID and unit.text[-1] in ".。")


def _announced(subject: str) -> set[str]:
    """The stems of the part of a subject that makes its offer, where the subject has several: the last one."""
    clauses = _CLAUSES.split(subject)
    return stems(clauses[-1]) - stems(" ".join(clauses[:-1])) if len(clauses) > 1 else set()


def plain(text: str) -> str:
    """A name as it is compared: its letters and digits, folded."""
    return squeezed(fold(text))


def squeezed(folded: str) -> str:
    """The letters and digits of a folded text."""
    return _SPACES.sub("", folded)


def stems(text: str) -> set[str]:
    """The beginnings of the longer words, folded, and numbers whole."""
    found = set()
    for word in _LONGER.findall(fold(text)):
        if numbers.DIGIT.search(word):
            found.add(word)
        elif len(word) >= _STEM:
            found.add(word[:_STEM])
    return found


def leads_on(unit: Unit) -> bool:
    """Whether it has a link to more than help and legal pages."""
    if unit.part == "text":
        return "://" in unit.text or "www." in unit.text
    return any(link.words.strip() and not leads_home(link.href) for link in unit.links)


def clues_of_form(unit: Unit, folded: str, said: set[str], letter: Letter, *, spaces: bool) -> Iterator[Clue]:
    """`folded`: what it says, folded. `said`: the lists with words of it. `spaces`: whether its language has any."""
    length = len(unit.text) * (1 if spaces else 2)
    if unit.small:
        yield Clue("small-print")
    if _is_navigation(unit):
        yield Clue("navigation")
    if length >= _LONG_PROSE:
        yield Clue("long-prose")
    elif length >= _PROSE and unit.cells == 1:
        yield Clue("prose")
    clauses = _CLAUSE.findall(unit.text[:READ]) if length >= _LINE and numbers.DIGIT.search(unit.text) else ()
    if clauses:
        yield Clue("clause", clauses[0].strip(), 0.5 + min(len(clauses), _CLAUSES_TOLD) / 2)
    if length >= _PROSE and unit.cells == 1 and not unit.links and not unit.amounts:
        if not said - _AIRY:
            yield Clue("bare-prose")
        if not clauses and letter.rubrics and _RUBRIC.match(unit.text):
            yield Clue("rubric", unit.text[:_NAV_WORDS])
    if letter.topic and length > 20 and any(stem in folded for stem in letter.topic):
        yield Clue("topic")
    if letter.announced and said & _OFFERS and any(stem in folded for stem in letter.announced):
        yield Clue("announced")


def clues_of_order(units: Sequence[Unit], number: int, keys: Sequence[set[str]], letter: Letter) -> Iterator[Clue]:
    """What the place of a part in a letter says: above it, below it, at its very top."""
    unit, said = units[number], keys[number]
    if number <= letter.opening:
        if _is_salutation(unit, said):
            yield Clue("salutation")
        elif number < letter.opening and _is_reference(unit, said):
            yield Clue("reference-line", unit.text, 1.0 if number or said & _DEALS else _HEADS)
        if number <= 1 and _is_way_in(unit, said):
            yield Clue("top-link", unit.text)
        if number <= _TOP and number < letter.opening and _is_masthead(unit, letter.sender):
            yield Clue("masthead", unit.text[:_NAV_WORDS])
    if number in letter.listed:
        yield Clue("question-list")
    if 2 * number < len(units):
        return
    above = number - 1
    signed = number and _is_signature(unit) and _is_bare_farewell(units[above], keys[above])
    if signed or _is_farewell(unit, said):
        yield Clue("sign-off")
    if number >= len(units) - _LAST and _is_imprint(unit, letter.sender):
        yield Clue("imprint")


def clues_of_pitch(units: Sequence[Unit], number: int, said: set[str], letter: Letter) -> Iterator[Clue]:
    """What offers something without a word that a list knows; of parts that stand in no account."""
    unit = units[number]
    text = unit.words[:READ]
    found = unit.amounts
    code = ""
    if numbers.DIGIT.search(text) and numbers.MAY_CODE.search(text):
        code = next((match[0] for match in numbers.PROMO_CODE.finditer(text) if match[0].isupper()), "")
        if code:
            yield Clue("promo-code", code)
    title = units[number - 1].text if number and units[number - 1].heading else ""
    if len(text) <= _PITCH and (numbers.asks(text) or numbers.asks(title)):
        if found or code or _PERCENT.search(text):
            opens = not said & _DEALS and (_OPENS_ASKING.match(text) or numbers.asks(title))
            yield Clue("asked-price", found[0] if found else code or "%", _ASKED if opens else 1.0)
        elif (
            "review" not in said
            and not said & _DEALS
            and _is_called(units, number)
            and not (number <= 1 and number <= letter.opening and _is_way_in(unit, said))
        ):
            yield Clue("asked-call")
    if len(found) > 1 and numbers.falls(text, found):
        yield Clue("reduced-in-prose", " ".join(found[:2]))
    elif found and (reduced := numbers.falls_bare(text)):
        yield Clue("reduced-in-prose", reduced)
    if letter.sums and found:
        known = any(numbers.value(amount) in letter.sums for amount in found)
        yield Clue("known-amount" if known else "new-amount", found[0])


def _is_called(units: Sequence[Unit], number: int) -> bool:
    return leads_on(units[number]) or any(map(is_button, units[number + 1 : number + 2]))


def _is_salutation(unit: Unit, said: set[str]) -> bool:
    """A short line by itself before anything is said, that addresses somebody: 'Estimados encarregados,'."""
    text = unit.text
    if not 2 < len(text) <= _LINE or unit.links or unit.cells > 1 or numbers.DIGIT.search(text):
        return False
    if "greeting" in said:
        return text[-1] in _ADDRESSED or (not unit.heading and len(text) <= _FIRST_LINE)
    return text[-1] in _COMMAS and not unit.heading


def _is_reference(unit: Unit, said: set[str]) -> bool:
    """A line by itself above the letter: the number of an account, a date, a place."""
    text = unit.text
    if not text or len(text) > _LINE or unit.links or unit.heading or unit.amounts:
        return False
    digits = len(numbers.DIGIT.findall(text))
    return digits > 2 or (digits > 0 and "record" in said)


def _is_masthead(unit: Unit, sender: str) -> bool:
    """The name of a newsletter, in capitals or that of its sender, and the number or date of this issue behind it."""
    text = unit.text
    if len(text) > _MASTHEAD or unit.amounts or unit.cells > 1 or not numbers.DIGIT.search(text):
        return False
    name = _HEAD_NAME.match(text)
    if name is None:
        return False
    return name[1].isupper() or (len(sender) >= _NAME and plain(name[1]) in (sender, sender.removeprefix("the")))


def _is_way_in(unit: Unit, said: set[str]) -> bool:
    """A line at the very top that is one link, or asks and has one: to see the message elsewhere."""
    if len(unit.links) != 1 or unit.pictures or unit.heading or unit.amounts or said & _OFFERS:
        return False
    if numbers.asks(unit.text):
        return len(unit.text) <= _MENU and _PERCENT.search(unit.text) is None
    return len(unit.text) <= _FIRST_LINE and 2 * len(unit.links[0].words.strip()) >= len(unit.text)


def _is_farewell(unit: Unit, said: set[str]) -> bool:
    """A short first line with a comma at its end, and a name below; or words of goodbye."""
    text = unit.text
    if not text or len(text) > _SIGNED or unit.links or unit.cells > 1 or unit.amounts:
        return False
    line = unit.first_line
    return len(line) <= _FIRST_LINE and ("closing" in said or (line[-1:] in _COMMAS and not numbers.DIGIT.search(line)))


def _is_bare_farewell(unit: Unit, said: set[str]) -> bool:
    """One without a name."""
    return len(unit.text) <= _FIRST_LINE and unit.lines == 1 and _is_farewell(unit, said)


def _is_signature(unit: Unit) -> bool:
    return len(unit.text) <= _SIGNATURE and unit.cells == 1 and not (unit.links or unit.amounts or unit.heading)


def _is_imprint(unit: Unit, sender: str) -> bool:
    """Whether it goes on from the sender's name to a list of particulars: form of company, street, number."""
    if len(sender) < 3 or not unit.text or unit.heading or unit.cells > 1:
        return False
    place = _named_until(unit.text[: 2 * len(sender) + _LINE], sender)
    return place > 0 and any(mark in ",|·•–" for mark in unit.text[place : place + _IMPRINT])


def _named_until(text: str, sender: str) -> int:
    """Where a text that begins with the sender's name, or the first words of it, goes on; 0 for any other."""
    rest = sender
    bound = 0
    for place, character in enumerate(text):
        folded = plain(character)
        if not folded:
            bound = place
        if not rest or not rest.startswith(folded):
            return place if not rest else bound if len(sender) - len(rest) >= _NAME and bound else 0
        rest = rest[len(folded) :]
    return 0


def _is_navigation(unit: Unit) -> bool:
    if len(unit.links) < 3:
        pieces = [piece.strip() for piece in _PARTED.split(unit.text)] if len(unit.text) <= _MENU else []
        return len(pieces) > 2 and all(0 < len(piece) <= _NAV_WORDS for piece in pieces) and not unit.amounts
    if any(link.button for link in unit.links):
        return False
    linked = sum(len(link.words.strip()) for link in unit.links)
    rest = len(unit.text) - linked
    return rest <= 4 * len(unit.links) and all(len(link.words.strip()) <= _NAV_WORDS for link in unit.links)
