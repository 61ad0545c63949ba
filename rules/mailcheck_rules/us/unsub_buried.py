"""The way to opt out is there, but few will find or recognise it.

Whether it is conspicuous is judged on the whole: an opt-out that exists only inside a picture, whose words say
something else, that stands far below the end of the message or beyond the point where Gmail cuts it off, or whose
letters are pulled apart can be missed by anyone.

Fix: write the opt-out as live text, in the language of the message, right below the content, and keep the HTML
below 100 kB.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, opt
from mailcheck_rules._shared.ways_out import Body, WayOut, bodies, named, seen_ways_out


@dataclass(frozen=True)
class Options:
    clip_bytes: int = opt(102 * 1024, "where Gmail cuts the HTML off, in bytes")
    max_gap_lines: int = opt(40, "empty lines between the content and the way out")
    max_gap_px: int = opt(600, "empty height between the content and the way out, in CSS px")


_C = {"message_class": "commercial"}
_LINK = '<a href="https://acme.com/u/k3">Unsubscribe</a>'

rule = Rule(
    __name__,
    title="Opt-out hard to find",
    severity=Severity.WARNING,
    confidence=Confidence.HEURISTIC,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    options=Options,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(3)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("regulation", "16 CFR 316.5", "https://www.ecfr.gov/current/title-16/section-316.5"),
        Citation("convention", "FTC, CAN-SPAM Act: A Compliance Guide for Business"),
    ),
    examples=(
        Bad(
            '<body><p>Sale!</p><a href="https://acme.com/u/k3"><img src="u.png" alt="Unsubscribe"></a></body>',
            at="<a",
            context=_C,
            note="only a picture",
        ),
        Bad(f"<body><p>Sale!</p>{'<br>' * 50}{_LINK}</body>", at="<a", context=_C),
        Bad(f'<body><p>Sale!</p><div style="height:900px"></div>{_LINK}</body>', at="<a", context=_C),
        Bad("Sale!" + "\n" * 60 + "To unsubscribe go to https://acme.com/u/k3\n", kind="text", context=_C),
        Bad(
            f"<body><p>Sale!</p><!--{'x' * 110_000}-->{_LINK}</body>",
            at="<a",
            context=_C,
            note="an error: Gmail cuts it off",
        ),
        Bad(
            '<body><p>Sale!</p><a href="https://acme.com/u/k3">Un\u200bsub\u200bscribe</a></body>',
            at="<a",
            context=_C,
        ),
        Bad(
            '<body><p>Sale!</p><p>To manage your account <a href="https://acme.com/unsubscribe/k3">click here</a>.</p>'
            "</body>",
            at="<a",
            context=_C,
            note="only its address says what it is",
        ),
        Bad(
            "<body><p>Unser großer Sommerschlussverkauf hat begonnen, und wir haben für Sie die schönsten Stücke der"
            f" neuen Kollektion ausgesucht, damit Sie nicht lange suchen müssen.</p>{_LINK}</body>",
            at="<a",
            context=_C,
            note="a German message with an English way out: a note",
        ),
        Good(f"<body><p>Sale!</p><p>{_LINK}</p></body>", context=_C),
        Good(f"<body><p>Sale!</p><br><br>{'<img src=a.png height=700>'}{_LINK}</body>", context=_C),
        Good(
            f'<body><p>Sale!</p><a href="https://acme.com/u/k3"><img src="u.png" alt="Unsubscribe"></a>{_LINK}</body>',
            context=_C,
            note="also as text",
        ),
        Good(
            '<body><p>Sale!</p><a href="https://acme.com/unsubscribe/k3">Update profile</a><p>Unsubscribe:'
            " https://acme.com/unsubscribe</p></body>",
            context=_C,
            note="another says it",
        ),
        Good(
            '<body><p>Sale!</p><a href="https://acme.com/u/k3">Manage your email preferences</a></body>',
            context=_C,
            note="a preference page may offer to leave everything",
        ),
    ),
)

_BREAK = re.compile(r"<br\b", re.IGNORECASE)
# An element with a height and nothing in it; containers would count twice.
_SPACER = re.compile(
    r"""<(td|th|div|p|span|tr)\b[^<>]{0,300}?(?<![\w-])height\s{0,4}[:=]\s{0,4}["']?(\d{1,4})(?:px)?(?![\w%])[^<>]{0,300}>
    (?:\s|&nbsp;|&\#160;|\u00a0){0,20}</\1""",
    re.IGNORECASE | re.VERBOSE,
)
_PULLED_APART = re.compile(r"(?<=[A-Za-z])[\u200b\u200c\u200d\u2060\ufeff](?=[A-Za-z])|(?:\b\w[ .\u00a0]){6,}\w\b")
_LINE_PX = 20
_FOOTER_WORDS = 60
_NEAR_LINES = 400
_NEAR_MARKUP = 20_000
_MANY = 50  # nobody can miss so many


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    for body in bodies(message):
        ways = seen_ways_out(message, body)
        if len(ways) > _MANY:
            continue
        faults = [_fault(message, body, way, options) for way in ways]
        if faults and all(faults):
            way, (severity, fault) = ways[0], faults[0] or (rule.severity, "")
            yield rule.finding(f"the {named(way)} {fault}", at=way.span, severity=severity)


def _fault(message: Message, body: Body, way: WayOut, options: Options) -> tuple[Severity, str] | None:
    before = _bytes_before(way) if body == "html" else 0
    if before > options.clip_bytes:
        return Severity.ERROR, f"stands {before // 1024} kB into the HTML, where Gmail has cut it off"
    if _PULLED_APART.search(way.text):
        return rule.severity, "has its letters pulled apart"
    if not way.said:
        return rule.severity, "says something else: only its address speaks of leaving"
    if body == "html" and way.kind != "reply" and not _has_live_text(way):
        return rule.severity, "exists only as a picture, which many readers do not load"
    lines, height = _gap(message, body, way)
    if lines > options.max_gap_lines:
        return rule.severity, f"stands {lines} empty lines below the rest of the message"
    if height > options.max_gap_px:
        return rule.severity, f"stands about {height} px below the rest of the message"
    spoken = message.language.partition("-")[0]
    if message.template is not None and message.template.branches:
        return None  # they may be in several languages
    if way.language and spoken and way.language.partition("-")[0] != spoken:
        return Severity.INFO, f"is written in another language ({way.language}) than the message ({spoken})"
    return None


def _bytes_before(way: WayOut) -> int:
    content = way.span.text.written
    if way.span.end <= 25_000:  # at most four bytes a character
        return 0
    return len(content[: way.span.end].encode("utf-8", "replace"))


def _has_live_text(way: WayOut) -> bool:
    """Whether the words of the way out are text, in its element or in the sentence around it."""
    element = way.element
    if element is None or element.tag in ("input", "button", "form"):
        return True
    return bool(element.text.strip()) or len(way.sentence.split()) > len(way.text.split())


def _gap(message: Message, body: Body, way: WayOut) -> tuple[int, int]:
    """Empty lines and empty height in px between the way out, or the footer it stands in, and what is above it."""
    if body == "text":
        above = way.span.text.written[: way.span.start].rstrip().split("\n")[-_NEAR_LINES:]
        blank = [not line.strip() for line in above]
        longest = max((len(list(run)) for empty, run in groupby(blank) if empty), default=0)
        return longest, 0
    start, words, widest = way.span.start, 0, 0
    for run in reversed(message.runs):
        if run.part != "html" or run.seen.verdict == "hidden" or run.span.end > start:
            continue
        widest = max(widest, _empty_px(way.span.text.content[run.span.end : start]))
        words += len(run.text.split())
        start = run.span.start
        if words > _FOOTER_WORDS:
            break
    return 0, widest


def _empty_px(markup: str) -> int:
    """The height that breaks and spacers in a stretch of markup take up; 0 where a picture fills it."""
    markup = markup[-_NEAR_MARKUP:]
    if len(markup) < 20 or "<img" in markup.lower() or "background" in markup.lower():
        return 0
    return _LINE_PX * len(_BREAK.findall(markup)) + sum(int(height) for _, height in _SPACER.findall(markup))
