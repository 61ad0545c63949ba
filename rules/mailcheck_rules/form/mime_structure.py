"""The MIME structure shows the wrong part, or pictures that are not there.

A reader shows the last alternative that it understands: with the HTML first, people see the plain text instead. What is
encoded in a way that MIME does not know, such as uuencode, shows as letters without sense.
Pictures referred to as `cid:` must be in the message, and HTML must be labelled as HTML.

Fix: build the message with a mail library: multipart/alternative with text/plain before text/html, and pictures with
their Content-ID beside the HTML in multipart/related.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag

_TOP = "From: a@acme.com\nMIME-Version: 1.0\n"
_PLAIN = "--b\nContent-Type: text/plain\n\nSale\n"
_HTML = "--b\nContent-Type: text/html\n\n<p>Sale</p>\n"
_FILE = "begin 644 a.txt\n$4V%L90  \n`\nend\n"
_RELATED = (
    f"{_TOP}Content-Type: multipart/related; boundary=b\n\n"
    '--b\nContent-Type: text/html\n\n<img src="cid:logo@acme.com">\n'
    "--b\nContent-Type: image/png\nContent-ID: <{id}>\n\nx\n--b--\n"
)

rule = Rule(
    __name__,
    title="MIME structure wrong",
    severity=Severity.ERROR,
    owner="developer",
    needs=("mime",),
    cites=(
        Citation("standard", "RFC 2045 sections 4 and 6.4", "https://www.rfc-editor.org/rfc/rfc2045"),
        Citation("standard", "RFC 2046 section 5.1.4", "https://www.rfc-editor.org/rfc/rfc2046"),
        Citation("standard", "RFC 2387", "https://www.rfc-editor.org/rfc/rfc2387"),
        Citation("standard", "RFC 2392", "https://www.rfc-editor.org/rfc/rfc2392"),
    ),
    examples=(
        Bad(f"{_TOP}Content-Type: multipart/alternative; boundary=b\n\n{_HTML}{_PLAIN}--b--\n", kind="eml"),
        Bad(_RELATED.format(id="other@acme.com"), kind="eml", at="cid:logo@acme.com"),
        Bad(
            f"{_TOP}Content-Type: text/plain\n\n<!DOCTYPE html>\n<html><p>Sale</p></html>\n", kind="eml", at="<!DOCTYPE"
        ),
        Bad("From: a@acme.com\nContent-Type: text/html\n\n<p>Sale</p>\n", kind="eml", note="no MIME-Version"),
        Bad(f"{_TOP}Content-Type: multipart/mixed; boundary=c\n\n{_PLAIN}--b--\n", kind="eml", note="unused boundary"),
        Bad(f"{_TOP}Content-Type: multipart/mixed\n\n{_PLAIN}--b--\n", kind="eml", note="no boundary"),
        Bad(
            f"{_TOP}Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n{_PLAIN}--b--\n",
            kind="eml",
            at="base64",
        ),
        Bad(
            f"{_TOP}Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\n{_FILE}",
            kind="eml",
            at="x-uuencode",
        ),
        Bad(f"{_TOP}Content-Type: text/plain\n\nSale\n{_FILE}", kind="eml", at="text/plain"),
        Good(f"{_TOP}Content-Type: multipart/alternative; boundary=b\n\n{_PLAIN}{_HTML}--b--\n", kind="eml"),
        Good(
            f"{_TOP}Content-Type: multipart/alternative; boundary=b\n\n{_PLAIN}"
            f"--b\nContent-Type: text/x-amp-html\n\n<html amp4email></html>\n{_HTML}--b--\n",
            kind="eml",
        ),
        Good(_RELATED.format(id="logo@acme.com"), kind="eml"),
        Good("From: a@acme.com\nSubject: Hi\n\nHi\n", kind="eml", note="plain text needs no MIME"),
    ),
)

_CID = re.compile(r"""(?<![\w-])cid:([^\s"'<>()]{1,250})""", re.IGNORECASE)
_HTML_START = re.compile(r"[\ufeff\s]{0,200}(<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_PLAIN_ENCODINGS = ("", "7bit", "8bit", "binary")
_ENCODINGS = (*_PLAIN_ENCODINGS, "quoted-printable", "base64")
_UUENCODED = "a uuencoded file stands in the text"


@rule.message
def check(message: Message) -> Iterator[Finding]:
    kind = message.headers.get("content-type")
    if "mime-version" not in message.headers and kind is not None and message.part.content_type != "text/plain":
        yield rule.finding(
            "there is no MIME-Version header, so strict readers show the source",
            at=kind.span,
            severity=Severity.WARNING,
            key="no MIME-Version",
        )
    yield from _containers(message)
    yield from _encodings(message)
    yield from _alternatives(message)
    for part in message.part.walk():
        if part.content_type == "text/plain" and part.text is not None and part.disposition != "attachment":
            start = _HTML_START.match(part.text.content)
            if start is not None:
                yield rule.finding(
                    "HTML is labelled text/plain, so people see its source",
                    at=part.text.span(start.start(1), start.end(1)),
                )
    yield from _pictures(message)


def _containers(message: Message) -> Iterator[Finding]:
    for part in message.part.walk():
        kind = part.header("content-type")
        if kind is None or not kind.value.lower().lstrip().startswith("multipart/"):
            continue
        name = kind.value.partition(";")[0].strip().lower()
        boundary = part.params.get("boundary", "")
        body = message.mail.raw[part.start : part.end]
        if has_merge_tag(kind.value) and message.template is not None:
            continue
        if not boundary:
            yield rule.finding(f"{name} names no boundary", at=kind.span)
        elif f"--{boundary}".encode() not in body:
            yield rule.finding(f"the boundary of {name} is never used: {boundary[:70]}", at=kind.span)
        elif part.children and f"--{boundary}--".encode() not in body:
            yield rule.finding(
                f"{name} is never closed: its last boundary is missing", at=kind.span, severity=Severity.WARNING
            )
        encoding = part.header("content-transfer-encoding")
        if encoding is not None and encoding.value.strip().lower() not in _PLAIN_ENCODINGS:
            yield rule.finding(
                f"{name} is encoded as {encoding.value.strip()[:40]}; only its parts may be",
                at=encoding.span,
                severity=Severity.WARNING,
            )


def _encodings(message: Message) -> Iterator[Finding]:
    for part in message.part.walk():
        encoding = part.header("content-transfer-encoding")
        if encoding is not None and not part.children and part.encoding not in _ENCODINGS:
            yield rule.finding(
                f"the {part.content_type} part is encoded as {part.encoding[:40]}, which MIME does not know",
                at=encoding.span,
                severity=Severity.WARNING,
            )
        label = part.header("content-type")
        for defect in part.defects:
            if defect.startswith(_UUENCODED):
                yield rule.finding(
                    f"{defect}; many readers show its letters",
                    at=label.span if label is not None else part.span,
                    severity=Severity.WARNING,
                )


def _alternatives(message: Message) -> Iterator[Finding]:
    for part in message.part.walk():
        if part.content_type != "multipart/alternative":
            continue
        html_seen = False
        for child in part.children:
            first = child
            while first.children and first.content_type.startswith("multipart/"):
                first = first.children[0]
            html_seen = html_seen or first.content_type == "text/html"
            if html_seen and first.content_type == "text/plain":
                label = first.header("content-type")
                yield rule.finding(
                    "text/plain stands after text/html, so readers show the plain text",
                    at=label.span if label is not None else first.span,
                )
                break


def _pictures(message: Message) -> Iterator[Finding]:
    html = message.mail.html
    if html is None or html.text is None or "cid:" not in html.text.content.lower():
        return
    from urllib.parse import unquote  # slow to import, and few messages need it

    known = {part.content_id for part in message.part.walk() if part.content_id}
    missing: dict[str, re.Match[str]] = {}
    for match in _CID.finditer(html.text.content):
        name = unquote(match[1])
        if name not in known:
            missing.setdefault(name, match)
    if missing and message.template is not None:
        raise NotEvaluated("pictures are attached to a template when it is sent: check the rendered message")
    for name, match in missing.items():
        yield rule.finding(
            f"the message holds no part with the Content-ID {name[:80]}", at=html.text.span(match.start(), match.end())
        )
