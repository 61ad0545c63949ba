"""What mailbox providers demand, and from which day."""

from __future__ import annotations

import re
from datetime import date

from mailcheck.engine.packs import load_pack
from mailcheck.lexicon.providers import all_requirements, requirements
from mailcheck.subjects.context import Context

RULES = {rule.id for rule in load_pack("mailcheck_rules").rules}
EVERYBODY = Context().providers


def test_every_demand_names_a_rule_a_source_and_days() -> None:
    seen = set()
    for demand in all_requirements():
        assert demand.rule in RULES
        assert demand.provider in EVERYBODY
        assert demand.source
        assert date(2024, 1, 1) <= demand.since <= date(2026, 11, 24)
        assert date(2025, 1, 1) <= demand.captured <= date(2026, 11, 24)
        assert (demand.provider, demand.rule) not in seen
        seen.add((demand.provider, demand.rule))


def test_codes_are_enhanced_status_codes() -> None:
    for demand in all_requirements():
        for code in demand.codes:
            assert re.fullmatch(r"(?:[45]\d\d )?[45]\.\d{1,3}\.\d{1,3}", code), demand


def test_a_demand_binds_from_its_day_on() -> None:
    def names(today: date | None) -> list[str]:
        return [demand.name for demand in requirements("dkim-missing", EVERYBODY, today=today, bulk=True)]

    assert names(date(2024, 1, 31)) == []
    assert names(date(2024, 2, 1)) == ["Gmail", "Yahoo"]
    assert names(date(2025, 5, 4)) == ["Gmail", "Yahoo", "iCloud Mail"]
    assert names(None) == names(date(2025, 5, 5)) == ["Gmail", "Yahoo", "Outlook.com", "iCloud Mail"]


def test_who_does_not_send_in_bulk_meets_fewer_demands() -> None:
    assert not requirements("dmarc-missing", EVERYBODY, today=None, bulk=False)
    assert [d.name for d in requirements("fcrdns", ("gmail", "apple"), today=None, bulk=False)] == ["Gmail"]
    assert not requirements("no-such-rule", EVERYBODY, today=None, bulk=True)
