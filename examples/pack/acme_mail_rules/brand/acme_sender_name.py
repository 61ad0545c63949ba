"""The sender is not called Acme.

Readers look for the name in their inbox; one name for all mail is easier to trust and harder to imitate.

Fix: send with the display name "Acme" or "... at Acme".
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity

rule = Rule(
    __name__,
    title="Sender name without the brand",
    severity=Severity.ERROR,
    owner="marketer",
    needs=("headers",),
    cites=(Citation("convention", "Acme mail handbook, chapter 2"),),
    examples=(
        Bad("From: News <news@acme.com>\nSubject: Hello\n\nHello\n", kind="eml", at="News <news@acme.com>"),
        Good("From: Ana at Acme <ana@acme.com>\nSubject: Hello\n\nHello\n", kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for header in message.raw_headers:
        if header.key == "from" and "acme" not in header.value.partition("<")[0].lower():
            yield rule.finding("the display name does not say Acme", at=header.value_span)
