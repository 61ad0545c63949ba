"""The postal addresses that a message shows of its sender, and those that the config expects."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from mailcheck.api import Message

if TYPE_CHECKING:
    from mailcheck.api import PostalAddress

# What a picture, its file or a link is called that leads to an address or holds one.
_NAMED_ADDRESS = re.compile(
    r"(?<![a-z])(?:(?:postal|mailing|company|office|footer|our|street)?[-_ ]?address(?!book|ee)"
    r"|adresse|anschrift|impressum|indirizzo|direccion|dirección|endereco|endereço|adres|adress)(?![a-z])|住所|所在地|地址",
    re.IGNORECASE,
)
_OTHER_ADDRESS = re.compile(
    r"e-?mail|web|shipping|billing|delivery|liefer|rechnung|change|update|your|ihre|votre|tu ", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_SHORT_FORMS = {
    "street": "st", "avenue": "ave", "road": "rd", "boulevard": "blvd", "suite": "ste", "strasse": "str", "drive": "dr",
    "lane": "ln", "floor": "fl", "north": "n", "south": "s", "east": "e", "west": "w", "avenida": "av",
}  # fmt: skip
ALIKE = 0.85


def of_sender(message: Message) -> list[PostalAddress]:
    """The sender's addresses, whatever they are worth, hidden ones too."""
    return [address for address in message.postal_addresses if address.role == "sender"]


def seen(addresses: list[PostalAddress]) -> list[PostalAddress]:
    """Those that are not hidden."""
    return [address for address in addresses if address.seen.verdict != "hidden"]


def good(addresses: list[PostalAddress]) -> list[PostalAddress]:
    """Those that a letter would reach, or that a template will fill in."""
    return [address for address in addresses if address.verdict in ("valid", "template-variable")]


def expected(message: Message) -> tuple[str, ...]:
    """The addresses that the config names for the brand a message comes from; for all brands when From tells none."""
    sender = message.headers.from_.first
    brands = message.context.senders
    own = [
        brand
        for brand in brands
        if sender is not None
        and any(sender.domain == name.lower() or sender.domain.endswith(f".{name.lower()}") for name in brand.domains)
    ]
    return tuple(address for brand in own or brands for address in brand.addresses)


def alike(one: str, other: str) -> bool:
    """Whether two addresses read the same: spelling of street words, case, accents and punctuation aside."""
    first, second = _plain(one), _plain(other)
    shorter, longer = sorted((first, second), key=len)
    if shorter and shorter in longer:
        return True
    if not (_numbers(first) <= _numbers(second) or _numbers(second) <= _numbers(first)):
        return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def shows(message: Message, address: str) -> bool:
    """Whether the visible text holds an address word for word."""
    text = " ".join(run.text for run in message.runs if run.seen.verdict != "hidden")
    return _plain(address) in _plain(text)


def pictured(message: Message) -> str:
    """A visible image or link that seems to hold the address, in words; '' if there is none."""
    for image in message.images:
        name = image.src.rpartition("/")[2].partition("?")[0]
        if image.seen.verdict != "hidden" and _says_address(f"{image.alt or ''} {name}"):
            return f"the image {name or image.alt or ''}".rstrip()
    for link in message.links:
        if link.seen.verdict != "hidden" and link.kind == "a" and len(link.words) < 40 and _says_address(link.words):
            return f'the link "{link.words}"'
    return ""


def _says_address(words: str) -> bool:
    return _NAMED_ADDRESS.search(words) is not None and _OTHER_ADDRESS.search(words) is None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_SHORT_FORMS.get(word, word) for word in _WORD.findall(bare)).replace("p o box", "po box")


def _numbers(plain: str) -> set[str]:
    """The numbers of a plain address: other numbers are another address; one may say more than the other."""
    return {word for word in plain.split() if word[0].isdigit()}
