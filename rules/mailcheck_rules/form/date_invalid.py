"""The Date header is missing, unreadable or implausible.

Date is one of the two headers that every message needs. Filters count a missing, malformed or wildly wrong one
against the sender, and mailboxes sort the message to the wrong place.

Fix: write the moment of sending as RFC 5322 has it, for instance `Sun, 01 Nov 2026 10:00:00 +0000`. The function of
your mail library for this (`email.utils.format_datetime`, `Date#toUTCString`) beats a hand-made format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag, opt
from mailcheck_rules._shared.absence import require_final_headers


@dataclass(frozen=True)
class Options:
    max_delay_days: float = opt(5.0, "how long before its arrival a message may be dated")
    max_ahead_minutes: float = opt(15.0, "how long after its arrival a message may be dated")


_HOP = "Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\nFrom: a@acme.com\n"

rule = Rule(
    __name__,
    title="Date missing or implausible",
    severity=Severity.ERROR,
    owner="developer",
    needs=("headers",),
    options=Options,
    cites=(Citation("standard", "RFC 5322 sections 3.3 and 3.6.1", "https://www.rfc-editor.org/rfc/rfc5322"),),
    examples=(
        Bad("From: a@acme.com\n\nHi\n", kind="eml", context={"stage": "signed"}),
        Bad("From: a@acme.com\nDate: \n\nHi\n", kind="eml", note="nothing in it"),
        Bad("From: a@acme.com\nDate: 2026-11-01\n\nHi\n", kind="eml", at="2026-11-01"),
        Bad("From: a@acme.com\nDate: Sun, 31 Feb 2026 10:00:00 +0000\n\nHi\n", kind="eml", at="31 Feb"),
        Bad("From: a@acme.com\nDate: 11/01/2026 10:00 AM\n\nHi\n", kind="eml", at="11/01/2026"),
        Bad("From: a@acme.com\nDate: Sun, 01 Nov 2026 10:00:00\n\nHi\n", kind="eml", note="no time zone"),
        Bad("From: a@acme.com\nDate: Mon, 01 Nov 2026 10:00:00 +0000\n\nHi\n", kind="eml", note="a Sunday"),
        Bad(_HOP + "Date: Sun, 01 Nov 2026 12:00:00 +0000\n\nHi\n", kind="eml", note="two hours ahead"),
        Bad(_HOP + "Date: Thu, 01 Oct 2026 12:00:00 +0000\n\nHi\n", kind="eml", note="a month old"),
        Good(_HOP + "Date: Sun, 01 Nov 2026 10:59:00 +0100\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\nDate: Sun, 01 Nov 2026\n 10:00:00 GMT (Greenwich)\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\nDate: 1 Nov 2026 10:00 +0000\n\nHi\n", kind="eml", note="weekday and seconds may lack"),
        Good("From: a@acme.com\n\nHi\n", kind="eml", note="the sending service may still add it"),
    ),
)

_FAULTS = {
    "unreadable": (Severity.ERROR, "the date cannot be read"),
    "impossible": (Severity.ERROR, "there is no such date"),
    "not-rfc5322": (Severity.ERROR, "the date is not written as RFC 5322 asks"),
    "missing-zone": (Severity.WARNING, "the date names no time zone"),
    "unknown-zone": (Severity.WARNING, "the time zone of the date is unknown to readers"),
    "obsolete-year": (Severity.WARNING, "the year of the date has two digits"),
    "obsolete-zone": (Severity.INFO, "the time zone of the date is given by name instead of an offset"),
    "weekday-mismatch": (Severity.INFO, "the weekday of the date is not that of the day"),
}


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    date = message.headers.date
    if date is None:
        require_final_headers(message, "a Date")
        yield rule.finding("there is no Date header", at=message.head, key="no Date")
        return
    written = " ".join(date.span.quote.split())
    if message.stage == "template" and has_merge_tag(written):
        raise NotEvaluated("a merge tag writes the Date: check the rendered message")
    for defect in date.defects:
        severity, fault = _FAULTS[defect]
        said = f"{fault}: {written[:80]}" if written else "the Date header is empty"
        yield rule.finding(said, at=date.span, severity=severity)
    if date.value is not None:
        skew = _skew(message, date.value, options)
        if skew:
            yield rule.finding(skew, at=date.span, severity=Severity.WARNING)


def _skew(message: Message, sent: datetime, options: Options) -> str:
    """How far the date is off, in words; '' when it is plausible."""
    first = message.headers.first_received
    if first is not None and first.value is not None:
        late = first.value - sent
        if late > timedelta(days=options.max_delay_days):
            return f"the date lies {late.days} days before the first server got the message"
        if -late > timedelta(minutes=options.max_ahead_minutes):
            return f"the date lies {_span(-late)} after the first server got the message"
        return ""
    today = message.context.today
    if today is not None and sent > datetime.combine(today, time.max, UTC) + timedelta(days=1):
        return f"the date lies in the future, after {today.isoformat()}"
    return ""


def _span(delta: timedelta) -> str:
    minutes = round(delta.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 60 * 48 else f"{minutes // 1440} days"
