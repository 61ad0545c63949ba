"""An emoji or picture poses as a sign of verification.

Check marks, locks and bells beside the sender's name, or at the head of the subject, imitate what a mail client shows
for verified senders and alerts. Google bans them by name.

Fix: take the sign out. A verified logo comes with BIMI and a certificate.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, name_span, subject_span

rule = Rule(
    __name__,
    title="Emoji or picture posing as a verification badge",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    cites=(Citation("provider", "Google e-mail sender guidelines: message formatting, no imitation of verification"),),
    examples=(
        Bad(example("Hi", "Hi", "Acme ✅ <a@acme.com>"), kind="eml", at="Acme", context=COMMERCIAL),
        Bad(example("🔔 Your boots", "Hi"), kind="eml", context=COMMERCIAL),
        Bad('<body><p>Acme <img src="v.png" alt="Verified sender"></p></body>', at="<img", context=COMMERCIAL),
        Good(example("Hi", "✅ waterproof\n✅ warm", "Acme <a@acme.com>"), kind="eml", context=COMMERCIAL),
        Good(example("Boots ✅ socks ✅", "Hi"), kind="eml", context=COMMERCIAL, note="a list within the subject"),
        Good('<body><img src="v.png" alt="Verified by the Soil Association"></body>', context=COMMERCIAL),
    ),
)

_BADGES = "[\u2705\u2714\u2611\u2713\U0001f512\U0001f510\U0001f514\U0001f6e1\u26a0]"
_BADGE = re.compile(_BADGES)
_LEADING = re.compile(rf"\s*{_BADGES}")
_ALT = re.compile(
    r"\s*(?:verified|verified (?:sender|account|badge|business|email)|trusted sender|verifiziert|verifizierter absender"
    r"|vérifié|expéditeur vérifié|verificado|remitente verificado|verificato|mittente verificato"
    r"|geverifieerd|认证|已验证|認証済み|인증됨)\s*",
    re.IGNORECASE,
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    sender = message.headers.from_.first
    if sender is not None and (match := _BADGE.search(sender.display)):
        yield rule.finding(f"'{match[0]}' beside the From name looks like a badge", at=name_span(message))
    if match := _LEADING.match(message.headers.subject):
        yield rule.finding(
            f"the subject begins with '{match[0].strip()}', as alerts of a client do",
            at=subject_span(message, match[0].strip()),
            severity=Severity.WARNING,
            confidence=Confidence.HEURISTIC,
        )
    for image in message.images:
        if image.alt and _ALT.fullmatch(image.alt) and image.seen.verdict != "hidden":
            yield rule.finding(f"a picture poses as a badge: '{image.alt.strip()}'", at=image.span)
