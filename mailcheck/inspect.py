"""What the linter understood of a message: the document `mailcheck.inspect/1`, as JSON or for people.

Its JSON Schema is `mailcheck/schemas/inspect.schema.json`. Later versions of the same number only add.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mailcheck.engine.config import Config
from mailcheck.engine.guard import crash_of
from mailcheck.engine.views import views_of_mail
from mailcheck.findings import Unknown
from mailcheck.holes import unmask
from mailcheck.reporters.printable import one_line
from mailcheck.source.mail import Mail
from mailcheck.source.unread import Trouble
from mailcheck.subjects.message import Message

if TYPE_CHECKING:
    from mailcheck.facts.header.mailboxes import AddressField
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.postal.addresses import PostalAddress
    from mailcheck.facts.sight.seen import Seen
    from mailcheck.facts.text.links import Link
    from mailcheck.spans import Span

SCHEMA = "mailcheck.inspect/1"
DKIM_TAGS = {"domain": "d", "selector": "s", "algorithm": "a", "headers": "h"}
Entry = dict[str, Any]


def inspect_mails(
    mails: Iterable[tuple[str, Mail | Trouble]], config: Config, *, every_view: bool = False
) -> Iterator[Entry]:
    """One entry a message, or one a view of it. `mails` come with the argument that led to them.

    A mail that could not be read, or a fact that broke, gives an entry with `errors`.
    """
    for argument, mail in mails:
        path = shown_path(mail.path, argument)
        if isinstance(mail, Trouble):
            yield {"path": path, "errors": [mail.message]}
            continue
        message = Message(mail, replace(config.context_for(mail.path), today=config.today))
        views, broken = _views(message, path) if every_view else ((message,), [])
        for view in views:
            entry = describe(view, path)
            yield {**entry, "errors": broken + entry["errors"]}


def _views(message: Message, path: str) -> tuple[tuple[Message, ...], list[str]]:
    """The views of a message, or the desktop's alone with what broke when they were told apart."""
    try:
        return views_of_mail(message), []
    except Exception as error:  # as for a fact: the rest must not be lost
        return (message,), [f"views: {crash_of('views', path, error).error}"]


def shown_path(path: str, argument: str) -> str:
    """Relative to the argument when that is a directory, else as given."""
    return os.path.relpath(path, argument).replace(os.sep, "/") if os.path.isdir(argument) else path


def describe(message: Message, path: str) -> Entry:
    """Everything that is known of a message in one view. What cannot be told is null."""
    entry: Entry = {"path": path, "member": message.mail.member, "variant": message.variant}
    errors = []
    for name, tell in FACTS.items():
        try:
            entry[name] = _unmasked(tell(message))
        except Unknown:
            entry[name] = None
        except Exception as error:  # one broken fact must not hide the others
            entry[name] = None
            errors.append(f"{name}: {crash_of(name, path, error).error}")
    entry["errors"] = errors
    return entry


def _unmasked(known: Any) -> Any:
    """What is known, with the tags of a template as they are written."""
    if isinstance(known, str):
        return unmask(known)
    if isinstance(known, list):
        return [_unmasked(one) for one in known]
    if isinstance(known, dict):
        return {name: _unmasked(one) for name, one in known.items()}
    return known


def as_json(entries: Iterable[Entry]) -> Iterator[str]:
    """The document in pieces, so that a large mailbox need not be held. Entries that are only errors are left to
    `notices`."""
    notices: list[Entry] = []
    yield f'{{"schema": "{SCHEMA}",\n "messages": ['
    separator = "\n  "
    for entry in entries:
        if "member" not in entry:
            notices.append({"path": entry["path"], "message": "; ".join(entry["errors"])})
            continue
        yield separator + json.dumps(entry, ensure_ascii=False)
        separator = ",\n  "
    yield f'],\n "domains": [],\n "notices": {json.dumps(notices, ensure_ascii=False)}}}\n'


