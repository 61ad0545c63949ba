"""The provider identification (Impressum) is missing or has no street address.

Business messages must say who sends them: name and legal form, a postal address where summonses can be served,
e-mail and a fast way of contact. A post-office box is no such address. Many accept one clearly labelled link
"Impressum"; the message itself is the safe place.

Fix: put the whole Impressum into the footer, with street, postal code and town. It rests on section 5 DDG now;
section 5 TMG is history since May 2024.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.postal import good, of_sender, seen
from mailcheck_rules._shared.ways_out import bodies, require_whole

_DE = {"jurisdictions": ("de",), "message_class": "commercial"}
_LINK = '<a href="https://acme.de/impressum">Impressum</a>'

rule = Rule(
    __name__,
    title="Impressum incomplete",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    jurisdictions=("de",),
    cites=(
        Citation("statute", "DDG section 5", "https://www.gesetze-im-internet.de/ddg/__5.html"),
        Citation("statute", "GmbHG section 35a", "https://www.gesetze-im-internet.de/gmbhg/__35a.html"),
        Citation("statute", "HGB section 37a", "https://www.gesetze-im-internet.de/hgb/__37a.html"),
    ),
    examples=(
        Bad("<body><p>Angebot!</p><p>Acme GmbH</p></body>", at="<body>", context=_DE),
        Bad("<body><p>Angebot!</p><p>Acme GmbH, Postfach 10 20, 48149 Münster</p></body>", at="Acme", context=_DE),
        Bad(f"<body><p>Angebot!</p>{_LINK}</body>", at="<body>", context=_DE, note="a warning: only a link"),
        Bad(
            "<body><p>Impressum nach § 5 TMG: Acme GmbH, Hafenweg 14, 48155 Münster</p></body>",
            at="Impressum",
            context=_DE,
            note="a note: outdated law",
        ),
        Good("<body><p>Angebot!</p><p>Acme GmbH, Hafenweg 14, 48155 Münster</p></body>", context=_DE),
        Good("<body><p>Angebot!</p><p>{{ firma.anschrift }}</p></body>", context=_DE),
        Good("<body><p>Sale!</p><p>Acme</p></body>", note="German law was not declared"),
    ),
)

_OLD_LAW = re.compile(r"§\s?5\s(?:Abs\.?\s?\d\s)?TMG\b|Telemediengesetz")
_LINK_WORDS = re.compile(r"(?<!\w)(?:impressum|imprint|anbieterkennzeichnung|legal notice)(?!\w)", re.IGNORECASE)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not list(bodies(message)):
        raise NotEvaluated("the message has no body to read")
    for run in message.runs:
        if run.seen.verdict != "hidden" and _OLD_LAW.search(run.text):
            yield rule.finding(
                "section 5 TMG is no longer in force; the duty rests on section 5 DDG",
                at=run.span,
                severity=Severity.INFO,
            )
            break
    shown = good(seen(of_sender(message)))
    if any(address.form not in ("po-box", "pmb") for address in shown):
        return
    if shown:
        yield rule.finding("a post-office box is no address for an Impressum", at=shown[0].span, key="address")
        return
    require_whole(message)
    if any(link.seen.verdict != "hidden" and _LINK_WORDS.search(link.words) for link in message.links):
        yield rule.finding(
            "the Impressum is only linked; whether that does is disputed",
            at=message.body,
            severity=Severity.WARNING,
            key="address",
        )
    else:
        yield rule.finding("no street address of the sender and no Impressum", at=message.body, key="address")
