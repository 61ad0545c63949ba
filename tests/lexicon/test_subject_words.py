"""The lists of subject lines can all be read, and keep to the keys that are looked for."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from mailcheck.lexicon.subjects import (
    KEYS,
    PERCENTAGES,
    brands,
    known_languages,
    look_alikes,
    number_words,
    prefixes,
    subject_language,
    subject_matcher,
)

NEEDED = (
    "offer",
    "shop",
    "free",
    "today",
    "last",
    "scarce",
    "alarm",
    "until",
    "day",
    "always",
    "condition",
    "invoice",
    "order",
)


@pytest.mark.parametrize("code", sorted(known_languages()))
def test_a_language_is_whole(code: str) -> None:
    text = (files("mailcheck.lexicon") / "subject" / f"{code}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert data["language"] == code
    assert data["source"]
    assert set(data["subject"]) <= {*KEYS, "numbers"}
    assert all(data["subject"].get(key) for key in NEEDED)
    assert len(number_words(code)) == len(PERCENTAGES)
    subject_matcher(code).search("x")  # every pattern can be read


def test_relatives_share_a_list() -> None:
    assert subject_language("pt-br") == "pt"
    assert subject_language("zh-hant") == "zh"
    assert subject_language("xx") == ""


def test_prefixes_are_found_in_any_case() -> None:
    assert prefixes()["aw"].kind == "reply"
    assert prefixes()["转发"].kind == "forward"
    assert prefixes()["r"].languages == ("it",)


def test_brands_and_letters() -> None:
    assert "paypal" in brands().labels["paypal"]
    assert brands().common <= set(brands().labels)
    assert look_alikes()["а"] == "a"
