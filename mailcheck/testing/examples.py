"""Runs the examples of rules: every Bad yields its finding, every Good none, and nothing changes its input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.engine.config import Config, Named, OptionValue
from mailcheck.engine.judge import Judged, judge
from mailcheck.engine.judge_campaign import judge_campaign, sent_message
from mailcheck.engine.judge_domain import judge_domain
from mailcheck.engine.packs import Catalogue, load_pack
from mailcheck.engine.select import Chosen, make_plan
from mailcheck.engine.views import views_of_mail
from mailcheck.findings import Finding
from mailcheck.rule import Bad, Example, Good, Rule
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.source.mail import Mail
from mailcheck.spans import Text
from mailcheck.subjects.campaign import Campaign
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain
from mailcheck.subjects.message import Message

if TYPE_CHECKING:
    from mailcheck.facts.header.message_auth import MessageAuth

TODAY = date(2026, 11, 24)
"""The day on which examples are judged that declare none."""
SUFFIXES = {"html": "html", "text": "txt", "eml": "eml"}


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """One example of a rule. `str(case)` names it: 'unsub-missing bad 1'."""

    rule: Rule
    example: Example
    number: int

    def __str__(self) -> str:
        kind = "bad" if isinstance(self.example, Bad) else "good"
        return f"{self.rule.id} {kind} {self.number}"

    def check(self) -> None:
        """Raises `AssertionError` that says how the rule and its example disagree."""
        fault = self.fault()
        assert not fault, f"{self}: {fault}"

    def fault(self) -> str:
        """How the rule and its example disagree; '' when they agree."""
        if self.rule.target == "campaign":
            judged = judge_campaign(_campaign(self.example), self._rules())
            return self._broken(judged) or self._verdict(judged)
        if self.rule.target == "domain":
            judged = judge_domain(_domain(self.example), self._rules())
            return self._broken(judged) or self._verdict(judged)
        message = self._message()
        before = _picture(message)
        judged = self._judge(message)
        if _picture(message) != before:
            return "the rule changed its input"
        return self._broken(judged) or self._verdict(judged)

    def findings(self) -> tuple[Finding, ...]:
        """What the rule finds in the example."""
        if self.rule.target == "campaign":
            return tuple(judge_campaign(_campaign(self.example), self._rules()).findings)
        if self.rule.target == "domain":
            return tuple(judge_domain(_domain(self.example), self._rules()).findings)
        return tuple(self._judge(self._message()).findings)

    def _broken(self, judged: Judged) -> str:
        crash = judged.crashes[0] if judged.crashes else None
        return f"the rule broke: {crash.error}\n{crash.traceback}" if crash else ""

    def _verdict(self, judged: Judged) -> str:
        ended = judged.verdicts[0]
        quotes = [finding.span.quote for finding in judged.findings]
        if isinstance(self.example, Good):
            return f"found {judged.findings[0].message!r} at {quotes[0]!r}" if quotes else ""
        if not quotes:
            return f"nothing was found: {ended.state}{f', {ended.reason}' if ended.reason else ''}"
        if self.example.at and not any(self.example.at in quote for quote in quotes):
            return f"found, but not at {self.example.at!r}: {quotes}"
        return ""

    def _message(self) -> Message:
        declared = {"today": TODAY, **self.example.context}
        mail = _mail(self.example)
        auth = _auth(mail, self.example) if self.example.zone else None
        return Message(mail, replace(Context(), **declared), auth=auth)

    def _judge(self, message: Message) -> Judged:
        return judge(views_of_mail(message) if self.rule.views else (message,), self._rules())

    def _rules(self) -> Sequence[Chosen]:
        options = tuple(
            OptionValue(Named(self.rule.id, str(self)), name, value, str(self))
            for name, value in self.example.options.items()
        )
        return make_plan(Catalogue((self.rule,)), Config(options=options)).chosen


def example_cases(pack: str | Path) -> list[ExampleCase]:
    """All examples of a pack: an importable package by its name, or a folder of rules by its `Path`."""
    return [case for rule in load_pack(pack).rules for case in cases_of(rule)]


def cases_of(rule: Rule) -> Iterator[ExampleCase]:
    """The examples of one rule, Bad and Good numbered apart from 1."""
    for kind in (Bad, Good):
        examples = (example for example in rule.examples if isinstance(example, kind))
        for number, example in enumerate(examples, 1):
            yield ExampleCase(rule, example, number)


def _mail(example: Example) -> Mail:
    raw, path = example.content.encode(), f"example.{SUFFIXES[example.kind]}"
    return read_eml(raw, path) if example.kind == "eml" else read_document(raw, path, example.kind)


def _campaign(example: Example) -> Campaign:
    """The example's messages, in one run."""
    context = replace(Context(), **{"today": TODAY, **example.context})
    mails = (_mail(replace(example, content=content)) for content in (example.content, *example.more))
    messages = (Message(mail, context) for mail in mails)
    return Campaign(context, tuple(sent_message(message, message.mail.target) for message in messages))


def _domain(example: Example) -> Domain:
    """The example's domain, looked up in its zone: what is not there does not exist."""
    import asyncio

    from mailcheck.facts.domain.domain_audit import audit
    from mailcheck.lookup.resolver import Resolver
    from mailcheck.lookup.zone import zone_of

    context = replace(Context(), **{"today": TODAY, "offline": False, **example.context})
    resolver = Resolver(zone_of(example.zone))
    looked_up = audit(
        example.domain,
        resolver.ask,
        selectors=context.dkim_selectors,
        ips=context.sending_ips,
        helo=context.helo,
        return_path=context.return_path,
        signers=context.signing_domains,
        blocklists=context.blocklists,
    )
    return Domain(asyncio.run(looked_up), context, Text("example", example.domain).span())


def _auth(mail: Mail, example: Example) -> MessageAuth:
    """The example's signatures, with the keys of its zone."""
    import asyncio

    from mailcheck.facts.header.headers import read_headers
    from mailcheck.facts.header.message_auth import authenticate
    from mailcheck.lookup.resolver import Resolver
    from mailcheck.lookup.zone import zone_of

    resolver = Resolver(zone_of(example.zone))
    return asyncio.run(authenticate(mail.raw, read_headers(mail).signatures, resolver.ask))


def _picture(message: Message) -> object:
    """What a rule could change and others would see: our tree, and how the soup of it reads."""
    elements = [(element.tag, dict(element.attrs), len(element.children)) for element in message.dom.elements]
    return elements, str(message.soup)
