"""Rules and findings made by hand, for reports made by hand."""

from __future__ import annotations

from typing import Any

from mailcheck.findings import Confidence, Finding, Severity
from mailcheck.rule import Citation, Rule
from mailcheck.spans import Text

HOSTILE = "\x1b[31mred\x07\u202egnp.exe\u2028::error::\r\x00</td>"
PAGE = """<html>
<body>
\t<a href="u" style="color:#fff">Unsubscribe</a>
<p>last</p>
</body>
"""


def rule(rule_id: str = "unsub-camouflaged", **more: Any) -> Rule:
    made = Rule(
        f"pack.us.{rule_id.replace('-', '_')}",
        title="Camouflaged",
        severity=Severity.ERROR,
        owner="marketer",
        cites=(Citation("statute", "15 U.S.C. 7704(a)(3)"),),
        **more,
    )
    made.doc = "A link cannot be seen.\n\nReaders who cannot leave\ncomplain instead.\n\nFix: give it contrast."
    return made


def finding(text: Text, quote: str, **more: Any) -> Finding:
    start = text.content.index(quote)
    values: dict[str, Any] = {
        "rule_id": "unsub-camouflaged",
        "message": "opt-out link has contrast 1.0:1",
        "span": text.span(start, start + len(quote)),
        "severity": Severity.ERROR,
        "confidence": Confidence.CERTAIN,
        "advice": "give it contrast.",
        "target": text.root.name,
    }
    return Finding(**values | more)
