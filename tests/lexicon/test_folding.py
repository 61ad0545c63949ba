from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.lexicon.folding import Folded, fold

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Désabonner", "desabonner"),
        ("un\u00adsub\u200bscribe", "unsubscribe"),
        ("ＵＮＳＵＢ", "unsub"),
        ("don’t", "don't"),
        ("e\u2011mail", "e-mail"),
        ("İPTAL", "iptal"),
        ("ıptal", "iptal"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("إلغاء", "الغاء"),
        ("اشْتِرَاك", "اشتراك"),
        ("كلمة", "کلمه"),
        ("נִיוּזְלֶטֶר", "ניוזלטר"),
        ("Отпишись ещё", "отпишись еще"),
        ("STRASSE", "straße"),
    ],
)
def test_texts_that_read_the_same_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("हिंदी", "हंद"), ("가", "각"), ("บ้าน", "บาน")])
def test_signs_that_tell_words_apart_are_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS, TEXTS)
def test_positions_lead_back(before: str, word: str) -> None:
    """A stretch of the folded text came from at least the characters that fold to it."""
    original = f"{before} {word} end"
    folded = Folded(original)
    start = len(fold(f"{before} "))
    end = start + len(fold(word))
    if folded.text == fold(f"{before} ") + fold(word) + " end":
        first, last = folded.origin(start, end)
        assert fold(word) in fold(original[first:last])


@given(TEXTS)
def test_every_stretch_leads_into_the_text(text: str) -> None:
    folded = Folded(text)
    places = [folded.origin(index, index + 1) for index in range(len(folded.text))]
    assert all(0 <= first <= last <= len(text) for first, last in places)
    assert places == sorted(places)
