"""What is found of an address, before it is judged as the sender's."""

from __future__ import annotations

from typing import Final, NamedTuple

from mailcheck.lexicon import postal

_WITHOUT_CODE: Final = frozenset({"JP", "KR", "CN", "TW", "IE", "AE", "TR"})
"""Countries whose letters arrive without the code that the rules ask for."""


class Found(NamedTuple):
    """An address at [start, end) of the passage. `missing`: letters as in `postal.Country.needs`."""

    start: int
    end: int
    country: str
    form: str
    valid: bool
    missing: tuple[str, ...] = ()
    fault: str = ""
    code: str = ""


def needs_code(country: str) -> bool:
    """Whether a letter to a country needs a postal code."""
    known = postal.country(country)
    return known is None or ("Z" in known.needs and country not in _WITHOUT_CODE)
