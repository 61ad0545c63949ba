"""The message has HTML but no plain text.

Watches, voice assistants, text readers and some corporate gateways show the plain text. A message without one is
also an old sign of spam to filters.

Fix: send multipart/alternative with a text/plain part first; most sending services can make one from the HTML, but
read what they make.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity

_MIME = "From: a@acme.com\nMIME-Version: 1.0\n"
_ALTERNATIVE = (
    f"{_MIME}Content-Type: multipart/alternative; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/html\n\n<p>Sale</p>\n--b--\n"
)

rule = Rule(
    __name__,
    title="No plain-text part",
    severity=Severity.WARNING,
    owner="developer",
    needs=("mime", "html"),
    cites=(
        Citation("standard", "RFC 2046 section 5.1.4", "https://www.rfc-editor.org/rfc/rfc2046"),
        Citation("convention", "SpamAssassin MIME_HTML_ONLY, rspamd MIME_MA_MISSING_TEXT"),
    ),
    examples=(
        Bad(f"{_MIME}Content-Type: text/html\n\n<p>Sale</p>\n", kind="eml", at="text/html"),
        Bad(_ALTERNATIVE.format(text=" "), kind="eml", note="an empty text part"),
        Good(_ALTERNATIVE.format(text="Sale"), kind="eml"),
        Good(f"{_MIME}Content-Type: text/plain\n\nSale\n", kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    html = message.mail.html
    if html is None:
        return
    text = message.text
    if text is None:
        kind = html.header("content-type") or message.part.header("content-type")
        at = kind.span if kind is not None else message.head
        yield rule.finding("there is no plain-text part beside the HTML", at=at, key="no text/plain")
    elif not text.content.strip():
        yield rule.finding("the plain-text part is empty", at=text.span(), key="empty text/plain")
