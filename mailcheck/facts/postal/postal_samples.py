"""Addresses that nobody lives at: samples, jokes, impossible ones, and those of the sending service."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_codes import countries_of
from mailcheck.facts.postal.postal_found import Found
from mailcheck.facts.postal.postal_pieces import is_east_asian
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold

_ZERO: Final = re.compile(r"(?:(?<=^)|(?<=[\s,#]))0{1,4}(?=[\s,]|$)")
_BOX_ZERO: Final = lazy_regex(r"[ .:#]0+(?=[\s,-]|$)")
_MANY_DIGITS: Final = lazy_regex(r"\d{4}|\d-\d{3}|\d{3} \d\d|[市区路省시구로]")
_LETTERED: Final = lazy_regex(
    r"(?<!\w)(?:[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|[A-Z]\d\d [A-Z\d]{4})(?!\w)"
)
"""What can only be meant as a postal code of Britain, Canada or Ireland."""
_BLANK: Final = lazy_regex(r"(?<!\w)(?:x{3,}|\d{2,4}x{2,3}|\dx{4}|xx[ -]x{3,})(?!\w)")  # 750XX Paris, XX-XXX
_EAST_ASIAN_BLANK: Final = lazy_regex(
    r"(?:x{2,}|[×○◯△▲□■●]+|(?<![一二三四五六七八九十百千])〇{2,}|(?<!\d)0{2,}|(?<![a-z])oo)\s?"
    r"(?:省|市|县|縣|県|区|區|郡|町|村|丁目|番|街|路|道|号|號|楼|樓|室|ビル|大厦|大廈|구|로|길|동|시|군|읍|면|번지)"
)
_NO_FIELDS: Final = lazy_regex(r"\d\d|[04-9?!@]|[:：]\s*(?:\w|\Z)")
_MOST_FIELDS: Final = 12
_PARTS: Final = lazy_regex(r"[,;:.!?…|·•،，、\]]|\s[-–/]\s")
_STATE_ZIP: Final = lazy_regex(r"\b([A-Z]{2}),?\s+(\d{5})(?:-\d{4})?\b")
# A street of people called Sample, of which there are some; a house of a row of digits is none of theirs.
_SAMPLE_ROAD: Final = lazy_regex(
    r"^(?!(?:123(?:45?)?6?|(\d)\1+|[1-9]0*) )\d{3,5} (?:(?:[nsew]|[ns][ew]|north|south|east|west) )?"
    r"sample(?= (?:rd|road|st|street)\b)"
)
_SHORT_FORMS: Final = {"street": "st", "avenue": "ave", "lane": "ln", "road": "rd", "drive": "dr", "boulevard": "blvd"}


def why_sample(text: str, around: str, found: Found, own: str) -> str:
    """Why an address is no real one, '' if nothing speaks against it.

    `text` is the address, `around` its line with the sender's name, `own` what is known of the sender (From).
    """
    row = " ".join(postal.row_of(text))
    wide = " ".join(postal.row_of(around))
    return (
        _sample_word(_SAMPLE_ROAD.sub("", row) if found.valid else row)
        or _sample_mark(fold(around))
        or _sample_blank(fold(text))
        or _sample_row(around)
        or _all_fields(text)
        or _known_joke(row, f"{wide} {fold(own)}")
        or _service(row, fold(own))
        or found.fault
        or _sample_code(found, row)
        or _no_such_state(text, found)
        or _house_zero(text, found)
    )


def sample_row(text: str) -> str:
    """The same for a line in which no address was found."""
    row = " ".join(postal.row_of(text))
    folded = fold(text)
    blank = _sample_blank(folded)
    coded = bool(blank) or _MANY_DIGITS.search(text) is not None or _LETTERED.search(text) is not None
    named = _sample_row(text)
    if named and _in_prose(text):
        named = ""
    if named or not coded:
        return named or (_fiction(text) if longest_row(row.split(), _stories()) else "")
    return _sample_word(row) or _sample_mark(folded) or blank or _no_such_code(text)


@lru_cache(maxsize=1)
def _fields() -> tuple[Mapping[str, str], frozenset[str]]:
    """Words for the fields of an address, each with its kind, and the small words between them."""
    known = {
        word: kind
        for kind, words in postal.samples()["fields"].items()
        if kind != "and"
        for entry in postal.entries(words)
        for word in postal.row_of(entry)
    }
    between = (word for entry in postal.entries(postal.samples()["fields"]["and"]) for word in postal.row_of(entry))
    return known, frozenset(between)


def fields_in(text: str) -> frozenset[str]:
    """The kinds of the fields of an address that a line is made of, none where it says anything else."""
    if _NO_FIELDS.search(text) is not None:
        return frozenset()
    known, between = _fields()
    words = [word for word in postal.row_of(text) if (word not in between or word in known) and not word.isdigit()]
    if not words or len(words) > _MOST_FIELDS or not all(word in known for word in words):
        return frozenset()
    return frozenset(known[word] for word in words)


def _all_fields(text: str) -> str:
    return "it only names the parts of an address" if len(fields_in(text)) > 1 else ""


def _fiction(text: str) -> str:
    """The place of a story in a line of names."""
    parts = [postal.row_of(part) for part in _PARTS.split(text)]
    found = next((row for part in parts if (row := longest_row(part, _stories())) and len(part) <= len(row) + 1), ())
    return f'"{" ".join(found)}" is a place of stories' if found else ""


@lru_cache(maxsize=1)
def _stories() -> postal.Rows:
    return postal.rows(postal.entries(postal.samples()["fiction"]))


def _sample_blank(folded: str) -> str:
    """What stands where digits or a name will be put: '750XX Paris', '○○県○○市'."""
    match = _BLANK.search(folded) if "xx" in folded else None
    if match is None and is_east_asian(folded):
        match = _EAST_ASIAN_BLANK.search(folded)
    return f'"{match[0]}" stands where a name or number should' if match is not None else ""


def _no_such_code(text: str) -> str:
    """A postal code of a form that only one country has, and that it does not use: 'XX1 1XX'."""
    match = _LETTERED.search(text)
    return f"there is no postal code {match[0]}" if match is not None and not countries_of(match[0]) else ""


def _in_prose(text: str) -> bool:
    """Whether a row of sample words stands in a sentence: 'your company can', not 'Your Company, Your Street'."""
    parts = [postal.row_of(part) for part in _PARTS.split(text)]
    return any(len(part) > len(row) + 1 for part in parts if (row := longest_row(part, _rows())))


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    data = postal.samples()
    whole, starts, rows = set(), [], []
    for entry in postal.entries(data["words"]):
        folded = fold(entry.rstrip("*"))
        if "_" in folded:
            rows.append(folded.replace("_", " "))
        elif entry.endswith("*"):
            starts.append(folded)
        else:
            whole.add(folded)
    return frozenset(whole), tuple(starts), tuple(fold(mark) for mark in postal.entries(data["marks"]))


def _sample_word(row: str) -> str:
    whole, starts, _ = _words()
    for word in row.split():
        if word in whole or word.startswith(starts):
            return f'"{word}" is a word of sample addresses'
    return ""


def _sample_mark(folded: str) -> str:
    """Signs and words of samples in scripts without spaces."""
    if folded.isascii():
        return ""
    compact = "".join(folded.split())
    return next((f'"{mark}" is a mark of sample addresses' for mark in _words()[2] if mark in compact), "")


@lru_cache(maxsize=1)
def _rows() -> postal.Rows:
    return postal.rows(postal.entries(postal.samples()["rows"]))


def longest_row(words: Sequence[str], known: postal.Rows) -> tuple[str, ...]:
    """The longest row that stands in a text's words, () if none does."""
    places = [index for index, word in enumerate(words) if word in known]
    return max((postal.row_at(known, words, index) for index in places), key=len, default=())


