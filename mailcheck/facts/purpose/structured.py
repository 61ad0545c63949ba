"""What the markup for programs says of a message: orders, bookings and parcels, or offers (schema.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailcheck.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom

_TYPE: Final = lazy_regex(r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?(\w{3,40})"')
_DEALS: Final = frozenset({"Order", "Invoice", "ParcelDelivery", "TrackAction", "ConfirmAction", "OrderItem"})
_OFFERS: Final = frozenset({"DiscountOffer", "PromotionCard"})
_READ: Final = 100_000


def described(dom: Dom) -> tuple[bool, bool]:
    """Whether the markup describes a deal, and whether an offer."""
    types = {
        name
        for script in dom.tagged("script")
        if "ld+json" in script.attrs.get("type", "").lower()
        for name in _TYPE.findall(script.text[:_READ])
    }
    if dom.text is None or "itemtype" not in dom.text.content:
        return _meaning(types)
    types |= {
        element.attrs["itemtype"].rstrip("/").rpartition("/")[2]
        for element in dom.elements
        if "schema.org" in element.attrs.get("itemtype", "")
    }
    return _meaning(types)


def _meaning(types: set[str]) -> tuple[bool, bool]:
    deal = any(name in _DEALS or name.endswith("Reservation") for name in types)
    return deal, bool(types & _OFFERS)
