from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.lexicon.tags import service_of, tag_at_start, tags

NOTATIONS = [
    "*|UNSUB|*",
    "{{unsubscribe}}",
    "{{{unsubscribe_url}}}",
    "%unsubscribe_url%",
    "%%unsub_center_url%%",
    "<%asm_global_unsubscribe_raw_url%>",
    "[unsubscribe]",
    "{{amazonSESUnsubscribeUrl}}",
    "${unsubscribe}",
    "[[UNSUB_LINK_EN]]",
    "{$unsubscribe}",
    "{UNSUBSCRIBE}",
    "{% unsubscribe %}",
    "{{ iptal_linki }}",
    "$[LI:UNSUBSCRIBE]$",
    "#unsubscribeLink#",
    "[link:subscription_unsubscribe_url]",
]


@pytest.mark.parametrize("written", NOTATIONS)
def test_every_notation_is_read(written: str) -> None:
    assert [tag.written for tag in tags(f"before {written} after")] == [written]
    assert tag_at_start(written) == written


@pytest.mark.parametrize(
    "written", ["{{#if unsubscribe}}", "{{/if}}", "{% if unsubscribe %}", "{{> footer}}", "{%end%}"]
)
def test_tags_that_steer_the_template_stand_for_nothing(written: str) -> None:
    assert not list(tags(written))


def test_a_pair_of_tags_has_a_label() -> None:
    (tag,) = tags("{UNSUBSCRIBE}Abmeldelink{/UNSUBSCRIBE}")
    assert tag.label == "Abmeldelink"


@pytest.mark.parametrize(
    ("written", "service"),
    [
        ("*|UNSUB|*", "Mailchimp"),
        ("{{ amazonSESUnsubscribeUrl }}", "Amazon SES"),
        ("[[UNSUB_LINK_EN]]", "Mailjet"),
        ("{% unsubscribe %}", "Klaviyo"),
        ("{{ iptal_linki }}", ""),
    ],
)
def test_known_tags_name_their_service(written: str, service: str) -> None:
    assert service_of(written) == service


@given(st.text(alphabet="{}%[]|*$#<>/ unsbcrie_", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for tag in tags(text):
        assert text[tag.start :].startswith(tag.written)
        assert tag.end <= len(text)
