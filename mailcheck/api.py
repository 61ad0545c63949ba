"""The only module rule packs import."""

from mailcheck.findings import Confidence, Finding, NotEvaluated, Related, Severity, Unknown
from mailcheck.lexicon.merge_tags import has_merge_tag
from mailcheck.report import Report
from mailcheck.rule import Bad, Citation, Example, Good, Rule, opt
from mailcheck.spans import Location, Span, Text
from mailcheck.subjects.context import Context, Sender
from mailcheck.subjects.message import Message

__all__ = [
    "Bad",
    "Citation",
    "Confidence",
    "Context",
    "Example",
    "Finding",
    "Good",
    "Location",
    "Message",
    "NotEvaluated",
    "Related",
    "Report",
    "Rule",
    "Sender",
    "Severity",
    "Span",
    "Text",
    "Unknown",
    "has_merge_tag",
    "opt",
]
