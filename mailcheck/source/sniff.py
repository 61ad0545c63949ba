"""What a file is: by its name, and by its first bytes where the name does not say."""

from __future__ import annotations

import os.path
import re
from typing import Literal

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.charsets import UTF_16_MARKS

Kind = Literal["eml", "html", "text", "mbox", "template"]
"""A template is HTML or text, as its content shows."""

SNIFFED_BYTES = 65_536
_SUFFIXES: dict[str, Kind] = {
    ".eml": "eml",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".mbox": "mbox",
    ".mbx": "mbox",
}
_TEMPLATE_SUFFIX = re.compile(
    r"\.(?:hbs|handlebars|mustache|mustachio|liquid|jinja2?|j2|twig|njk|nunjucks|mjml|erb|ejs|eta|tpl|tmpl|gohtml|gotmpl"
    r"|django|ftlh?|vm|mako|latte|amp|ampscript|hubl)"
)
# What a template may be made of that is no mail: `nginx.conf.j2`, `deploy.yml.erb`.
_NO_MAIL = frozenset(
    ".conf .cfg .ini .yml .yaml .json .xml .toml .sh .bash .py .rb .js .ts .jsx .tsx .css .scss .less .sql .service"
    " .env .go .java .kt .c .h .cpp .rs .tf .hcl .properties .csv .rst .tex .svg .ics .vcf .plist".split()
)
_BLADE = ".blade.php"
# Maildir's flags, with the separators that file systems without ':' get instead.
_MAILDIR_NAME = re.compile(r".+[:;!-]2,[A-Za-z]*")
_LETTERS_ONLY = lazy_regex(r"\.[A-Za-z_-]{1,16}")
_IN_FRONT = lazy_regex(rb"(?:\xef\xbb\xbf)?\s*+(?:>?From [^\r\n]*+(?:\r\n?|\n))?")
_FIELD = lazy_regex(rb"([!-9;-~]{1,80})[ \t]*+:(?!//)[^\r\n]*+(?:(?:\r\n?|\n)[ \t]++[^\r\n]*+)*+(?:\r\n?|\n|\Z)")
# At least one of these is among the first fields of any message; few texts begin with one.
_MAIL_FIELD = lazy_regex(
    rb"from|to|cc|bcc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to|"
    rb"sender|dkim-signature|authentication-results|arc-seal|envelope-to|x-original-to|x-mozilla-status",
    re.IGNORECASE,
)
_SEPARATOR = lazy_regex(rb"From [^\r\n]*+\r?\n[!-9;-~]++[ \t]*+:")
_DATED = lazy_regex(rb"From [^\r\n]*?\b\d\d?:\d\d\b[^\r\n]*?\b\d{4}\b")
_TAG = lazy_regex(rb"<(?:!doctype|html|head|body|mjml|mj-|table|div|p|a|td|tr|br|img|span|h[1-6]|style)[\s>/-]", re.I)
_CONTROLS = bytes(sorted((set(range(0x20)) | {0x7F}) - set(b"\t\n\v\f\r\x1b")))


def kind_of_name(name: str) -> Kind | Literal["unknown"] | None:
    """By suffix. None: the name does not say. 'unknown': it says something that is not mail."""
    if _MAILDIR_NAME.fullmatch(name):
        return "eml"
    stem, suffix = os.path.splitext(name.lower())
    if is_template_name(name):
        inner = os.path.splitext(stem)[1]
        kind = _SUFFIXES.get(inner)
        return "unknown" if inner in _NO_MAIL else kind if kind in ("html", "text", "eml") else "template"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return "unknown" if _LETTERS_ONLY.fullmatch(suffix) else None


def is_template_name(name: str) -> bool:
    """Whether a file's name says that its content is a template: 'a.hbs', 'a.html.j2', 'a.blade.php'."""
    lower = name.lower()
    return _TEMPLATE_SUFFIX.fullmatch(os.path.splitext(lower)[1]) is not None or lower.endswith(_BLADE)


def kind_of_mail(head: bytes) -> Literal["eml", "mbox"] | None:
    """Whether a file begins like a message or a mailbox. A mailbox in UTF-16 is none: it is read as one message."""
    if head.startswith(UTF_16_MARKS):
        return "eml" if kind_of_mail(head[2:].replace(b"\0", b"")) else None
    if is_separator(head, 0):
        return "mbox"
    in_front = _IN_FRONT.match(head)
    position = in_front.end() if in_front else 0
    for _ in range(20):
        field = _FIELD.match(head, position)
        if field is None:
            return None
        if _MAIL_FIELD.fullmatch(field[1]):
            return "eml"
        position = field.end()
    return None


def kind_of_body(head: bytes) -> Literal["html", "text"]:
    """HTML when there is a tag that structures mail."""
    if head.startswith(UTF_16_MARKS):
        head = head.replace(b"\0", b"")
    return "html" if _TAG.search(head) else "text"


def is_binary(head: bytes) -> bool:
    """Whether this is no text in any charset: more than one byte in twenty is a control character."""
    if head.startswith(UTF_16_MARKS):
        return False
    return (len(head) - len(head.translate(None, _CONTROLS))) * 20 > len(head)


def is_json(data: bytes) -> bool:
    """Whether this is a JSON object or array: what services take templates in, or their data, but no mail itself."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return False
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def is_separator(data: bytes, at: int, *, after_empty_line: bool = True) -> bool:
    """Whether an mbox separator stands here: a `From ` line with a header field after it.

    Without an empty line before it, it must also carry a time and a year, lest prose pass for one.
    """
    match = _SEPARATOR.match(data, at)
    return match is not None and (after_empty_line or _DATED.match(data, at) is not None)
