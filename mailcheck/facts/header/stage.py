"""How far a message has come: template, rendered, signed or delivered."""

from __future__ import annotations

import re

from mailcheck.facts.header.headers import Headers
from mailcheck.lexicon.merge_tags import has_merge_tag
from mailcheck.source.mail import Mail

_WRITTEN_BY_TEMPLATES = ("subject", "from", "sender", "reply-to", "to", "list-unsubscribe")
_TRACES = ("received", "return-path", "delivered-to")
# Places that show code to a reader or hold it for the machine: tags there are no merge tags.
_CODE = ("pre", "code", "kbd", "samp", "xmp", "textarea", "script", "style")
_CODE_OPEN = re.compile(rf"<({'|'.join(_CODE)})\b", re.IGNORECASE)


def tell_stage(mail: Mail, headers: Headers) -> str:
    """template, rendered, signed or delivered, told from trace fields, signatures and merge tags."""
    if any(name in headers for name in _TRACES):
        return "delivered"
    if "dkim-signature" in headers:
        return "signed"
    return "template" if _has_merge_tags(mail, headers) else "rendered"


def _has_merge_tags(mail: Mail, headers: Headers) -> bool:
    """Whether a tag of a template engine or sending service stands in a header or the body."""
    if any(has_merge_tag(header.value) for name in _WRITTEN_BY_TEMPLATES for header in headers.all(name)):
        return True
    if mail.html is not None and mail.html.text is not None:
        html = mail.html.text.content
        return has_merge_tag(html) and has_merge_tag(without_code(html))
    return mail.text is not None and mail.text.text is not None and has_merge_tag(mail.text.text.content)


def without_code(html: str) -> str:
    """The markup without elements whose text is code. Linear: every closing tag is looked for once."""
    if not _CODE_OPEN.search(html):
        return html
    kept: list[str] = []
    position = 0
    unclosed = set[str]()
    for match in _CODE_OPEN.finditer(html):
        name = match[1].lower()
        if match.start() < position or name in unclosed:
            continue
        close = re.compile(f"</{name}", re.IGNORECASE).search(html, match.end())
        if close is None:
            unclosed.add(name)
            continue
        kept.append(html[position : match.start()])
        position = close.start()
    kept.append(html[position:])
    return "".join(kept)
