"""What a rule says: findings, how bad and how sure, and the exception for what cannot be known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from mailcheck.spans import Span


class Severity(IntEnum):
    """How much it matters. ERROR fails a gate by default, WARNING with `--strict`, INFO never."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the rule is that what it says is so."""

    HEURISTIC = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Unknown(Exception):  # noqa: N818 - an outcome, not an error
    """A fact or a rule could not decide; the engine reports `indeterminate` with this reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotEvaluated(Unknown):
    """An input is missing that is not declared or not there yet; the engine reports `not-evaluated`.

    For rules that need it only in some messages; what a rule always needs belongs in its `needs`.
    """


class Related(NamedTuple):
    """A second place that explains a finding, with its caption."""

    span: Span
    caption: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in one place.

    `message` says what was seen (lower case, with the value), `advice` how to mend it. `key` is the identity
    for baselines: by default the quoted text. `variants` names the views it was seen in (empty: all), `target`
    the message or domain it is about, `target_id` the same as every machine names it: a path seen from the
    config's folder. The engine fills in these three.
    """

    rule_id: str
    message: str
    span: Span
    severity: Severity
    confidence: Confidence
    advice: str = ""
    related: tuple[Related, ...] = ()
    key: str = ""
    variants: tuple[str, ...] = ()
    target: str = ""
    target_id: str = ""


def reading_order(finding: Finding) -> tuple[object, ...]:
    """The key by which reports sort findings: file, line, column, then what tells them apart."""
    place = finding.span.location
    return (place.path, place.line, place.column, finding.rule_id, finding.message, finding.variants)


def fingerprint(finding: Finding) -> str:
    """32 hex digits that stay when lines move or the checkout does, and change with the fault: a hash of rule,
    target and key. Equal faults in one target have equal fingerprints."""
    from hashlib import sha256

    key = finding.key or " ".join(finding.span.quote.split())
    parts = (finding.rule_id, finding.target_id or finding.target, key)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]
