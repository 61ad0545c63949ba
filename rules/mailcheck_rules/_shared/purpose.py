"""Messages for the examples of purpose rules, and words for their findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck.api import Related

if TYPE_CHECKING:
    from mailcheck.api import Block

DECLARED = {"message_class": "transactional"}
ORDER = (
    "<h1>Thank you for your order</h1><p>We have received your order 5530-118842 and pack it today. The carrier will "
    "deliver it on Thursday 12 November.</p><table><tr><td>Item</td><td>Qty</td><td>Price</td></tr>"
    "<tr><td>Enamel jug, 2 litres, blue</td><td>1</td><td>$38.00</td></tr>"
    "<tr><td>Linen cloth, set of three</td><td>2</td><td>$24.00</td></tr>"
    "<tr><td>Delivery</td><td></td><td>$4.00</td></tr><tr><td>Total paid</td><td></td><td>$66.00</td></tr></table>"
    "<p>Delivery address: June Abara, 210 Tillary St, Brooklyn, NY 11201. "
    "You can return unused goods within 30 days.</p>"
)
OFFER = (
    '<h2>You may also like</h2><p>Get 20% off your next order of jars with code JAR20. <a href="https://acme.com/shop">'
    "Shop now</a></p>"
)
SHELF = "".join(
    f'<p><img src="{name}.jpg" width="180" height="180" alt="{name}"></p><p>{name} ${price}.00 '
    f'<a href="https://acme.com/shop/{name}">Shop now</a></p>'
    for name, price in (("Bowl", 31), ("Jar", 22), ("Kettle", 64), ("Pan", 58), ("Mug", 14), ("Tray", 27))
)
SALE = (
    "<h1>Summer sale: everything must go</h1><p>Save up to 50% on jugs, bowls and pans until Sunday. Use code SUN50 at "
    'checkout, free shipping included.</p><p><a href="https://acme.com/sale">Shop the sale</a></p>'
)
NEWS = (
    "<h1>What the kiln taught us</h1><p>In this issue our potter tells how the old kiln was rebuilt by volunteers of "
    "the village, what the archive says of it, and why the glaze turned green in 1923. "
    "An interview with the museum.</p>"
)


def mail(subject: str, body: str, headers: str = "") -> str:
    """A message as text, for an example of kind `eml`."""
    return (
        f"From: Acme <orders@acme.com>\n{headers}Subject: {subject}\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n<html><body>{body}</body></html>\n"
    )


def first_words(block: Block, length: int = 60) -> str:
    """The beginning of a block, at a word's end."""
    text = " ".join(block.text.split())
    return text if len(text) <= length else text[:length].rpartition(" ")[0] + " …"


def pointing(blocks: tuple[Block, ...]) -> tuple[Related, ...]:
    """The places of blocks, with what they are and why."""
    return tuple(
        Related(block.span, f"{int(block.weight)} characters: {'; '.join(block.reasons[:2])}") for block in blocks
    )


def percent(share: float) -> str:
    return f"{share:.0%}"
