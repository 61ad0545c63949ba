"""Numbers of thousands of digits: Python refuses to convert them, and no record or message may end a run with that."""

from __future__ import annotations

import asyncio

import pytest

from mailcheck import check
from mailcheck.facts.domain.dmarc_record import parse_dmarc
from mailcheck.facts.domain.domain_audit import audit
from mailcheck.facts.domain.spf_check import check_host
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import ZoneError, read_zone, zone_of

MANY = "9" * 5000


def test_a_dmarc_percentage() -> None:
    assert parse_dmarc("d.test", f"v=DMARC1; p=none; pct={MANY}").pct is None


@pytest.mark.parametrize("count", [MANY, "0" * 4999 + "2"])
def test_a_count_of_spf_labels_takes_what_there_is(count: str) -> None:
    """RFC 7208 section 7.3: more labels than there are means all of them."""
    zone = {"d.test TXT": f"v=spf1 exists:%{{d{count}}}.x.test -all", "d.test.x.test A": "127.0.0.2"}
    result = asyncio.run(check_host(Resolver(zone_of(zone)).ask, "192.0.2.1", "a@d.test", "h.test"))
    assert result.result == "pass"


def test_an_audit_of_a_domain_that_publishes_them() -> None:
    zone = {
        "d.test TXT": f"v=spf1 exists:%{{d{MANY}}}.x.test a:%{{l{MANY}r}}.x.test ip4:192.0.2.1/{MANY} -all",
        "_dmarc.d.test TXT": f"v=DMARC1; p=reject; pct={MANY}; ri={MANY}; rua=mailto:a@d.test!{MANY}m",
        "s._domainkey.d.test TXT": f"v=DKIM1; p={MANY}",
        "_mta-sts.d.test TXT": f"v=STSv1; id={MANY}",
    }
    asked = audit("d.test", Resolver(zone_of(zone)).ask, selectors=["s"], ips=["192.0.2.1"])
    assert asyncio.run(asked).spf.state == "syntax"


def test_a_recording_with_them_is_refused_at_its_line() -> None:
    for ttl in (MANY, "²"):
        with pytest.raises(ZoneError, match="line 1"):
            read_zone(f"d.test. {ttl} IN A 192.0.2.1\n")


@pytest.mark.parametrize(
    "field",
    [
        f"Date: Mon, 02 Nov {MANY} 09:00:00 +0000",
        f"Date: Mon, {MANY} Nov 2026 {MANY}:00:00 +{MANY}",
        f"Content-Type: text/plain; charset*{MANY}=utf-8; name*{MANY}*=utf-8''x",
        f"DKIM-Signature: v=1; a=rsa-sha256; d=a.co; s=s; h=from; l={MANY}; t={MANY}; x={MANY}; bh=AA==; b=AA==",
        f"Subject: Save {MANY}% and {MANY} EUR, order {MANY}, only {MANY} days left",
    ],
    ids=["year", "date", "parameters", "signature", "subject"],
)
def test_messages_with_them_are_judged(field: str) -> None:
    body = f"<p style='font-size:{MANY}px;z-index:{MANY}'>Save {MANY} % until {MANY}.{MANY}.{MANY}, {MANY} Main St</p>"
    for kind in ("text/plain", "text/html"):
        kind_field = "" if field.startswith("Content-Type") else f"Content-Type: {kind}\n"
        report = check(f"From: A <a@acme-lamps.com>\n{field}\n{kind_field}\n{body}\n".encode())
        assert not report.crashes
