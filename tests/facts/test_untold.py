"""What a template's tags and conditions leave open about how its text is seen."""

from __future__ import annotations

import pytest

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.sight.runs import html_runs
from mailcheck.facts.sight.sight import Sight
from mailcheck.source.template import mask_text
from mailcheck.spans import Text


def verdicts(markup: str) -> dict[str, str]:
    """How each text of a template is seen."""
    dom = build_dom(mask_text(Text("a.html", markup), html=True))
    return {run.text.strip(): run.seen.verdict for run in html_runs(dom, Sight(dom, Styles(dom)))}


OPEN = [
    '<p style="color: {{ c }}">a</p>',
    '<p style="background: {{ c }}">a</p>',
    '<p style="{{ s }}">a</p>',
    '<p style="display: none; {{ s }}">a</p>',
    '<p style="{{ property }}: 1px">a</p>',
    '<p style="font-size: {{ s }}px">a</p>',
    '<p class="{{ c }}">a</p>',
    "<p {{ attributes }}>a</p>",
    '<table bgcolor="{{ c }}"><tr><td>a</td></tr></table>',
    '<body text="{{ c }}">a</body>',
    '<body style="background-color: {{ c }}"><div>a</div></body>',
    '<font color="{{ c }}">a</font>',
    "<style>p { color: {{ c }} }</style><p>a</p>",
    "<style>{{ css }}</style><p>a</p>",
    '<link rel="stylesheet" href="mail.css">{{ x }}<p>a</p>',
    "<style>p { {{ declarations }} }</style><p>a</p>",
    '<p style="background: {% if a %}#000{% else %}#eee{% endif %}">a</p>',
    "<p {% if a %}style='color: #fff'{% else %}style='color: #000'{% endif %}>a</p>",
    "<p {{#if hide}}hidden{{/if}}>a</p>",
    "<p style='{{#if hide}}display: none{{/if}}'>a</p>",
    "{% if d %}<div style='background: #000'>{% else %}<div>{% endif %}<b style='color: #fff'>a</b></div>",
    "<% if d %><div style='background: #000'><% end %><b style='color: #fff'>a</b></div>",
    "<mjml><mj-body><mj-text color='#fff'>a</mj-text></mj-body></mjml>",
]
DECIDED = [
    ('<p style="padding: {{ s }}; text-align: {{ t }}; border: {{ b }}">a</p>', "visible"),
    ('<p style="color: {{ c }}"><b style="color: #333">a</b></p>', "visible"),
    ('<body style="background: {{ c }}"><table bgcolor="#ffffff"><tr><td>a</td></tr></table></body>', "visible"),
    ('<p style="color: #fff">a</p>{{ x }}', "hidden"),
    ('<p style="display: none">a {{ x }}</p>', "hidden"),
    ("<p {# note #} style='color: #fff'>a</p>", "hidden"),
    ("<p {% if a %}title='t'{% endif %} style='color: #fff'>a</p>", "hidden"),
    ("<p style='color: #fff{% if a %}; padding: 0{% endif %}'>a</p>", "hidden"),
    ("{% if a %}<p style='color: #fff'>a</p>{% endif %}", "hidden"),
    ("{% for a in b %}<p style='color: #fff'>a{% if c %} {% endif %}</p>{% endfor %}", "hidden"),
    ('<link rel="stylesheet" href="https://fonts.test/css">{{ x }}<p style="color: #fff">a</p>', "hidden"),
    ("<mjml><mj-body><mj-text><b style='display: none'>a</b></mj-text></mj-body></mjml>", "hidden"),
]


@pytest.mark.parametrize("markup", OPEN)
def test_what_data_decides_is_left_open(markup: str) -> None:
    assert verdicts(markup)["a"] == "indeterminate"


@pytest.mark.parametrize(("markup", "verdict"), DECIDED)
def test_what_no_tag_decides_is_told(markup: str, verdict: str) -> None:
    assert {seen for text, seen in verdicts(markup).items() if text.startswith("a")} == {verdict}


def test_a_picture_whose_attributes_a_tag_writes_is_no_empty_one() -> None:
    dom = build_dom(
        mask_text(Text("a.html", "<img {{ a }}><img src='{{ s }}' width='{{ w }}'><img alt=''>"), html=True)
    )
    sight = Sight(dom, Styles(dom))
    assert [sight.of(image).verdict for image in dom.tagged("img")] == ["visible", "visible", "hidden"]
