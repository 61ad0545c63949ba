"""The way to opt out is there, but people can hardly see it.

The opt-out must be clear and conspicuous. Text in nearly the colour of its background, in a tiny size, or not painted
at all does not do, whatever the reason: often it is a copied style or a dark-mode rule rather than intent.

Fix: give the opt-out the colour and size of the other footer text, at least 10 px, and do not hide it on any screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Related, Rule, Severity, Unknown, opt
from mailcheck_rules._shared.ways_out import WayOut, named, ways_out


@dataclass(frozen=True)
class Options:
    min_contrast: float = opt(3.0, "a contrast below this is worth a note")
    warning_contrast: float = opt(2.0, "a contrast below this is a warning")
    error_contrast: float = opt(1.5, "a contrast below this is an error")
    hidden_contrast: float = opt(1.2, "a contrast below this counts as hidden")
    warning_px: float = opt(9.0, "a font size below this is a warning, in CSS px")
    error_px: float = opt(8.0, "a font size below this is an error, in CSS px")


_C = {"message_class": "commercial"}


def _page(style: str, before: str = "", background: str = "#fff") -> str:
    link = f'<a href="https://acme.com/u/k3" style="{style}">Unsubscribe</a>'
    return f'<body style="background:{background}"><p>Sale!</p>{before}{link}</body>'


rule = Rule(
    __name__,
    title="Opt-out hidden or hardly visible",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("html",),
    views=True,
    options=Options,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(3)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("provider", "Google e-mail sender guidelines: don't use HTML and CSS to hide content"),
        Citation("standard", "WCAG 2.2 success criterion 1.4.3 (for the definition of contrast)"),
    ),
    examples=(
        Bad(_page("color:#fff"), at="<a", context=_C, note="white on white"),
        Bad(_page("color:#f0f0f0"), at="<a", context=_C),
        Bad(_page("color:rgb(100% 100% 100%)", background="hsl(0 0% 100%)"), at="<a", context=_C),
        Bad(_page("display:none"), at="<a", context=_C),
        Bad(_page("visibility:hidden"), at="<a", context=_C),
        Bad(_page("font-size:1px"), at="<a", context=_C),
        Bad(_page("font-size:7px"), at="<a", context=_C),
        Bad(_page("font-size:8.5px"), at="<a", context=_C, note="a warning"),
        Bad(_page("color:#b0b0b0"), at="<a", context=_C, note="2.2:1, a note"),
        Bad(_page("position:absolute;left:-9999px"), at="<a", context=_C),
        Bad(
            f"<style>@media (max-width:480px){{.f{{display:none}}}}</style><div class='f'>{_page('color:#333')}</div>",
            at="<a",
            context=_C,
            note="hidden on phones",
        ),
        Good(_page("color:#595959;font-size:12px"), context=_C),
        Good(_page("color:#949494;font-size:10px"), context=_C, note="3.03:1"),
        Good(
            _page("display:none", before='<a href="https://acme.com/u/k3">Unsubscribe</a>'),
            context=_C,
            note="a hidden copy beside a visible one",
        ),
        Good(_page("color:#fff", before='<div style="background:#000">', background="#fff"), context=_C),
        Good("<body><p>Sale!</p></body>", context=_C, note="unsub-missing"),
        Good(_page("color:#fff"), context={"message_class": "transactional"}),
    ),
)

_RANK = {None: 0, Severity.INFO: 1, Severity.WARNING: 2, Severity.ERROR: 3}


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    ways = ways_out(message, "html")
    undecided = [way for way in ways if way.seen.verdict == "indeterminate"]
    graded = [(way, *_grade(way, options)) for way in ways if way.seen.verdict != "indeterminate"]
    if not graded and not undecided:
        return
    best = min(graded, key=lambda grade: _RANK[grade[1]], default=None)
    if best is not None and best[1] is None:
        return
    if undecided:
        raise Unknown(f"the {named(undecided[0])}: {undecided[0].seen.reason}")
    if best is not None:
        way, severity, fault = best
        because = way.seen.because
        related = (Related(because, way.seen.reason or "this decides"),) if because is not None else ()
        yield rule.finding(f"the {named(way)} {fault}", at=way.span, severity=severity, related=related)


def _grade(way: WayOut, options: Options) -> tuple[Severity | None, str]:
    """How bad it is and what was seen, None when people can see it."""
    seen = way.seen
    contrast = seen.contrast if seen.contrast is not None else 21.0
    size = seen.font_px if seen.font_px is not None else 16.0
    if contrast < options.hidden_contrast:
        return Severity.ERROR, f"cannot be seen: contrast {contrast:.2f}:1 with its background"
    if seen.verdict == "hidden":
        return Severity.ERROR, f"is hidden: {seen.reason}"
    # Cut, not rounded: 1.496 is below the limit of 1.5, and would be printed as if it were not.
    pale = f"has contrast {floor(contrast * 100) / 100:.2f}:1 with its background"
    small = f"is {size:g} px small"
    if contrast < options.error_contrast:
        return Severity.ERROR, pale
    if size < options.error_px:
        return Severity.ERROR, small
    if contrast < options.warning_contrast:
        return Severity.WARNING, pale
    if size < options.warning_px:
        return Severity.WARNING, small
    return (Severity.INFO, pale) if contrast < options.min_contrast else (None, "")
