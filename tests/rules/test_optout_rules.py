"""The rules about the way out where their examples end: which copy decides, grades, views, what is not decided."""

from __future__ import annotations

import pytest
from asking import ask, said, state

COMMERCIAL = {"message_class": "commercial"}
LINK = '<a href="https://acme.com/u/k3">Unsubscribe</a>'


def page(footer: str, style: str = "") -> str:
    return f"<html><head><style>{style}</style></head><body><p>Our summer sale starts today.</p>{footer}</body></html>"


def link(style: str, words: str = "Unsubscribe") -> str:
    return f'<a href="https://acme.com/u/k3" style="{style}">{words}</a>'


@pytest.mark.parametrize(
    ("style", "severity"),
    [
        ("color:#fff", "error"),
        ("color:#f8f8f8", "error"),
        ("color:#dcdcdc", "error"),  # 1.37
        ("color:#c8c8c8", "warning"),  # 1.67
        ("color:#a8a8a8", "info"),  # 2.38
        ("color:#949494", None),  # 3.03
        ("font-size:0", "error"),
        ("font-size:7.9px", "error"),
        ("font-size:8px", "warning"),
        ("font-size:8.9px", "warning"),
        ("font-size:9px", None),
        ("font-size:10px", None),
        ("display:none", "error"),
        ("opacity:0", "error"),
        ("text-decoration:none;color:#333", None),
    ],
)
def test_grades_of_camouflage(style: str, severity: str | None) -> None:
    found = [line.partition(":")[0] for line in said(ask("unsub-camouflaged", page(link(style)), **COMMERCIAL))]
    assert found == ([severity] if severity else [])


def test_the_thresholds_are_options() -> None:
    pale = page(link("color:#949494"))
    assert len(said(ask("unsub-camouflaged", pale, {"min_contrast": 4.5}, **COMMERCIAL))) == 1
    dim = page(link("color:#dcdcdc"))
    assert said(ask("unsub-camouflaged", dim, {"error_contrast": 1.3}, **COMMERCIAL))[0].startswith("warning: ")


def test_a_contrast_is_not_rounded_over_a_limit() -> None:
    (pale,) = said(ask("unsub-camouflaged", page(link("color:#d3d3d3")), **COMMERCIAL))  # 1.497
    assert pale.startswith("error: ")
    assert "contrast 1.49:1" in pale


def test_the_best_copy_decides() -> None:
    hidden = link("display:none")
    assert state(ask("unsub-camouflaged", page(hidden + "<p>and</p>" + LINK), **COMMERCIAL)) == "passed"
    assert state(ask("unsub-camouflaged", page(hidden + link("color:#fff")), **COMMERCIAL)) == "failed"
    pale = said(ask("unsub-camouflaged", page(hidden + link("color:#a8a8a8")), **COMMERCIAL))
    assert len(pale) == 1
    assert pale[0].startswith("info: ")


def test_a_hidden_way_out_is_one_fault_and_not_also_a_missing_one() -> None:
    text = page(link("display:none"))
    assert state(ask("unsub-missing", text, **COMMERCIAL)) == "passed"
    assert state(ask("unsub-camouflaged", text, **COMMERCIAL)) == "failed"
    none = page('<a href="https://acme.com/privacy">Privacy</a>')
    assert state(ask("unsub-missing", none, **COMMERCIAL)) == "failed"
    assert state(ask("unsub-camouflaged", none, **COMMERCIAL)) == "passed"


def test_what_hides_it_is_shown_in_the_style_sheet() -> None:
    text = page('<p class="f">' + LINK + "</p>", style=".f { display: none }")
    (finding,) = ask("unsub-camouflaged", text, **COMMERCIAL).findings
    assert "display: none" in finding.related[0].span.quote


def test_text_over_a_picture_is_not_guessed() -> None:
    text = page(f'<div style="background-image:url(a.png)">{link("color:#fff")}</div>')
    assert state(ask("unsub-camouflaged", text, **COMMERCIAL)) == "indeterminate"
    assert state(ask("unsub-camouflaged", text.replace("</body>", LINK + "</body>"), **COMMERCIAL)) == "passed"


def test_hidden_on_phones_only() -> None:
    style = "@media (max-width:480px) { .f { display:none } }"
    (finding,) = ask("unsub-camouflaged", page(f'<p class="f">{LINK}</p>', style), **COMMERCIAL).findings
    assert finding.variants == ("mobile",)
    twin = f'<p class="f">{LINK}</p><p class="m" style="display:none">{LINK}</p>'
    both = style + "@media (max-width:480px) { .m { display:block !important } }"
    assert state(ask("unsub-camouflaged", page(twin, both), **COMMERCIAL)) == "passed"


