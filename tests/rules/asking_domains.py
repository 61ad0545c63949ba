"""Asks built-in rules about one domain in a zone, through the engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mailcheck.engine.config import Config, Named, OptionValue
from mailcheck.engine.judge import Judged
from mailcheck.engine.judge_domain import judge_domain
from mailcheck.engine.packs import Catalogue, load_pack
from mailcheck.engine.select import make_plan
from mailcheck.facts.domain.domain_audit import DomainAudit, audit
from mailcheck.lookup.answers import Ask
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of
from mailcheck.spans import Text
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain

RULES = {rule.id: rule for rule in load_pack("mailcheck_rules").rules if rule.target == "domain"}
TODAY = date(2026, 11, 24)
Zone = Mapping[str, str | Iterable[str]]


def look_up(ask: Ask, name: str = "ex.test", **declared: Any) -> tuple[DomainAudit, Context]:
    context = replace(Context(), **{"today": TODAY, "offline": False, **declared})
    found = audit(
        name, Resolver(ask).ask, selectors=context.dkim_selectors, ips=context.sending_ips, helo=context.helo,
        return_path=context.return_path, signers=context.signing_domains, blocklists=context.blocklists,
    )  # fmt: skip
    return asyncio.run(found), context


def domain_of(source: Zone | Ask, name: str = "ex.test", roles: Iterable[str] = ("listed",), **declared: Any) -> Domain:
    ask = zone_of(source) if isinstance(source, Mapping) else source
    found, context = look_up(ask, name, **declared)
    return Domain(found, context, Text("domains.txt", name).span(), frozenset(roles))


def judge(domain: Domain, *ids: str, options: Mapping[str, Any] | None = None) -> Judged:
    """What rules say of a domain; all of them when none is named."""
    chosen = tuple(RULES[name] for name in ids or RULES)
    given = tuple(OptionValue(Named(ids[0], "test"), name, value, "test") for name, value in (options or {}).items())
    judged = judge_domain(domain, make_plan(Catalogue(chosen), Config(options=given)).chosen)
    assert not judged.crashes, judged.crashes[0].traceback
    return judged


def said(judged: Judged) -> list[str]:
    """The findings as 'severity rule: message'."""
    return [f"{finding.severity.label} {finding.rule_id}: {finding.message}" for finding in judged.findings]


def ask_rule(
    rule: str, zone: Zone, name: str = "ex.test", roles: Iterable[str] = ("listed",), **declared: Any
) -> Judged:
    return judge(domain_of(zone, name, roles, **declared), rule)


def states(judged: Judged) -> dict[str, str]:
    return {verdict.rule_id: verdict.state for verdict in judged.verdicts}
