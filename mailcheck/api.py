"""The only module rule packs import."""

from typing import TYPE_CHECKING

from mailcheck.findings import Confidence, Finding, NotEvaluated, Related, Severity, Unknown
from mailcheck.holes import has_hole, is_hole, unmask, without_holes
from mailcheck.lexicon.merge_tags import has_merge_tag, tag_service
from mailcheck.lexicon.providers import Requirement, requirements
from mailcheck.report import Report
from mailcheck.rule import Bad, Citation, Example, Good, Rule, opt
from mailcheck.spans import Location, Span, Text
from mailcheck.subjects.campaign import Campaign, SentMessage
from mailcheck.subjects.context import Context, Offer, Sender
from mailcheck.subjects.domain import Domain, answered
from mailcheck.subjects.message import Message

if TYPE_CHECKING:  # for annotations of rules; at run time a rule meets them as values and never by name
    from mailcheck.facts.domain.dkim_key import DkimKey as DkimKey
    from mailcheck.facts.domain.dkim_verify import KeyAnswer as KeyAnswer
    from mailcheck.facts.domain.dkim_verify import Verification as Verification
    from mailcheck.facts.domain.dmarc_discovery import Discovery as Discovery
    from mailcheck.facts.domain.dmarc_record import DmarcRecord as DmarcRecord
    from mailcheck.facts.domain.dmarc_record import Problem as Problem
    from mailcheck.facts.domain.identifiers import Identifier as Identifier
    from mailcheck.facts.domain.spf_record import Term as Term
    from mailcheck.facts.domain.spf_tree import SpfTree as SpfTree
    from mailcheck.facts.header.signatures import Signature as Signature
    from mailcheck.facts.postal.addresses import PostalAddress as PostalAddress
    from mailcheck.facts.purpose.blocks import Block as Block
    from mailcheck.lookup.answers import Answer as Answer

__all__ = [
    "Bad",
    "Campaign",
    "Citation",
    "Confidence",
    "Context",
    "Domain",
    "Example",
    "Finding",
    "Good",
    "Location",
    "Message",
    "NotEvaluated",
    "Offer",
    "Related",
    "Report",
    "Requirement",
    "Rule",
    "Sender",
    "SentMessage",
    "Severity",
    "Span",
    "Text",
    "Unknown",
    "answered",
    "has_hole",
    "has_merge_tag",
    "is_hole",
    "opt",
    "requirements",
    "tag_service",
    "unmask",
    "without_holes",
]
