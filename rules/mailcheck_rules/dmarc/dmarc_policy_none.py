"""The DMARC policy that applies only watches.

With `p=none` receivers report who uses your domain and let all of it in. That is right for the first weeks, and
enough for the mailbox providers' demands; anybody can still pose as you.

Fix: read the reports until every honest source passes, then publish `p=quarantine` and later `p=reject`. A domain
whose people write to mailing lists should stop at `quarantine`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, opt
from mailcheck_rules._shared.dmarc import applied, span_of


@dataclass(frozen=True)
class Options:
    since: date | None = opt(None, "the day on which monitoring began")  # noqa: RUF009
    days: int = opt(30, "days of monitoring before it becomes a warning")


rule = Rule(
    __name__,
    title="DMARC only monitors",
    severity=Severity.INFO,
    owner="dns-admin",
    options=Options,
    cites=(
        Citation("standard", "RFC 9989 section 5.1.7"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): p=reject is recommended"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"}, at="p=none"),
        Bad(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"},
            options={"since": date(2026, 1, 1)},
            note="a warning after months",
        ),
        Bad(domain="news.ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; sp=none"}, at="sp=none"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarantine"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarantine; t=y"}, note="see dmarc-testing"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="see dmarc-missing"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    record = applied(domain)
    found = domain.dmarc
    if record is None or found.record is None or found.policy != "none" or record.policy(found.tag) != "none":
        return
    today = domain.context.today
    long = options.since is not None and today is not None and (today - options.since).days >= options.days
    since = f" since {options.since}" if long else ""
    yield rule.finding(
        f"the policy for {domain.name} is none{since}: forged mail is reported and let in",
        at=span_of(domain, record, found.tag),
        severity=Severity.WARNING if long else rule.severity,
    )
