"""Words that a team adds to the lexicon or takes out of it; they travel with the context, never in a global."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

EXCEPT: Final = "-"
"""Stands before the name of a list whose words shall not count where they are found."""


class OwnWord(NamedTuple):
    """A word for a list of a family ('optout', 'subject', ...) in a language. Without `counts`: one that shall not."""

    family: str
    language: str
    key: str
    text: str
    counts: bool = True


class OwnWords:
    """The words of one config. Compared and hashed by identity: they are part of the key of every cached matcher.

    Made by `own_words`, which gives the same object for the same words.
    """

    __slots__ = ("_words", "languages")

    def __init__(self, words: Iterable[OwnWord]) -> None:
        grouped: dict[tuple[str, str], list[OwnWord]] = defaultdict(list)
        for word in words:
            grouped[word.family, word.language].append(word)
        self._words = dict(grouped)
        self.languages = frozenset(grouped)
        """Pairs of family and language that there are words for."""

    def __bool__(self) -> bool:
        return bool(self._words)

    def __iter__(self) -> Iterator[OwnWord]:
        return (word for _, words in sorted(self._words.items()) for word in words)

    def __reduce__(self) -> str | tuple[Callable[[tuple[OwnWord, ...]], OwnWords], tuple[tuple[OwnWord, ...]]]:
        """In another process, too, the same words are one object."""
        if self is NO_WORDS:
            return "NO_WORDS"
        return own_words, (tuple(word for words in self._words.values() for word in words),)

    def of(self, family: str, language: str) -> Iterator[OwnWord]:
        """The words of a family in a language, in the order in which they were given."""
        return iter(self._words.get((family, language), ()))

    def of_family(self, family: str) -> Iterator[OwnWord]:
        """The words of a family in all languages."""
        return (word for (name, _), words in self._words.items() if name == family for word in words)

    def added(self, family: str, language: str, key: str, known: Iterable[str]) -> Iterator[str]:
        """A list as it is known, and after it the words that were added to it."""
        more = (word.text for word in self.of(family, language) if word.counts and word.key == key)
        return iter(dict.fromkeys((*known, *more)))

    def excepted(self, family: str, language: str) -> Iterator[tuple[str, str]]:
        """Name of the list, with `EXCEPT` before it, and text of the words that shall not count."""
        return ((EXCEPT + word.key, word.text) for word in self.of(family, language) if not word.counts)


@lru_cache(maxsize=16)
def own_words(words: tuple[OwnWord, ...]) -> OwnWords:
    """The words of a config; the same object for the same words, as long as they are remembered."""
    return OwnWords(words)


NO_WORDS: Final = OwnWords(())
"""Nothing of a team's own."""
