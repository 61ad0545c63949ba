"""What the address of a link says about leaving: its path, its query, the subject of a mailto."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import address_matcher
from mailcheck.lexicon.tags import split_name, tag_at_start

_FOLLOWED: Final = ("http", "https", "mailto")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}):")
_ASSET: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|css|pdf|mp4)(?:[?#]|$)", re.IGNORECASE)
_SLUG: Final = re.compile(r"/[^\W\d_]+(?:-[^\W\d_]+){1,12}/?(?:[?#]|\.html?|$)")
_LONG: Final = 2000


class Address(NamedTuple):
    """The reading of an address.

    `scheme` '' for a relative one or a merge tag; `tag` is the merge tag it begins with. `leave`, `weak`,
    `settings`, `login`, `view`: whether its words say so. `keyword`: subject and body of a mailto.
    `slug`: its path ends in words joined by hyphens, as those of articles do. `asset`: it is that of a file.
    """

    scheme: str
    tag: str
    leave: bool
    weak: bool
    settings: bool
    login: bool
    view: bool
    keyword: str
    slug: bool
    asset: bool

    @property
    def followed(self) -> bool:
        """Whether a reader comes to a page or to a new mail: not a telephone number, not a file."""
        return self.scheme in ("", "javascript", *_FOLLOWED)


@lru_cache(maxsize=1024)
def read_address(href: str) -> Address:
    """Reads the address of a link as written."""
    href = href[:_LONG]
    tag = tag_at_start(href)
    match = None if tag else _SCHEME.match(href)
    scheme = match[1].lower() if match is not None else ""
    keyword = _keyword(href) if scheme == "mailto" else ""
    asset = _ASSET.search(href) is not None
    path = "" if asset else _readable(href)
    keys = {hit.key for hit in address_matcher().search(fold(path))}
    return Address(
        scheme=scheme,
        tag=tag,
        leave="leave" in keys,
        weak="leave_weak" in keys,
        settings="preferences" in keys,
        login="login" in keys,
        view="view" in keys,
        keyword=keyword,
        slug=_SLUG.search(href) is not None,
        asset=asset,
    )


def _readable(href: str) -> str:
    """The address as words: escapes decoded, names parted at punctuation and capitals."""
    return split_name(unquote(href)).replace("%", " ")


def _keyword(href: str) -> str:
    """Subject and body of a mailto address."""
    fields = href.partition("?")[2].replace("&amp;", "&").split("&")
    values = [unquote(value.replace("+", " ")) for name, _, value in (field.partition("=") for field in fields)]
    return " ".join(value for value in values if value)
