"""Addresses that a running sentence names in passing: of a shop that stocks the goods, of a house in the news.

A sender tells where it is in a line of its own: name, street, town. Where a sentence leads to an address, goes on after
it, or names somebody before it, the address is that of whom or what the sentence speaks of, unless it says `us`, thanks
the reader, or tells of this mail. That is how people write in all languages, so that no words need to be known of those
who are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_occasions import OPEN
from mailcheck.facts.postal.postal_signs import COMPANIES, CONNECTORS, OWN
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import NO_WORDS

_BEFORE: Final = 240  # characters
_AFTER: Final = 60
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS: Final = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[)»”\"'“]))[.!?…:]+[)»”\"'“]*\s+(?=[^\W\d_a-z]|\d|[«„“\"'¡¿])")
_QUOTED: Final = lazy_regex(r"[«„“\"‘]([^«»„“”\"]{2,60})[»”“\"’] ?[,(–-]?\Z")
_NUMBERED: Final = lazy_regex(r"\d[\w/]*(?: ?,| [–|·•])")
_LEAST: Final = 2  # small words that make prose
_LONG_LINE: Final = 55  # characters of a line that was broken because it was full
_SHORT_LINE: Final = 40  # characters
_NEAR: Final = 4  # words
_LONG_NAME: Final = 6  # words
# What stands before the name of who made or sent something, folded.
_BY: Final = frozenset("by von vom par por per av af door przez od от від от ot tarafından".split())
_IN_NAMES: Final = frozenset("de la le les du des del della di do dos das of the y e et und van".split())
_JAPANESE_AFTER: Final = lazy_regex(
    r"[」』）)]?(?:の(?!他)|で|に(?!お送り|ご送付)|を|は|が|も|から|にて|付近|近く)[ぁ-んァ-ヶ一-鿿]"
)
_CHINESE_AFTER: Final = lazy_regex(
    r"[）)」』][一-鿿]{2}|(?!地[下庫库铺舖鋪]|底[層层]|[首全][層层]|[一二三四五六七八九十]{1,3}[樓楼室層层])[一-鿿]{3}"
)
_KOREAN_AFTER: Final = lazy_regex(r"[)）]?(?: ?[가-힣]+)?(?:에서|에|의|에는|에선|앞|인근)(?![가-힣])")
_CHINESE_FIRMS: Final = lazy_regex(r"公司|有限|工作室|书店|書店|出版|编辑|編輯|收$|邮编|郵編|电话|電話|统编|統編")
# A word of prose, and that something is near an address, not at it: 'Crews are working near', 'wilder Müll vor der'.
_NEAR_BY: Final = lazy_regex(
    r"(?:[,:] (?:outside|utanfor|uden for|utenfor)"
    r"|[^\W\d_]{2} (?:near|outside|opposite|behind|in front of|next to|close to"
    r"|(?:vor|nahe|neben|gegenuber)(?: der| dem)?|in der nahe (?:von|der|des)|auf hohe (?:der|von)"
    r"|devant(?: le)?|pres d[eu]|au niveau du|a (?:la )?hauteur d[eu]|en face d[eu]"
    r"|frente al?|cerca del?|a la altura del?|em frente [ao]|perto d[aeo]"
    r"|davanti a|vicino a|all.altezza di|nei pressi di|ter hoogte van|nabij|vlakbij|tegenover"
    r"|utanfor|nara|i narheten av|uden for|ud for|naer|utenfor|i naerheten av"
    r"|przed|obok|kolo|w poblizu|na wysokosci|pred|u domu|vedle|v blizkosti|in fata|langa|in apropiere de"
    r"|ispred|blizu|u blizini|испред|близу|возле|около|рядом с|напротив|перед|у дома|в районе"
    r"|біля|поблизу|навпроти|пред|срещу|εξω απο|κοντα στ?[ηοε]?ν?|μπροστα απο|ליד|מול)) \Z"
)
# Verbs of languages that leave `we` out.
_WE: Final = lazy_regex(
    r"[^\W\d_]{3}(?:[aei]mos|iamo|mme|ujeme|ime|[aio]jame|yoruz|[iu]r[iu]z|ουμε|αμε|аем|яем|уем|имо|ємо|уемо|аме|уваме)(?!\w)"
)
# 200 metros sur: what stands before it tells of a landmark.
_WAY: Final = lazy_regex(r"\d+(?: 1/2)? ?(?:m|mts|metros|varas|vrs|cuadras?|cdras|c)\b")
_FULL_STOP: Final = lazy_regex(r"[。！？!?\n]")


class Sentence(NamedTuple):
    """An address, and what stands before and after it in its sentence."""

    before: str
    address: str
    after: str


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence that holds [start, end), a line that was broken because it was full taken for one with the next."""
    low = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, low - 1) + 1 if low else 0
    if low - above > _LONG_LINE and text[low - 2 : low - 1].islower():
        low = above
    low = max(low, start - _BEFORE)
    for stop in _ENDS.finditer(text, low, start + 1):
        low = stop.end()
    line = text.find("\n", end, end + _AFTER)
    high = line if line >= 0 else end + _AFTER
    ending = _ENDS.search(text, max(start, end - 3), high)
    high = ending.start() + 1 if ending is not None else high
    return Sentence(text[low:start], text[start:end], text[end:high])


