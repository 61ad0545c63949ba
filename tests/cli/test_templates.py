"""Templates on the command line: no false alarm because of a tag, and a plain word about what was not judged."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mailcheck.cli import main

PAGE = "<!doctype html><html><body>{}</body></html>"
FOOTER = '<p>Acme Inc., PO Box 1187, Portland, OR 97207</p><a href="https://acme.com/u/k3">Unsubscribe</a>'
CORPUS = Path(__file__).parents[3] / "shared/corpus"


def check(path: Path, *options: str) -> dict[str, Any]:
    """The JSON report on a file, as commercial mail."""
    arguments = ["check", "--offline", "--no-config", "--class", "commercial", "--format", "json", *options, str(path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rules_of(report: dict[str, Any]) -> list[str]:
    return [finding["rule"] for finding in report["findings"]]


def outcomes(report: dict[str, Any], rule: str) -> tuple[str, str]:
    (found,) = (one for one in report["outcomes"] if one["rule"] == rule)
    return found["state"], found["reason"]


CLEAN = {
    "handlebars.hbs": "<p>Hi {{name}}</p>{{#if a}}<b>1</b>{{else}}<i>2</i>{{/if}}{{{ pm:unsubscribe }}}{{address}}",
    "liquid.liquid": "<p>Hi {{ name | default: 'you' }}</p>{% unsubscribe %} {{ organization.full_address }}",
    "jinja.html.j2": '<p style="color: {{ c }}">Hi</p>{% for a in b %}<td>{{ a }}</td>{% endfor %}'
    '<a href="{{ unsubscribe_url }}">Unsubscribe</a><p>{{ company_address }}</p>',
    "mailchimp.html": "<p>Hi *|FNAME|*</p>*|IF:A|*x*|ELSE:|*y*|END:IF|*<a href='*|UNSUB|*'>Leave</a>*|LIST:ADDRESS|*",
    "ampscript.html": "%%[ set @a = 1 ]%%<p>Hi %%First Name%%</p><a href='%%unsub_center_url%%'>Unsubscribe</a>"
    "%%Member_Busname%% %%Member_Addr%%, %%Member_City%%, %%Member_State%% %%Member_PostalCode%%",
    "erb.html.erb": "<% if @a > 1 %><p>Hi <%= @name %></p><% end %>"
    '<a href="<%= unsubscribe_url(@user) %>">Unsubscribe</a><p><%= @company_address %></p>',
    "sendgrid.html": '<p>Hi {{first}}</p><a href="<%asm_group_unsubscribe_raw_url%>">Unsubscribe</a>'
    "<p>{{Sender_Name}}, {{Sender_Address}}, {{Sender_City}}, {{Sender_State}} {{Sender_Zip}}</p>",
    "attributes.html": f"<p>Hi {{{{name}}}}</p><p>{FOOTER}</p><a {{{{ link_attributes }}}}>More</a><img {{{{ i }}}}>",
    "rows.html": f"<table><tr>{{{{ a }}}}<td>x</td></tr>{{{{> rows}}}}</table><p>{{{{ x }}}} {FOOTER}</p>",
}


@pytest.mark.parametrize("name", CLEAN)
def test_no_alarm_because_of_a_tag(name: str, tmp_path: Path) -> None:
    report = check(write(tmp_path, name, PAGE.format(CLEAN[name])))
    assert rules_of(report) == []
    assert outcomes(report, "unsub-missing")[0] == "passed"
    assert outcomes(report, "postal-address-missing")[0] == "passed"


def test_faults_beside_tags_are_found_and_quoted_as_written(tmp_path: Path) -> None:
    text = PAGE.format('\n<p>Hi {{ name }}</p>\n<a style="color: #fefefe" href="{{ u }}">Unsubscribe {{ list }}</a>')
    report = check(write(tmp_path, "a.html", text))
    (finding,) = (one for one in report["findings"] if one["rule"] == "unsub-camouflaged")
    assert 'the opt-out link "Unsubscribe {{ list }}"' in finding["message"]
    assert finding["location"]["line"] == 3
    assert finding["location"]["column"] == 1
    assert finding["quote"].startswith('<a style="color: #fefefe" href="{{ u }}">')


@pytest.mark.parametrize(
    ("style", "state"),
    [
        ("color: {{ c }}", "indeterminate"),
        ("{{ s }}", "indeterminate"),
        ("font-size: {{ s }}px", "indeterminate"),
        ("padding: {{ s }}px", "passed"),
        ("display: none", "failed"),
        ("color: #fff", "failed"),
    ],
)
def test_sight_that_a_tag_decides(style: str, state: str, tmp_path: Path) -> None:
    report = check(write(tmp_path, "a.html", PAGE.format(f'<a style="{style}" href="{{{{ u }}}}">Unsubscribe</a>')))
    assert outcomes(report, "unsub-camouflaged")[0] == state


@pytest.mark.parametrize(
    "text",
    [
        PAGE.format("<p>Sale!</p>{{> footer}}"),
        PAGE.format("<p>Sale {{ a }}!</p><?php include 'footer.php' ?>"),
        "{% extends 'layout.html' %}{% block content %}<p>Sale!</p>{% endblock %}",
        "<mjml><mj-body><mj-text>Sale!</mj-text><mj-include path='./footer.mjml' /></mj-body></mjml>",
        "<p>Sale, {{ name }}!</p>",
    ],
)
def test_what_another_file_may_hold_is_not_called_missing(text: str, tmp_path: Path) -> None:
    report = check(write(tmp_path, "a.html", text))
    assert rules_of(report) == []
    for rule in ("unsub-missing", "postal-address-missing"):
        state, reason = outcomes(report, rule)
        assert state == "not-evaluated"
        assert "check the rendered message" in reason


def test_a_whole_template_without_a_way_out(tmp_path: Path) -> None:
    report = check(write(tmp_path, "a.hbs", PAGE.format("<p>Sale, {{ name }}!</p>")))
    assert sorted(rules_of(report)) == ["postal-address-missing", "unsub-missing"]


@pytest.mark.parametrize(
    "comment", ["{# @ #}", "{{!-- @ --}}", "{{! @ }}", "<%# @ %>", "<%-- @ --%>", "{* @ *}", "<#-- @ -->"]
)
def test_a_suppression_in_a_comment_of_the_template(comment: str, tmp_path: Path) -> None:
    ignored = comment.replace("@", "mailcheck: ignore-file[unsub-missing, postal-address-missing] because it is a test")
    report = check(write(tmp_path, "a.html", PAGE.format(f"{ignored}<p>Sale, {{{{ name }}}}!</p>")))
    assert rules_of(report) == []
    assert [one["rule"] for one in report["suppressed"]] == ["postal-address-missing", "unsub-missing"]


@pytest.mark.parametrize("comment", ["{# @ #}", "{% comment %} @ {% endcomment %}", "{{!-- @ --}}", "<%# @ %>"])
def test_a_suppression_for_the_next_line(comment: str, tmp_path: Path) -> None:
    ignored = comment.replace("@", "mailcheck: ignore[unsub-camouflaged] because it is a test")
    pale = '<a style="color: #fefefe" href="{{ u }}">Unsubscribe</a>'
    assert "unsub-camouflaged" in rules_of(check(write(tmp_path, "a.html", PAGE.format(f"<p>Hi</p>\n{pale}"))))
    report = check(write(tmp_path, "b.html", PAGE.format(f"<p>Hi</p>\n{ignored}\n{pale}")))
    assert "unsub-camouflaged" not in rules_of(report)
    assert [one["rule"] for one in report["suppressed"]] == ["unsub-camouflaged"]


def test_positions_in_an_encoded_template(tmp_path: Path) -> None:
    text = (
        "From: a@acme.com\nSubject: {{ s }}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>Hi {{ na=\nme }} =C3=A9</p>\n"
        '<a style=3D"color:#fefefe" href=3D"{{ u }}">Unsub=\nscribe {{ x }}</a></body></html>\n'
    )
    report = check(write(tmp_path, "a.eml", text))
    (finding,) = (one for one in report["findings"] if one["rule"] == "unsub-camouflaged")
    assert 'the opt-out link "Unsubscribe {{ x }}"' in finding["message"]
    assert (finding["location"]["line"], finding["location"]["column"]) == (9, 1)
    assert finding["quote"] == '<a style="color:#fefefe" href="{{ u }}">'


def test_the_subject_in_front_of_a_body(tmp_path: Path) -> None:
    for name, front in (
        ("a.html", '---\nlayout: x\nsubject: "RE: {{ a }}WIN NOW!!!"\n---\n'),
        ("a.hbs", "Subject: WIN NOW!!!\n\n"),
    ):
        text = front + PAGE.format(f"<p>Hi</p>{FOOTER}")
        report = check(write(tmp_path, name, text))
        found = [one for one in report["findings"] if one["rule"] == "subject-shouting"]
        assert found, name
        assert text.split("\n")[found[0]["location"]["line"] - 1].lower().startswith("subject:")


def test_mjml_is_read_and_its_sight_left_open(tmp_path: Path) -> None:
    text = (
        "<mjml><mj-head><mj-style>p { color: red }</mj-style></mj-head><mj-body><mj-section><mj-column>\n"
        '<mj-text color="#fff">Sale, {{ name }}! Acme Inc., PO Box 1187, Portland, OR 97207</mj-text>\n'
        '<mj-image src="a.png" /><mj-button href="#">Unsubscribe</mj-button>\n'
        "</mj-column></mj-section></mj-body></mjml>"
    )
    report = check(write(tmp_path, "a.mjml", text))
    (finding,) = report["findings"]
    assert finding["rule"] == "unsub-link-broken"
    assert (finding["location"]["line"], finding["location"]["column"]) == (3, 25)
    assert finding["quote"] == '<mj-button href="#">'
    state, reason = outcomes(report, "unsub-camouflaged")
    assert state == "indeterminate"
    assert "MJML" in reason


def test_a_template_message_with_headers(tmp_path: Path) -> None:
    text = (
        "From: {{ brand }} <news@{{ domain }}>\nReply-To: <{{ reply }}>\nTo: {{ to }}\nSubject: {{ subject }}\n"
        "Date: {{ date }}\nMessage-ID: <{{ id }}>\nList-Unsubscribe: <{{ unsubscribe }}>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{{ text }}\n--b\n"
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><body><p>Hi {{ name =\n}}</p><a href=3D'{{ unsubscribe }}'>Unsubscribe</a>\n"
        f"<img src=3D'cid:{{{{ logo }}}}'>\n{FOOTER.partition('<a')[0]}</body></html>\n--b--\n"
    )
    report = check(write(tmp_path, "a.eml", text))
    assert rules_of(report) == []


def test_code_in_a_finished_message_is_no_template(tmp_path: Path) -> None:
    code = "<p style='font-family: monospace'>{% if a %}</p>"
    body = f"<p>Write <code>{{{{ name }}}}</code> in Jinja, or “{{{{ name }}}}”.</p>{code}"
    report = check(write(tmp_path, "a.html", PAGE.format(body)))
    assert sorted(rules_of(report)) == ["postal-address-missing", "unsub-missing"]
    inspected = CliRunner().invoke(main, ["inspect", "--format", "json", str(tmp_path / "a.html")])
    assert json.loads(inspected.stdout)["messages"][0]["stage"] == "rendered"


def test_what_inspect_understood_is_shown_as_written(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", PAGE.format('<a href="{{ unsubscribe_url }}">Unsubscribe {{ list }}</a>'))
    (message,) = json.loads(CliRunner().invoke(main, ["inspect", "--format", "json", str(path)]).stdout)["messages"]
    assert [(one["text"], one["href"]) for one in message["opt_outs"]] == [
        ("Unsubscribe {{ list }}", "{{ unsubscribe_url }}")
    ]


def test_templates_in_folders(tmp_path: Path) -> None:
    names = ["a.hbs", "b.html.j2", "c.liquid", "d.mjml", "e.html.erb", "f.blade.php", "g.gohtml", "h.ftl", "i.txt.tmpl"]
    for name in (*names, "nginx.conf.j2", "deploy.yml.erb", "g.php"):
        write(tmp_path, name, "<p>{{ a }}</p>")
    report = check(tmp_path)
    assert [Path(target["name"]).name for target in report["targets"]] == names


@pytest.mark.parametrize(
    "piece",
    [
        "{{ unsubscribe_url }} ",
        "<td {{ a }}>{{ b }}",
        "{% if a %}<p style='color: {{ c }}'>x{% else %}",
        "<a href='{{ u }}'>Unsubscribe {{ list }}</a>",
    ],
)
def test_hostile_templates_are_judged_in_time(piece: str, tmp_path: Path) -> None:
    report = check(write(tmp_path, "a.html", piece * 4_000))
    assert not [notice for notice in report["notices"] if notice["kind"] == "limit"]


@pytest.mark.skipif(not CORPUS.is_dir() and "CI" not in os.environ, reason="the corpus of real templates is not there")
def test_real_templates_give_no_alarm_because_of_a_tag() -> None:
    """What is found in them stands in words, styles and links without a tag, or is missing from a whole page."""
    for folder in ("tpl-marketing", "tpl-transactional"):
        report = check(CORPUS / folder)
        assert not report["crashes"]
        for finding in report["findings"]:
            assert not any(mark in finding["message"] for mark in ("{{", "{%", "*|", "<%", "%%", "${")), finding
