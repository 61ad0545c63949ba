"""The one-click address cannot do its work, as far as its text tells.

A mailbox sends one POST request with nothing but `List-Unsubscribe=One-Click` in it: no cookie, no login, no
question. So the address itself must say, in a way nobody can guess, who leaves which list. A login page or a page of
preferences does not answer that request.

Fix: give each recipient an own address with a random token (at least 64 bits), answered by the server without
redirect, login or further page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from mailcheck.api import (
    Bad,
    Citation,
    Confidence,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Rule,
    Severity,
    has_merge_tag,
    opt,
)
from mailcheck_rules._shared.tokens import has_number, token_bits
from mailcheck_rules._shared.web import is_placeholder_host


@dataclass(frozen=True)
class Options:
    min_token_bits: float = opt(64.0, "smallest estimate of the token's entropy, in bits")


_HEAD = "From: a@acme.com\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nList-Unsubscribe: "
_COMMERCIAL = {"message_class": "commercial"}

rule = Rule(
    __name__,
    title="One-click address cannot work",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="developer",
    applies_to=("commercial", "unknown"),
    needs=("headers",),
    options=Options,
    cites=(
        Citation("standard", "RFC 8058 sections 3.1, 3.2 and 6", "https://www.rfc-editor.org/rfc/rfc8058"),
        Citation("provider", "Google e-mail sender guidelines FAQ: a landing page is no one-click unsubscribe"),
    ),
    examples=(
        Bad(
            f"{_HEAD}<https://acme.com/login?email=ana@home.net>\n\nSale\n",
            kind="eml",
            at="https://acme.com/login?email=ana@home.net",
            context=_COMMERCIAL,
        ),
        Bad(f"{_HEAD}<https://acme.com/unsubscribe>\n\nSale\n", kind="eml", context=_COMMERCIAL),
        Bad(f"{_HEAD}<https://acme.com/unsubscribe?id=48213>\n\nSale\n", kind="eml", context=_COMMERCIAL),
        Bad(f"{_HEAD}<https://acme.com/u?e=ana%40home.net>\n\nSale\n", kind="eml", context=_COMMERCIAL),
        Bad(
            f"{_HEAD}<https://localhost:3000/o/9f86d081884c7d659a2feaa0c55ad015>\n\nSale\n",
            kind="eml",
            at="localhost",
            context=_COMMERCIAL,
        ),
        Good(
            f"{_HEAD}<https://u.acme.com/o/9f86d081884c7d659a2feaa0c55ad015>\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
        ),
        Good(
            f"{_HEAD}<https://acme.com/u?id=48213&key=Zx81-kQ0pT3vLw7>\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
        ),
        Good(
            f"{_HEAD}<mailto:u@acme.com>, <https://acme.com/u/0b54cf40-4f5e-4a3c-9f0e-2b9ff6a3d9a1>\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
        ),
        Good(
            "From: a@acme.com\nList-Unsubscribe: <https://acme.com/unsubscribe>\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
            note="not offered as one-click",
        ),
    ),
)

_LOGIN = re.compile(r"(?:^|[/._?&-])(?:log-?in|sign-?in|log-?on|sso|oauth2?|auth)(?:$|[/._?&=-])", re.IGNORECASE)
_SETTINGS = re.compile(r"/(?:[a-z-]*preferences?|settings|profile)(?:$|[/?.])", re.IGNORECASE)
_SESSION = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*|session_?id)=", re.IGNORECASE)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    field = message.headers.list_unsubscribe
    secure = field.of_scheme("https") if field is not None else ()
    if not secure or message.headers.list_unsubscribe_post is None:
        raise NotEvaluated("there is no one-click address")
    for address in secure:
        if has_merge_tag(address.uri):
            if message.stage == "template":
                raise NotEvaluated("a merge tag writes the one-click address: check the rendered message")
            yield rule.finding("a merge tag was left in the one-click address", at=address.span)
            continue
        fault = _fault(address.uri, options)
        if fault is not None:
            severity, words = fault
            yield rule.finding(words, at=address.span, severity=severity)


def _fault(uri: str, options: Options) -> tuple[Severity, str] | None:
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        return Severity.ERROR, "the one-click address is no valid web address"
    if is_placeholder_host(host):
        return Severity.ERROR, f"the one-click address leads to {host or 'no host'}, which no mailbox can reach"
    if _LOGIN.search(f"{host}{parts.path}"):
        return Severity.ERROR, "the one-click address leads to a login page"
    if _SESSION.search(uri):
        return Severity.WARNING, "the one-click address holds a session id, which expires"
    if token_bits(uri) < options.min_token_bits:
        return _guessable(uri)
    if _SETTINGS.search(parts.path):
        return Severity.WARNING, "the one-click address looks like a page of settings, which one-click does not open"
    return None


def _guessable(uri: str) -> tuple[Severity, str]:
    if "@" in unquote(uri.partition("://")[2]):
        return Severity.WARNING, "the one-click address holds a bare e-mail address: anybody can unsubscribe it"
    if token_bits(uri) > 0 or has_number(uri):
        return Severity.WARNING, "the token in the one-click address is short enough to be guessed"
    return Severity.ERROR, "the one-click address is the same for everyone, so the server cannot know who leaves"
