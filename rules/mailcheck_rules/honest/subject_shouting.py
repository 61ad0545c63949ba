"""The subject shouts, or hides characters.

Capitals, rows of marks and emoji are style: filters give them little weight, and readers more. Invisible and
direction-changing characters are another matter, since they serve to fool readers or filters.

Fix: write the subject as a sentence, in 78 characters at most.
"""

import re
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
    has_merge_tag,
    opt,
)
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, subject_span


@dataclass(frozen=True)
class Options:
    longest: int = opt(78, "characters that a subject may have")


rule = Rule(
    __name__,
    title="Capitals, marks, emoji, hidden characters in the subject",
    severity=Severity.INFO,
    confidence=Confidence.CERTAIN,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: message formatting"),
        Citation("convention", "SpamAssassin SUBJ_ALL_CAPS, PLING_QUERY; rspamd SUBJ_ALL_CAPS"),
    ),
    examples=(
        Bad(example("B U Y  N O W!!!", "Boots."), kind="eml", at="!!!", context=COMMERCIAL),
        Bad(example("ALL BOOTS MUST LEAVE", "Boots."), kind="eml", at="ALL BOOTS MUST LEAVE", context=COMMERCIAL),
        Bad(example("Boots\u202e and more", "Boots."), kind="eml", context=COMMERCIAL, note="a direction mark"),
        Bad(example("Boots " * 16, "Boots."), kind="eml", context=COMMERCIAL, note="96 characters"),
        Good(example("Boots are back", "Boots."), kind="eml", context=COMMERCIAL),
        Good(example("NASA and ESA agree on a date", "Boots."), kind="eml", context=COMMERCIAL),
        Good(example("靴のお知らせ", "靴。"), kind="eml", context=COMMERCIAL),
        Good(example("می‌خواهید", "کفش"), kind="eml", context=COMMERCIAL, note="a joiner that the script needs"),
    ),
)

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]|(?<=[A-Za-z])[\u00ad\u200b-\u200d\u2060\ufeff](?=[A-Za-z])"
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    if message.headers.get("subject") is None:
        raise NotEvaluated("the message has no subject")
    text = message.headers.subject
    hidden = _HIDDEN.search(text)
    if hidden is not None:
        yield rule.finding(
            f"the subject holds an invisible character, U+{ord(hidden[0]):04X}",
            at=subject_span(message),
            severity=Severity.ERROR,
            key="hidden character",
        )
    for signal in message.subject.of_kind("shouting"):
        yield rule.finding(f"the subject shouts: {signal.reason}", at=subject_span(message, signal.quote))
    if has_merge_tag(message.headers.value("subject")) and message.template is not None:
        raise NotEvaluated("the subject's length depends on the template's data: check the rendered message")
    length = len(text.strip())
    if not length:
        yield rule.finding("the subject is empty", at=subject_span(message), key="empty")
    elif length > options.longest:
        yield rule.finding(
            f"the subject has {length} characters; clients cut it off", at=subject_span(message), key="long"
        )
