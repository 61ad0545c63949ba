"""What merge tags look like: the notations of template engines and sending services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mailcheck.holes import has_hole

# One of these stands in every tag: looked for first, because most texts hold none of them.
_MARKS = (
    *("{{", "{%", "*|", "%%", "<%", "${", "[[", "{$", "{#", "{!", "[%", "<?php", "<?=", "<#", "<@", "%7B%7B", "%7b%7b"),
    *("#if", "#set", "#foreach", "#parse", "@end", "@extends", "{if", "{foreach", "fallback="),
    *("data-msys-", "_url%", "_email%", "%recipient.", "[unsub", "[Unsub", "<unsubscribe"),
)
_QUOTES = (
    *("`", "'", '"', "“", "”", "„", "‘", "’", "«", "»"),
    *("&quot;", "&ldquo;", "&rdquo;", "&#39;", "&laquo;", "&raquo;"),
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
    | \{\$NAME(?:[|>-][^{}]{0,120})?\}                               # MailerLite, Smarty
    | \{\{!-- | \{\{--\s | \{\#-?\s[^{}]{0,2000}\#\}                # comments
    | \{!![^{}]{1,200}!!\} | @(?:end(?:if|foreach|section|component|slot)\b|extends\()    # Blade
    | \{![A-Z$]NAME\} | \[%-?\s{0,4}[a-z]\w*\b[^\[\]]{0,200}%\]     # Salesforce; Template Toolkit
    | <\?(?:php\s|=) | </?\#(?:if|list|assign|include|import|macro)\b | <\#-- | <@\w+[.\s/>]   # PHP, FreeMarker
    | \#(?:set|foreach|parse|if)\s?\([^()\n]{0,80}[$"]               # Velocity
    | \{(?:if|foreach)\s[^{}]{0,80}\$[^{}]{0,200}\}                  # Smarty
    | \[\w{2,40},\s?fallback=[^\]]{0,80}\]                          # Campaign Monitor
    | \bdata-msys-\w                                                # SparkPost
    | %(?:recipient\.\w{1,40}|[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,5})%    # Mailgun
    | %7B%7B[^<>"\s]{1,200}%7D%7D                                   # tags in an escaped address
    | <unsubscribe[\s>/]                                            # Campaign Monitor
    | href\s*=\s*["']?\[[a-z_]{3,40}\]                              # SendGrid substitution
""".replace("NAME", _NAME)
# `%FIRSTNAME%`: an early letter that is no hex digit tells it from an escaped address, `%C3%`.
_SHOUTED_TAG = re.compile(r"%(?=[A-F]{0,3}[G-Z])[A-Z][A-Z_]{2,40}%")


def has_merge_tag(text: str, *, quoted: bool = True) -> bool:
    """Whether a merge tag stands in a text, an address or markup. CSS braces and bare percent signs are none.

    `quoted=False`: tags in quotation marks, those of attributes aside, are only spoken of and do not count.
    """
    return has_hole(text) or any(quoted or not _is_quoted(text, *tag.span()) for tag in _tags(text))


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand around [start, end) that are not those of an attribute."""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    opening = next((mark for mark in _QUOTES if before.endswith(mark)), "")
    quoted = bool(opening) and any(after.startswith(mark) for mark in _QUOTES)
    return quoted and not before.removesuffix(opening).rstrip().endswith("=")


def _tags(text: str) -> Iterator[re.Match[str]]:
    if any(mark in text for mark in _MARKS):
        yield from _tag().finditer(text)
    yield from _SHOUTED_TAG.finditer(text)


def tag_service(address: str) -> str:
    """The sending service whose merge tag an address begins with; '' for a tag of no known service, or none."""
    from mailcheck.lexicon.tags import service_of, tag_at_start

    return service_of(tag_at_start(address))


@lru_cache(maxsize=1)
def _tag() -> re.Pattern[str]:
    """Compiled when first needed: most runs never need it."""
    return re.compile(_TAG, re.VERBOSE | re.IGNORECASE)