def _sample_row(text: str) -> str:
    """Rows of sample words in a text, without those that only meet across a sign: 'Mill Street, St Peter Port'."""
    if not longest_row(postal.row_of(text), _rows()):
        return ""
    parts = [postal.row_of(part) for part in _PARTS.split(text)]
    words = [word for part in parts for word in part]
    heads = list(accumulate((len(part) for part in parts), initial=0))
    best: tuple[str, ...] = ()
    for index, word in enumerate(words):
        if word not in _rows():
            continue
        found = postal.row_at(_rows(), words, index)
        part = bisect_right(heads, index) - 1
        crosses = index + len(found) > heads[part + 1]
        named = index > heads[part] and words[index - 1].isalpha()
        if len(found) > len(best) and not (crosses and named):
            best = found
    return f'"{" ".join(best)}" stands where a name or number should' if best else ""


class Famous(NamedTuple):
    """An address known to many: its words, and what makes it true when it stands beside it."""

    row: tuple[str, ...]
    friends: tuple[str, ...]


@lru_cache(maxsize=4)
def _famous(name: str) -> Mapping[str, tuple[Famous, ...]]:
    """Famous addresses by their first word, words for streets in their short form."""
    found: dict[str, list[Famous]] = defaultdict(list)
    for entry in postal.samples()[name]:
        words, _, friends = entry.partition("=")
        row = tuple(_SHORT_FORMS.get(word, word) for word in postal.row_of(words))
        found[row[0]].append(Famous(row, tuple(fold(friend) for friend in postal.entries(friends))))
    return {first: tuple(entries) for first, entries in found.items()}


