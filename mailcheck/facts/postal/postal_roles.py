"""Whose address it is: the sender's, the reader's, or that of somewhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from mailcheck.facts.postal.postal_cues import (
    Prose,
    found_cues,
    hits,
    last_hit,
    speaks,
    speaks_of_sender,
    telling_cues,
    without_cues,
    words_of,
)
from mailcheck.facts.postal.postal_occasions import HIGH_PRICE, OFFER, OPEN, PRICE, TIME, is_dated
from mailcheck.facts.postal.postal_pieces import is_east_asian
from mailcheck.facts.postal.postal_sentences import is_mentioned, is_mentioned_without_case, is_prose, sentence_around
from mailcheck.facts.postal.postal_signs import COMPANIES, OWN, YOURS
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

Role = Literal["sender", "recipient", "other"]

_BEFORE: Final = 320
_AFTER: Final = 140
_LINES_BETWEEN: Final = 6
_SHORT_LINE: Final = 7
_SHORT_ENTRY: Final = 12  # words of an entry of a list of shops
_LINES_BELOW: Final = 3  # a heading
_CLOSE: Final = 60  # characters
_SENTENCE_END: Final = lazy_regex(r"\w{3}[.!?。！？]\s")
_HEADS: Final = lazy_regex(r"\s*[:：\n|]|[^\x00-\u024f]")
_HEADINGS: Final = frozenset(
    ("going to", "headed to", "heading to", "on its way to", "geht an", "en route vers", "va para", "va a", "parte per",
     "onderweg naar", "pa vag till", "pa vei til", "pa vej til")
)  # fmt: skip
"""What tells the reader's address only where it heads it."""
_PROSE_AFTER: Final = lazy_regex(r",? [^\W\d_]*[a-zà-ÿа-яёіїєα-ω][^\W\d_]* [^\W\d_]|,? [a-zà-ÿа-яα-ω]{2,}\b")
_NAMED_LINE: Final = lazy_regex(r"\n[^\n\d]*[^\W\d_]{2}[^\n\d]*(?:[,،，|·•–-] ?|[^\W\d_a-z] )\Z")
_LEADING_NAME: Final = lazy_regex(r"^\W*[^\W\d_a-z][^\n]*[,|·•–(-]\s*\Z")
_LONG_NAME: Final = 50  # characters of a line that can be a name or a greeting
_MOST_NAMES: Final = 4
_FEW_WORDS: Final = 4
_LINES_OF_GREETING: Final = 40
_PERSON: Final = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ .'’-]{1,2}[^\W\d_]+)*\.?")
_GREETS: Final = lazy_regex(r"[,!:，！：،]\s*\Z")
_WHOLE: Final = 4_000  # characters around an address in which a sender says its name again
_US: Final = lazy_regex(
    r"(?<!\w)(?:we|us|wir|uns|nous|nosotros|noi|wij|ons|vi|oss|os|me|nas|nás|minket|noi|biz|мы|нас|ми|ние|εμας|μας)(?!\w)"
)
"""The sender itself, in the words that lead to a list: 'You find us here:'."""
_NUMERIC: Final = re.compile(r"\d")
_STOP_AT: Final = re.compile(
    r"\W?(?:[^\W\d_]{2,8}[.:]? )?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?(?:uhr|h|[ap]\.?m\.?))?[,:]?(?:\Z|\s(?!\s*[-–]))",
    re.IGNORECASE,
)
_UNSTOPPED: Final = dict.fromkeys(map(ord, './"״'))
_SHARE: Final = 2  # an event needs its word, or a date with a time


class Earlier(NamedTuple):
    """The address before another: where it ended, whose it was, and whether both are entries of one list, or
    (`loose`) only paragraphs that follow one another."""

    end: int
    role: Role
    listed: bool
    loose: bool


class Later(NamedTuple):
    """The next address where both are entries of one list: where it begins, and what the list is made by, as in
    `Passage.list_of`."""

    start: int
    tag: str


class People(NamedTuple):
    """What the header says of the sender (From) and of the reader (To), which is rarely asked for."""

    sender: str
    reader: Callable[[], str]


