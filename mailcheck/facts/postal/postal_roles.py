"""Whose address it is: the sender's, the reader's, or that of somewhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from mailcheck.facts.postal.postal_signs import COMPANIES
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

Role = Literal["sender", "recipient", "other"]

_BEFORE: Final = 320
_AFTER: Final = 140
_LINES_BETWEEN: Final = 6
_SHORT_LINE: Final = 7
_TIME: Final = lazy_regex(
    r"(?<!\d)(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?!\d)|\s?(?:am|pm|a\.m|p\.m|uhr|h|godz|kl)\b)"
    r"|(?:klo|kl|um|alle|a las|às|o godz|в)\.? \d{1,2}(?!\d)|午[前后後]|[点點時时]半?"
)
_MONTHS: Final = """
    jan feb apr jun jul aug sept oct nov dec january february march april june july august september october
    november december januar februar märz maerz juni juli oktober dezember janvier fevrier mars avril juin juillet
    aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre
    noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre maart mei augustus
    januari februari maj augusti desember heinakuuta kesakuuta toukokuuta tammikuuta elokuuta syyskuuta
    marraskuuta lokakuuta joulukuuta huhtikuuta maaliskuuta helmikuuta stycznia lutego marca kwietnia maja czerwca
    lipca sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna dubna kvetna cervna cervence srpna
    zari rijna listopadu prosince januar junius julius augusztus ianuarie februarie martie aprilie iunie iulie
    septembrie octombrie noiembrie decembrie ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim
    aralik января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня
    sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio sestadieni
    janvari februari aprili junija julija septembri oktobri novembri decembri
    jaanuaril veebruaril martsil aprillil juunil juulil augustil septembril oktoobril novembril detsembril
    sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
    januara februara aprila avgusta septembra oktobra novembra decembra јануара фебруара априла јуна јула
    августа септембра октобра новембра децембра януари февруари април май юни юли август септември октомври ноември
    декември
    квітня травня червня липня серпня вересня жовтня листопада грудня ιουνιου ιουλιου αυγουστου monday tuesday
    wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi
    mardi mercredi jeudi vendredi samedi dimanche
"""
_DATE: Final = lazy_regex(
    rf"(?<!\w)(?:{'|'.join(_MONTHS.split())})(?!\w)|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}월 ?\d{{1,2}}일"
)
# Opening hours are no event.
_OPEN: Final = lazy_regex(
    "opening hours|open (?:daily|mon|tue|every)|hours:|offnungszeiten|geoffnet|horaires|horario|orari|openingstijden"
    "|apningstider|abningstider|oppettider|营业时间|營業時間|営業時間|영업시간|mon-|mo-|mo\\.-|lu-|lun-|пн-"
)
# 'We', and the short forms of companies: the sender speaks of itself.
_OWN_WORDS: Final = """
    our us we unser\\w* uns wir notre nos nous nuestr\\w+ nosotros noss\\w+ nostr\\w+ noi ons onze wij
    vår\\w* vores var\\w? nasz\\w* nas nase наш\\w* מאיתנו לנו inc llc ltd gmbh copyright s\\.?r\\.?l
    s\\.?a\\.?r?\\.?l? b\\.?v a\\.?s oy ab aps plc pty corp kft d\\.?o\\.?o
