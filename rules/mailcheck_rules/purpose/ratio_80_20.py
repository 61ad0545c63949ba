"""Too much advertising in a transactional message.

The trade's unwritten rule allows one part of advertising to four parts of transaction. It is no law: it cannot save a
message whose subject or beginning sells, and breaking it makes no message commercial. But Google asks senders to keep
promotions out of receipts, and readers who look for their order among offers report it as spam. Counted are the blocks
of the message by their text, and by text, type size, pictures and buttons; the higher share is judged. Logos,
greetings, footers and editorial content count on neither side.

Fix: take out or shrink the blocks that are named, or send the offers in a mail of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import (
    Bad,
    Citation,
    Confidence,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Rule,
    Severity,
    Unknown,
    opt,
)
from mailcheck_rules._shared.purpose import DECLARED, OFFER, ORDER, SHELF, first_words, mail, percent, pointing


@dataclass(frozen=True)
class Options:
    limit: float = opt(0.20, "the commercial share from which it is too much")
    outweighs: float = opt(0.50, "the commercial share from which it is an error")
    least: float = opt(200.0, "characters of advertising and transaction below which a share means nothing")


rule = Rule(
    __name__,
    title="Too much advertising in a transactional message",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("transactional",),
    options=Options,
    cites=(
        Citation(
            "convention", "The 80/20 rule of the trade: four parts transactional content, at most one part advertising"
        ),
        Citation("provider", 'Google e-mail sender guidelines, "Sending practices to avoid"'),
    ),
    examples=(
        Bad(mail("Your order 5530-118842", ORDER + OFFER * 3), kind="eml", context=DECLARED),
        Bad(mail("Your order 5530-118842", ORDER + SHELF), kind="eml", context=DECLARED, note="a shelf outweighs it"),
        Bad(mail("Your order 5530-118842", ORDER + SHELF), kind="eml", note="transactional by what it holds"),
        Good(mail("Your order 5530-118842", ORDER), kind="eml", context=DECLARED),
        Good(mail("Your order 5530-118842", ORDER * 3 + OFFER), kind="eml", context=DECLARED),
        Good(
            mail(
                "[acme/shop] Copy of the banner (#418)",
                OFFER * 3,
                "X-GitHub-Reason: mention\nAuto-Submitted: auto-generated\n",
            ),
            kind="eml",
            note="a notice that only quotes an offer: indeterminate",
        ),
        Good(mail("Sale", SHELF), kind="eml", context={"message_class": "commercial"}),
        Good(
            mail("Your code", "<p>Your code is 418702.</p>"), kind="eml", context=DECLARED, note="too short to measure"
        ),
    ),
)


_TOO_OPEN = 0.4
"""Bounds farther apart than this say that most of the message could not be told."""


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    purpose = message.purpose
    low, high = purpose.share_low, purpose.share_high
    if low is None or high is None:
        raise NotEvaluated("it holds neither advertising nor a transaction that could be measured")
    if message.message_class.declared is None and not purpose.of_kind("T"):
        raise Unknown("it serves the reader as a whole, but none of its parts could be told to")
    if purpose.measured < options.least:
        raise NotEvaluated(
            f"it has {purpose.measured:.0f} characters of advertising and transaction: too few to measure"
        )
    if high <= options.limit:
        return
    if low <= options.limit or high - low > _TOO_OPEN:
        open_ = ", ".join(f"'{first_words(block, 40)}'" for block in purpose.of_kind("U")[:3])
        raise Unknown(f"{percent(low)} to {percent(high)} of it is advertising, as some blocks cannot be told: {open_}")
    offers = tuple(sorted(purpose.of_kind("C"), key=lambda block: -block.weight))
    named = ", ".join(f"'{first_words(block, 40)}'" for block in offers[:3])
    more = f" and {len(offers) - 3} more" if len(offers) > 3 else ""
    share = percent(low) if percent(low) == percent(high) else f"{percent(low)} to {percent(high)}"
    by_text = purpose.text_share or 0.0
    yield rule.finding(
        f"{share} of it is advertising ({percent(by_text)} of the text, "
        f"{percent(purpose.weighted_share or 0.0)} by weight{_border(low, purpose.grain, options)}): {named}{more}",
        at=offers[0].span,
        severity=Severity.ERROR if min(low, by_text) - purpose.grain > options.outweighs else Severity.WARNING,
        related=pointing(offers[:5]),
        key="share",
    )


def _border(share: float, grain: float, options: Options) -> str:
    near = any(abs(share - limit) <= grain for limit in (options.limit, options.outweighs))
    return f"; borderline: measuring is no finer than {percent(grain)}" if near else ""