def role_of(
    text: str,
    start: int,
    end: int,
    previous: Earlier | None,
    people: People,
    own: OwnWords,
    *,
    full: bool = True,
    later: Later | None = None,
) -> Role:
    """The role of the address at [start, end). `previous`: the address before it.

    `own`: words that a team added to the cues. `full`: whether a letter would arrive there. `later`:
    the next address, where it is the next entry of one list.
    """
    sender = people.sender
    low = max(0, start - _BEFORE)
    before = fold(text[low:start])
    since = 0 if previous is None else max(0, len(before) - (start - previous.end))
    if _is_recipient(before, own, since) or _is_told_after(text, end, own):
        return "recipient"
    if _is_of_reader(text, start, people):
        return "recipient"
    if previous is not None and previous.role == "recipient" and _goes_on(text, start, previous, sender, own):
        return "recipient"
    if previous is not None and previous.role == "other" and previous.listed:
        between = text[previous.end : start]
        named = names_sender if previous.loose else _names
        if not named(between, sender) and not speaks_of_sender(fold(between + _rest(text, end)), own):
            return "other"
    if _is_elsewhere(text, start, end, sender, own) or _is_stop(text, start):
        return "other"
    if later is not None and _is_of_list(text, start, later, sender, own):
        return "other"
    if full and _is_in_passing(text, start, end, sender, own):
        return "other"
    heads = _is_under_heading(text[low:start], before, None if previous is None else previous.end - low, sender, own)
    return "other" if heads else "sender"


def _rest(text: str, end: int) -> str:
    """What stands after an address in its line."""
    return text[end : end + _AFTER].partition("\n")[0]


def _is_told_after(text: str, end: int, own: OwnWords) -> bool:
    """Whether words right after an address say that it is the reader's: '... adresine teslim edilecek'."""
    rest = fold(_rest(text, end))
    return any(not rest[:start].strip() for start, _, _ in hits("recipient", rest, own))


def _is_of_reader(text: str, start: int, people: People) -> bool:
    """Whether the line before an address is the name of somebody whom the message is sent to or greets."""
    line = text.rfind("\n", 0, start) + 1
    above = text[:line].rstrip("\n").rfind("\n") + 1
    if start - line > _LONG_NAME or (start == line and line - above > _LONG_NAME):
        return False
    name = (text[above:line] if start == line else text[line:start]).strip(" ,\n")
    words = name.split()
    if not _PERSON.fullmatch(name) or not 1 < len(words) <= _MOST_NAMES or names_sender(name, people.sender):
        return False
    folded = [word for word in postal.row_of(name) if len(word) > 2]
    if not folded:
        return False
    if len(set(folded).intersection(postal.row_of(people.reader()))) > 1:
        return True
    for greeting in text[:above].split("\n")[-_LINES_OF_GREETING:]:
        row = postal.row_of(greeting) if len(greeting) < _LONG_NAME and _GREETS.search(greeting) else ()
        if 1 < len(row) <= _MOST_NAMES + 1 and (row[-1] in (folded[0], folded[-1])):
            return True
    return False


def _goes_on(text: str, start: int, previous: Earlier, sender: str, own: OwnWords) -> bool:
    """Whether an address follows one of the reader's so closely that it is another of the same."""
    between = text[previous.end : start]
    if (
        len(between) >= _CLOSE
        or between.count("\n") > 2
        or _NAMED_LINE.search(between) is not None
        or _SENTENCE_END.search(between) is not None
    ):
        return False
    return not names_sender(between, sender) and not found_cues("sender", fold(between), own)


def _is_under_heading(before: str, folded: str, since: int | None, sender: str, own: OwnWords) -> bool:
    """Whether the first address after a short line about shops, jobs or the like belongs to it.

    `since`: where in the text before it another address ended.
    """
    lines = folded.split("\n")
    if len(lines) < 2:
        return False
    place = last_hit("elsewhere", folded, own)
    if place is None or len(folded) != len(before):
        return False
    cue_start, cue_end = place
    if since is not None and since > cue_end:
        return False
    head = folded.rfind("\n", 0, cue_start) + 1
    foot = folded.find("\n", cue_end)
    if foot < 0 or len(folded[head:foot].split()) > _SHORT_LINE:
        return False
    between = before[foot:]
    if between.count("\n") > _LINES_BELOW or any(len(line.split()) > _SHORT_ENTRY for line in between.split("\n")):
        return False
    return not names_sender(between, sender) and not speaks_of_sender(folded[head:], own)


def _is_led_to(before: str) -> bool:
    """Whether a small word leads to an address: 'Vattenläcka på'."""
    words = before.rpartition("\n")[2].split()
    return before[-1:] == " " and len(words) > 1 and words[-1].isalpha() and words[-1].islower()


