"""A win-back campaign goes out all at once.

Lists of readers who have long been silent hold dead addresses and spam traps. Sent in one go they raise bounces and
complaints within hours, and with them the trouble for all your mail.

Fix: send to silent readers in small batches over many days, stop when bounces or complaints rise, and drop those who
do not answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    inactive_days: int = opt(0, "for how many days the readers of the segment have been silent; 0: not told")
    batch: int = opt(0, "messages of the campaign in one day")
    daily_volume: int = opt(0, "messages on an ordinary day")
    throttled: bool = opt(True, "whether the campaign is spread over days")
    silent_from: int = opt(90, "days of silence from which a segment counts as inactive")
    share: float = opt(0.05, "largest share of the ordinary day's volume for one batch")


_SILENT = {"inactive_days": 180, "daily_volume": 100_000}

rule = Rule(
    __name__,
    title="Win-back campaign at once",
    severity=Severity.WARNING,
    owner="list-owner",
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: confirm subscribers, drop those who do not engage"),
        Citation("provider", "Apple, postmaster information for iCloud Mail (2025-02-25): remove inactive subscribers"),
    ),
    examples=(
        Bad(domain="ex.test", options={**_SILENT, "batch": 400_000}, at="ex.test"),
        Bad(domain="ex.test", options={**_SILENT, "batch": 1_000, "throttled": False}),
        Good(domain="ex.test", options={**_SILENT, "batch": 5_000}),
        Good(domain="ex.test", options={**_SILENT, "inactive_days": 30, "batch": 400_000}),
        Good(domain="ex.test", note="nothing was declared"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    if not (options.inactive_days and options.batch and options.daily_volume):
        raise NotEvaluated("the config declares no win-back campaign (rules.reengagement-blast)")
    if options.inactive_days < options.silent_from:
        return
    largest = int(options.share * options.daily_volume)
    if not options.throttled or options.batch > largest:
        spread = "" if options.throttled else ", without a limit per day"
        yield rule.finding(
            f"{options.batch} messages go to readers silent for {options.inactive_days} days in one day{spread}; "
            f"{largest} would be safe",
            at=domain.named_at,
        )
