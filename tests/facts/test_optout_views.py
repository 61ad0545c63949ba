"""Ways out in other views: the same meaning, seen anew."""

from __future__ import annotations

import pytest

from mailcheck.facts.html.views import MOBILE, OUTLOOK, View
from mailcheck.source.document import read_document
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

PHONE = "<style>@media (max-width: 480px) { .wide { display: none } .narrow { display: block !important } }</style>"
LINK = '<a href="https://acme.com/u/1">Unsubscribe</a>'
OTHER = '<a href="https://acme.com/u/2">Unsubscribe</a>'


def ways(html: str, view: View) -> list[tuple[str, bool]]:
    """The address of each way out in a view, and whether it is hidden there."""
    desktop = Message(read_document(html.encode(), "a.html", "html"), Context())
    message = Message(desktop.mail, desktop.context, view, desktop)
    for way in message.opt_outs:
        assert way.span.quote.startswith("<a ")
        assert message.html is not None
        assert way.span.text is message.html
    return [(way.href[-1], way.seen.verdict == "hidden") for way in message.opt_outs]


@pytest.mark.parametrize(
    ("body", "view", "expected"),
    [
        (f"<p>Sale</p>{LINK}", MOBILE, [("1", False)]),
        (f"<p>Sale</p><div class=wide>{LINK}</div>", MOBILE, [("1", True)]),
        (f"<p class=wide>To unsubscribe, click</p>{LINK}", MOBILE, [("1", False)]),
        (
            f"<div class=wide>{LINK}</div><div class=narrow style='display: none'>{OTHER}</div>",
            MOBILE,
            [("1", True), ("2", False)],
        ),
        (
            "<div class=narrow style='display: none'>To leave, unsubscribe <a href=https://acme.com/u/2>here</a></div>",
            MOBILE,
            [("2", False)],
        ),
        (f"<p>Sale</p>{LINK}<!--[if mso]><p>Sale</p><![endif]-->", OUTLOOK, [("1", False)]),
        (
            f"<p>Sale</p><!--[if !mso]><!-->{LINK}<!--<![endif]--><!--[if mso]>{OTHER}<![endif]-->",
            OUTLOOK,
            [("2", False)],
        ),
    ],
)
def test_ways_out_in_a_view(body: str, view: View, expected: list[tuple[str, bool]]) -> None:
    assert ways(f"<html><head>{PHONE}</head><body>{body}</body></html>", view) == expected
