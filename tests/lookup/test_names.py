"""Spellings of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.lookup.names import fold_name, question_name


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("EX.Test.", "ex.test"),
        (".", "."),
        (r"a\..", r"a\."),
        (r"a\.", r"a\."),
        (r"a\\.", r"a\\"),
        ("a b.test", r"a\032b.test"),
        (r"a\032b.test", r"a\032b.test"),
        ("bücher.test", "xn--bcher-kva.test"),
        (r"\065.test", "a.test"),
    ],
)
def test_one_spelling(written: str, spelled: str) -> None:
    assert question_name(written) == spelled


def test_only_ascii_letters_are_folded() -> None:
    assert fold_name("ÄB.") == "Äb"


@given(st.text(max_size=300))
def test_a_spelling_is_its_own_spelling_or_there_is_none(name: str) -> None:
    try:
        spelled = question_name(name)
    except ValueError:
        return
    assert question_name(spelled) == spelled
    assert spelled.isascii()
    assert not {" ", "\n", ";", '"'} & set(spelled.replace('\\"', "").replace("\\;", ""))