def test_missing_in_outlook_only() -> None:
    text = page(f"<!--[if !mso]><!-->{LINK}<!--<![endif]-->")
    (finding,) = ask("unsub-missing", text, **COMMERCIAL).findings
    assert finding.variants == ("outlook",)
    assert state(ask("unsub-missing", page(f"<!--[if mso]>{LINK}<![endif]-->{LINK}"), **COMMERCIAL)) == "passed"


def test_an_undecided_class_lowers_the_severity() -> None:
    judged = ask("unsub-missing", page("<p>Buy now</p>"), message_class="unknown")
    assert [finding.severity.label for finding in judged.findings] == ["warning"]
    assert judged.notices


@pytest.mark.parametrize("message_class", ["transactional", "editorial"])
def test_other_mail_needs_no_way_out(message_class: str) -> None:
    assert state(ask("unsub-missing", page(""), message_class=message_class)) == "not-applicable"


@pytest.mark.parametrize(
    "markup",
    [
        '<html><body>{{ name }}{% include "footer.html" %}</body></html>',
        "<html><body>{{ name }}{{> footer }}</body></html>",
        "<html><body>{{ name }}{{{ footer_html }}}</body></html>",
        "<html><body>{{{@content}}}</body></html>",
        "{% extends 'layout.html' %}<html><body>{{ name }}</body></html>",
        "<table><tr><td>{{ offer }}</td></tr></table>",
    ],
)
def test_a_template_that_is_not_whole_is_not_judged(markup: str) -> None:
    assert state(ask("unsub-missing", markup, **COMMERCIAL)) == "not-evaluated"


def test_a_whole_template_is_judged() -> None:
    whole = "<html><body><p>Hello {{ name }}, our sale starts today.</p></body></html>"
    assert state(ask("unsub-missing", whole, **COMMERCIAL)) == "failed"


def test_a_message_without_a_body() -> None:
    empty = "From: a@acme.com\nMIME-Version: 1.0\nContent-Type: application/pdf\n\nx\n"
    assert state(ask("unsub-missing", empty, **COMMERCIAL)) == "not-evaluated"


def test_a_broken_link_beside_a_working_one_is_a_warning() -> None:
    broken = '<a href="#">Unsubscribe</a>'
    assert said(ask("unsub-link-broken", page(broken), **COMMERCIAL)) == [
        'error: the opt-out link "Unsubscribe" leads nowhere: #'
    ]
    assert said(ask("unsub-link-broken", page(f"{broken}<p>or</p>{LINK}"), **COMMERCIAL))[0].startswith("warning: ")


def test_a_hidden_broken_copy_is_no_fault() -> None:
    hidden = '<div style="display:none"><a href="#">Unsubscribe</a></div>'
    assert state(ask("unsub-link-broken", page(hidden + LINK), **COMMERCIAL)) == "passed"


def test_merge_tags_are_right_in_a_template_and_wrong_later() -> None:
    text = page('<a href="{{ unsubscribe_url }}">Unsubscribe</a>')
    assert state(ask("unsub-link-broken", text, **COMMERCIAL)) == "not-evaluated"
    assert state(ask("unsub-link-broken", text, **COMMERCIAL, stage="delivered")) == "failed"


def test_friction_counts_only_without_another_way() -> None:
    gate = '<a href="https://acme.com/login?next=/prefs">Unsubscribe</a>'
    assert state(ask("unsub-friction", page(gate), **COMMERCIAL)) == "failed"
    assert state(ask("unsub-friction", page(f"{gate}<p>or</p>{LINK}"), **COMMERCIAL)) == "passed"


def test_buried_under_empty_space() -> None:
    assert state(ask("unsub-buried", page("<br>" * 60 + LINK), **COMMERCIAL)) == "failed"
    assert state(ask("unsub-buried", page("<br>" * 5 + LINK), **COMMERCIAL)) == "passed"
    assert state(ask("unsub-buried", page("<br>" * 60 + LINK), {"max_gap_px": 2000}, **COMMERCIAL)) == "passed"
    assert state(ask("unsub-buried", page("<br>" * 60 + LINK) + page(LINK), **COMMERCIAL)) != "crashed"


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, "not-evaluated"),
        ({"optout_sla_hours": 48.0}, "passed"),
        ({"optout_sla_hours": 49.0}, "warning"),
        ({"optout_sla_hours": 336.0}, "warning"),
        ({"optout_sla_hours": 337.0}, "error"),
        ({"optout_lifetime_days": 30.0}, "passed"),
        ({"optout_lifetime_days": 29.0}, "error"),
    ],
)
def test_latency_as_declared(context: dict[str, float], expected: str) -> None:
    judged = ask("optout-latency", page(LINK), **COMMERCIAL, **context)
    got = judged.findings[0].severity.label if judged.findings else state(judged)
    assert got == expected
