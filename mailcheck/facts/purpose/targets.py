"""Where links lead and what files of pictures are called, as clues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.units import Unit
from mailcheck.lazy_regex import lazy_regex

_SHOP_LINK: Final = re.compile(
    r"[/_=.-](?:shop|store|sale|products?|collections?|categor(?:y|ies)|offers?|deals?|promo\w*|carts?|checkout|buy|upgrade|pricing|plans|angebote|produkte|boutique|soldes|ofertas?|productos?|tienda|loja|promocoes|winkel|aanbieding\w*|sklep|rea|negozio|saldi)(?:[/_?&=.-]|$)"
)
_DEAL_LINK: Final = re.compile(
    r"[/_=.-](?:orders?|track-?(?:order|parcel|package|shipment)|tracking|invoices?|receipts?|billing|bookings?|reservations?|verify|verification|confirm(?:ation)?|reset-?password|password|activate|statements?|payments?|deliver(?:y|ies)|shipments?|claims?|tickets?|appointments?|bestellung\w*|sendung\w*|rechnung\w*|commandes?|suivi|factures?|pedidos?|facturas?|encomendas?|ordini|ordine|bestelling\w*|volg|zamowieni\w*|paczka)(?:[/_?&=.-]|$)"
)
_CLICK_COUNTER: Final = re.compile(r"/(?:track|tracking|click|clicks|ls|wf|cl|c|l|r)/")
"""A service's own address in front of the real one."""
_HOUSE_LINK: Final = re.compile(
    r"[/_=.-](?:privacy|terms|legal|imprint|impressum|datenschutz|help|hilfe|support|contact|kontakt|faq|preferences?|unsubscribe|opt-?out|settings|browser|webversion|view-?online)(?:[/_?&=.-]|$)"
    r"|(?:facebook|instagram|twitter|linkedin|youtube|tiktok|pinterest|x)\.com/"
)
_STORY_LINK: Final = re.compile(
    r"[/_=.-](?:blog|articles?|news|story|stories|posts?|read|magazine?|artikel|noticias|actualites?)(?:[/_?&=.-]|$)|/20\d\d/\d\d/"
)
_PROMO_PICTURE: Final = lazy_regex(r"(?:banner|promo|sale|hero|offer|deal|coupon|discount|campaign|product|voucher)")
_DEAL_PICTURE: Final = lazy_regex(
    r"(?:progress|track|(?<![a-z])map|qr|barcode|status|boarding|ticket|receipt|delivery-step)"
)
_LOGO_PICTURE: Final = lazy_regex(r"(?:logo|wordmark|brandmark|(?<![a-z])brand(?![a-z]))")


def clues_of_links(unit: Unit) -> Iterator[Clue]:
    for link in unit.links[:6]:
        target = link.href.lower().partition("://")[2] or link.href.lower()
        path = target[target.find("/") :] if "/" in target else ""
        if _CLICK_COUNTER.search(path):
            path = ""
        if _HOUSE_LINK.search(target):
            yield Clue("link-house", link.words.strip()[:30])
        elif _DEAL_LINK.search(path):
            yield Clue("link-deal", link.words.strip()[:30])
        elif _SHOP_LINK.search(path):
            yield Clue("link-shop", link.words.strip()[:30])
        elif _STORY_LINK.search(path):
            yield Clue("link-story", link.words.strip()[:30])
    if any(link.button for link in unit.links) and len(unit.text) < 60:
        yield Clue("button")


def clues_of_pictures(unit: Unit, number: int) -> Iterator[Clue]:
    icons = sum(1 for picture in unit.pictures if picture.icon)
    if icons > 1 and len(unit.text) < 30:
        yield Clue("icons")
    for picture in unit.pictures[:4]:
        if picture.icon:
            continue
        name = picture.src.lower().rpartition("/")[2].partition("?")[0]
        small = picture.height <= 120 and picture.width <= 320
        if _LOGO_PICTURE.search(name) or (small and "logo" in picture.alt.lower()):
            yield Clue("logo")
        elif _DEAL_PICTURE.search(name):
            yield Clue("picture-deal", picture.alt[:40] or name[:40])
        elif _PROMO_PICTURE.search(name) and not small:
            yield Clue("picture-promo", picture.alt[:40] or name[:40])
        elif picture.href and not unit.text and not small:
            yield Clue("linked-picture")
        if small and number == 0:
            yield Clue("first-picture")
        elif small and not unit.text:
            yield Clue("small-picture")


@lru_cache(maxsize=256)
def leads_home(href: str) -> bool:
    """Whether a link leads to help, legal pages or a network rather than to what the message is about."""
    return _HOUSE_LINK.search(href.lower()) is not None
