"""Tags of every notation are found, with what they put into the mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.lexicon.notations import template_tags

SHOWN = [
    "{{ name }}",
    "{{{html}}}",
    "{{&html}}",
    "{{~name~}}",
    "{{- .Name -}}",
    "{{ $user->name }}",
    "{{${first_name}}}",
    "{{${first_name} | default: 'you'}}",
    "{{ 'a}}b' | t }}",
    "{{ a > b }}",
    "{{ user's name }}",
    "{{var:first:'you'}}",
    "{{lead.First Name:default=edit me}}",
    "{{{ pm:unsubscribe }}}",
    "{!! $html !!}",
    "{% unsubscribe %}",
    "{% unsubscribe 'No more' %}",
    "{%- now 'Y' -%}",
    "{% trans 'footer.unsubscribe' %}",
    "<%= a > b %>",
    "<%- html %>",
    "<%asm_group_unsubscribe_raw_url%>",
    "<?= $a > 1 ?>",
    "<?php echo $name; ?>",
    "*|FNAME|*",
    "*|HTML:LIST_ADDRESS_HTML|*",
    "*|DATE:F j, Y|*",
    "%%First Name%%",
    "%%unsub_center_url%%",
    "%%=v(@name)=%%",
    "${user.name!'you'}",
    "$!{name}",
    "$[FNAME|Customer]$",
    "[[firstName]]",
    '[[data:first:"you"]]',
    "[[${user.name}]]",
    "[% name %]",
    "{$name}",
    "{$name|escape:'html'}",
    "{!Contact.FirstName}",
    "[firstname,fallback=there]",
    "%recipient.name%",
    "%unsubscribe_url%",
    "%FIRSTNAME%",
    "%7B%7Bid%7D%7D",
    "{email}",
]
SILENT = [
    "{{#if a}}",
    "{{#each items as |item|}}",
    "{{else if b}}",
    "{{/if}}",
    "{{^items}}",
    "{{else}}",
    "{{end}}",
    "{{ range .Items }}",
    "{{ if eq .A 1 }}",
    "{{- $x := .Foo -}}",
    "{{! a note }}",
    "{{!-- }} --}}",
    "{{/* a }} note */}}",
    "{{{{raw}}}}",
    "{% if a < b %}",
    '{% if a == "%}" %}',
    "{%- endfor -%}",
    "{% set a = 1 %}",
    "{% comment %} {{ a }} <p> {% endcomment %}",
    "{# a\nnote #}",
    "{* a note *}",
    "<% if (a > b) { %>",
    "<%- if a -%>",
    "<% end %>",
    "<%# a note %>",
    "<%-- a %> note --%>",
    "<?php if ($a > 1): ?>",
    "<#if (a > b)>",
    "</#if>",
    "<#-- a note -->",
    "%%[ set @a = 1 ]%%",
    "*|IF:TYPE = 'a'|*",
    "*|ELSE:|*",
    "*|END:IF|*",
    "[% if a %]",
]
DRAWN = [
    "{{> footer}}",
    '{{template "footer" .}}',
    "{{ content }}",
    "{{{@content}}}",
    "{{ yield }}",
    "{{ footer_html }}",
    "{% include 'a.html' %}",
    "{% render 'a' %}",
    "{% module 'a' %}",
    "<%- include('a') %>",
    "<%= yield %>",
    "<%= render 'a' %>",
    "<%@ include view='a' %>",
    "<?php include 'a.php'; ?>",
    "<#include 'a'>",
    "<@footer/>",
    "%%=ContentBlockByKey('a')=%%",
]
SLOTS = ["{% extends 'a' %}", "{% block content %}", "{{#> layout}}", '{{ block "a" . }}']
FAMILIES = {
    "velocity": (
        "#set($a = 1)\n#if($a.b(1) > 2)\n$user.name $!{a} ${b}\n#foreach($x in $y)#end\n## note\n#end",
        ["$user.name", "$!{a}", "${b}"],
        ["#set($a = 1)", "#if($a.b(1) > 2)", "#foreach($x in $y)", "#end", "## note", "#end"],
    ),
    "smarty": (
        "{if $a > 1}{$b}{else}{l s='No more'}{/if}",
        ["{$b}", "{l s='No more'}"],
        ["{if $a > 1}", "{else}", "{/if}"],
    ),
    "blade": (
        "@if(count($a) > 1)\n{{ $b }} mail a@b.test\n@endif\n@lang('a.b')",
        ["{{ $b }}", "@lang('a.b')"],
        ["@if(count($a) > 1)", "@endif"],
    ),
}


def found(text: str) -> list[tuple[str, bool, bool]]:
    return [(text[tag.start : tag.end], tag.shown, tag.draws) for tag in template_tags(text)]


@pytest.mark.parametrize("tag", SHOWN)
def test_a_value(tag: str) -> None:
    assert found(f"<p>before {tag} after</p>") == [(tag, True, False)]


@pytest.mark.parametrize("tag", SILENT)
def test_a_condition_or_a_note_shows_nothing(tag: str) -> None:
    assert found(f"<p>before {tag} after</p>") == [(tag, False, False)]


@pytest.mark.parametrize("tag", DRAWN)
def test_content_of_another_file(tag: str) -> None:
    assert found(f"<p>before {tag} after</p>") == [(tag, True, True)]


@pytest.mark.parametrize("tag", SLOTS)
def test_a_place_for_content_of_another_file(tag: str) -> None:
    assert found(f"<p>before {tag} after</p>") == [(tag, False, True)]


@pytest.mark.parametrize("name", FAMILIES)
def test_notations_that_only_their_own_engine_has(name: str) -> None:
    text, shown, silent = FAMILIES[name]
    tags = found(text)
    assert [tag for tag, is_shown, _ in tags if is_shown] == shown
    assert [tag for tag, is_shown, _ in tags if not is_shown] == silent


def test_such_notations_are_text_elsewhere() -> None:
    assert not found("<p>$user.name has #1, @lang('a') and {if you like} #end</p>")


@pytest.mark.parametrize(
    ("tag", "words"), [('{% trans "No more mail" %}', "No more mail"), ("{{ _('Leave') }}", "Leave")]
)
def test_words_to_be_translated_are_words(tag: str, words: str) -> None:
    start, end = tag.index(words), tag.index(words) + len(words)
    assert [(one.start, one.end, one.shown) for one in template_tags(tag)] == [
        (0, start, False),
        (end, len(tag), False),
    ]


@pytest.mark.parametrize("word", ["premailer", "mjml", "our_layout"])
def test_a_block_of_any_name_shows_nothing_where_it_ends_as_a_block(word: str) -> None:
    opening, closing = f"{{% {word} %}}", f"{{% end{word} %}}"
    assert found(f"{opening}a{closing}") == [(opening, False, False), (closing, False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "a{color:red}#c{}}",
        "@media(max-width:9px){#a{color:red}#b{margin:0}}",
        ".a{width:100%}.b{*zoom:1}",
        "50% off and 30% more, 100%%",
        "price ${20}, $5 and $ {a}",
        "[[1]] [[]] [unsubscribe] [Product Name]",
        "{ a } {} {{}} {%%} <%%>",
        "a < b %> c",
        '<?xml version="1.0"?>',
        "mail us @ noon, a@section.test, #1 #if only",
        "{{ never closed",
        "{% never closed <% nor this",
        "{# nor this",
    ],
)
def test_what_is_no_tag(text: str) -> None:
    assert not found(text)


@given(st.text(alphabet="{}%#<>[]*|$!=?-\"' \nabif_@.()", max_size=120))
def test_tags_lie_one_after_the_other(text: str) -> None:
    place = 0
    for tag in template_tags(text):
        assert place <= tag.start < tag.end <= len(text)
        place = tag.end


@pytest.mark.parametrize(
    "piece",
    ["{{ ", "{{ ' }}", "{{{", "{% ", "{% comment %}", "{#a{", "<%", "<?= ", "<#if ", "<#if (", "%%[ ", "*|A", "[[a",
     "${a", "$!{a", "{{!-- ", "{% a '", "{{ `", "#set($a #if(", "#* #set(", "{if $a", "@endif @if((", "{{ a }}",
     "{% trans '"],
)  # fmt: skip
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    """Quadratic work would take hours here."""
    text = piece * 60_000 + "#} %} }}"
    assert sum(tag.end - tag.start for tag in template_tags(text)) <= len(text)
