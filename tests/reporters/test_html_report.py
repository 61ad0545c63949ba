"""The report for marketers and lawyers: says everything, and what hostile mail says can neither act nor deceive."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import run_together as printed
from report_samples import HOSTILE, finding, rule

from mailcheck.exhibits import BlockShare, Division, MessageView
from mailcheck.facts.html.dom import Dom, build_dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.findings import Severity
from mailcheck.records import Change, ProposedRecord
from mailcheck.report import Notice, Outcomes, Report, Verdict
from mailcheck.reporters import renderer
from mailcheck.spans import Text

ROOT = Path(__file__).parents[2]
RAW = """From: Lamps <post@lamps-of-leeds.com>
Subject: {subject}
Content-Type: text/html

<html><body>{body}</body></html>
"""


def html(report: Report) -> Dom:
    return build_dom(Text("report.html", renderer("html")(report)))


def words(element: Element | None) -> str:
    assert element is not None
    texts = [node.data for node in element.walk() if isinstance(node, TextNode)]
    return " ".join("\n".join(texts).split())


def one(dom: Dom, selector: str) -> Element:
    (found,) = dom.select(selector)
    return found


def page(*arguments: str) -> Dom:
    _, text = printed("check", "--offline", "--no-config", "--format", "html", *arguments)
    return build_dom(Text("report.html", text))


# -- the sentence at the top ----------------------------------------------------------------------------------


def about(severities: str = "", state: str = "passed", **more: Any) -> Report:
    """A report with a finding of another rule for each letter of `severities`."""
    text = Text("a.html", "<p>some words</p>")
    levels = {"e": Severity.ERROR, "w": Severity.WARNING, "i": Severity.INFO}
    ids = [f"rule-{number}" for number in range(len(severities))]
    found = [finding(text, "some words", rule_id=i, severity=levels[s]) for i, s in zip(ids, severities, strict=True)]
    verdicts = (*(Verdict(i, "failed") for i in ids), Verdict("last", state, "" if state == "passed" else "no reason"))  # type: ignore[arg-type]
    rules = {i: rule(i) for i in (*ids, "last")}
    outcomes = Outcomes([("a.html", verdicts)])
    return Report(findings=tuple(found), outcomes=outcomes, rules=rules, targets=("a.html",), **more)


BROKEN = (Notice("input", "x", failed=True),)


@pytest.mark.parametrize(
    ("report", "sentence", "mood"),
    [
        (about(), "Nothing to fix was found.", "clean"),
        (about(state="indeterminate"), "Nothing to fix was found in what could be checked.", "info"),
        (about(state="not-evaluated"), "Nothing to fix was found in what could be checked.", "info"),
        (about("i"), "Nothing must be fixed; 1 thing is worth knowing.", "info"),
        (about("ii"), "Nothing must be fixed; 2 things are worth knowing.", "info"),
        (about("wi"), "Nothing must be fixed; 1 thing should be fixed.", "warning"),
        (about("e"), "1 thing must be fixed.", "error"),
        (about("eew"), "2 things must be fixed, and 1 more should be.", "error"),
        (about("e", notices=BROKEN), "The check is not complete, and 1 thing must be fixed.", "error"),
        (about(notices=BROKEN), "The check is not complete.", "error"),
        (Report(), "Nothing was checked.", "error"),
        (Report(left_out=3), "Nothing was checked: every file was left out.", "info"),
    ],
)  # fmt: skip
def test_it_begins_with_a_sentence(report: Report, sentence: str, mood: str) -> None:
    dom = html(report)
    assert words(one(dom, "h1")) == sentence
    assert words(one(dom, "title")).startswith(sentence)
    assert mood in one(dom, "header").attrs["class"].split()


def test_many_findings_of_one_rule_are_one_thing(report: Report) -> None:
    text = Text("a.html", "a b c d e f g h i j")
    many = tuple(finding(text, letter, message=f"letter {letter}") for letter in "abcdefghij")
    dom = html(replace(report, findings=many, crashes=(), notices=()))
    assert words(one(dom, "h1")) == "1 thing must be fixed."
    card = one(dom, "article")
    assert "Letter a" in words(card)
    assert "And 4 more places." in words(card)


# -- what is said of a finding --------------------------------------------------------------------------------


def test_a_card_says_what_was_seen_why_and_how(report: Report) -> None:
    card = html(report).select("article")[0]
    said = words(card)
    assert "A link cannot be seen." in said
    assert "Must be fixed" in said
    assert "Opt-out link has contrast 1.0:1" in said
    assert "line 3" in said
    assert "only on a phone and in dark mode" in said
    assert "This makes it white: color:#fff" in said
    assert "Readers who cannot leave complain instead." in said
    assert "15 U.S.C. 7704(a)(3) law" in said
    assert "Give it contrast." in said
    assert "unsub-camouflaged" in said


def test_findings_are_grouped_by_who_fixes_them() -> None:
    text = Text("a.html", "<p>some words</p>")
    owners = {"by-a": "dns-admin", "by-b": "developer", "by-c": "marketer", "by-d": "list-owner"}
    rules = {rule_id: rule(rule_id) for rule_id in owners}
    for rule_id, owner in owners.items():
        rules[rule_id].owner = owner  # type: ignore[assignment]
    found = tuple(finding(text, "some words", rule_id=rule_id) for rule_id in owners)
    dom = html(Report(findings=found, rules=rules, targets=("a.html",)))
    assert [words(heading) for heading in dom.select(".found h3")] == [
        "Whoever writes the message 1 thing",
        "Whoever builds or sends the message 1 thing",
        "Whoever runs DNS and the mail servers 1 thing",
        "Whoever keeps the list of recipients 1 thing",
    ]
    assert words(dom.select(".glance tbody tr")[0]) == "Whoever writes the message 1 \u2013 \u2013"


def test_a_rule_is_explained_once_and_linked_from_then_on() -> None:
    texts = [Text(name, "<p>some words</p>") for name in ("a.html", "b.html")]
    report = Report(
        findings=tuple(finding(text, "some words") for text in texts),
        rules={"unsub-camouflaged": rule()},
        targets=("a.html", "b.html"),
    )
    dom = html(report)
    first, second = dom.select("article")
    assert "15 U.S.C. 7704(a)(3)" in words(first)
    assert "15 U.S.C. 7704(a)(3)" not in words(second)
    link = next(node for node in second.walk() if isinstance(node, Element) and node.tag == "a")
    assert link.attrs["href"] == f"#{first.attrs['id']}"


def test_records_to_publish_stand_with_their_domain() -> None:
    record = ProposedRecord(
        "acme.com", "_dmarc.acme.com", "TXT", "v=DMARC1; p=none", '"v=DMARC1; p=none"', old=("v=DMARC1; p=nine",),
        changes=(Change("dmarc-syntax", "p=nine is no policy"),), questions=("is anybody there?",),
    )  # fmt: skip
    text = Text("acme.com", "acme.com")
    found = (finding(text, "acme.com", rule_id="dmarc-syntax", target="acme.com"),)
    said = words(
        one(html(Report(findings=found, targets=("acme.com",), domains=("acme.com",), records=(record,))), "main")
    )
    assert "Replace the TXT record at _dmarc.acme.com" in said
    assert "First find out: Is anybody there?" in said
    assert "Now v=DMARC1; p=nine To be v=DMARC1; p=none Why" in said


# -- what is not known ----------------------------------------------------------------------------------------


def test_what_was_not_checked_is_told_with_its_reason(report: Report) -> None:
    said = words(one(html(report), "section[aria-labelledby=unchecked]"))
    assert "Could not be made Why Checks No headers b" in said
    assert "Could not be decided Why Checks Text over a picture b" in said
    assert "ZeroDivisionError" in said
    assert "is not used: remove it" in said


def test_what_was_set_aside_is_told_with_its_reason(report: Report) -> None:
    row = html(report).select("section[aria-labelledby=aside] tbody tr")[0]
    assert "unsub-camouflaged" in words(row)
    assert "agreed" in words(row)
    assert "2027-01-31" in words(row)


def test_what_is_no_part_of_a_change_is_told(report: Report) -> None:
    dom = html(replace(report, unchanged=report.suppressed, suppressed=()))
    assert "Not part of this change" in words(one(dom, "section[aria-labelledby=aside]"))


def test_what_passed_is_listed() -> None:
    assert "Camouflaged" in words(one(html(about()), "section[aria-labelledby=order]"))


# -- the message ----------------------------------------------------------------------------------------------


def test_a_message_is_shown_with_numbers_at_what_was_found() -> None:
    dom = page(str(ROOT / "examples" / "bad-newsletter.eml"))
    card = next(card for card in dom.select("article") if "unsub-camouflaged" in words(card))
    number = words(next(iter(dom.select(f"#{card.attrs['id']} .pin"))))
    assert f"Marked with {number} in the message." in words(card)
    frame = one(dom, "iframe")
    assert frame.attrs["sandbox"] == ""
    inside = build_dom(Text("frame.html", frame.attrs["srcdoc"]))
    mark = one(inside, f'span[aria-label="Finding {number}"]')
    assert mark.parent is not None
    after = mark.parent.children[mark.parent.children.index(mark) + 1]
    assert isinstance(after, Element)
    assert words(after) == "Unsubscribe"


def test_the_line_of_the_inbox_is_shown_and_marked() -> None:
    dom = page(str(ROOT / "examples" / "bad-newsletter.eml"))
    assert "Mega Deals < noreply@mega-deals-daily.com >" in words(one(dom, ".sender"))
    assert "Re: your order - 70% OFF everything ends TONIGHT" in words(one(dom, ".subject"))
    assert words(one(dom, ".preheader")) == "70% off. Tonight only."
    reply = next(card for card in dom.select("article") if "fake-reply" in words(card))
    number = words(dom.select(f"#{reply.attrs['id']} .pin")[0])
    assert f"Finding {number}" in words(one(dom, ".subject"))


def test_an_accepted_finding_leaves_no_mark(tmp_path: Path) -> None:
    hidden = (
        '<p>Lamps for the winter.</p><p><a href="https://lamps-of-leeds.com/u" style="color:#fff">Unsubscribe</a></p>'
    )
    note = "<!-- mailcheck: ignore-file[unsub-camouflaged] because it was agreed -->"
    for name, body in (("bare.eml", hidden), ("accepted.eml", hidden + note)):
        (tmp_path / name).write_text(RAW.format(subject="Lamps", body=body))
    chosen = ("--select", "unsub-camouflaged", "--class", "commercial")
    bare, accepted = page(str(tmp_path / "bare.eml"), *chosen), page(str(tmp_path / "accepted.eml"), *chosen)
    assert 'aria-label="Finding 1"' in one(bare, "iframe").attrs["srcdoc"]
    assert "Finding" not in one(accepted, "iframe").attrs["srcdoc"]
    assert "it was agreed" in words(one(accepted, "section[aria-labelledby=aside]"))


def test_a_template_is_shown_with_its_tags(tmp_path: Path) -> None:
    body = '<p>Hello {{ name | default("you & me") }}, <a href="{{ url }}" style="color:#fff">unsubscribe</a></p>'
    (tmp_path / "a.html").write_text(f"<html><body>{body}</body></html>")
    dom = page(str(tmp_path / "a.html"), "--stage", "template", "--class", "commercial")
    inside = build_dom(Text("frame.html", one(dom, "iframe").attrs["srcdoc"]))
    assert 'Hello {{ name | default("you & me") }}' in words(inside.body)
    assert one(inside, "a").attrs["title"] == "leads to {{ url }}"
    assert one(inside, 'span[role="note"]')


def test_a_plain_message_is_shown_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(
        "From: a@acme.com\nSubject: Hi\n\nLamps <b>for</b> sale\n\u202eevil\n", encoding="utf-8"
    )
    dom = page(str(tmp_path / "a.eml"), "--select", "date-invalid")
    assert dom.select("iframe") == []
    assert words(one(dom, "pre.text")) == "Lamps <b>for</b> sale <U+202E>evil"


def test_of_very_many_messages_those_with_most_to_mend_are_shown(tmp_path: Path) -> None:
    """The others are counted, by what was found in them."""
    bad = '<p>Lamps.</p><p><a href="https://lamps-of-leeds.com/u" style="color:#fff">Unsubscribe</a></p>'
    good = '<p>Lamps.</p><p><a href="https://lamps-of-leeds.com/u">Unsubscribe</a></p>'
    for number in range(60):
        subject = f"{'Re: ' if number % 3 == 0 else ''}Lamps {number}"
        (tmp_path / f"{number:02}.eml").write_text(RAW.format(subject=subject, body=bad if number % 2 else good))
    dom = page(str(tmp_path), "--select", "unsub-camouflaged,fake-reply", "--class", "commercial")
    shown = [words(heading) for heading in dom.select(".chapter h2")]
    assert len(shown) == 20
    worst = {f"Re: Lamps {number}" for number in range(60) if number % 2 and number % 3 == 0}
    assert worst < set(shown)
    rest = words(one(dom, "section[aria-labelledby=others]"))
    assert "Something was found in 20 more." in rest


def test_a_format_that_shows_no_message_keeps_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> MessageView:
        raise AssertionError("a view was made")

    monkeypatch.setattr("mailcheck.engine.message_views.view_of", refuse)
    code, text = printed("check", "--offline", "--no-config", str(ROOT / "examples" / "good-newsletter.eml"))
    assert (code, "a view was made" in text) == (0, False)
    code, text = printed(
        "check", "--offline", "--no-config", "--format", "html", str(ROOT / "examples" / "good-newsletter.eml")
    )
    assert (code, "a view was made" in text) == (2, True)


# -- what a message is made of --------------------------------------------------------------------------------


def view(*blocks: BlockShare, **more: Any) -> Report:
    shown = MessageView("a.eml", subject="Hi", document="<p>x</p>", division=Division(blocks, **more))
    return Report(targets=("a.eml",), messages=(shown,))


def test_the_blocks_are_drawn_as_wide_as_they_weigh() -> None:
    blocks = (
        BlockShare("T", 300.0, "Your order", ("speaks of an order",)),
        BlockShare("C", 100.0, "Buy now", ("an offer",)),
        BlockShare("U", 100.0, "See more"),
    )
    dom = html(view(*blocks, low=0.2, high=0.4, purpose="commercial", because="the subject makes an offer"))
    said = words(one(dom, ".division")).replace("\u00a0", " ")
    assert "Of what is commercial or transactional in it, between 20 % and 40 % is commercial" in said
    assert "Its purpose is read as commercial : the subject makes an offer." in said
    widths = [float(rect.attrs["width"]) for rect in dom.select("svg.blocks rect")[:3]]
    assert [round(width, -1) for width in widths] == [600, 200, 200]
    rows = [words(row).replace("\u00a0", " ") for row in dom.select(".division tbody tr")]
    assert rows[0] == "transactional 60 % Your order speaks of an order"


def test_the_blocks_of_a_message_are_those_it_is_read_by() -> None:
    dom = page(str(ROOT / "examples" / "receipt.eml"))
    said = words(one(dom, ".division"))
    assert "Its purpose is read as transactional" in said
    assert "T: transactional" in said


def test_without_blocks_nothing_is_drawn() -> None:
    assert html(view()).select(".division") == []


# -- hostile words --------------------------------------------------------------------------------------------


def test_hostile_words_neither_act_nor_hide(report: Report) -> None:
    evil = f'"><script>x</script><img src=https://trap.test onerror=x> {HOSTILE}'
    view = MessageView(evil, evil, evil, evil, evil, f"<p>{evil}</p></iframe>", 100, evil, cut=(evil,))
    shown = replace(report, targets=(*report.targets, evil), messages=(view,), classes={evil: evil})
    text = renderer("html")(shown)
    dom = build_dom(Text("report.html", text))
    tags = {element.tag for element in dom.elements}
    assert not tags & {"script", "img", "object", "embed", "link", "base"}
    assert not [e for e in dom.elements for name in e.attrs if name.startswith("on")]
    around = re.sub('srcdoc="[^"]*"', "", text)
    assert re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", around) is None
    for element in dom.elements:
        href = element.attrs.get("href", "#")
        assert href.startswith(("#", "https://")), href


def test_it_needs_no_script_and_loads_nothing(report: Report) -> None:
    dom = html(report)
    policy = one(dom, 'meta[http-equiv="Content-Security-Policy"]').attrs["content"]
    assert policy.startswith("default-src 'none'")
    assert not [e for e in dom.elements if e.tag in ("script", "link", "img") or "src" in e.attrs]
    assert "url(" not in one(dom, "style").text


def test_it_says_no_word_of_the_law_of_its_own() -> None:
    text = printed("check", "--offline", "--no-config", "--format", "html", str(ROOT / "examples"))[1].lower()
    assert "illegal" not in text
    assert "compliant" not in text


def test_the_same_run_gives_the_same_page() -> None:
    arguments = ("check", "--offline", "--no-config", "--format", "html", str(ROOT / "examples"))
    assert printed(*arguments) == printed(*arguments)
