"""The rules about postal addresses where their examples end: parts, hidden ones, the config, other countries."""

from __future__ import annotations

import pytest
from asking import ask, said, state

from mailcheck.subjects.context import Sender

COMMERCIAL = {"message_class": "commercial"}
ADDRESS = "Acme Inc., PO Box 1187, Portland, OR 97207"
ACME = {"senders": (Sender(names=("Acme",), domains=("acme.com",), addresses=("PO Box 1187, Portland, OR 97207",)),)}


def page(footer: str) -> str:
    return f"<html><body><p>Our summer sale starts today.</p>{footer}</body></html>"


@pytest.mark.parametrize(
    ("footer", "expected"),
    [
        ("<p>Acme Inc., 12 Oak Street, Salem, Oregon, USA</p>", "it lacks the postal code"),
        ("<p>Acme Inc., Portland, Oregon</p>", "it lacks the street and the postal code"),
        (f'<p style="display:none">{ADDRESS}</p>', "the postal address is hidden"),
        ("<p>Bill to: Ann Lee, 5 Oak Ave, Dover, DE 19901</p>", "no postal address of the sender"),
        ("", "no postal address of the sender"),
    ],
)
def test_what_is_missing_is_said(footer: str, expected: str) -> None:
    (finding,) = said(ask("postal-address-missing", page(footer), **COMMERCIAL))
    assert finding.startswith("error: ")
    assert expected in finding


def test_either_part_may_show_it() -> None:
    mail = (
        "From: a@acme.com\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nSale!\n\n{ADDRESS}\n--b\nContent-Type: text/html\n\n<p>Sale!</p>\n--b--\n"
    )
    assert state(ask("postal-address-missing", mail, **COMMERCIAL)) == "passed"


def test_a_fragment_of_a_template_is_not_judged() -> None:
    fragment = "<div><p>Hi {{ name }}</p><p>Sale!</p></div>"
    assert state(ask("postal-address-missing", fragment, stage="template", **COMMERCIAL)) == "not-evaluated"


def test_an_expected_address_is_found_in_an_unusual_form() -> None:
    odd = Sender(domains=("acme.com",), addresses=("Acme Mill, Lower Side",))
    footer = page("<p>acme mill - lower side</p>")
    assert state(ask("postal-address-missing", footer, senders=(odd,), **COMMERCIAL)) == "passed"
    assert state(ask("postal-address-missing", footer, **COMMERCIAL)) == "failed"


def test_one_finding_for_an_address_in_a_picture() -> None:
    footer = page('<img src="https://acme.com/footer-address.png">')
    assert said(ask("postal-address-missing", footer, **COMMERCIAL)) == []
    assert len(said(ask("postal-address-image-only", footer, **COMMERCIAL))) == 1


def test_a_placeholder_may_be_declared_real() -> None:
    footer = page("<p>Acme, 221B Baker Street, London NW1 6XE</p>")
    assert state(ask("postal-address-placeholder", footer, **COMMERCIAL)) == "failed"
    options = {"real": ("221b Baker St, London NW1 6XE",)}
    assert state(ask("postal-address-placeholder", footer, options, **COMMERCIAL)) == "passed"


@pytest.mark.parametrize(
    ("shown", "drifted"),
    [
        ("PO Box 1187, Portland, Oregon 97207", False),
        ("P. O. Box 1187\nPortland OR 97207-1234", False),
        ("PO Box 1187, Portland, OR 97208", True),
        ("14 Wall Street, New York, NY 10005", True),
    ],
)
def test_drift(shown: str, drifted: bool) -> None:
    judged = ask("postal-address-drift", f"From: news@acme.com\n\nNews.\n\nAcme, {shown}\n", **ACME)
    assert bool(said(judged)) is drifted


def test_drift_without_an_expected_address_is_not_evaluated() -> None:
    mail = f"From: news@acme.com\n\n{ADDRESS}\n"
    assert state(ask("postal-address-drift", mail, senders=(Sender(domains=("acme.com",)),))) == "not-evaluated"


@pytest.mark.parametrize("rule_id", ["de-impressum", "ca-identification", "uk-identity"])
def test_other_countries_only_where_declared(rule_id: str) -> None:
    assert state(ask(rule_id, page("<p>Acme Ltd</p>"), **COMMERCIAL)) == "not-applicable"
    country = rule_id.partition("-")[0]
    assert state(ask(rule_id, page("<p>Acme Ltd</p>"), jurisdictions=(country,), **COMMERCIAL)) == "failed"


def test_impressum_grades() -> None:
    german = {"jurisdictions": ("de",), **COMMERCIAL}
    link = '<a href="https://acme.de/impressum">Impressum</a>'
    assert said(ask("de-impressum", page(link), **german))[0].startswith("warning: ")
    box = "<p>Acme GmbH, Postfach 10 20, 48149 Münster</p>"
    assert said(ask("de-impressum", page(box), **german))[0].startswith("error: ")
    old = "<p>Angaben nach § 5 TMG: Acme GmbH, Hafenweg 14, 48155 Münster</p>"
    assert [line.partition(":")[0] for line in said(ask("de-impressum", page(old), **german))] == ["info"]