def is_mentioned(sentence: Sentence, names_sender: Callable[[str], bool], speaks: Callable[[str], bool]) -> bool:
    """Whether a sentence names an address in passing.

    `names_sender`: whether a name is that of the sender. `speaks`: whether a folded text holds words in which a sender
    speaks of itself.
    """
    before, _, after = sentence
    if _NEAR_BY.search(fold(before[-_SHORT_LINE:])) is not None:
        return not speaks(fold(before + " " + after)) and OWN.search(fold(before)) is None
    goes_on = _goes_on(after)
    prose = is_prose(before) or (goes_on and _leads(before) and OPEN.search(fold(after)) is None)
    if not prose or _is_list(before) or _WAY.match(sentence.address):
        return False
    name, lead = _name_before(before)
    named = name != "" and lead != "" and fold(lead) not in _BY and not _is_company(name)
    if not named and not goes_on:
        return False
    if name and names_sender(name):
        return False
    folded = fold(before)
    if speaks(folded + " " + fold(after[: _AFTER // 2])):
        return False
    near = " ".join(folded.split()[-_NEAR:]) if named else folded
    return OWN.search(near) is None and (named or _WE.search(folded) is None)


def is_mentioned_without_case(text: str, start: int, end: int, speaks: Callable[[str], bool]) -> bool:
    """The same for Chinese, Japanese and Korean, whose particles tell that a sentence goes on after an address."""
    last = _FULL_STOP.search(text, end)
    after = text[end : last.start() if last is not None else len(text)]
    if not any(pattern.match(after) for pattern in (_JAPANESE_AFTER, _KOREAN_AFTER, _CHINESE_AFTER)):
        return False
    if _CHINESE_FIRMS.search(after) is not None:
        return False
    stops = [stop.end() for stop in _FULL_STOP.finditer(text, max(0, start - _BEFORE), start)]
    return not speaks(fold(text[stops[-1] if stops else max(0, start - _BEFORE) : start] + after))


def _leads(before: str) -> bool:
    """Whether a noun and a small word lead to an address: 'Kafeen i', 'Das Kino in der'."""
    words = _WORD.findall(before)
    led = before[-1:] == " " and before.rstrip()[-1:].isalpha()
    return led and 1 < len(words) <= _NEAR and words[-1].islower() and not words[0][0].islower()


def _is_list(before: str) -> bool:
    """Whether what stands before is a list of short parts, or holds a house number: the address begins there."""
    if _NUMBERED.search(before) is not None:
        return True
    parts = [part.split() for part in before.split(",") if part.strip()]
    return len(parts) > _LEAST and all(len(part) <= _NEAR for part in parts)


def is_prose(text: str) -> bool:
    """Whether a text holds words that stand in sentences, not in names and addresses."""
    words = _WORD.findall(text)
    telling = sum(map(_is_telling, words))
    return telling >= _LEAST or (telling > 0 and sum(word[0].islower() for word in words) > _LEAST)


@lru_cache(maxsize=2048)
def _is_telling(word: str) -> bool:
    """Whether a word is one of prose: written small, and none that stands in names and addresses."""
    if len(word) == 1 or not word[0].islower() or "\u10a0" <= word[0] <= "\u10ff":  # Georgian has no capitals
        return False
    folded = fold(word)
    return folded not in CONNECTORS and folded not in postal.words(NO_WORDS).whole


def _goes_on(after: str) -> bool:
    """Whether prose follows at once: ', and nobody was hurt', 'brannte es in der Nacht'."""
    words = after.lstrip(" ,)")[:_AFTER]
    if after[:1] not in (" ", ",", ")") or not words or not words[0].islower():
        return False
    found = _WORD.findall(words)[:_NEAR]
    return sum(1 for word in found if word[0].islower()) >= _LEAST and any(map(_is_telling, found))


def _name_before(before: str) -> tuple[str, str]:
    """The name that leads to an address from a sentence, and the small word before it: ('Corner Grocer', 'at')."""
    stripped = before.rstrip(" ")
    if not stripped or stripped[-1] not in ",(（–—-|«»”\"“'":
        return "", ""
    head = stripped.rstrip(" ,(（–—-|«»”\"“'")
    quoted = _QUOTED.search(stripped)
    if quoted is not None:
        lead = _WORD.findall(stripped[: quoted.start()])
        return quoted[1], lead[-1] if lead and lead[-1][0].islower() else ""
    matches = list(_WORD.finditer(head))
    name: list[str] = []
    while matches and len(name) < _LONG_NAME:
        match = matches[-1]
        joined = head[match.end() : match.end() + 1]
        if name and joined and joined in ",;:–—(":
            return "", ""  # a list of names, as in a footer
        if match[0][0].islower() and not (name and match[0] in _IN_NAMES and _big_before(matches)):
            break
        name.insert(0, matches.pop()[0])
    if not name or not matches:
        return "", ""
    return " ".join(name), matches[-1][0]


def _big_before(matches: list[re.Match[str]]) -> bool:
    return len(matches) > 1 and not matches[-2][0][0].islower()


def _is_company(name: str) -> bool:
    return any(fold(word).replace(".", "") in COMPANIES for word in name.split())
