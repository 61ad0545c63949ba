"""The subject pretends to answer or forward a message.

"Re:", "Fwd:", "AW:", "回复：" or a count such as "(2)" make a mailing look like part of a conversation. When no header
and no quoted message shows that conversation, the reader is deceived at first sight.

Fix: take the prefix off. A real answer carries In-Reply-To and References; let your help desk keep them.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, finding_of, signals

_SALE = "Save on drills and saws in all our stores until Sunday 14 June."

rule = Rule(
    __name__,
    title="Fake Re:, Fwd: or thread",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(2)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation(
            "provider", "Google e-mail sender guidelines: no Re: or Fwd: unless the message is a reply or forward"
        ),
    ),
    examples=(
        Bad(example("Re: your account", _SALE), kind="eml", at="Re:", context=COMMERCIAL),
        Bad(example("Fwd: invoice attached", _SALE), kind="eml", at="Fwd:", context=COMMERCIAL),
        Bad(example("AW: Termin", "Unsere Angebote für den Garten."), kind="eml", at="AW:", context=COMMERCIAL),
        Bad(example("RE：特価のお知らせ", "工具の特価をご案内します。"), kind="eml", at="RE：", context=COMMERCIAL),
        Bad(example("RE[2]: your quote", _SALE), kind="eml", at="RE[2]:", context=COMMERCIAL),
        Bad(example("(2) waiting for you", _SALE), kind="eml", at="(2)", context=COMMERCIAL),
        Bad(example("Spring tools", _SALE + "\n\nSent from my iPhone"), kind="eml", at="Sent from", context=COMMERCIAL),
        Good(
            example("Re: your drill", "It is mended.", extra="In-Reply-To: <1@example.net>\n"),
            kind="eml",
            context=COMMERCIAL,
        ),
        Good(
            example("Re: your drill", "It is mended.\n\nOn Monday Ana wrote:\n> Is it ready?"),
            kind="eml",
            context=COMMERCIAL,
        ),
        Good(example("Re-opening on Monday", _SALE), kind="eml", context=COMMERCIAL),
        Good(
            example("TR: half-year figures", "TR rose by two per cent in Lisbon."),
            kind="eml",
            context=COMMERCIAL,
            note="a ticker",
        ),
        Good(example("Save on drills", _SALE), kind="eml", context=COMMERCIAL),
    ),
)

_FROM_PHONE = re.compile(
    r"^\s*(?:Sent from my|Von meinem|Envoyé de mon|Enviado desde mi|Inviato da|Enviado do meu|Verstuurd vanaf mijn"
    r"|Skickat från min) (?:iPhone|iPad|Android|Galaxy|Samsung|mobile|phone|Handy)[\w .]{0,20}\s*$",
    re.IGNORECASE,
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signal in signals(message, "fake-reply", compared=False):
        yield finding_of(rule, message, signal, Severity.WARNING if signal.detail == "counter" else None)
    if not message.context.bulk or "in-reply-to" in message.headers:
        return
    for run in message.runs:
        if run.seen.verdict != "hidden" and _FROM_PHONE.match(run.text):
            yield rule.finding(
                f"'{run.text.strip()}' makes a mailing look like a personal message",
                at=run.span,
                severity=Severity.WARNING,
                confidence=Confidence.HEURISTIC,
            )
            return
