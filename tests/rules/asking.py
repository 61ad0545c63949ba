"""Asks one built-in rule about one message, through the engine."""

from __future__ import annotations

from typing import Any

from mailcheck.engine.config import Config, Named, OptionValue
from mailcheck.engine.judge import Judged, judge
from mailcheck.engine.packs import Catalogue, load_pack
from mailcheck.engine.select import make_plan
from mailcheck.engine.views import views_of_mail
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

RULES = {rule.id: rule for rule in load_pack("mailcheck_rules").rules}


def ask(rule_id: str, content: str | bytes, options: dict[str, Any] | None = None, **context: Any) -> Judged:
    """What the rule says of an HTML page, or of a message: what begins with `<` or `{` is a page."""
    raw = content if isinstance(content, bytes) else content.encode()
    is_page = raw.startswith((b"<", b"{"))
    mail = read_document(raw, "a.html", "html") if is_page else read_eml(raw, "a.eml")
    message = Message(mail, Context(**context))
    given = tuple(OptionValue(Named(rule_id, "test"), name, value, "test") for name, value in (options or {}).items())
    plan = make_plan(Catalogue((RULES[rule_id],)), Config(options=given))
    judged = judge(views_of_mail(message) if RULES[rule_id].views else (message,), plan.chosen)
    assert not judged.crashes, judged.crashes[0].traceback
    return judged


def said(judged: Judged) -> list[str]:
    """The findings as 'severity: message'."""
    return [f"{finding.severity.label}: {finding.message}" for finding in judged.findings]


def state(judged: Judged) -> str:
    return judged.verdicts[0].state
