"""The subject says "free", and only the body says for what.

A gift that needs a purchase, a contract or a fee is not free until that is said, and it has to be said where the
word stands. "Free forever" over a seven-day trial is the usual case.

Fix: put the condition beside the word: "Free tote with orders over $100".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, opt
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, finding_of, signals

_TRIAL = (
    "Enjoy every film free for seven days. After that the plan costs 12.99 dollars a month until you cancel. A payment"
    " card is required to begin. Films, series and three live channels work on two screens."
)
_SAMPLE = (
    "The first 400 people who ask receive a bag by post. There is nothing to buy and no card is needed; we pay the"
    " stamp. Tell us afterwards what you think, kind or not. One bag per household."
)


@dataclass(frozen=True)
class Options:
    unconditional: bool = opt(False, "true: what the subject calls free is free without any condition")


rule = Rule(
    __name__,
    title='"Free" without its conditions',
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    options=Options,
    cites=(
        Citation("regulation", "16 CFR 251.1(c)", "https://www.law.cornell.edu/cfr/text/16/251.1"),
        Citation("regulation", "Directive 2005/29/EC, Annex I no. 20"),
        Citation("statute", "RCW 19.190.020", "https://app.leg.wa.gov/rcw/default.aspx?cite=19.190.020"),
    ),
    examples=(
        Bad(example("Watch free forever", _TRIAL), kind="eml", at="free", context=COMMERCIAL),
        Bad(
            example(
                "Gratis Tablet", "Das Tablet gibt es beim Abschluss eines Vertrags mit 24 Monaten zu 39,99 Euro." * 2
            ),
            kind="eml",
            at="Gratis",
            context=COMMERCIAL,
        ),
        Good(example("Free sample of the new roast", _SAMPLE), kind="eml", context=COMMERCIAL),
        Good(example("Free tote with orders over $100", _TRIAL), kind="eml", context=COMMERCIAL),
        Good(example("Sugar-free cakes", _TRIAL), kind="eml", context=COMMERCIAL),
        Good(example("Feel free to visit us", _TRIAL), kind="eml", context=COMMERCIAL),
        Good(example("Watch free", _TRIAL), kind="eml", context=COMMERCIAL, options={"unconditional": True}),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    if options.unconditional:
        return
    for signal in signals(message, "free-claim"):
        yield finding_of(rule, message, signal)
