"""Lines too long for mail, or line ends that mail does not know.

A line may have 998 octets. Servers on the way cut longer ones, which breaks words, links and the DKIM signature; a
lone carriage return or a lone line feed among CRLFs is refused outright by more and more of them. Minified HTML sent
as 7bit or 8bit is the usual cause.

Fix: send text parts as quoted-printable or base64, let the mail library do the encoding, and write CRLF throughout.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, Span, opt


@dataclass(frozen=True)
class Options:
    max_octets: int = opt(998, "longest line, without its line end")
    max_encoded: int = opt(76, "longest line of a quoted-printable or base64 body")
    max_header: int = opt(78, "longest line of a header that could be folded")


_MIME = "From: a@acme.com\nMIME-Version: 1.0\nContent-Type: text/plain\n"

rule = Rule(
    __name__,
    title="Line too long or badly ended",
    severity=Severity.ERROR,
    owner="developer",
    needs=("mime",),
    options=Options,
    cites=(
        Citation("standard", "RFC 5322 sections 2.1.1 and 2.3", "https://www.rfc-editor.org/rfc/rfc5322"),
        Citation("standard", "RFC 2045 sections 6.7 and 6.8", "https://www.rfc-editor.org/rfc/rfc2045"),
        Citation("standard", "RFC 5321 section 4.5.3.1.6", "https://www.rfc-editor.org/rfc/rfc5321"),
    ),
    examples=(
        Bad(f"{_MIME}\n{'word ' * 200}\n", kind="eml", at="word word"),
        Bad(f"{_MIME}\r\none\rtwo\n", kind="eml", at="one\rtwo", note="a bare carriage return"),
        Bad("From: a@acme.com\r\nSubject: Hi\n\r\nHi\r\n", kind="eml", note="LF among CRLF"),
        Bad(f"{_MIME}Content-Transfer-Encoding: quoted-printable\n\n{'x' * 80}\n", kind="eml", at="xxx"),
        Bad(f"{_MIME}Content-Transfer-Encoding: base64\n\n{'YWJj' * 20}\n", kind="eml", at="YWJj"),
        Bad(f"From: a@acme.com\nSubject: {'many words ' * 9}\n\nHi\n", kind="eml", at="many words"),
        Good(f"{_MIME}\n{'x' * 998}\n", kind="eml"),
        Good(f"{_MIME}Content-Transfer-Encoding: quoted-printable\n\n{'x' * 75}=\n{'x' * 76}\n", kind="eml"),
        Good("From: a@acme.com\r\nSubject: Hi\r\n\r\nHi\r\n", kind="eml"),
        Good("From: a@acme.com\nSubject: Hi\n\nHi\n", kind="eml", note="a file on disk may have LF throughout"),
        Good(f"From: a@acme.com\nX-Token: {'x' * 300}\n\nHi\n", kind="eml", note="nowhere to fold"),
    ),
)

_FOLDABLE = ("subject", "from", "to", "cc", "reply-to", "sender", "list-unsubscribe", "references")


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    raw = message.mail.raw
    lines = raw.split(b"\n")
    yield from _too_long(message, lines, options.max_octets)
    yield from _line_ends(message, raw, lines)
    yield from _encoded(message, options)
    yield from _unfolded(message, options.max_header)


def _unfolded(message: Message, limit: int) -> Iterator[Finding]:
    long = [header for header in message.raw_headers if header.key in _FOLDABLE and _could_fold(header.raw, limit)]
    if long:
        names = ", ".join(dict.fromkeys(header.name for header in long))
        yield rule.finding(
            f"a header line longer than {limit} characters could be folded: {names}",
            at=long[0].span,
            severity=Severity.INFO,
            key=f"long {names}",
        )


def _could_fold(raw: bytes, limit: int) -> bool:
    """Whether a field has a line over `limit` with a space inside, at which it could go on in the next line."""
    lines = [line.rstrip(b"\r") for line in raw.split(b"\n")]
    values = [lines[0].partition(b":")[2], *lines[1:]]
    return any(len(line) > limit and b" " in value.strip()[:limit] for line, value in zip(lines, values, strict=True))


def _too_long(message: Message, lines: list[bytes], limit: int) -> Iterator[Finding]:
    if max(map(len, lines)) <= limit:
        return
    long = [number for number, line in enumerate(lines) if len(line.rstrip(b"\r")) > limit]
    if long:
        longest = max(len(lines[number].rstrip(b"\r")) for number in long)
        more = f" ({len(long)} such lines)" if len(long) > 1 else ""
        yield rule.finding(
            f"a line of {longest} octets, where {limit} are allowed{more}", at=_line(message, long[0]), key="long line"
        )


def _line_ends(message: Message, raw: bytes, lines: list[bytes]) -> Iterator[Finding]:
    with_return = raw.count(b"\r\n")
    if raw.count(b"\r") > with_return:
        number = next((n for n, line in enumerate(lines) if b"\r" in line.removesuffix(b"\r")), 0)
        yield rule.finding("a carriage return stands without its line feed", at=_line(message, number), key="bare CR")
    bare = len(lines) - 1 - with_return
    if with_return and bare and message.stage != "delivered":  # what a server delivered was saved by other programs
        number = next(n for n, line in enumerate(lines[:-1]) if line.endswith(b"\r") is (with_return < bare))
        yield rule.finding(
            f"{min(bare, with_return)} of {bare + with_return} lines end otherwise than the rest:"
            f" {with_return} with CRLF, {bare} with LF alone",
            at=_line(message, number),
            confidence=Confidence.LIKELY,
            key="mixed line ends",
        )


def _encoded(message: Message, options: Options) -> Iterator[Finding]:
    for part in message.part.walk():
        if part.children or part.encoding not in ("quoted-printable", "base64"):
            continue
        lines = message.mail.raw[part.start : part.end].split(b"\n")
        if max(map(len, lines)) <= options.max_encoded:
            continue
        sizes = [len(line.rstrip(b"\r")) for line in lines]
        long = [number for number, size in enumerate(sizes) if options.max_encoded < size <= options.max_octets]
        if long:
            first_line = message.mail.raw.count(b"\n", 0, part.start)
            yield rule.finding(
                f"{part.encoding} lines may have {options.max_encoded} characters; {len(long)} of this part are longer",
                at=_line(message, first_line + long[0]),
                severity=Severity.INFO,
                key=f"long {part.encoding} line in {part.content_type}",
            )


def _line(message: Message, number: int) -> Span:
    """The span of a line of the file, counted from 0."""
    root, start = message.mail.root, 0
    for _ in range(number):
        start = root.content.find("\n", start) + 1
    end = root.content.find("\n", start)
    return root.span(start, end if end >= 0 else None)
