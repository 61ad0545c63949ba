"""Examples that disagree with their rule fail, and say how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mailcheck.testing import example_cases

WritePack = Callable[..., Path]
SEES_X = "if 'x' in message.html.content: yield rule.finding('x', at=message.html.span(3, 4))"


def faults(folder: Path) -> dict[str, str]:
    return {str(case): case.fault() for case in example_cases(folder)}


def test_examples_that_agree(write_rule: WritePack) -> None:
    folder = write_rule(body=SEES_X)
    assert faults(folder) == {"house-odd bad 1": "", "house-odd good 1": ""}
    for case in example_cases(folder):
        case.check()


@pytest.mark.parametrize(
    ("body", "examples", "case", "words"),
    [
        ("yield from ()", "", "bad 1", "nothing was found: passed"),
        ("yield rule.finding('x', at=message.html.span(0, 3))", "", "good 1", "found 'x' at '<p>'"),
        ("yield 1 / 0", "", "good 1", "the rule broke: ZeroDivisionError"),
        ("raise Unknown('who knows')\nyield", "", "bad 1", "nothing was found: indeterminate, who knows"),
        (SEES_X, "Bad('<p>x</p>', at='<p>'), Good('')", "bad 1", "found, but not at '<p>'"),
        ("message.soup.p.decompose()\nyield from ()", "", "good 1", "changed its input"),
        ("message.dom.elements[-1].attrs['x'] = 'y'\nyield from ()", "", "good 1", "changed its input"),
    ],
)
def test_examples_that_disagree(write_rule: WritePack, body: str, examples: str, case: str, words: str) -> None:
    before = f"rule.examples = ({examples})" if examples else ""
    folder = write_rule(body=body, before=before)
    assert words in faults(folder)[f"house-odd {case}"]
    with pytest.raises(AssertionError, match="house-odd"):
        next(found for found in example_cases(folder) if str(found) == f"house-odd {case}").check()


def test_an_example_has_its_own_options_and_context(write_rule: WritePack) -> None:
    before = """
    @dataclass(frozen=True)
    class Options:
        word: str = opt("x", "what to look for")

    rule.options = Options
    rule.examples = (
        Bad("<p>x</p>", at="x", context={"message_class": "commercial"}),
        Bad("<p>y</p>", at="y", options={"word": "y"}, context={"message_class": "commercial"}),
        Bad("Subject: x\\n\\nx\\n", kind="eml", at="x", context={"message_class": "commercial"}),
        Good("<p>x</p>", context={"message_class": "transactional"}),
        Good("z", kind="text", context={"message_class": "commercial"}),
    )
    """
    body = """
    text = message.html or message.text
    at = text.content.find(options.word)
    if at >= 0:
        yield rule.finding("seen", at=text.span(at, at + 1))
    """
    folder = write_rule(
        body=body, before=before, parameters="options", arguments="severity=Severity.INFO, applies_to=('commercial',)"
    )
    found = faults(folder)
    assert len(found) == 5
    assert set(found.values()) == {""}