def as_text(entries: Iterable[Entry]) -> Iterator[str]:
    """The same for people, the essentials only."""
    for entry in entries:
        member = f"[{entry['member']}]" if entry.get("member") else ""
        variant = f" in the {entry['variant']} view" if entry.get("variant") else ""
        yield one_line(f"{entry['path']}{member}{variant}") + "\n"
        yield from (f"  {line}\n" for line in _summary(entry))
        yield from (f"  problem: {one_line(error)}\n" for error in entry["errors"])


def _summary(entry: Entry) -> Iterator[str]:
    if "member" not in entry:
        return
    known = entry["class"]
    if known:
        yield one_line(f"class: {known['verdict']} ({known['because']}, {known['confidence']}): {known['reason']}")
    yield f"language: {entry['language'] or 'unclear'}; stage: {entry['stage']}"
    if entry["subject"] and entry["subject"]["text"]:
        yield f"subject: {one_line(entry['subject']['text'])}"
    for found in entry["opt_outs"] or ():
        place = found["location"]
        numbers = [f"contrast {found['contrast']}:1"] if found["contrast"] else []
        numbers += [f"{found['font_px']:g} px"] if found["font_px"] else []
        seen = ", ".join([found["visibility"], *numbers, *([found["because"]] if found["because"] else [])])
        where = f"line {place['line']}, column {place['column']}"
        yield one_line(f'opt-out: {found["kind"]} "{found["text"]}" {found["href"]} ({where}; {seen})')
    if not entry["opt_outs"]:
        yield "opt-out: none"
    yield f"links: {len(entry['links'] or ())}"
    yield from _purpose_table(entry["purpose"])


_KINDS = {"C": "commercial", "T": "transactional", "O": "other", "N": "neutral", "U": "undecided"}
_BAR = 20


def _purpose_table(purpose: Entry | None) -> Iterator[str]:
    """The blocks as a table: class, share of the content as a bar, first words, reasons."""
    if not purpose or not purpose["blocks"]:
        return
    yield one_line(f"purpose: {purpose['verdict']} ({purpose['because']}): {purpose['reason']}")
    if purpose["share_high"] is not None:
        low, high = purpose["share_low"], purpose["share_high"]
        share = f"{high:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}"
        parts = [f"{purpose[name]:.0%} {words}" for name, words in _SHARES.items() if purpose[name] is not None]
        border = "; borderline" if purpose["borderline"] else ""
        yield f"commercial share: {share} ({', '.join(parts)}{border})"
    whole = max(1.0, sum(block["weight"] for block in purpose["blocks"] if block["class"] != "N"))
    for block in purpose["blocks"]:
        portion = 0.0 if block["class"] == "N" else block["weight"] / whole
        bar = "#" * round(portion * _BAR)
        why = "; ".join(block["reasons"][:2])
        words = f'"{block["text"][:48].rstrip()}"'
        yield f"  {_KINDS[block['class']]:13} {bar:{_BAR}} {portion:4.0%}  {one_line(words):50}  {one_line(why)}"


_SHARES = {"text_share": "of the text", "weighted_share": "by weight"}


def _subject(message: Message) -> Entry:
    known = message.subject
    return {
        "text": message.headers.value("subject"),
        "promotional": known.promotional,
        "reply_prefix": known.reply_prefix,
        "signals": [
            {
                "kind": signal.kind,
                "quote": signal.quote,
                "reason": signal.reason,
                "confidence": signal.confidence.label,
            }
            for signal in known.signals
        ],
    }


def _class(message: Message) -> Entry:
    known = message.message_class
    return {
        "declared": known.declared,
        "verdict": known.verdict,
        "because": known.because,
        "confidence": known.confidence.label,
        "reason": known.reason,
    }


def _opt_out(found: OptOut) -> Entry:
    return {
        "kind": found.kind,
        "text": found.text,
        "href": found.href,
        "part": found.part,
        **_sight(found.seen),
        "meaning": found.because,
        "sentence": found.sentence,
        "language": found.language,
        "login": found.login,
        "location": _location(found.span),
    }


