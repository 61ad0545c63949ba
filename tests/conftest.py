"""Rule packs made of text, for tests that need rules of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a slow machine breaks no test
settings.load_profile("any machine")

RULE = '''"""Something is wrong.

It matters.

Fix: mend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import (
    Bad, Citation, Finding, Good, NotEvaluated, Related, Rule, Severity, Span, Unknown, opt
)

rule = Rule(
    __name__, title="Wrong", owner="developer", examples=(Bad("<p>x</p>"), Good("<p>y</p>")), {arguments}
)
{before}

@rule.message
def check(message, {parameters}):
{body}
'''
EACH_P = """
at = message.html.content.find("<p")
while at >= 0:
    yield rule.finding("seen", at=message.html.span(at, message.html.content.find(">", at) + 1))
    at = message.html.content.find("<p", at + 1)
"""
WritePack = Callable[..., Path]


@pytest.fixture
def write_rule(tmp_path: Path) -> WritePack:
    """Writes `<tmp_path>/house/<group>/<name>.py` and returns the folder `house`.

    `body` are the lines of the check, `arguments` what goes to `Rule(...)`, `before` what stands above the check;
    `source` replaces the whole file.
    """

    def write(
        name: str = "house_odd",
        body: str = "yield rule.finding('seen', at=message.mail.root.span(0, 1))",
        *,
        group: str = "odd",
        arguments: str = "severity=Severity.WARNING",
        before: str = "",
        parameters: str = "",
        source: str | None = None,
    ) -> Path:
        file = tmp_path / "house" / group / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = RULE.format(
            arguments=arguments,
            before=textwrap.dedent(before),
            parameters=parameters,
            body=textwrap.indent(textwrap.dedent(body), "    "),
        )
        file.write_text(text if source is None else source, encoding="utf-8")
        return tmp_path / "house"

    return write


@pytest.fixture
def each_p() -> str:
    """The body of a rule that finds every <p> wrong."""
    return EACH_P
