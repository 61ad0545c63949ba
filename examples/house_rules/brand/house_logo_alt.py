"""The logo has no alternative text.

Many readers see messages with images turned off: without alternative text they do not see whose message it is.

Fix: give the logo the company's name as its `alt` text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    file_name: str = opt("logo", "a word of the logo's file name")


rule = Rule(
    __name__,
    title="Logo without alternative text",
    severity=Severity.WARNING,
    owner="developer",
    needs=("html",),
    options=Options,
    cites=(Citation("standard", "WCAG 2.2 success criterion 1.1.1"),),
    examples=(
        Bad("<body><img src='https://cdn.acme.com/logo.png'></body>", at="<img"),
        Bad("<body><img src='https://cdn.acme.com/logo.png' alt=''></body>", at="<img"),
        Good("<body><img src='https://cdn.acme.com/logo.png' alt='Acme'></body>"),
        Good("<body><img src='https://cdn.acme.com/rule.png'></body>"),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    for image in message.images:
        if options.file_name in image.src.rsplit("/", 1)[-1].lower() and not (image.alt or "").strip():
            yield rule.finding("the logo has no alternative text", at=image.span)