"""
_OWN: Final = lazy_regex(rf"(?<!\w)(?:{'|'.join(_OWN_WORDS.split())})(?!\w)|©")
_HEADS: Final = lazy_regex(r"\s*[:：\n|]|[^\x00-\u024f]")
_SHARE: Final = 2  # an event needs its word, or a date with a time


def role_of(text: str, start: int, end: int, previous: tuple[int, Role] | None, sender: str, own: OwnWords) -> Role:
    """The role of the address at [start, end). `previous`: where the address before it ended, and whose it was.

    `sender`: what From says of the sender. `own`: words that a team added to the cues.
    """
    low = max(0, start - _BEFORE)
    before = fold(text[low:start])
    if _is_recipient(before, own):
        return "recipient"
    if previous is not None and previous[1] == "recipient" and text.count("\n", previous[0], start) <= 2:
        between = fold(text[previous[0] : start])
        if start - previous[0] < 60 and not _found("sender", between, own):
            return "recipient"
    return "other" if _is_elsewhere(text, start, end, sender, own) else "sender"


def names_sender(text: str, sender: str) -> bool:
    """Whether a text holds the short form of a company, or a word of what From says of the sender."""
    if "©" in text:
        return True
    forms = [word for word in text.replace(",", " ").split() if not word.islower() or "." in word[:-1]]  # AS, s.r.o.
    if not COMPANIES.isdisjoint(fold(word).replace(".", "").replace("/", "") for word in forms):
        return True
    return not set(postal.row_of(text)).isdisjoint(word for word in postal.row_of(sender) if len(word) > 2)


def _is_recipient(before: str, own: OwnWords) -> bool:
    """Whether the last cue before an address says that it is the reader's: with only short lines between."""
    place = _last("recipient", before, own)
    if place is None:
        return False
    cue_start, cue_end = place
    between = before[cue_end:]
    single = re.search(r"\w\W+\w", before[cue_start:cue_end]) is None
    if single and before[cue_start:cue_end].isalpha() and not _HEADS.match(between):
        return False
    lines = [line for line in between.split("\n") if line.strip()]
    if len(lines) > _LINES_BETWEEN or _found("sender", between, own):
        return False
    head = lines[0] if lines else ""
    inline = "\n" not in between.strip("\n") and between.count("\n") == 0
    line_before = before[before.rfind("\n", 0, cue_start) + 1 : cue_start]
    if inline:
        return re.search(r"\w{3}[.!?]\s", between) is None and len(between) < 90
    if len(head.split()) > _SHORT_LINE or len(line_before.split()) > _SHORT_LINE:
        return False
    return all(len(line.split()) <= _SHORT_LINE for line in lines[1:])


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words of a text, which is searched for several kinds of cues, and where they stand."""
    matches = tuple(postal.WORD.finditer(text))
    return tuple(match[0] for match in matches), tuple(match.span() for match in matches)


def _hits(kind: str, text: str, own: OwnWords) -> Iterator[tuple[int, int, str]]:
    """The cues of a kind in a folded text: where they stand and what they say."""
    cues = postal.cues(kind, own)
    words, places = _words(text)
    excepted = [(index, index + len(row)) for index, row in _rows(cues.excepted, words)]
    for index, row in _rows(cues.spaced, words):
        end = index + len(row)
        if not any((low <= index and end <= high) or (index <= low and high <= end) for low, high in excepted):
            yield places[index][0], places[end - 1][1], " ".join(row)
    if not text.isascii():
        for mark in cues.marks:
            place = text.rfind(mark)
            if place >= 0:
                yield place, place + len(mark), mark


def _rows(known: postal.Rows, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The longest row at each word that begins one."""
    for index, word in enumerate(words):
        if word in known and (row := postal.row_at(known, words, index)):
            yield index, row


def _last(kind: str, text: str, own: OwnWords) -> tuple[int, int] | None:
    return max(((start, end) for start, end, _ in _hits(kind, text, own)), key=lambda hit: hit[1], default=None)


def _found(kind: str, text: str, own: OwnWords) -> int:
    return len({words for _, _, words in _hits(kind, text, own)})


def _is_elsewhere(text: str, start: int, end: int, sender: str, own: OwnWords) -> bool:
    """Whether the words around an address speak of an event, a shop, a house for sale or the news."""
    low, high = _sentence(text, start, end, sender)
    context = fold(text[low:start]) + " \n " + fold(text[end:high])
    event = _found("event", context, own)
    elsewhere = _found("elsewhere", context, own)
    if not event and not elsewhere and not _DATE.search(context):
        return False
    opening = _OPEN.search(context) is not None
    when = _TIME.search(context) is not None and not opening
    dated = _DATE.search(context) is not None and not opening
    score = 2 * elsewhere + event + when + dated
    ours = len(_OWN.findall(fold(text[low:start]))) + 2 * bool(_found("sender", context, own))
    return score >= _SHARE and score > ours


def _sentence(text: str, start: int, end: int, sender: str) -> tuple[int, int]:
    """The stretch that speaks of the address: its line, and the lines next to it when they are short.

    The line before is left out where the line itself says that the sender is there.
    """
    low = text.rfind("\n", max(0, start - _BEFORE), start)
    low = low + 1 if low >= 0 else max(0, start - _BEFORE)
    if start - low < 40 and low > 0 and not names_sender(text[low:start], sender):
        earlier = text.rfind("\n", max(0, low - 1 - _BEFORE // 2), low - 1)
        low = earlier + 1 if earlier >= 0 else max(0, low - _BEFORE // 2)
    high = text.find("\n", end, end + _AFTER)
    if 0 <= high < end + 3 and high + 1 < len(text):
        later = text.find("\n", high + 1, high + 1 + _AFTER)
        high = later if later >= 0 else high
    return low, high if high >= 0 else min(len(text), end + _AFTER)
