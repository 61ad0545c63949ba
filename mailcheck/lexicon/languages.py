"""The opt-out lexicon: one TOML file a language, read when a message calls for that language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mailcheck.lexicon.patterns import Entry, Matcher, parse

KEYS: Final = (
    "leave", "leave_weak", "no_more", "receive", "mail", "preferences", "preferences_weak", "none_at_all",
    "here", "reply", "no_reply", "send", "cannot", "article", "other_thing", "login", "logout", "footer",
    "miss", "sms", "no_word", "list_word",
)  # fmt: skip
SHARED: Final = ""
"""The 'language' of words that all languages borrow (shared.toml): newsletter, e-mail, unsubscribe."""

_FOLDER: Final = files("mailcheck.lexicon") / "optout"
_SECTION: Final = "\n[optout]"


@dataclass(frozen=True, slots=True)
class Language:
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
    """Every language of the lexicon by its code. Reads only the heads of the files."""
    from mailcheck.lexicon.folding import fold

    found = {}
    for path in _FOLDER.iterdir():
        if not path.name.endswith(".toml"):
            continue
        head = tomllib.loads(path.read_text(encoding="utf-8").partition(_SECTION)[0])
        code = path.name.removesuffix(".toml")
        found[code] = Language(
            code=code,
            name=head["name"],
            script=head["script"],
            spaces=head["spaces"],
            stopwords=frozenset(fold(word) for word in head["stopwords"]),
            letters=head.get("letters", ""),
        )
    return dict(sorted(found.items()))


@lru_cache(maxsize=128)
def entries(code: str) -> tuple[Entry, ...]:
    """The patterns of one language; none for a language the lexicon does not have."""
    name = "shared.toml" if code == SHARED else f"optout/{code}.toml"
    if code != SHARED and code not in languages():
        return ()
    data = tomllib.loads((files("mailcheck.lexicon") / name).read_text(encoding="utf-8"))
    spaces = data["spaces"]
    return tuple(
        Entry(code, key, parse(source, spaces), spaces) for key in KEYS for source in data["optout"].get(key, ())
    )


@lru_cache(maxsize=1)
def address_matcher() -> Matcher:
    """The matcher for words of addresses and of merge tags, of all languages together."""
    data = tomllib.loads((files("mailcheck.lexicon") / "addresses.toml").read_text(encoding="utf-8"))
    return Matcher(
        Entry(SHARED, key, parse(source), True) for key, sources in data["words"].items() for source in sources
    )


@lru_cache(maxsize=32)
def matcher(codes: tuple[str, ...]) -> Matcher:
    """One matcher for several languages, the words shared by all of them included."""
    return Matcher(entry for code in (SHARED, *codes) for entry in entries(code))
