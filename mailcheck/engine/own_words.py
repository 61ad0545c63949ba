"""The files of words that a config names: read, checked, and handed on as one set of words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from mailcheck.engine.config_file import Document, read_document
from mailcheck.engine.refusals import suggestion
from mailcheck.engine.toml_places import Key
from mailcheck.lexicon.families import Family, families
from mailcheck.lexicon.languages import languages, parts_words
from mailcheck.lexicon.own_words import OwnWord, OwnWords, own_words
from mailcheck.lexicon.patterns import PatternError

EXCEPT = "except"
GUIDE = "docs/lexicon.md says how patterns are written"
RELATIVE = "paths are relative to the folder of the config"


def read_own_words(config: Document) -> OwnWords:
    """The words of all files that the key `lexicon` names. Raises `ConfigError` at the first that cannot be used."""
    words: list[OwnWord] = []
    for index, name in enumerate(config.fit(config.table["lexicon"], tuple[str, ...], ("lexicon",))):
        path = os.path.join(config.folder, name)
        if not os.path.isfile(path):
            config.refuse(("lexicon", index), f'there is no file "{name}"', RELATIVE)
        words += _read(read_document(path))
    return own_words(tuple(dict.fromkeys(words)))


def _read(file: Document) -> Iterator[OwnWord]:
    table = file.table
    file.only(table, (), ("language", "source", *families(), EXCEPT))
    if "language" not in table:
        file.refuse((), "the file says no language", 'begin it with a line like language = "de"')
    language = file.fit(table["language"], str, ("language",))
    if language not in languages():
        file.refuse(("language",), f'unknown language "{language}"', _near_language(language))
    file.fit(table.get("source", ""), str, ("source",))
    yield from _families(file, table, (), language)
    if EXCEPT in table:
        excepted = file.mapping(table[EXCEPT], (EXCEPT,))
        file.only(excepted, (EXCEPT,), families())
        yield from _families(file, excepted, (EXCEPT,), language)


def _families(file: Document, tables: Mapping[str, Any], key: Key, language: str) -> Iterator[OwnWord]:
    for name, family in families().items():
        if name in tables:
            if reason := family.without.get(language):
                file.refuse((*key, name), f'there are no lists "{name}" for {language}: {reason}')
            yield from _lists(file, file.mapping(tables[name], (*key, name)), (*key, name), family, language)


def _lists(file: Document, lists: Mapping[str, Any], key: Key, family: Family, language: str) -> Iterator[OwnWord]:
    file.only(lists, key, family.lists)
    spaces = parts_words(language)
    for name, given in lists.items():
        for index, text in enumerate(file.fit(given, tuple[str, ...], (*key, name))):
            try:
                family.check(text, spaces)
            except PatternError as error:
                file.refuse((*key, name, index), f"is no pattern: {error}", GUIDE)
            yield OwnWord(str(key[-1]), family.read_as(language), name, text, counts=key[0] != EXCEPT)


def _near_language(written: str) -> str:
    """The code of the language that was meant, also by its name."""
    codes = {language.name.lower(): code for code, language in languages().items()}
    return f'did you mean "{codes[written.lower()]}"?' if written.lower() in codes else suggestion(written, languages())
