from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import languages, matcher
from mailcheck.lexicon.matching import Matcher
from mailcheck.lexicon.patterns import PatternError, parse, places, words
from mailcheck.lexicon.sheets import sheet_of


def found(pattern: str, text: str, spaces: bool = True) -> bool:
    built = Matcher([sheet_of("xx", spaces, [("leave", pattern)])])
    return bool(built.search(fold(text)))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("newsletter", "Unser Newsletter!"),
        ("abmeld*", "Zum Abmelden"),
        ("abmeld*", "abmeld"),
        ("*brief", "der Rundbrief"),
        ("*mail*", "Infomails"),
        ("nicht mehr", "bitte nicht  mehr"),
        ("meld* ... ab", "melden Sie sich hier vom Newsletter ab"),
        ("e-mail", "Email"),
        ("e-mail", "E-Mail"),
        ("e-mail-einstellung*", "E-Mail-Einstellungen"),
        ("désabonner", "vous desabonner"),
        ("l'abonnement", "l’abonnement"),
        ("מ*רשימ*", "מהרשימה"),
        ("ईमेल", "ईमेल पाना"),
    ],
)
def test_found(pattern: str, text: str) -> None:
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("news", "newsletter"),
        ("*brief", "briefe"),
        ("nicht mehr", "nicht viel mehr"),
        ("meld* ... ab", "melden eins zwei drei vier fünf sechs sieben ab"),
        ("meld* ... ab", "ab melden"),
        ("ईमेल", "ईमे"),
    ],
)
def test_not_found(pattern: str, text: str) -> None:
    assert not found(pattern, text)


def test_languages_without_spaces_match_anywhere() -> None:
    assert found("配信停止", "メール配信 停止はこちら", spaces=False)
    assert found("リスト ... 削除", "リストからアドレスを削除", spaces=False)
    assert not found("リスト ... 削除", "リスト" + "あ" * 25 + "削除", spaces=False)


@pytest.mark.parametrize("source", ["", "...", "*", "!"])
def test_patterns_without_words_are_refused(source: str) -> None:
    with pytest.raises(PatternError):
        parse(source)


def test_places_are_those_of_the_words() -> None:
    text = fold("Bitte vom Newsletter abmelden.")
    (hit,) = Matcher([sheet_of("de", True, [("leave", "newsletter abmeld*")])]).search(text)
    assert text[hit.start : hit.end] == "newsletter abmelden"


@settings(deadline=None)  # the first text pays for reading every file
@given(st.text(max_size=200))
def test_no_text_breaks_any_language(text: str) -> None:
    folded = fold(text)
    for hit in matcher(tuple(languages())).search(folded):
        assert 0 <= hit.start < hit.end <= len(folded)


def test_a_pattern_is_found_once_in_each_of_its_places() -> None:
    sources = ["tarif*", "tarifwechsel*", "*wechsel*", "wechsel ... tarif", "tarif tarif"]
    patterns = Matcher([sheet_of("de", True, [("offer", source) for source in sources])])
    hits = patterns.search("tarif tarif tarif wechsel zum tarif")
    assert [hit.pattern for hit in hits].count("tarif*") == 4
    assert [(hit.start, hit.end) for hit in hits if hit.pattern == "tarif tarif"] == [(0, 11), (6, 17)]
    assert [(hit.start, hit.end) for hit in hits if hit.pattern == "wechsel ... tarif"] == [(18, 35)]
    assert len(set(hits)) == len(hits)


LEAVING = frozenset({"leave", "leave_weak", "no_more"})
SPOKEN = st.lists(
    st.sampled_from(
        """stop sending me these e-mails no longer wish to receive unsubscribe newsletter a-b-c opt_out
        möchte keine Newsletter mehr abmelden 配信停止 メール お断り résilier l'abonnement - ’ .""".split()
    )
).map(" ".join)


@settings(deadline=None)
@given(SPOKEN, st.sampled_from(["en", "de", "fr", "ja"]))
def test_what_is_found_is_said(text: str, language: str) -> None:
    folded, patterns = fold(text), matcher((language, "en"))
    hits = patterns.search(folded)
    if any(hit.key in LEAVING for hit in hits):
        assert patterns.says(folded, LEAVING)
    if language != "ja":  # without spaces, the parts of a pattern may stand anywhere
        assert patterns.says(folded, LEAVING) == any(hit.key in LEAVING for hit in hits)


@given(SPOKEN | st.text())
def test_words_stand_in_their_places(text: str) -> None:
    folded = fold(text)
    written = [folded[start:end].replace("-", "") for start, end in places(folded)]
    assert written == words(folded)


@settings(deadline=None)
@given(st.lists(SPOKEN, max_size=4), st.sampled_from(["en", "de", "fr", "ja"]))
def test_several_texts_say_together_what_each_says(parts: list[str], language: str) -> None:
    folded, patterns = [fold(part) for part in parts], matcher((language, "en"))
    assert patterns.saying(folded, LEAVING) == {part for part in folded if patterns.says(part, LEAVING)}