def _postal_address(found: PostalAddress) -> Entry:
    """An address in an alternative text is read out and shown where pictures are not: it counts as visible."""
    return {
        "text": found.text,
        "country": found.country,
        "form": found.form,
        "verdict": found.verdict,
        "role": found.role,
        "visibility": "hidden" if found.seen.verdict == "hidden" else "visible",
        "in_image": found.in_image,
        "missing": list(found.missing),
        "because": found.because,
        "part": found.part,
        "location": _location(found.span),
    }


def _purpose(message: Message) -> Entry:
    known = message.purpose
    return {
        "share_low": _rounded(known.share_low),
        "share_high": _rounded(known.share_high),
        "text_share": _rounded(known.text_share),
        "weighted_share": _rounded(known.weighted_share),
        "other_share": _rounded(known.other_share),
        "measured": round(known.measured),
        "borderline": known.borderline,
        "first": known.first,
        "transactional_first": known.transactional_first,
        "net_impression": _rounded(known.impression),
        "verdict": known.verdict,
        "because": known.because,
        "confidence": known.confidence.label,
        "reason": known.reason,
        "blocks": [
            {
                "class": block.kind,
                "weight": round(block.weight),
                "text": block.text[:80],
                "content": block.text,
                "chance": _rounded(block.chance),
                "reasons": list(block.reasons),
                "declared": block.declared,
                "location": _location(block.span),
            }
            for block in known.blocks
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _link(link: Link) -> Entry:
    return {
        "kind": link.kind,
        "text": link.words,
        "href": link.href,
        "part": link.part,
        **_sight(link.seen),
        "location": _location(link.span),
    }


def _sight(seen: Seen) -> Entry:
    because = seen.reason
    if seen.because is not None:
        place = seen.because.location
        quote = " ".join(seen.because.written.split())[:120]
        because = f"{because} [{quote}, line {place.line}]".strip()
    return {
        "visibility": seen.verdict,
        "contrast": None if seen.contrast is None else round(seen.contrast, 2),
        "font_px": None if seen.font_px is None else round(seen.font_px, 2),
        "because": because,
    }


def _headers(message: Message) -> Entry:
    headers = message.headers
    unsubscribe, post, date = headers.list_unsubscribe, headers.list_unsubscribe_post, headers.date
    return {
        "from": _addresses(headers.from_),
        "sender": _addresses(headers.sender),
        "reply_to": _addresses(headers.reply_to),
        "to": _addresses(headers.to),
        "cc": _addresses(headers.cc),
        "return_path": _addresses(headers.return_path),
        "date": date.value.isoformat() if date is not None and date.value is not None else None,
        "message_id": headers.message_id.value if headers.message_id is not None else None,
        "list_unsubscribe": [uri.uri for uri in unsubscribe.uris] if unsubscribe is not None else None,
        "list_unsubscribe_post": post.value if post is not None else None,
    }


def _addresses(field: AddressField) -> list[Entry]:
    return [{"name": box.display, "local": box.local, "domain": box.domain} for box in field.mailboxes]


def _auth(message: Message) -> Entry:
    headers = message.headers
    return {
        "dkim": [
            {name: signature.tags.get(tag) for name, tag in DKIM_TAGS.items()} for signature in headers.signatures
        ],
        "authentication_results": [header.value for header in headers.authentication_results],
    }


def _location(span: Span) -> Entry:
    place = span.location
    return {"path": place.path, "line": place.line, "column": place.column, "exact": place.exact}


FACTS: dict[str, Callable[[Message], Any]] = {
    "language": lambda message: message.language,
    "stage": lambda message: message.stage,
    "subject": _subject,
    "class": _class,
    "opt_outs": lambda message: [_opt_out(found) for found in message.opt_outs],
    "postal_addresses": lambda message: [
        # A venue or a shop says nothing about where sender or reader can be reached.
        _postal_address(found)
        for found in message.postal_addresses
        if found.role != "other"
    ],
    "purpose": _purpose,
    "links": lambda message: [_link(link) for link in message.links],
    "headers": _headers,
    "auth": _auth,
}
