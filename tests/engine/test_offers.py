"""`[[offers]]`, and findings that lie in the config: read strictly, held against messages, told where they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import mailcheck
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.refusals import ConfigError
from mailcheck.findings import Finding, Severity

MAIL = """\
From: Acme <news@acme-boots.com>
To: reader@boots-readers.com
Subject: {subject}
Date: {day} 09:00:00 +0000
Content-Type: text/html; charset=utf-8

<html lang="en"><body><p>{body}</p><p><a href="https://acme-boots.com/u/k3">Unsubscribe</a></p></body></html>
"""
BODY = "All boots are cheaper this week, and the selected ones much cheaper. Come and try them on our test track."


class Shop:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mail(self, subject: str, body: str = BODY, day: str = "Mon, 08 Mar 2027", name: str = "a.eml") -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MAIL.format(subject=subject, body=body, day=day), encoding="utf-8")

    def found(self, config: str, rule: str, what: str = "a.eml") -> Iterator[Finding]:
        (self.folder / "mailcheck.toml").write_text(f'context.class = "commercial"\n{config}')
        report = mailcheck.check(self.folder / what, config=self.folder / "mailcheck.toml", today=date(2027, 3, 9))
        assert not report.crashes
        return (finding for finding in report.findings if finding.rule_id == rule)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def errors(found: Iterator[Finding]) -> list[str]:
    return [finding.message for finding in found if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("subject", "offer", "message"),
    [
        ("60% off boots", "discount = 50", "the largest reduction declared is 50 %"),
        ("Bis zu 60 % Rabatt", "discount = 50.5", "the largest reduction declared is 50.5 %"),
        ("50% off boots", "discount = 50\nleast_discount = 10", "begin at 10 %, and it does not say 'up to'"),
        ("50% off everything", "discount = 50\nexclusions = true", "'the offer' leaves some of it out"),
        ("Boots from $49", "price = 59", "the lowest price declared is 59"),
        ("50% off boots", 'name = "Boot week"\nends = 2027-02-14', "'Boot week' ended on 2027-02-14"),
        ("50% off boots", "starts = 2027-04-14", "the offer begins on 2027-04-14, and the message bears 2027-03-08"),
    ],
)
def test_a_claim_that_the_offer_does_not_keep(shop: Shop, subject: str, offer: str, message: str) -> None:
    shop.mail(subject)
    (text,) = errors(shop.found(f"[[offers]]\n{offer}\n", "discount-claim"))
    assert message.replace("'the offer'", "the offer") in text


@pytest.mark.parametrize(
    ("subject", "offer"),
    [
        ("50% off boots", "discount = 50"),
        ("Up to 50% off boots", "discount = 50\nleast_discount = 10"),
        ("50% off selected boots", "discount = 50\nexclusions = true"),
        ("50% off boots", "discount = 50\nstarts = 2027-03-08\nends = 2027-03-08"),
        ("Boots from $59", "price = 59"),
    ],
)
def test_a_claim_that_is_borne_out(shop: Shop, subject: str, offer: str) -> None:
    shop.mail(subject)
    assert list(shop.found(f"[[offers]]\n{offer}\n", "discount-claim")) == []


def test_without_an_offer_the_claim_is_only_noted(shop: Shop) -> None:
    shop.mail("50% off boots")
    assert [finding.severity for finding in shop.found("", "discount-claim")] == [Severity.INFO]
    assert [f.severity for f in shop.found("[[offers]]\nends = 2027-03-14\n", "discount-claim")] == [Severity.INFO]


@pytest.mark.parametrize(
    "body",
    [
        "Walking boots <s>$129.00</s> <b>$59.00</b>",
        'Walking boots <span style="color:#888;text-decoration: line-through">$129.00</span> $59.00',
        "Walking boots, $59.00 instead of $129.00",
        "Walking boots: was <b>$129.00</b>, now $59.00",
    ],
)
def test_former_prices_are_held_against_the_offer(shop: Shop, body: str) -> None:
    shop.mail("Boots reduced", f"{body}. {BODY}")
    (finding,) = shop.found("[[offers]]\nwas = 99\n", "discount-claim")
    assert "'$129.00' is above the highest that was declared, 99" in finding.message
    assert "$129.00" in finding.span.quote
    assert list(shop.found("[[offers]]\nwas = 129\n", "discount-claim")) == []


def test_several_offers_of_which_one_bears_it_out(shop: Shop) -> None:
    shop.mail("50% off boots")
    offers = "[[offers]]\ndiscount = 20\n[[offers]]\ndiscount = 50\n"
    assert list(shop.found(offers, "discount-claim")) == []
    unknown = "[[offers]]\ndiscount = 20\n[[offers]]\nname = 'Spring'\n"
    assert errors(shop.found(unknown, "discount-claim")) == []


def test_offers_are_those_of_the_message_s_path(shop: Shop) -> None:
    shop.mail("50% off boots", name="spring/a.eml")
    shop.mail("50% off boots", name="autumn/a.eml")
    offers = '[[offers]]\nmatch = "spring/**"\ndiscount = 20\n'
    assert len(errors(shop.found(offers, "discount-claim", "spring"))) == 1
    assert errors(shop.found(offers, "discount-claim", "autumn")) == []


def test_today_only_for_an_offer_that_runs_on(shop: Shop) -> None:
    shop.mail("Today only: 50% off boots", f"{BODY} The offer ends today at midnight.")
    (text,) = errors(shop.found("[[offers]]\nname = 'Boot week'\nends = 2027-03-14\n", "false-urgency"))
    assert text == "'Today only'; as declared, 'Boot week' runs until 2027-03-14, and this is 2027-03-08"
    assert list(shop.found("[[offers]]\nends = 2027-03-08\n", "false-urgency")) == []


def test_a_declared_end_bears_a_hurry_out(shop: Shop) -> None:
    plain = "Our helmets cost 59 dollars and come in eleven colours. We are glad to show you how one should sit on you."
    shop.mail("Last chance for your helmet", plain)
    assert len(list(shop.found("", "false-urgency"))) == 1
    assert list(shop.found("[[offers]]\nends = 2027-03-10\n", "false-urgency")) == []
    assert len(list(shop.found("[[offers]]\nends = 2027-05-10\n", "false-urgency"))) == 1


MISTAKES = [
    ("[[offers]]\ndiscout = 20\n", ":2:1", 'unknown key "discout"', '"discount"'),
    ('[[offers]]\ndiscount = "20%"\n', ":2:1", "expected a number", ""),
    ("[[offers]]\ndiscount = 120\n", ":2:1", "a percentage from 0 to 100", ""),
    ("[[offers]]\nstarts = 2027-03-14\nends = 2027-03-08\n", ":3:1", '"ends" is less than "starts"', "slip"),
    ("[[offers]]\nends = 2027-03-14T10:00:00\n", ":2:1", "expected a date", ""),
    ("offers = 3\n", ":1:1", "array of tables", "[[offers]]"),
]


@pytest.mark.parametrize(("config", "place", "message", "remedy"), MISTAKES)
def test_mistakes_name_their_line(shop: Shop, config: str, place: str, message: str, remedy: str) -> None:
    (shop.folder / "mailcheck.toml").write_text(config)
    with pytest.raises(ConfigError) as caught:
        read_config(shop.folder / "mailcheck.toml")
    assert caught.value.place.endswith(f"mailcheck.toml{place}")
    assert message in caught.value.message
    assert remedy in caught.value.remedy


CONFIG_FAULTS = """\
[context]
class = "commercial"
optout_sla_hours = 720  # a month
global_opt_out = false
"""


def test_a_fault_of_the_config_is_told_once_at_its_line(shop: Shop) -> None:
    for name in ("a.eml", "b.eml", "c.eml"):
        shop.mail("Hello", name=f"mails/{name}")
    path = shop.folder / "mailcheck.toml"
    path.write_text(CONFIG_FAULTS)
    report = mailcheck.check(shop.folder / "mails", config=path, select=["optout-latency", "unsub-no-global-choice"])
    places = {(f.rule_id, f.span.location.line, f.span.quote) for f in report.findings}
    assert len(report.findings) == 2
    assert places == {
        ("optout-latency", 3, "optout_sla_hours = 720  # a month"),
        ("unsub-no-global-choice", 4, "global_opt_out = false"),
    }
    assert {f.span.location.path for f in report.findings} == {str(path)}
    assert [outcome.state for outcome in report.outcomes].count("failed") == 6


def test_faults_of_two_places_of_the_config_are_two(shop: Shop) -> None:
    for name in ("slow", "slower"):
        shop.mail("Hello", name=f"{name}/a.eml")
    path = shop.folder / "mailcheck.toml"
    slower = '[[paths]]\nmatch = "slower/**"\noptout_sla_hours = 900\n'
    path.write_text(CONFIG_FAULTS + slower)
    report = mailcheck.check([shop.folder / "slow", shop.folder / "slower"], config=path, select=["optout-latency"])
    assert sorted(f.span.location.line for f in report.findings) == [3, 7]


def test_an_accepted_fault_of_the_config_hides_no_other(shop: Shop) -> None:
    shop.mail("Hello", name="mails/a.eml")
    shop.mail("Hello", name="mails/b.eml")
    path = shop.folder / "mailcheck.toml"
    path.write_text(
        'allow = [{ rule = "optout-latency", target = "mails/a.eml", reason = "old list" }]\n' + CONFIG_FAULTS
    )
    report = mailcheck.check(shop.folder / "mails", config=path, select=["optout-latency"])
    assert [Path(f.target).name for f in report.findings] == ["b.eml"]
    assert len(report.suppressed) == 1
