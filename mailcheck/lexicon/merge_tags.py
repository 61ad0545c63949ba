"""What merge tags look like: the notations of template engines and sending services."""

from __future__ import annotations

import re
from functools import lru_cache

# One of these stands in every tag: looked for first, because most texts hold none of them.
_MARKS = (
    *("{{", "{%", "*|", "%%", "<%", "${", "[[", "{$", "%7B%7B", "%7b%7b"),
    *("data-msys-", "_url%", "_email%", "%recipient.", "[unsub", "[Unsub", "<unsubscribe"),
)
_NAME = r"[A-Za-z_@][\w.:@$-]{0,80}"
_TAG = r"""
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
    | <unsubscribe[\s>/]                                            # Campaign Monitor
    | href\s*=\s*["']?\[[a-z_]{3,40}\]                              # SendGrid substitution
""".replace("NAME", _NAME)
# `%FIRSTNAME%`: an early letter that is no hex digit tells it from an escaped address, `%C3%`.
_SHOUTED_TAG = re.compile(r"%(?=[A-F]{0,3}[G-Z])[A-Z][A-Z_]{2,40}%")


def has_merge_tag(text: str) -> bool:
    """Whether a merge tag stands in a text, an address or markup. CSS braces and bare percent signs are none."""
    if any(mark in text for mark in _MARKS) and _tag().search(text):
        return True
    return _SHOUTED_TAG.search(text) is not None


def tag_service(address: str) -> str:
    """The sending service whose merge tag an address begins with; '' for a tag of no known service, or none."""
    from mailcheck.lexicon.tags import service_of, tag_at_start

    return service_of(tag_at_start(address))


@lru_cache(maxsize=1)
def _tag() -> re.Pattern[str]:
    """Compiled when first needed: most runs never need it."""
    return re.compile(_TAG, re.VERBOSE | re.IGNORECASE)
