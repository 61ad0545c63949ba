"""Rules about streams where their examples end."""

from __future__ import annotations

from asking import ask, state
from asking_domains import domain_of, judge, states


def test_what_was_not_declared_is_not_judged() -> None:
    domain = domain_of({}, sending_ips=("192.0.2.1",))
    judged = judge(domain, "stream-shared-ip", "stream-shared-domain", "ip-spreading")
    assert set(states(judged).values()) == {"not-evaluated"}


def test_sharing_is_a_note_for_little_mail() -> None:
    both = {"transactional": ("192.0.2.1",), "commercial": ("192.0.2.1",)}
    for volume, level in ((0, "warning"), (49_999, "info"), (50_000, "warning")):
        judged = judge(domain_of({}), "stream-shared-ip", options={**both, "monthly_volume": volume})
        assert [finding.severity.label for finding in judged.findings] == [level]


def test_failover_is_told_whatever_else_is_known() -> None:
    judged = judge(domain_of({}), "ip-spreading", options={"failover_on_block": True})
    assert [finding.key for finding in judged.findings] == ["failover on block"]


def test_another_class_has_another_from() -> None:
    mail = "From: Acme <x@acme.com>\n\nHi\n"
    options = {"commercial": ("deals@acme.com",)}
    assert state(ask("from-inconsistent", mail, options, message_class="transactional")) == "not-evaluated"
    assert state(ask("from-inconsistent", mail, options, message_class="commercial")) == "failed"