def _stands(row: tuple[str, ...], words: Sequence[str], index: int) -> bool:
    """Whether the first two words of a row stand at `index`, the others anywhere after."""
    if tuple(words[index : index + 2]) != row[:2]:
        return False
    rest = words[index + 2 :]
    return all(word in rest for word in row[2:])


def _find_famous(name: str, row: str, around: str) -> Famous | None:
    words = [_SHORT_FORMS.get(word, word) for word in row.split()]
    known = _famous(name)
    for index, word in enumerate(words):
        for famous in known.get(word, ()):
            if _stands(famous.row, words, index) and not any(friend in around for friend in famous.friends):
                return famous
    return None


def _known_joke(row: str, around: str) -> str:
    found = _find_famous("jokes", row, around)
    return f'"{" ".join(found.row)}" is a famous address, not the sender\'s' if found is not None else ""


def _service(row: str, own: str) -> str:
    found = _find_famous("services", row, own)
    return f"the address is that of the sending service {found.friends[0].title()}" if found is not None else ""


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, tuple[tuple[str, str], ...]]:
    found = {}
    for country, text in postal.samples()["codes"].items():
        pairs = [entry.partition("=") for entry in postal.entries(text)]
        found[country] = tuple((code.strip(), place.strip()) for code, _, place in pairs)
    return found


def _sample_code(found: Found, row: str) -> str:
    code = " ".join(fold(found.code).split())
    if not code:
        return ""
    bare = code.split("-")[-1] if re.match(r"[a-z]{1,3}-\d", code) else code
    for country in ("*", found.country):
        for sample, place in _codes().get(country, ()):
            if bare == sample and not (place and place in row):
                return f"the postal code {found.code} is one of samples"
    return ""


def _no_such_state(text: str, found: Found) -> str:
    if found.country not in ("US", ""):
        return ""
    for match in _STATE_ZIP.finditer(text):
        names = postal.area_names().get(match[1].lower()) or ()
        if not any(country == "US" for country, _ in names) and match[1] not in ("US", "FL"):
            return f"there is no state {match[1]}"
    return ""


def _house_zero(text: str, found: Found) -> str:
    written = text.replace(found.code, " ") if found.code else text
    if found.form == "po-box" and _BOX_ZERO.search(written) is not None:
        return "there is no box 0"
    match = _ZERO.search(written)
    return "there is no house number 0" if match is not None and found.form == "street" else ""
