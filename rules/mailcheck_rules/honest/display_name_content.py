"""The From name is used as a billboard.

The name says who writes. Offers, counts such as "(2)", "New message", the reader's own name, emoji and arrows in that
place are against Gmail's rules for display names, and they cost the trust that a brand's name earns.

Fix: let the name be your brand, or a person at it: "Acme Store", "Ana at Acme".
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, name_span

rule = Rule(
    __name__,
    title="From name used as a billboard",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("headers",),
    cites=(
        Citation("provider", "Google, display-name guidelines (2025-04-19)"),
        Citation("convention", "Rspamd, symbol FROM_NO_DN"),
    ),
    examples=(
        Bad(example("Hi", "Hi", '"LAST CHANCE (SALE)" <a@acme.com>'), kind="eml", at="LAST CHANCE", context=COMMERCIAL),
        Bad(example("Hi", "Hi", '"Acme (2)" <a@acme.com>'), kind="eml", at="(2)", context=COMMERCIAL),
        Bad(example("Hi", "Hi", '"Acme → open" <a@acme.com>'), kind="eml", at="Acme", context=COMMERCIAL),
        Bad(example("Hi", "Hi", "🔥 Acme <a@acme.com>"), kind="eml", at="Acme", context=COMMERCIAL),
        Bad(example("Hi", "Hi", '"For {{ first_name }}" <a@acme.com>'), kind="eml", context=COMMERCIAL),
        Bad(example("Hi", "Hi", '"a@acme.com" <a@acme.com>'), kind="eml", at="a@acme.com", context=COMMERCIAL),
        Bad(example("Hi", "Hi", "a@acme.com"), kind="eml", at="a@acme.com", context=COMMERCIAL),
        Good(example("Hi", "Hi", '"Acme Store" <a@acme.com>'), kind="eml", context=COMMERCIAL),
        Good(example("Hi", "Hi", '"Yahoo!" <a@yahoo-inc.com>'), kind="eml", context=COMMERCIAL),
        Good(example("Hi", "Hi", '"BMW AG" <a@bmw.com>'), kind="eml", context=COMMERCIAL),
        Good(example("Hi", "Hi", '"{{ brand }}" <a@acme.com>'), kind="eml", context=COMMERCIAL),
        Good(example("Hi", "Hi", '"Sale Sharks" <a@salesharks.com>'), kind="eml", context=COMMERCIAL),
    ),
)

_COUNT = re.compile(r"[(\[（]\d{1,3}[)\]）]")
_SIGNS = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\u27f0-\u27ff]|[!?]{2,}|>>|→")
_BADGE = re.compile("[\u2705\u2714\u2611\u2713\U0001f512\U0001f510\U0001f514]")  # `verified-imitation` says these
_SHOUTED = 3


@rule.message
def check(message: Message) -> Iterator[Finding]:
    sender = message.headers.from_.first
    if sender is None:
        raise NotEvaluated("From names no address")
    fault = _fault(message, sender.display, sender.address, sender.domain)
    if fault:
        yield rule.finding(fault, at=name_span(message))


def _fault(message: Message, display: str, address: str, domain: str) -> str:
    """What is wrong with the name, in words; '' when nothing is."""
    if not display.strip():
        return "From has no name, readers see the bare address"
    if display.strip(" '\"<>").lower() == address.lower():
        return "the From name is the address once more"
    if has_merge_tag(display):
        names_reader = re.search(
            r"first|last|full|recipient|subscriber|user|fname|lname|to[_.]?name|vorname|prenom", display, re.I
        )
        return f"the From name '{display}' puts in the reader's name" if names_reader else ""
    if match := _COUNT.search(display):
        return f"'{match[0]}' in the From name looks like a count of messages"
    if (match := _SIGNS.search(display)) and not _BADGE.search(display):
        return f"'{match[0]}' in the From name is decoration"
    offered = [words for words in message.subject.name_words if words.lower().replace(" ", "") not in domain]
    if offered:
        return f"'{offered[0]}' in the From name advertises"
    if reader := _reader_named(message, display):
        return f"the From name holds the reader's own name, '{reader}'"
    capitals = [word for word in display.split() if len(word) > 1 and word.isupper()]
    return f"the From name is in capitals: '{display}'" if len(capitals) > _SHOUTED else ""


def _reader_named(message: Message, display: str) -> str:
    to = message.headers.to.first
    name = to.display.strip() if to is not None else ""
    if len(name) < 4 or to is None or to.domain == getattr(message.headers.from_.first, "domain", ""):
        return ""
    return name if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", display, re.IGNORECASE) else ""
