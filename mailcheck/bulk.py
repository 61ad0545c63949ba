"""Very many domains: a JSON line for each as soon as it is judged, counts at the end, memory for none of them.

The schema of a line is `mailcheck/schemas/domain.schema.json`. Lines come in the order in which domains are done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mailcheck.engine.baseline import Baseline
from mailcheck.engine.config import Config
from mailcheck.engine.domains import Lookups
from mailcheck.engine.journal import journal
from mailcheck.engine.judge import count
from mailcheck.engine.ledger import Ledger
from mailcheck.engine.select import Plan
from mailcheck.engine.tally import Tally
from mailcheck.facts.domain.domain_names import ascii_name
from mailcheck.findings import Severity
from mailcheck.report import Notice, Outcomes, Report, Verdict
from mailcheck.reporters.json import document
from mailcheck.reporters.printable import one_line

KEPT = ("summary", "findings", "suppressed", "baselined", "notices", "crashes", "records")
SILENT = ("passed", "not-applicable")
LISTED = 20


@dataclass
class Bulk:
    """How a run over very many domains went: `before` were in the file already, `left` are still to be done."""

    path: str
    tally: Tally = field(default_factory=Tally)
    before: int = 0
    left: int = 0
    notices: tuple[Notice, ...] = ()
    """About the config, not about a domain."""

    @property
    def report(self) -> Report:
        """In little space, for the exit code. Domains that are left make the run incomplete."""
        digest = self.tally.digest()
        digest = replace(digest, notices=(*self.notices, *digest.notices))
        if not self.left:
            return digest
        spent = f"the budget for DNS is spent: {count(self.left, 'domain')} left"
        outcomes = Outcomes([*digest.outcomes.rows, ("", (Verdict("", "indeterminate", spent),))])
        return replace(digest, notices=(*digest.notices, Notice("dns", spent)), outcomes=outcomes)


def judge_in_bulk(
    lookups: Lookups,
    plan: Plan,
    config: Config,
    today: date,
    path: str,
    progress: Callable[[int], None],
    *,
    baseline: Baseline | None = None,
) -> Bulk:
    """Judge every named domain that has no line in the file yet. `progress` gets the number of domains done.

    Raises Refusal for a file that cannot be continued.
    """
    named = {ascii_name(each.name): each for each in lookups.named}
    bulk = Bulk(path)

    def seen(entry: Any) -> None:
        if entry["domain"] in named:
            bulk.tally.add(entry)

    with journal(path, seen) as lines:
        waiting = [each for name, each in named.items() if name not in lines.done]
        bulk.before, bulk.left = len(named) - len(waiting), len(waiting)
        progress(bulk.before)
        ledger = Ledger(plan, config, today, baseline)
        bulk.notices = ledger.take().notices
        context = replace(config.context, **{**config.overrides, "today": today})
        for domain in lookups.as_they_come(waiting, context):
            ledger.judge_domain(domain)
            entry = line(ledger.take())
            lines.append(entry)
            bulk.tally.add(entry)
            bulk.left -= 1
            progress(1)
        bulk.notices += tuple(ledger.stale())
    return bulk


def line(report: Report) -> dict[str, Any]:
    """The JSON values of one domain's line: what the report has, without what `mailcheck rules` can tell."""
    asides = (*report.suppressed, *report.baselined)
    found = {finding.rule_id for finding in (*report.findings, *(aside.finding for aside in asides))}
    whole = document(replace(report, rules={rule_id: report.rules[rule_id] for rule_id in found}))
    return {
        "version": report.version,
        "domain": report.domains[0],
        "complete": not any(notice.kind == "dns" for notice in report.notices),
        **{name: whole[name] for name in KEPT},
        "outcomes": [
            {name: outcome[name] for name in ("rule", "state", "reason")}
            for outcome in whole["outcomes"]
            if outcome["state"] not in SILENT
        ],
    }


def summary(bulk: Bulk) -> str:
    """What to tell at the end, for people."""
    tally = bulk.tally
    lines = [f"note: {one_line(notice.message)}" for notice in bulk.notices]
    lines.append(f"{count(tally.domains, 'domain')} judged, {bulk.before} of them earlier; see {bulk.path}")
    if bulk.left:
        lines.append(f"{count(bulk.left, 'domain')} left: the budget for DNS is spent; run again to go on")
    if tally.open:
        lines.append(f"not everything could be looked up about {count(tally.open, 'domain')}")
    labels = [severity.label for severity in sorted(Severity, reverse=True)]
    lines.append("findings: " + ", ".join(f"{tally.severities[label]} {label}" for label in labels))
    lines += [f"{number:>8} {rule}" for rule, number in tally.rules.most_common(LISTED)]
    if tally.crashed:
        lines.append(f"{count(tally.crashed, 'check')} broke off:")
        lines += [f"  {c.rule_id} on {one_line(c.target)}: {one_line(c.error)}" for c in tally.crashes]
    return "".join(each + "\n" for each in lines)
