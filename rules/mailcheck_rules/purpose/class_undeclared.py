"""It is not stated what the message is for, and its content does not settle it.

Half of all rules bind commercial mail only, or transactional mail only. What a message is for is inferred from its
subject and its blocks; where they do not decide, findings count one step lower and some are guesses.

Fix: declare the class in the config, by path ([[paths]] match = "receipts/**", class = "transactional"), with --class,
or in a header field X-Mailcheck-Class of the file.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import ORDER, SALE, mail

rule = Rule(
    __name__,
    title="What the message is for is not stated",
    severity=Severity.INFO,
    owner="developer",
    applies_to=("unknown",),
    cites=(Citation("regulation", "16 CFR 316.3", "https://www.law.cornell.edu/cfr/text/16/316.3"),),
    examples=(
        Bad(mail("Hello", "<p>.</p>"), kind="eml"),
        Good(mail("Hello", "<p>.</p>"), kind="eml", context={"message_class": "transactional"}),
        Good(mail("Hello", "<p>.</p>", "X-Mailcheck-Class: editorial\n"), kind="eml", note="declared in the file"),
        Good(mail("Your order 5530-118842", ORDER), kind="eml", note="inferred"),
        Good(mail("Summer sale", SALE), kind="eml", note="inferred"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    yield rule.finding(f"no class is declared, and {message.purpose.reason}", at=message.body, key="undeclared")
