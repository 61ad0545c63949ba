"""What mail a repository holds: templates and messages, the languages of its tags, the sending service, its domains."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from mailcheck.init.files import own_files
from mailcheck.init.words import FOLDER_CLASSES, LANGUAGE_SUFFIXES, LANGUAGE_TAGS, MAIL_MARKS, MAIL_WORDS, PLAIN_FILES
from mailcheck.lexicon.tags import service_of, tags
from mailcheck.source.sniff import kind_of_mail, kind_of_name

MOST_READ = 2_000
HEAD = 65_536
"""Bytes of a file that are looked at."""
MOST_PLACES = 8
_FROM = re.compile(rb"^From:[^\r\n]{0,500}@([A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24})\b", re.MULTILINE | re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class MailFile(NamedTuple):
    """A file that holds mail. `path` is from the folder that was looked at."""

    path: str
    kind: Literal["template", "message"]


class Survey(NamedTuple):
    """`languages`, `services` and `domains` with the number of files that speak for them, most first.

    `places` are folders and files where the mail lies, `classes` folder -> class by its name; `more`: there was more
    than was looked at.
    """

    files: tuple[MailFile, ...]
    languages: tuple[tuple[str, int], ...]
    services: tuple[tuple[str, int], ...]
    domains: tuple[tuple[str, int], ...]
    places: tuple[str, ...]
    classes: tuple[tuple[str, str], ...]
    more: bool

    def number(self, kind: str) -> int:
        return sum(file.kind == kind for file in self.files)


def survey(folder: str) -> Survey:
    """Look at a folder. Nothing in it is run, and no more than the beginning of a file is read."""
    names, more = own_files(folder)
    candidates = [name for name in names if kind_of_name(os.path.basename(name)) not in (None, "unknown")]
    more = more or len(candidates) > MOST_READ
    files: list[MailFile] = []
    languages: Counter[str] = Counter()
    services: Counter[str] = Counter()
    domains: Counter[str] = Counter()
    texts: list[str] = []
    for name in candidates[:MOST_READ]:
        head = _head(os.path.join(folder, name))
        kind = kind_of_name(os.path.basename(name))
        if kind in ("eml", "mbox"):
            if kind_of_mail(head) is not None:
                files.append(MailFile(name, "message"))
                sender = _FROM.search(head)
                domains.update([sender[1].decode().lower()] if sender is not None else [])
            continue
        text = head.decode("utf-8", "replace")
        found = {service for tag in tags(text) if (service := service_of(tag.written))}
        if kind == "text":
            texts.append(name)
        elif _is_mail(name, text) or found:
            files.append(MailFile(name, "template"))
            services.update(found)
            languages.update(_languages(name, text))
    files += [MailFile(name, "template") for name in _beside(texts, files)]
    files.sort()
    return Survey(
        tuple(files),
        _most(languages),
        _most(services),
        _most(domains),
        places=tuple(_places([file.path for file in files])),
        classes=tuple(_classes(files)),
        more=more,
    )


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as handle:
            return handle.read(HEAD)
    except OSError:
        return b""


def _is_mail(name: str, text: str) -> bool:
    """Whether HTML or a template is mail rather than a page of a site: its path says so, or its mark-up does."""
    return ".mjml" in name or bool(MAIL_WORDS & set(_path_words(name))) or MAIL_MARKS.search(text) is not None


def _path_words(name: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(name))


def _languages(name: str, text: str) -> set[str]:
    """By the suffixes of the name, or, where they say nothing, by the first tag that only one language has."""
    suffixes = os.path.basename(name).lower().split(".")[1:]
    by_name = {LANGUAGE_SUFFIXES[suffix] for suffix in suffixes if suffix in LANGUAGE_SUFFIXES}
    if by_name:
        return by_name
    return set(next(([language] for language, pattern in LANGUAGE_TAGS if pattern.search(text)), []))


def _beside(texts: Iterable[str], files: Iterable[MailFile]) -> Iterator[str]:
    """Plain texts that lie in a folder of mail."""
    folders = {os.path.dirname(file.path) for file in files}
    for name in texts:
        plain = os.path.basename(name).lower() in PLAIN_FILES
        if not plain and (os.path.dirname(name) in folders or MAIL_WORDS & set(_path_words(os.path.dirname(name)))):
            yield name


def _most(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _places(paths: list[str]) -> Iterator[str]:
    """The lowest folder of all mail below each top folder, and files at the top; '.' when they are too many."""
    tops: dict[str, list[str]] = {}
    for path in paths:
        tops.setdefault(path.partition("/")[0], []).append(path)
    if len(tops) > MOST_PLACES:
        yield "."
        return
    for top, inside in tops.items():
        yield top if inside == [top] else os.path.commonpath(map(os.path.dirname, inside)).replace(os.sep, "/")


def _classes(files: Iterable[MailFile]) -> list[tuple[str, str]]:
    """Folders whose names say what their mail is for, with the class; the lowest such folder of a file counts."""
    found: dict[str, str] = {}
    for file in files:
        parts = file.path.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            words = set(_path_words(parts[depth - 1]))
            named = {class_ for class_, known in FOLDER_CLASSES.items() if words & known}
            if len(named) == 1:
                found["/".join(parts[:depth])] = named.pop()
                break
    return sorted(found.items())
