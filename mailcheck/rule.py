"""What a rule is: metadata, options, examples and one pure generator. See docs/writing-rules.md."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from mailcheck.findings import Confidence, Finding, Related, Severity
from mailcheck.spans import Span

Basis = Literal["statute", "regulation", "case", "provider", "standard", "convention"]
Owner = Literal["marketer", "developer", "dns-admin", "list-owner"]
Target = Literal["message", "domain", "campaign"]
Check = TypeVar("Check", bound=Callable[..., Iterator[Finding]])

CLASSES = ("commercial", "transactional", "editorial", "unknown")
STAGES = ("template", "rendered", "signed", "delivered")
# An input that may be absent: the engine then reports not-evaluated with this reason.
NEEDS: Mapping[str, str] = {
    "headers": "the input is a body without headers",
    "subject": "the input has no subject",
    "html": "the message has no HTML part",
    "text": "the message has no plain-text part",
    "mime": "the input is not a MIME message",
    "signature": "the message is not signed yet",
    "dns": "no DNS look-ups were asked for",
    "senders": "the config names no sender",
    "list": "no recipient list was given",
}


class Citation(NamedTuple):
    """The authority behind a rule, cited exactly: '15 U.S.C. 7704(a)(3)(A)', 'RFC 8058 section 3.1'."""

    basis: Basis
    ref: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A message or zone that belongs to a rule. Content is HTML unless `kind` says otherwise.

    `kind`: 'html', 'text' or 'eml'. `at` is quoted by the finding of a Bad example (empty: anywhere).
    `options` are the rule's own, `context` the fields of `Context` (message_class, stage, ...).
    `domain` and `zone` make it an example for a domain rule: `{"_dmarc.ex.test TXT": "v=DMARC1; p=none"}`, several
    records as a tuple, a failure as '!servfail' or '!timeout'; what is not in the zone does not exist. A message
    with a `zone` has its signatures verified with the keys in it. `more`: further messages of the same run, for rules
    about campaigns.
    """

    content: str = ""
    kind: Literal["html", "text", "eml"] = "html"
    at: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    domain: str = ""
    zone: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    more: tuple[str, ...] = ()
    note: str = ""


class Bad(Example):
    """The rule must find something here, at `at`."""

    __slots__ = ()


class Good(Example):
    """The rule must find nothing here."""

    __slots__ = ()


def opt(default: Any, help: str) -> Any:  # noqa: A002 - reads best in a rule
    """A rule's option: a default that also gives the type, and one line of help."""
    if isinstance(default, (list, dict, set)):
        raise TypeError("an option's default is immutable: use a tuple instead of a list")
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class NoOptions:
    """For rules without options."""


class Rule:
    """A rule's metadata and, once decorated, its check.

    `name` is the module's `__name__`: the last part is the id (underscores become hyphens), the one before
    it the group, and the module's docstring the documentation. Nothing is registered anywhere.
    """

    def __init__(
        self,
        name: str,
        *,
        title: str,
        severity: Severity,
        confidence: Confidence = Confidence.CERTAIN,
        owner: Owner,
        applies_to: tuple[str, ...] = CLASSES,
        declared: tuple[str, ...] = (),
        stages: tuple[str, ...] = STAGES,
        jurisdictions: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        views: bool = False,
        cites: tuple[Citation, ...] = (),
        options: type[Any] = NoOptions,
        since: str = "0.1.0",
        formerly: tuple[str, ...] = (),
        examples: tuple[Example, ...] = (),
    ) -> None:
        """`views`: also run on the mobile, dark and Outlook views, for rules that judge what is seen.

        `declared`: binds only mail that its sender declared to be of one of these classes.
        `jurisdictions`: empty binds everywhere; otherwise one of them must be declared in the config.
        """
        self._name_by(name)
        self.title = title
        self.severity = severity
        self.confidence = confidence
        self.owner: Owner = owner
        self.applies_to = applies_to
        self.declared = declared
        self.stages = stages
        self.jurisdictions = jurisdictions
        self.needs = needs
        self.views = views
        self.cites = cites
        self.options = options
        self.since = since
        self.formerly = formerly
        self.examples = examples
        self.doc = inspect.cleandoc(getattr(sys.modules.get(name), "__doc__", None) or "")
        self.target: Target = "message"
        self._check: Callable[..., Iterator[Finding]] | None = None

    def _name_by(self, name: str) -> None:
        parts = name.split(".")
        self.id = parts[-1].replace("_", "-")
        self.group = parts[-2].replace("_", "-") if len(parts) > 1 else ""
        self.module = name

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"

    @cached_property
    def summary(self) -> str:
        """First line of the documentation: the fault in a sentence."""
        return self.doc.partition("\n")[0].strip()

    @cached_property
    def why(self) -> str:
        """The paragraphs after the summary and before `Fix:`, as one line each."""
        paragraphs = [" ".join(p.split()) for p in self.doc.split("\n\n")[1:]]
        kept = []
        for paragraph in paragraphs:
            if paragraph.startswith("Fix:"):
                break
            kept.append(paragraph)
        return "\n".join(kept)

    @cached_property
    def fix(self) -> str:
        """The paragraph that starts with `Fix:`: how to mend what this rule finds."""
        for paragraph in self.doc.split("\n\n"):
            line = " ".join(paragraph.split())
            if line.startswith("Fix:"):
                return line.removeprefix("Fix:").strip()
        return ""

    @property
    def check(self) -> Callable[..., Iterator[Finding]]:
        if self._check is None:
            raise TypeError(
                f"rule {self.id} has no check: decorate it with @rule.message, @rule.domain or @rule.campaign"
            )
        return self._check

    @property
    def has_check(self) -> bool:
        return self._check is not None

    @cached_property
    def takes_options(self) -> bool:
        return bool(fields(self.options))

    @cached_property
    def defaults(self) -> Any:
        """The rule's options where nobody gives others."""
        return self.options()

    def message(self, check: Check) -> Check:
        """Decorates the check of a rule about messages; it stays an ordinary callable."""
        return self._set("message", check)

    def domain(self, check: Check) -> Check:
        """Decorates the check of a rule about sending domains."""
        return self._set("domain", check)

    def campaign(self, check: Check) -> Check:
        """Decorates the check of a rule about a whole campaign."""
        return self._set("campaign", check)

    def _set(self, target: Target, check: Check) -> Check:
        if self._check is not None:
            raise TypeError(f"rule {self.id} has two checks")
        self.target = target
        self._check = check
        return check

    def finding(
        self,
        message: str,
        *,
        at: Span,
        advice: str = "",
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        related: tuple[Related, ...] = (),
        key: str = "",
    ) -> Finding:
        """A finding of this rule. `at` is where a person would mend it; `severity` overrides the default."""
        return Finding(
            rule_id=self.id,
            message=message,
            span=at,
            severity=self.severity if severity is None else severity,
            confidence=self.confidence if confidence is None else confidence,
            advice=advice or self.fix,
            related=related,
            key=key,
        )
