"""The opt-out lexicon: one TOML file a language, read when a message calls for that language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.lexicon.kept import Recipe
from mailcheck.lexicon.matching import Matcher
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.sheets import Sheet, kept_sheet, rows_of, sheet_of, sheet_recipe
from mailcheck.lexicon.tables import codes_in, read_table, read_text

KEYS: Final = (
    "leave", "leave_weak", "no_more", "receive", "mail", "preferences", "preferences_weak", "none_at_all",
    "here", "reply", "no_reply", "send", "cannot", "article", "other_thing", "login", "logout", "footer",
    "miss", "weary", "tiresome", "plan", "sms", "no_word", "list_word", "goodbye", "address_word", "new_address",
    "choose", "what", "which", "enough", "see", "slogan", "quiet", "inbox",
    "consent", "withdraw", "keep", "refusal", "lost", "wish", "processing", "deal",
)  # fmt: skip
SHARED: Final = ""
"""The 'language' of words that all languages borrow (shared.toml): newsletter, e-mail, unsubscribe."""

INDEX: Final = "optout/index.json"
FAMILY: Final = "optout"


class Language(NamedTuple):
    """The head of a language file: enough to tell the language.

    `script` as in ISO 15924. `stopwords` are folded. `letters` are letters, as written, that set the language
    apart from its neighbours.
    """

    code: str
    name: str
    script: str
    spaces: bool
    stopwords: frozenset[str]
    letters: str


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """Every language of the lexicon by its code. Reads the index, not the files: they are many."""
    return {
        code: Language(code, name, script, spaces, frozenset(stopwords.split()), letters)
        for code, (name, script, spaces, stopwords, letters) in json.loads(read_text(INDEX)).items()
    }


def parts_words(code: str) -> bool:
    """Whether a language parts its words by spaces; taken for granted of one that the lexicon does not have."""
    known = languages()
    return code not in known or known[code].spaces


def written_index() -> str:
    """What the index must hold: the head of every language file, a language a line."""
    from mailcheck.lexicon.folding import fold

    rows = []
    for code in sorted(codes_in("optout")):
        head = read_table(f"optout/{code}.toml")
        stopwords = " ".join(sorted({fold(word) for word in head["stopwords"]}))
        row = (head["name"], head["script"], head["spaces"], stopwords, head.get("letters", ""))
        rows.append(f"{json.dumps(code)}: {json.dumps(row, ensure_ascii=False)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def recipes() -> Iterator[Recipe]:
    """Those of every sheet of this module."""
    yield _ADDRESS_WORDS
    yield from map(_recipe, (SHARED, *languages()))


@lru_cache(maxsize=1)
def address_matcher() -> Matcher:
    """The matcher for words of addresses and of merge tags, of all languages together."""
    return Matcher([kept_sheet(_ADDRESS_WORDS)])


@lru_cache(maxsize=32)
def matcher(codes: tuple[str, ...], own: OwnWords = NO_WORDS) -> Matcher:
    """One matcher for several languages, the words shared by all of them included; unknown ones add nothing."""
    return Matcher(_sheet(code, own) for code in (SHARED, *codes) if code == SHARED or code in languages())


@lru_cache(maxsize=128)
def _sheet(code: str, own: OwnWords) -> Sheet:
    return _file(code, own) if (FAMILY, code) in own.languages else kept_sheet(_recipe(code))


def _recipe(code: str) -> Recipe:
    return sheet_recipe(FAMILY, code, (_source(code),), lambda: _file(code, NO_WORDS))


def _file(code: str, own: OwnWords) -> Sheet:
    data = read_table(_source(code))
    return sheet_of(code, data["spaces"], rows_of(FAMILY, code, data["optout"], KEYS, own))


def _file_addresses() -> Sheet:
    words = read_table("addresses.toml")["words"]
    return sheet_of(SHARED, True, ((key, source) for key, sources in words.items() for source in sources))


_ADDRESS_WORDS: Final = sheet_recipe("addresses", SHARED, ("addresses.toml",), _file_addresses)


def _source(code: str) -> str:
    return "shared.toml" if code == SHARED else f"optout/{code}.toml"
