"""Mail of one kind comes from another address than its readers know.

Readers recognise mail by its sender, save the address, and filter by it; providers ask for one From for each kind of
mail. What you declare here for each class is held against the message.

Fix: send each kind of mail from its one address and name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    commercial: tuple[str, ...] = opt((), "From of commercial mail: addresses or display names")
    transactional: tuple[str, ...] = opt((), "From of transactional mail: addresses or display names")
    editorial: tuple[str, ...] = opt((), "From of editorial mail: addresses or display names")


_DEALS = {"commercial": ("deals@acme.com", "Acme Deals")}
_COMMERCIAL = {"message_class": "commercial"}

rule = Rule(
    __name__,
    title="Another From than usual",
    severity=Severity.INFO,
    owner="marketer",
    needs=("headers",),
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: messages of the same category, the same From"),
        Citation("provider", "Apple, postmaster information for iCloud Mail (2025-02-25): a consistent From"),
    ),
    examples=(
        Bad(
            "From: Acme Deals <deals2@acme.com>\n\nHi\n",
            kind="eml",
            options=_DEALS,
            context=_COMMERCIAL,
            at="deals2@acme.com",
        ),
        Bad("From: Ann <deals@acme.com>\n\nHi\n", kind="eml", options=_DEALS, context=_COMMERCIAL, at="Ann"),
        Good("From: Acme Deals <Deals@Acme.com>\n\nHi\n", kind="eml", options=_DEALS, context=_COMMERCIAL),
        Good("From: deals@acme.com\n\nHi\n", kind="eml", options=_DEALS, context=_COMMERCIAL, note="no name at all"),
        Good("From: x@acme.com\n\nHi\n", kind="eml", options=_DEALS, context={"message_class": "transactional"}),
        Good("From: x@acme.com\n\nHi\n", kind="eml", context=_COMMERCIAL, note="nothing was declared"),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    kinds = {
        "commercial": options.commercial,
        "transactional": options.transactional,
        "editorial": options.editorial,
    }
    if not any(kinds.values()):
        raise NotEvaluated("the config declares no From for any class (rules.from-inconsistent)")
    kind = message.message_class.verdict
    declared = [entry.strip().lower() for entry in kinds.get(kind, ())]
    if not declared:
        raise NotEvaluated(f"the config declares no From for {kind} mail")
    sender = message.headers.from_.first
    if sender is None:
        raise NotEvaluated("From names no address")
    addresses = [entry for entry in declared if "@" in entry]
    names = [entry for entry in declared if "@" not in entry]
    if addresses and sender.address.lower() not in addresses:
        yield rule.finding(
            f"this {kind} mail comes from {sender.address}, declared is {', '.join(addresses)}", at=sender.span
        )
    elif names and sender.display and sender.display.lower() not in names:
        yield rule.finding(f'this {kind} mail comes from "{sender.display}", declared is another name', at=sender.span)
