"""Mailboxes of From, Sender, Reply-To, To and Cc (RFC 5322 section 3.4, groups of RFC 6854, UTF-8 of RFC 6532).

Reads what people write, obsolete and broken forms included, and names what had to be guessed. Encoded words are
decoded after parsing, so that a comma inside one can never split a mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.facts.header.structured import Token, tokens
from mailcheck.source.words import decode_words
from mailcheck.spans import Span

MailboxDefect = Literal[
    "no-address",  # words without an address
    "unquoted-comma",  # `Acme, Inc. <a@acme.test>`: read strictly these are two mailboxes
    "unquoted-special",  # another special in the display name, mostly an unquoted @
    "missing-brackets",  # `Acme a@acme.test`
    "unclosed-bracket",
    "text-after-address",
    "space-in-address",
    "encoded-word-in-address",
    "encoded-word-in-quotes",
    "bad-local-part",
    "bad-domain",
]
BROKEN_ADDRESS: frozenset[MailboxDefect] = frozenset(
    {"no-address", "space-in-address", "encoded-word-in-address", "bad-local-part", "bad-domain"}
)

# Character sets say which ASCII they leave out: naming all else up to U+10FFFF would take milliseconds to compile.
_ATOM = r"""[^\x00-\x20"(),.:-<>@\[-\]\x7f]+"""  # atext (RFC 5322) and what is not ASCII
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*+\Z")
_ALNUM = r"[^\x00-/:-@\[-`{-\x7f]"  # letters, digits and what is not ASCII
_LABEL = rf"{_ALNUM}(?:[^\x00-,./:-@\[-`{{-\x7f]{{0,61}}{_ALNUM})?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+\.?\Z")


class Mailbox(NamedTuple):
    """One mailbox. `display` is what a reader is shown, `local` without quotes, `domain` in lower case.

    `domain` of an address literal keeps its brackets. `group` names the group around it. `span` covers the
    mailbox as written, its display name included.
    """

    display: str
    local: str
    domain: str
    span: Span
    group: str = ""
    defects: tuple[MailboxDefect, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}" if self.domain else self.local

    @property
    def organization(self) -> str:
        """The domain that an organisation registered, by the Public Suffix List: of news.acme.co.uk, acme.co.uk."""
        return registrable_domain(self.domain)

    @property
    def valid(self) -> bool:
        """Whether mail could be addressed to it as written; says nothing about the domain's existence."""
        return not BROKEN_ADDRESS.intersection(self.defects)


@dataclass(frozen=True)
class AddressField:
    """All fields of one name, read together: mailboxes in order, those of groups included."""

    mailboxes: tuple[Mailbox, ...] = ()
    groups: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.mailboxes or self.groups)

    @property
    def first(self) -> Mailbox | None:
        """The first mailbox with an address."""
        return next((mailbox for mailbox in self.mailboxes if mailbox.domain), None)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return tuple(mailbox.address for mailbox in self.mailboxes if mailbox.domain)


@dataclass(slots=True)
class _Element:
    """The tokens between two commas, and the group they are in."""

    tokens: list[Token] = field(default_factory=list)
    group: str = ""


def read_mailboxes(value: Span, *, bytewise: bool = False) -> AddressField:
    """The mailboxes of one field; `value` is what follows the colon, folds included. `bytewise`: see `tokens`."""
    elements, groups = _split(tokens(value.quote, bytewise=bytewise))
    mailboxes: list[Mailbox] = []
    for element in elements:
        mailbox = _mailbox(element, value)
        if "<" in (token.text for token in element.tokens if token.kind == "special"):
            mailbox = _with_names_before(mailboxes, mailbox, value)
        mailboxes.append(mailbox)
    return AddressField(tuple(mailboxes), groups)


def _split(found: list[Token]) -> tuple[list[_Element], tuple[str, ...]]:
    """Elements at the commas, outside angle brackets and with group names (`name: a, b;`) taken out."""
    elements, groups = [_Element()], list[str]()
    angle, group = False, ""
    for token in found:
        mark = token.text if token.kind == "special" else ""
        if angle:
            angle = mark != ">"
        elif mark == "<":
            angle = True
        elif mark == ",":
            elements.append(_Element(group=group))
            continue
        elif mark == ":" and not group:
            group = _words(elements[-1].tokens)
            groups.append(group)
            elements[-1] = _Element(group=group)
            continue
        elif mark == ";":
            group = ""
            elements.append(_Element())
            continue
        elements[-1].tokens.append(token)
    spoken = [e for e in elements if any(token.kind != "comment" for token in e.tokens)]
    return spoken, tuple(groups)


