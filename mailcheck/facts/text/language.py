"""In which language a message speaks: by its script, its most frequent words and its letters.

The declared language is only a hint, since templates keep `lang="en"` in mail of every language. It decides
where the words leave a choice between near relatives or say nothing at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import languages
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.scripts import not_ascii, scripts

_SAMPLE: Final = 6_000  # characters; what comes later in a message says nothing new about its language
_REPEATS: Final = 6  # a word counts at most so often, lest one sentence repeated decide
_LETTER_WEIGHT: Final = 0.4
_LETTER_CAP: Final = 12
_CLEAR: Final = 1.6  # a score below this is chance
_DENSE: Final = 0.02  # the score a language must reach for each word of the text
_SURE: Final = 4.0  # below this a declared language is believed, save English, which templates declare for all
_SAME: Final = 0.75
_NEAR: Final = 0.3  # what reaches this share of the best score can occur in the message
_ALIASES: Final = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "ji": "yi", "sh": "hr", "mo": "ro",
    "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "ur-latn": "hi-latn",
}  # fmt: skip
_IN_ANOTHER_SCRIPT: Final = {
    "el": "el-latn", "hi": "hi-latn", "kk": "kk-latn", "sr": "sr-latn", "sr-latn": "sr", "ur": "hi-latn",
    "uz": "uz-cyrl",
}  # fmt: skip
_SIMPLIFIED: Final = frozenset(
    "们这为来时个过发说么样会对国学东车长门问间关开头书电话让请点击订阅邮览页导购优选户账录设讯单"
    "无兴扰给还欢继续动态号码价联资与业务实营费权条闭启专线仅属应尽转传区员礼奖宝惯报团众闻创节经济级总统质验证档标签"
)
_TRADITIONAL: Final = frozenset(
    "們這為來時個過發說麼樣會對國學東車長門問間關開頭書電話讓請點擊訂閱郵覽頁導購優選戶賬錄設訊單"
    "無興擾給還歡繼續動態號碼價聯資與業務實營費權條閉啟專線僅屬應盡轉傳區員禮獎寶慣報團眾聞創節經濟級總統質驗證檔標籤"
)


def tell_language(shown: str, declared: str = "") -> str:
    """The main language of a visible text as a code of the lexicon ('de', 'pt-br', 'zh-hant'), '' if unclear.

    `declared` is the value of a `lang` attribute.
    """
    hint = _known(declared)
    if hint in _IN_ANOTHER_SCRIPT and not _fits_script(hint, shown[:_SAMPLE]):
        hint = _IN_ANOTHER_SCRIPT[hint]
    ranked = rank_languages(shown)
    if not ranked:
        return hint if hint and _fits_script(hint, shown[:_SAMPLE]) else ""
    best, score = ranked[0]
    near = dict(ranked).get(hint, 0.0) >= _SAME * score
    faint = score < _SURE and hint not in ("", "en") and _fits_script(hint, shown[:_SAMPLE])
    return hint if hint and (near or faint) else best


def likely_languages(shown: str) -> tuple[str, ...]:
    """The languages that may occur in a text, likeliest first: six at most, () if nothing can be told."""
    ranked = rank_languages(shown)
    return tuple(code for code, score in ranked if score >= _NEAR * ranked[0][1])[:6]


def languages_of_scripts(text: str) -> tuple[str, ...]:
    """Every language written in a script of the text: the choice for texts too short to tell."""
    found = scripts(text)
    return tuple(code for code, language in languages().items() if _written_in(language.script, found))


def rank_languages(shown: str) -> tuple[tuple[str, float], ...]:
    """Languages with their scores, best first; only those whose score is clear of chance."""
    return _ranked(shown[:_SAMPLE])


@lru_cache(maxsize=4)  # a message is asked for its language, and again for those that may occur in it
def _ranked(sample: str) -> tuple[tuple[str, float], ...]:
    found = scripts(sample)
    if not found:
        return ()
    scores: dict[str, float] = defaultdict(float, _by_script(sample, found))
    distinct = dict.fromkeys(scores, 1)
    counts = Counter(words(fold(sample)))
    table = _stopword_table()
    for word in counts.keys() & table.keys():
        codes = table[word]
        share = min(counts[word], _REPEATS) / len(codes)
        for code in codes:
            scores[code] += share
            distinct[code] = distinct.get(code, 0) + 1
    letters = _letter_table()
    for letter, count in _letters_in(sample.lower()):
        for code in letters.get(letter, ()):
            scores[code] += _LETTER_WEIGHT * min(count, _LETTER_CAP) / len(letters[letter])
    clear = max(_CLEAR, _DENSE * counts.total())
    known = languages()
    return tuple(
        (code, score)
        for code, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if score >= clear
        and (distinct.get(code, 0) > 1 or not known[code].spaces or code in _sole_languages().values())
        and _written_in(known[code].script, found)
    )


def _by_script(sample: str, found: Counter[str]) -> Mapping[str, float]:
    """Languages that their script alone tells, by the number of words those letters make."""
    known = languages()
    shares: dict[str, float] = {}
    han = found["Hani"] + found["Kana"]
    if han and found["Kana"] * 20 >= han:
        shares["ja"] = han / 2
    elif han:
        simplified = sum(character in _SIMPLIFIED for character in sample)
        traditional = sum(character in _TRADITIONAL for character in sample)
        if simplified >= traditional:
            shares["zh"] = han / 2
        if traditional >= simplified:  # what both write alike may be either
            shares["zh-hant"] = han / 2
    for script, codes in _sole_languages().items():
        if found[script]:
            shares[codes] = found[script] / 5
    return {code: share for code, share in shares.items() if code in known}


@lru_cache(maxsize=1)
def _sole_languages() -> Mapping[str, str]:
    """Scripts that the lexicon knows one language for."""
    users = defaultdict(list)
    for code, language in languages().items():
        users[language.script].append(code)
    return {script: codes[0] for script, codes in users.items() if len(codes) == 1}


@lru_cache(maxsize=1)
def _stopword_table() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for code, language in languages().items():
        for word in language.stopwords if language.spaces else ():
            table[word].append(code)
    return {word: tuple(codes) for word, codes in table.items()}


@lru_cache(maxsize=1)
def _letter_table() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for code, language in languages().items():
        for letter in language.letters:
            table[letter].append(code)
    return {letter: tuple(codes) for letter, codes in table.items()}


def _letters_in(text: str) -> Iterator[tuple[str, int]]:
    """The letters that may tell a language, with their numbers: few of them are ASCII, as most of a text is."""
    yield from Counter(not_ascii(text)).items()
    for letter in _ascii_letters():
        if number := text.count(letter):
            yield letter, number


@lru_cache(maxsize=1)
def _ascii_letters() -> tuple[str, ...]:
    return tuple(letter for letter in _letter_table() if letter.isascii())


def _known(declared: str) -> str:
    """The lexicon's code for a language tag, '' if it has none."""
    tag = declared.strip().lower().replace("_", "-")
    known = languages()
    while tag:
        code = _ALIASES.get(tag, tag)
        if code in known:
            return code
        tag = tag.rpartition("-")[0]
    return ""


def _fits_script(code: str, text: str) -> bool:
    found = scripts(text)
    return not found or _written_in(languages()[code].script, found)


def _written_in(script: str, found: Counter[str]) -> bool:
    if script == "Jpan":
        return bool(found["Kana"] or found["Hani"])
    if script in ("Hans", "Hant"):
        return bool(found["Hani"])
    return bool(found["Hang"] if script == "Kore" else found[script])
