"""Urgent mail waits behind campaigns.

A password mail that comes after ten minutes has failed, whatever else is right with it. Where all mail goes through
one queue, every campaign delays it.

Fix: give transactional mail a queue (or a service, or an API key) of its own that campaigns cannot fill.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    shared_queue: bool | None = opt(None, "whether campaigns and urgent mail share a queue and its priority")
    reset_seconds: float = opt(0.0, "95 in 100 password mails leave within so many seconds; 0: not told")
    welcome_seconds: float = opt(0.0, "the same for welcome mails")
    receipt_seconds: float = opt(0.0, "the same for receipts")
    reset_limit: float = opt(60.0, "seconds that are good enough for password mails")
    welcome_limit: float = opt(900.0, "seconds that are good enough for welcome mails")
    receipt_limit: float = opt(600.0, "seconds that are good enough for receipts")


rule = Rule(
    __name__,
    title="Urgent mail behind campaigns",
    severity=Severity.WARNING,
    owner="developer",
    options=Options,
    cites=(Citation("convention", "Delays that readers accept: a minute for a password, ten for a receipt"),),
    examples=(
        Bad(domain="ex.test", options={"shared_queue": True}, at="ex.test"),
        Bad(domain="ex.test", options={"reset_seconds": 240.0}),
        Good(domain="ex.test", options={"shared_queue": False, "reset_seconds": 8.0, "receipt_seconds": 300.0}),
        Good(domain="ex.test", note="nothing was declared"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    delays = (
        ("password mails", options.reset_seconds, options.reset_limit),
        ("welcome mails", options.welcome_seconds, options.welcome_limit),
        ("receipts", options.receipt_seconds, options.receipt_limit),
    )
    if options.shared_queue is None and not any(seconds for _, seconds, _ in delays):
        raise NotEvaluated("the config says nothing of queues and delays (rules.transactional-behind-bulk)")
    if options.shared_queue:
        yield rule.finding("campaigns and urgent mail share one queue", at=domain.named_at, key="shared queue")
    for what, seconds, limit in delays:
        if seconds > limit:
            yield rule.finding(
                f"5 in 100 {what} take longer than {seconds:g} seconds; {limit:g} are good enough",
                at=domain.named_at,
                key=what,
            )
