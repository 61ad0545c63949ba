"""Much more mail is planned than the domain usually sends.

A sudden rise looks like a hacked account or a bought list; Gmail names a doubling as an example of trouble. New
domains and addresses are watched more closely still.

Fix: raise the volume step by step, for example by half each day, and start with the readers who are most active.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    planned: int = opt(0, "messages planned for the busiest day; 0: not told")
    usual: int = opt(0, "messages on an ordinary day (the median of 30 days); 0: not told")
    first_sent: date | None = opt(None, "the day of the first mail from this domain or address")  # noqa: RUF009
    growth: float = opt(2.0, "planned over usual from which it is a warning")
    leap: float = opt(5.0, "planned over usual from which it is an error")
    new_days: int = opt(30, "days for which a domain counts as new")
    new_limit: int = opt(5000, "messages a day that a new domain should not exceed")


rule = Rule(
    __name__,
    title="Sudden growth",
    severity=Severity.WARNING,
    owner="list-owner",
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: increase sending volume slowly"),
        Citation("provider", "Google e-mail sender guidelines FAQ: new domains"),
    ),
    examples=(
        Bad(domain="ex.test", options={"planned": 60_000, "usual": 2_000}, at="ex.test", note="an error: 30 times"),
        Bad(domain="ex.test", options={"planned": 5_000, "usual": 2_000}),
        Bad(domain="ex.test", options={"planned": 6_000, "first_sent": date(2026, 11, 20)}),
        Good(domain="ex.test", options={"planned": 3_000, "usual": 2_000}),
        Good(domain="ex.test", options={"planned": 60_000, "usual": 40_000, "first_sent": date(2024, 1, 1)}),
        Good(domain="ex.test", note="nothing was declared"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    today = domain.context.today
    is_new = (
        options.first_sent is not None and today is not None and (today - options.first_sent).days < options.new_days
    )
    if not options.planned or not (options.usual or is_new):
        raise NotEvaluated("the config does not say what is planned and what is usual (rules.volume-spike)")
    if is_new and options.planned > options.new_limit:
        yield rule.finding(
            f"{options.planned} messages are planned for one day, {domain.name} sends since {options.first_sent} only",
            at=domain.named_at,
            key="new domain",
        )
    elif options.usual and options.planned > options.growth * options.usual:
        times = options.planned / options.usual
        yield rule.finding(
            f"{options.planned} messages are planned for one day, {times:.3g} times the usual {options.usual}",
            at=domain.named_at,
            severity=Severity.ERROR if times > options.leap else rule.severity,
            key="growth",
        )
