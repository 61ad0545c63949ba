"""How far a message has come: template, rendered, signed or delivered."""

from __future__ import annotations

import re

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.merge_tags import has_merge_tag
from mailcheck.source.mail import Mail
from mailcheck.source.sniff import is_template_name

_WRITTEN_BY_TEMPLATES = ("subject", "from", "sender", "reply-to", "to", "list-unsubscribe")
_TRACES = ("received", "return-path", "delivered-to")
# Places that show code to a reader or hold it for the machine: tags there are no merge tags.
_CODE = ("pre", "code", "kbd", "samp", "xmp", "textarea", "script", "style")
_CODE_OPEN = lazy_regex(
    rf"<({'|'.join(_CODE)})\b|<(span|div|td|p|font|tt)\b[^<>]*?\b(?:monospace|courier|consolas)\b", re.I
)


def tell_stage(mail: Mail) -> str:
    """template, rendered, signed or delivered, told from trace fields, signatures, the file's name and its tags."""
    names = {header.key for header in mail.headers}
    if any(name in names for name in _TRACES):
        return "delivered"
    if "dkim-signature" in names:
        return "signed"
    return "template" if _is_template(mail) else "rendered"


def _is_template(mail: Mail) -> bool:
    """Whether a template engine or a sending service is still to fill in a header or the body."""
    if is_template_name(mail.path) or _has_front_matter(mail):
        return True
    if any(has_merge_tag(header.value) for header in mail.headers if header.key in _WRITTEN_BY_TEMPLATES):
        return True
    if mail.html is not None and mail.html.text is not None:
        html = mail.html.text.content
        return _is_source(html) or (_is_filled(html) and _is_filled(without_code(html)))
    return mail.text is not None and mail.text.text is not None and _is_filled(mail.text.text.content)


def _is_source(html: str) -> bool:
    """Whether a body is written in a language that mail HTML is compiled from."""
    if "<mj" not in html and "<columns" not in html:
        return False
    from mailcheck.source.mjml import compiled_language

    return compiled_language(html) != ""


def _is_filled(text: str) -> bool:
    return has_merge_tag(text, quoted=False)


def _has_front_matter(mail: Mail) -> bool:
    return mail.form != "eml" and mail.part.text is not mail.root


def without_code(html: str) -> str:
    """The markup without elements whose text is code. Linear: every closing tag is looked for once."""
    if not _CODE_OPEN.search(html):
        return html
    kept: list[str] = []
    position = 0
    unclosed = set[str]()
    for match in _CODE_OPEN.finditer(html):
        name = (match[1] or match[2]).lower()
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