def _is_of_list(text: str, start: int, later: Later, sender: str, own: OwnWords) -> bool:
    """Whether two names lead to addresses that follow one another, under words that lead to them and do not say
    that the sender is there: 'Try it at these dealers:'.

    Branches of one sender share its name, or a word like 'shop'.
    """
    line = text.rfind("\n", 0, start) + 1
    head = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line].strip()
    if not (head.endswith((":", "：")) or (later.tag == "li" and head[-1:].isalpha())) or not is_prose(head):
        return False
    names = [text[text.rfind("\n", 0, place) + 1 : place] for place in (start, later.start)]
    if any(_LEADING_NAME.search(name) is None or names_sender(name, sender) for name in names):
        return False
    first, second = (set(postal.row_of(name)) for name in names)
    if not first.isdisjoint(second):
        return False
    folded = fold(head)
    own_place = OWN.match(folded) is not None and len(head.split()) <= _FEW_WORDS  # 'Our two shops:'
    return not own_place and _US.search(folded) is None and not speaks_of_sender(folded, own)


def _is_stop(text: str, start: int) -> bool:
    """Whether a time alone stands before an address, as in the plan of a journey or a day: '06:58'."""
    line = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    if _STOP_AT.fullmatch(text[above:line].strip()) is not None:
        return True
    return _STOP_AT.match(text[line:start]) is not None and not names_sender(text[line:start], "")


def names_sender(text: str, sender: str) -> bool:
    """Whether a text holds the short form of a company, or a word of what From says of the sender."""
    if _names(text, sender):
        return True
    forms = [word for word in text.replace(",", " ").split() if not word.islower() or "." in word[:-1]]  # AS, s.r.o.
    return not COMPANIES.isdisjoint(fold(word).translate(_UNSTOPPED) for word in forms)


def _names(text: str, sender: str) -> bool:
    """Whether a text holds the sign of copyright, or a word of what From says of the sender."""
    if "©" in text:
        return True
    return not set(postal.row_of(text)).isdisjoint(word for word in postal.row_of(sender) if len(word) > 2)


def _is_recipient(before: str, own: OwnWords, since: int) -> bool:
    """Whether the last cue before an address says that it is the reader's: with only short lines between.

    Cues before `since` spoke of another address.
    """
    place = last_hit("recipient", before, own)
    if place is None or place[0] < since:
        return False
    cue_start, cue_end = place
    if any(low <= cue_start and cue_end <= high for low, high, _ in hits("sender", before, own)):
        return False  # 'sent to you by'
    between = before[cue_end:]
    if "@" in between:
        return False  # 'sent to ann@example.com by'
    cue = before[cue_start:cue_end]
    single = re.search(r"\w\W+\w", cue) is None
    if ((single and cue.isalpha()) or cue in _HEADINGS) and not _HEADS.match(between):
        return False
    lines = [line for line in between.split("\n") if line.strip()]
    if len(lines) > _LINES_BETWEEN or found_cues("sender", between, own):
        return False
    head = lines[0] if lines else ""
    inline = "\n" not in between.strip("\n") and between.count("\n") == 0
    line_before = before[before.rfind("\n", 0, cue_start) + 1 : cue_start]
    if inline:
        return re.search(r"\w{3}[.!?]\s", between) is None and len(between) < 90
    if len(head.split()) > _SHORT_LINE or len(line_before.split()) > _SHORT_LINE:
        return False
    return all(len(line.split()) <= _SHORT_LINE for line in lines[1:])


