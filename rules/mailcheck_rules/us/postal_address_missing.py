"""The message shows no postal address of the sender.

Commercial mail must give a valid physical postal address: a street address, a post-office box, or a private mailbox
at a registered agency. It must stand in the message, where people can read it.

Fix: put the full address into the footer of the HTML and of the plain text: street or box, town, state and postal
code. Addresses that the config names for the sender (`senders.addresses`) are found even in an unusual form.
"""

from collections.abc import Iterator

from mailcheck.api import (
    Bad,
    Citation,
    Confidence,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Related,
    Rule,
    Severity,
)
from mailcheck_rules._shared.postal import expected, good, of_sender, pictured, seen, shows
from mailcheck_rules._shared.ways_out import bodies, require_whole

_C = {"message_class": "commercial"}
_ADDRESS = "Acme Inc., PO Box 1187, Portland, OR 97207"

rule = Rule(
    __name__,
    title="No postal address",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)(iii)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("regulation", "16 CFR 316.2(p)", "https://www.law.cornell.edu/cfr/text/16/316.2"),
    ),
    examples=(
        Bad("<body><p>Sale!</p><p>Acme Inc.</p></body>", at="<body>", context=_C),
        Bad("<body><p>Sale!</p><p>Acme Inc., Springfield, IL</p></body>", at="Acme Inc.", context=_C, note="a town"),
        Bad(f'<body><p>Sale!</p><p style="display:none">{_ADDRESS}</p></body>', at="Acme Inc.", context=_C),
        Bad(
            "<body><p>Sale!</p><p>Ship to: Dana Lee, 9 Quarry Lane, Barre, VT 05641</p></body>",
            at="<body>",
            context=_C,
            note="the reader's own",
        ),
        Bad("You walked 500 Happy Way with us! code 12345\n", kind="text", context=_C),
        Good(f"<body><p>Sale!</p><p>{_ADDRESS}</p></body>", context=_C),
        Good("<body><p>Sale!</p><p>1633 Broadway, New York, NY 10019</p></body>", context=_C),
        Good("<body><p>Sale!</p><p>Level 5, 100 Queen St<br>Melbourne VIC 3000</p></body>", context=_C),
        Good("<body><p>セール</p><p>〒150-0002 東京都渋谷区渋谷2-21-1</p></body>", context=_C),
        Good("<body><p>Sale!</p><p>*|LIST:ADDRESS|*</p></body>", context=_C),
        Good(f"Sale!\n\n{_ADDRESS}\n", kind="text", context=_C),
        Good("<body><p>Sale!</p><p>123 Main Street, Anytown</p></body>", context=_C, note="postal-address-placeholder"),
        Good("<body><p>Your order has been shipped.</p></body>", context={"message_class": "transactional"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not list(bodies(message)):
        raise NotEvaluated("the message has no body to read")
    own = of_sender(message)
    visible = seen(own)
    if good(visible) or any(address.verdict == "placeholder" for address in visible):
        return
    if any(shows(message, address) for address in expected(message)):
        return
    require_whole(message)
    hidden = good(own)
    if hidden:
        because = hidden[0].seen.because
        related = (Related(because, hidden[0].seen.reason or "this decides"),) if because is not None else ()
        yield rule.finding("the postal address is hidden", at=hidden[0].span, related=related, key="address")
    elif pictured(message):  # `postal-address-image-only` says so
        return
    elif visible:
        part = visible[0]
        lacks = f"; it lacks the {' and the '.join(part.missing)}" if part.missing else ""
        yield rule.finding(f'"{part.text[:80]}" is no full postal address{lacks}', at=part.span, key="address")
    else:
        yield rule.finding("no postal address of the sender", at=message.body, key="address")
