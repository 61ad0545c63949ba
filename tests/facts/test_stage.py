"""How far a message has come is told from trace fields, signatures and merge tags."""

from __future__ import annotations

import pytest

from mailcheck.facts.header.stage import tell_stage
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml


def of_eml(text: str) -> str:
    return tell_stage(read_eml(text.encode(), "a.eml"))


def of_html(text: str) -> str:
    return tell_stage(read_document(text.encode(), "a.html", "html"))


@pytest.mark.parametrize("name", ["Received: by b", "Return-Path: <a@b.test>", "delivered-to: a@b.test"])
def test_delivered(name: str) -> None:
    assert of_eml(f"{name}\nDKIM-Signature: v=1\nSubject: {{{{ x }}}}\n\nHi\n") == "delivered"


def test_signed() -> None:
    assert of_eml("DKIM-Signature: v=1\nSubject: Hi\n\nHi {{ name }}\n") == "signed"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ name }}",
        "{{{unsubscribe}}}",
        "{{#if x}}",
        "{{> footer}}",
        "{{ 'a' | t }}",
        "{{${first_name}}}",
        "{% if x %}",
        "{%- unsubscribe -%}",
        "*|UNSUB|*",
        "*|IF:FNAME|*",
        "%%unsub_center_url%%",
        "%%=v(@name)=%%",
        "<%= name %>",
        "<%asm_group_unsubscribe_raw_url%>",
        "${user.name}",
        "[[firstName]]",
        "{$unsubscribe}",
        "%unsubscribe_url%",
        "%recipient.name%",
        "%FIRSTNAME%",
        "<a href='[unsubscribe]'>x</a>",
        "<a href='https://a.test/?id=%7B%7Bid%7D%7D'>x</a>",
        "<a href='[Unsubscribe_Preferences]'>x</a>",
        "<unsubscribe>Unsubscribe</unsubscribe>",
        "<mj-section><mj-column></mj-column></mj-section>",
        "<container><row><columns>a</columns></row></container>",
        "<a data-msys-unsubscribe='1' href='https://a.test/'>x</a>",
    ],
)
def test_template(tag: str) -> None:
    assert of_html(f"<body><p>Hi</p>{tag}</body>") == "template"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hi</p>",
        "<style>@media screen{.a{color:red}}.b{width:100%}</style><p>50% off, 20 % more</p>",
        "<p>Write <code>{{ name }}</code> or:</p><pre>\n{% if x %}\n</pre>",
        "<script>var a = {{b:1}};</script>",
        "<a href='https://a.test/%E2%80%99%C3%A9_x%20y'>100%_sure%</a>",
        "<p>[unsubscribe] and [[1]] and * | * and %% and $ {x} and { }</p>",
        "<p>price: ${20}, {{}} {% %} <% %></p>",
        "<code>{{ never closed",
    ],
)
def test_rendered(text: str) -> None:
    assert of_html(f"<body>{text}</body>") == "rendered"


def test_tags_in_headers_and_in_text() -> None:
    assert of_eml("Subject: Hi *|FNAME|*\n\nHi\n") == "template"
    assert of_eml("List-Unsubscribe: <{{ unsubscribe_url }}>\n\nHi\n") == "template"
    assert of_eml("Subject: Hi\n\nHello {{ name }}\n") == "template"
    assert of_eml("X-Note: {{ name }}\n\nHi\n") == "rendered"


def test_code_after_a_letter_that_grows_in_lower_case() -> None:
    assert of_html("<p>" + "İ" * 50 + "</p><code>{{ a }}</code><p>b</p>") == "rendered"