def _is_elsewhere(text: str, start: int, end: int, sender: str, own: OwnWords) -> bool:
    """Whether the words around an address speak of an event, a shop, a house for sale or the news."""
    low, high = _sentence(text, start, end, sender)
    if not _is_told_of(text, (low, start, end, high), own):
        return False
    sentence = sentence_around(text, start, end)
    if _LEADING_NAME.search(sentence.before) is not None and not is_prose(sentence.before):
        # A name leads to the address: what sentences before it say of prices and days is another matter.
        around = fold(text[low:high])
        if not found_cues("event", around, own) or not (TIME.search(around) or is_dated(around, words_of(around)[0])):
            head = max(low, start - len(sentence.before))
            low = low if text[low:head].rstrip().endswith((":", "：")) else head
    before = fold(text[low:start])
    dated_before = is_dated(before, words_of(before)[0])
    if not dated_before and speaks(fold(sentence.before), own):
        stop = _SENTENCE_END.search(text, max(start, end - 3), high)  # the next sentence speaks of something else
        high = stop.end() if stop is not None else high
    context = before + " \n " + fold(text[end:high])
    cased = _has_case(text[start:end])
    whole = context if cased else fold(text[low:high])
    goes_on = _PROSE_AFTER.match(text, end) is not None
    named = names_sender(sentence.before, "") and len(sentence.before.split()) <= _SHORT_LINE  # 'Awaria sp. z o.o.'
    prose = Prose(
        at=len(before),
        line=before.rfind("\n") + 1,
        before=not cased or _is_led_to(sentence.before) or (is_prose(text[low:start]) and not named),
        after=not cased or goes_on or is_prose(text[end:high]),
    )
    event = min(telling_cues("event", whole, own, prose), 1)
    elsewhere = sum(telling_cues(kind, whole, own, prose) for kind in ("elsewhere", "news"))
    own_place = speaks_of_sender(context, own)
    high_price = not own_place and HIGH_PRICE.search(context) is not None  # that of a home, not a company's capital
    offered = (2 if high_price else bool(PRICE.search(context))) + bool(OFFER.search(fold(text[low:high])))
    yours = goes_on and YOURS.search(before) is not None
    dated = is_dated(whole, words_of(whole)[0])
    if not event and not elsewhere and not offered and not yours and not dated:
        return False
    opening = OPEN.search(context) is not None
    when = TIME.search(context) is not None and not opening
    score = 2 * elsewhere + event + when + (dated and not opening) + offered + 2 * yours
    ours = len(OWN.findall(without_cues(before, own))) + 2 * own_place
    return score >= _SHARE and score > ours


def _is_told_of(text: str, places: tuple[int, int, int, int], own: OwnWords) -> bool:
    """Whether anything around an address is said of an event, a shop, a price or the reader: a quick look."""
    low, start, end, high = places
    whole = fold(text[low:high])
    if _has_case(text[start:end]):
        whole = f"{fold(text[low:start])} \n {fold(text[end:high])}"
    if any(hits(kind, whole, own) for kind in ("elsewhere", "event", "news")) or is_dated(whole, words_of(whole)[0]):
        return True
    if HIGH_PRICE.search(whole) or PRICE.search(whole) or OFFER.search(fold(text[low:high])):
        return True
    return _PROSE_AFTER.match(text, end) is not None and YOURS.search(fold(text[low:start])) is not None


def _has_case(text: str) -> bool:
    """Whether a text's script knows capitals: in others an address takes the words before it along."""
    return any(char.isupper() for char in text)


def _is_in_passing(text: str, start: int, end: int, sender: str, own: OwnWords) -> bool:
    """Whether a sentence that does not speak of the sender names an address."""

    def tells(folded: str) -> bool:
        return speaks(folded, own)

    if is_east_asian(text[start:end]):
        return is_mentioned_without_case(text, start, end, tells)

    def names(name: str) -> bool:
        rest = fold(text[max(0, start - _WHOLE) : start] + "\n" + text[end : end + _WHOLE])
        return names_sender(name, sender) or len(re.findall(rf"(?<!\w){re.escape(fold(name))}(?!\w)", rest)) > 1

    return is_mentioned(sentence_around(text, start, end), names, tells)


def _sentence(text: str, start: int, end: int, sender: str) -> tuple[int, int]:
    """The stretch that speaks of the address: its line, and the lines next to it when they are short.

    The line before is left out where the line itself says that the sender is there, or where it is the name of a
    company, whatever words are in that.
    """
    low = text.rfind("\n", max(0, start - _BEFORE), start)
    low = low + 1 if low >= 0 else max(0, start - _BEFORE)
    if start - low < 40 and low > 0 and not names_sender(text[low:start], sender):
        earlier = text.rfind("\n", max(0, low - 1 - _BEFORE // 2), low - 1)
        above = earlier + 1 if earlier >= 0 else max(0, low - _BEFORE // 2)
        if not _is_letterhead(text[above : low - 1], sender):
            low = max((stop.end() for stop in _SENTENCE_END.finditer(text, above, low - 1)), default=above)
    high = text.find("\n", end, end + _AFTER)
    if 0 <= high < end + 3 and high + 1 < len(text):
        later = text.find("\n", high + 1, high + 1 + _AFTER)
        high = later if later >= 0 else high
    return low, high if high >= 0 else min(len(text), end + _AFTER)


def _is_letterhead(line: str, sender: str) -> bool:
    """Whether a line is the name of a company and nothing else."""
    words = line.split()
    if not 1 < len(words) <= _SHORT_LINE or _NUMERIC.search(line) is not None or line[-1:] in (":", "：", ","):
        return False
    return names_sender(line, sender) and not is_prose(line)
