"""How far a message has come: template, rendered, signed or delivered."""

from __future__ import annotations

import re

from mailcheck.facts.headers import Headers
from mailcheck.source.mail import Mail

_WRITTEN_BY_TEMPLATES = ("subject", "from", "sender", "reply-to", "to", "list-unsubscribe")
_TRACES = ("received", "return-path", "delivered-to")
_MARKS = (
    "{{",
    "{%",
    "*|",
    "%%",
    "<%",
    "${",
    "[[",
    "{$",
    "data-msys-",
    "_url%",
    "_email%",
    "%recipient.",
    "[unsub",
    "%7B%7B",
)
_NAME = r"[A-Za-z_@][\w.:@$-]{0,80}"
_TAG = re.compile(
    r"""
      \{\{\{?[~&#/^>!%*$-]{0,2}\s{0,8}[\w"'@(.$<][^{}]{0,300}\}\}   # Handlebars, Mustache, Liquid, Jinja
    | \{\{\$\{[^{}]{1,80}\}                                         # Braze
    | \{%[-+~]?\s{0,8}[A-Za-z_]\w*\b[^{}]{0,300}%\}                 # Liquid, Jinja, Twig, Django
    | \*\|(?:[A-Z]{2,10}:)?[A-Za-z0-9_:.=-]{1,80}\|\*               # Mailchimp
    | %%(?:=[^%]{1,300}=|\[[^%]{1,300}\]|NAME)%%                    # AMPscript
    | <%[=-]?\s{0,8}[\w"'(@][^<>]{0,300}%>                          # ERB, EJS, SendGrid
    | \$\{NAME(?:[?!|(][^{}]{0,120})?\}                             # FreeMarker, Velocity, JSP
    | \[\[\s{0,4}NAME\s{0,4}\]\]                                    # Iterable, Thymeleaf
    | \{\$NAME\}                                                    # MailerLite, Smarty
    | \bdata-msys-\w                                                # SparkPost
    | %(?:recipient\.\w{1,40}|[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,5})%    # Mailgun
    | %7B%7B[^<>"\s]{1,200}%7D%7D                                   # tags in an escaped address
    | href\s*=\s*["']?\[[a-z_]{3,40}\]                              # SendGrid substitution
    """.replace("NAME", _NAME),
    re.VERBOSE | re.IGNORECASE,
)
# Places that show code to a reader or hold it for the machine: tags there are no merge tags.
_CODE = ("pre", "code", "kbd", "samp", "xmp", "textarea", "script", "style")
_CODE_OPEN = re.compile(rf"<({'|'.join(_CODE)})\b", re.IGNORECASE)


def tell_stage(mail: Mail, headers: Headers) -> str:
    """template, rendered, signed or delivered, told from trace fields, signatures and merge tags."""
    if any(name in headers for name in _TRACES):
        return "delivered"
    if "dkim-signature" in headers:
        return "signed"
    return "template" if has_merge_tags(mail, headers) else "rendered"


def has_merge_tags(mail: Mail, headers: Headers) -> bool:
    """Whether a tag of a template engine or sending service stands in a header or the body."""
    if any(_has_tag(header.value) for name in _WRITTEN_BY_TEMPLATES for header in headers.all(name)):
        return True
    if mail.html is not None and mail.html.text is not None:
        return _has_tag(without_code(mail.html.text.content))
    return mail.text is not None and mail.text.text is not None and _has_tag(mail.text.text.content)


def without_code(html: str) -> str:
    """The markup without elements whose text is code. Linear: every closing tag is looked for once."""
    if not _CODE_OPEN.search(html):
        return html
    lowered = html.lower()
    kept: list[str] = []
    position = 0
    unclosed = set[str]()
    for match in _CODE_OPEN.finditer(html):
        name = match[1].lower()
        if match.start() < position or name in unclosed:
            continue
        end = lowered.find(f"</{name}", match.end())
        if end < 0:
            unclosed.add(name)
            continue
        kept.append(html[position : match.start()])
        position = end
    kept.append(html[position:])
    return "".join(kept)


def _has_tag(text: str) -> bool:
    return any(mark in text for mark in _MARKS) and _TAG.search(text) is not None
