"""What the address of a link says about leaving: its path, its query, the subject of a mailto."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import address_matcher
from mailcheck.lexicon.tags import split_name, tag_at_start

_FOLLOWED: Final = ("http", "https", "mailto")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}):")
_ASSET: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|css|pdf|mp4)(?:[?#]|$)", re.IGNORECASE)
_SLUG: Final = lazy_regex(r"/[^\W\d_]+(?:-[^\W\d_]+){1,12}/?(?:[?#]|\.html?|$)")
_FOLDER: Final = lazy_regex(
    r"/(?:blog|blogs|news|articles?|artikel|artikler|artiklar|articulos?|articoli|artigos|posts|stories|story|magazine?"
    r"|insights|guides?|newsroom|resources|academy|learn|how-?to|tips|advice|ratgeber|conseils|consejos|consigli|dicas"
    r"|porady|poradnik|savjeti|sfaturi|makale|post(?=/(?:\d+|\w+(?:-\w+)+)/?$))/[^/?#]{2}",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"(?<=[?&;])(?:utm_\w+|ref|source|src|campaign|variant|test|experiment|ab)=[^&#]*", re.IGNORECASE
)
_LONG: Final = 2000


class Address:
    """The reading of an address as written; what its words say is found out when it is asked for.

    `scheme` '' for a relative one or a merge tag; `tag` is the merge tag it begins with. `asset`: it is that of
    a file.
    """

    def __init__(self, href: str) -> None:
        self._href = href[:_LONG]
        self.tag = tag_at_start(self._href)
        match = None if self.tag else _SCHEME.match(self._href)
        self.scheme = match[1].lower() if match is not None else ""
        self.asset = _ASSET.search(self._href) is not None

    @property
    def followed(self) -> bool:
        """Whether a reader comes to a page or to a new mail: not a telephone number, not a file."""
        return self.scheme in ("", "javascript", *_FOLLOWED)

    @cached_property
    def _keys(self) -> frozenset[str]:
        path = "" if self.asset else _readable(self._href)
        return frozenset(hit.key for hit in address_matcher().search(fold(path)))

    @property
    def leave(self) -> bool:
        """Whether its words say leaving; so with the others."""
        return "leave" in self._keys

    @property
    def weak(self) -> bool:
        return "leave_weak" in self._keys

    @property
    def login(self) -> bool:
        return "login" in self._keys

    @property
    def view(self) -> bool:
        return "view" in self._keys

    @property
    def goods(self) -> bool:
        """Whether it is that of a basket, of a list of wishes or of favourites."""
        return "goods" in self._keys

    @property
    def settings(self) -> bool:
        """Whether it is a merge tag whose name says a page of mail settings."""
        return bool(self.tag) and "preferences" in self._keys

    @property
    def keyword(self) -> str:
        """Subject and body of a mailto."""
        return _keyword(self._href) if self.scheme == "mailto" else ""

    @property
    def slug(self) -> bool:
        """Whether its path ends in words joined by hyphens, as those of articles do."""
        return _SLUG.search(self._href) is not None

    @property
    def article(self) -> bool:
        """Whether it lies in a folder of articles. Addresses for leaving know the reader: they have a query."""
        return _FOLDER.search(self._href) is not None and (self.slug or "?" not in self._href)


def _readable(href: str) -> str:
    """The address as words: escapes decoded, names parted at punctuation and capitals; labels of campaigns say none."""
    return split_name(_unescaped(_LABELS.sub("", href))).replace("%", " ")


def _keyword(href: str) -> str:
    """Subject and body of a mailto address."""
    fields = href.partition("?")[2].replace("&amp;", "&").split("&")
    values = [_unescaped(value.replace("+", " ")) for name, _, value in (field.partition("=") for field in fields)]
    return " ".join(value for value in values if value)


def _unescaped(written: str) -> str:
    """The text with its percent escapes decoded."""
    if "%" not in written:
        return written
    from urllib.parse import unquote  # slow to import, and few addresses need it

    return unquote(written)
