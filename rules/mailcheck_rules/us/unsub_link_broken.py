"""The opt-out link cannot work.

A way out that leads nowhere is none: a link that was never filled in, a merge tag that was not replaced, an address
that only exists on a developer's machine.

Fix: give the link the full https address of your unsubscribe page, or the tag of your sending service for it, and
click it in a message that was really sent.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from mailcheck.api import (
    Bad,
    Citation,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Rule,
    Severity,
    has_merge_tag,
    tag_service,
)
from mailcheck_rules._shared.ways_out import WayOut, bodies, named, seen_ways_out
from mailcheck_rules._shared.web import is_placeholder_host

_C = {"message_class": "commercial"}


def _page(href: str, more: str = "") -> str:
    return f'<html><body><p>Sale!</p><a href="{href}">Unsubscribe</a>{more}</body></html>'


rule = Rule(
    __name__,
    title="Opt-out link cannot work",
    severity=Severity.ERROR,
    owner="developer",
    applies_to=("commercial", "unknown"),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(3)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("statute", "15 U.S.C. 7704(a)(3)(C)", "https://www.law.cornell.edu/uscode/text/15/7704"),
    ),
    examples=(
        Bad(_page(""), at="<a", context=_C),
        Bad(_page("#"), at="<a", context=_C),
        Bad(_page("javascript:void(0)"), at="<a", context=_C),
        Bad(_page("/unsubscribe"), at="<a", context=_C),
        Bad(_page("unsubscribe.html?id=7"), at="<a", context=_C),
        Bad(_page("http://"), at="<a", context=_C),
        Bad(_page("{{unsubscribe_url}}"), at="<a", context={**_C, "stage": "rendered"}),
        Bad(_page("https://acme.com/u?id=%7B%7Bid%7D%7D"), at="<a", context={**_C, "stage": "delivered"}),
        Bad(_page("mailto:"), at="<a", context=_C),
        Bad(_page("mailto:unsubscribe"), at="<a", context=_C),
        Bad(_page("https://example.com/unsubscribe"), at="<a", context=_C),
        Bad(_page("http://localhost:3000/u/k3"), at="<a", context=_C),
        Bad(_page("http://192.168.0.7/u/k3"), at="<a", context=_C),
        Bad(_page("#", '<a href="https://acme.com/u/k3">Unsubscribe here</a>'), context=_C, note="a warning"),
        Good(_page("https://mail.acme.com/u/ab12"), context=_C),
        Good(_page("HTTP://acme.com/u/ab12"), context=_C),
        Good(_page("mailto:leave@acme.com?subject=unsubscribe"), context=_C),
        Good(_page("{{unsubscribe_url}}"), context=_C, note="right in a template"),
        Good(_page("%unsubscribe_url%"), context=_C),
        Good(_page("%unsubscribe_url%"), context={**_C, "stage": "rendered"}, note="Mailgun fills it in"),
        Good(_page("*|UNSUB|*"), context=_C),
        Good(_page("[unsubscribe]"), context=_C),
        Good("<html><body><p>Sale!</p><a href='#top'>Back to top</a></body></html>", context=_C),
    ),
)

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = ("http", "https")


@rule.message
def check(message: Message) -> Iterator[Finding]:
    template = False
    for body in bodies(message):
        ways = [way for way in seen_ways_out(message, body) if way.kind != "reply"]
        filled_later = [way for way in ways if _filled_later(message, way)]
        template = template or bool(filled_later)
        faults = [(way, _fault(way)) for way in ways if way not in filled_later]
        works = bool(filled_later) or any(not fault for _, fault in faults) or _reply(message, body)
        for way, fault in faults:
            if fault:
                severity = Severity.WARNING if works else Severity.ERROR
                yield rule.finding(f"the {named(way)} {fault}", at=way.span, severity=severity)
    if template:
        raise NotEvaluated("a merge tag writes the opt-out link: check the rendered message")


def _filled_later(message: Message, way: WayOut) -> bool:
    """Whether a merge tag is right at this stage: any in a template, those of sending services until they sign."""
    if message.stage == "template":
        return _is_tag(way)
    return message.stage == "rendered" and _is_tag(way) and bool(tag_service(way.href))


def _is_tag(way: WayOut) -> bool:
    return way.kind == "template-tag" or has_merge_tag(way.href)


def _reply(message: Message, body: str) -> bool:
    return any(way.kind == "reply" and way.part == body for way in message.opt_outs)


def _fault(way: WayOut) -> str:
    """What is wrong with the address of a way out, in words; '' when nothing is to be seen."""
    href = way.href.strip()
    if _is_tag(way):
        return f"holds a merge tag that was not replaced: {href[:80]}"
    if not href:
        return "has no address"
    if href.startswith("#"):
        return f"leads nowhere: {href[:80]}"
    if way.kind == "mailto" or href.lower().startswith("mailto:"):
        return _mailto_fault(href)
    scheme = _SCHEME.match(href)
    if scheme is None:
        return "" if way.part == "text" else f"has an address that only works on a web site: {href[:80]}"
    name = scheme[1].lower()
    if name in ("javascript", "about", "data", "file", "cid"):
        return f"leads nowhere: {href[:80]}"
    return _web_fault(href) if name in _WEB else ""


def _mailto_fault(href: str) -> str:
    to = unquote(href.partition(":")[2].partition("?")[0]).strip()
    if not to and "to=" in href.lower():
        return ""
    return "" if _ADDRESS.search(to) else f"names no valid e-mail address: {href[:80]}"


def _web_fault(href: str) -> str:
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return f"has an address that cannot be read: {href[:80]}"
    if not host:
        return f"has an address without a host: {href[:80]}"
    return f"leads to {host}, which recipients cannot reach" if is_placeholder_host(host) else ""