def _mailbox(element: _Element, value: Span) -> Mailbox:
    found = element.tokens
    span = value.text.span(value.start + found[0].start, value.start + found[-1].end)
    comments = [token for token in found if token.kind == "comment"]
    spoken = [token for token in found if token.kind != "comment"]
    phrase, inner, defects = _parts(spoken)
    if "encoded-word-in-quotes" not in defects and any(
        token.kind == "quoted" and "=?" in token.text and _decoded(token.text) != token.text for token in phrase
    ):
        defects.append("encoded-word-in-quotes")
    if any(token.kind in ("special", "literal") for token in phrase):
        defects.append("unquoted-special")
    display = _words(phrase) or (_decoded(comments[-1].text).strip() if comments else "")
    if not inner:
        return Mailbox(display, "", "", span, element.group, (*defects, "no-address"))
    local, domain = _address(inner, defects)
    return Mailbox(display, local, domain, span, element.group, tuple(defects))


def _parts(spoken: list[Token]) -> tuple[list[Token], list[Token], list[MailboxDefect]]:
    """Phrase, tokens of the address, defects."""
    defects: list[MailboxDefect] = []
    opening = next((i for i, token in enumerate(spoken) if _is(token, "<")), None)
    if opening is not None:
        rest = spoken[opening + 1 :]
        closing = next((i for i, token in enumerate(rest) if _is(token, ">")), None)
        if closing is None:
            defects.append("unclosed-bracket")
        elif rest[closing + 1 :]:
            defects.append("text-after-address")
        return spoken[:opening], _without_route(rest[:closing]), defects
    at = next((i for i, token in enumerate(spoken) if _is(token, "@")), None)
    if at is None:
        return spoken, [], defects
    first = at - 1
    while first > 0 and (spoken[first - 1].end == spoken[first].start or _dotted(spoken[first - 1], spoken[first])):
        first -= 1
    if first > 0:
        defects.append("missing-brackets")
    return spoken[: max(first, 0)], spoken[max(first, 0) :], defects


def _is(token: Token, special: str) -> bool:
    return token.kind == "special" and token.text == special


def _dotted(left: Token, right: Token) -> bool:
    """Obsolete white space around the dot of an address: `john . doe@acme.test`."""
    return left.text.endswith(".") or right.text.startswith(".")


def _without_route(inner: list[Token]) -> list[Token]:
    """The address without an obsolete source route: `<@relay.test:a@acme.test>`."""
    if inner and _is(inner[0], "@"):
        colon = next((i for i, token in enumerate(inner) if _is(token, ":")), None)
        if colon is not None:
            return inner[colon + 1 :]
    return inner


def _address(inner: list[Token], defects: list[MailboxDefect]) -> tuple[str, str]:
    """Local part and domain of an addr-spec's tokens; adds what is wrong with it to `defects`."""
    at = max((i for i, token in enumerate(inner) if _is(token, "@")), default=None)
    left, right = (inner, []) if at is None else (inner[:at], inner[at + 1 :])
    if any(token.kind == "word" for token in inner):
        defects.append("encoded-word-in-address")
    if any(
        a.end != b.start and not _dotted(a, b) and not _is(a, "@") and not _is(b, "@")
        for side in (left, right)
        for a, b in pairwise(side)
    ):
        defects.append("space-in-address")
    local = "".join(token.text for token in left)
    domain = "".join(token.text for token in right).lower()
    quoted = len(left) == 1 and left[0].kind == "quoted"
    if not (quoted or (_DOT_ATOM.match(local) and all(token.kind in ("atom", "quoted") for token in left))):
        defects.append("bad-local-part")
    literal = len(right) == 1 and right[0].kind == "literal"
    if not literal and not (_DOMAIN.match(domain) and len(domain) <= 255):
        defects.append("bad-domain")
    return local, domain if literal else domain.rstrip(".")


def _words(phrase: list[Token]) -> str:
    """A phrase as a reader is shown it: white space collapsed, encoded words decoded."""
    shown: list[str] = []
    end = phrase[0].start if phrase else 0
    for token in phrase:
        shown.append((" " if token.start > end else "") + token.text)
        end = token.end
    return " ".join(_decoded("".join(shown)).split())


def _decoded(text: str) -> str:
    return decode_words(text).text if "=?" in text else text


def _with_names_before(earlier: list[Mailbox], mailbox: Mailbox, value: Span) -> Mailbox:
    """Takes back the words before an unquoted comma: `Acme, Inc. <a@acme.test>` is one mailbox to its writer."""
    names: list[Mailbox] = []
    while earlier and earlier[-1].defects == ("no-address",) and earlier[-1].group == mailbox.group:
        names.append(earlier.pop())
    if not names:
        return mailbox
    names.reverse()
    return mailbox._replace(
        display=", ".join(name.display for name in [*names, mailbox]).rstrip(", "),
        span=value.text.span(names[0].span.start, mailbox.span.end),
        defects=("unquoted-comma", *mailbox.defects),
    )
