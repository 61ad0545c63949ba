"""What is seen in a subject line or a sender's name."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mailcheck.findings import Confidence

SignalKind = Literal[
    "fake-reply", "promotional", "urgency", "alarm", "impersonation", "mismatch", "shouting", "free-claim"
]  # fmt: skip


class Signal(NamedTuple):
    """One thing seen. `quote` are the words that decided, as they stand in the field `place`.

    `reason` says it in words, `missing` what was looked for in the body and not found. `detail` tells variants
    of a kind apart: 'reply', 'forward', 'counter'; 'denied', 'unsupported', 'over'; 'percent', 'price', a topic.
    """

    kind: SignalKind
    quote: str
    reason: str
    confidence: Confidence
    place: Literal["subject", "from"] = "subject"
    missing: str = ""
    detail: str = ""
