"""What tells that a file is mail, which language its tags are, and what the mail of a folder is for."""

from __future__ import annotations

import re
from collections.abc import Mapping

MAIL_WORDS = frozenset(
    "mail mails email emails mailer mailers mailing mailings newsletter newsletters mjml edm edms".split()
)
"""Words of a path that only mail has."""
MAIL_MARKS = re.compile(
    r"<!--\[if (?:[gl]te? )?mso|urn:schemas-microsoft-com:office:office|x-apple-disable-message-reformatting|<mjml\b"
    r"|class=[\"']?preheader|\bExternalClass\b|mso-(?:table|hide|line)",
    re.IGNORECASE,
)
"""Mark-up that nobody writes into a page of a site."""
PLAIN_FILES = frozenset(
    "readme.txt license.txt licence.txt requirements.txt robots.txt changelog.txt humans.txt".split()
)
LANGUAGE_SUFFIXES: Mapping[str, str] = {
    suffix: language
    for language, suffixes in {
        "AMPscript": "amp ampscript",
        "Blade": "blade",
        "Django": "django",
        "EJS": "ejs",
        "ERB": "erb",
        "Eta": "eta",
        "FreeMarker": "ftl ftlh",
        "Go": "gohtml gotmpl tmpl",
        "Handlebars": "hbs handlebars",
        "HubL": "hubl",
        "Jinja": "jinja jinja2 j2",
        "Latte": "latte",
        "Liquid": "liquid",
        "MJML": "mjml",
        "Mako": "mako",
        "Mustache": "mustache mustachio",
        "Nunjucks": "njk nunjucks",
        "Smarty": "tpl",
        "Twig": "twig",
        "Velocity": "vm",
    }.items()
    for suffix in suffixes.split()
}
LANGUAGE_TAGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("MJML", re.compile(r"<mjml\b")),
    ("Mailchimp merge tags", re.compile(r"\*\|[A-Z_]+(?::[^|*]{0,80})?\|\*")),
    ("AMPscript", re.compile(r"%%\[|%%=")),
    ("Handlebars", re.compile(r"\{\{[#/](?:if|each|unless|with)\b|\{\{>|\{\{else\}\}")),
    ("Mustache", re.compile(r"\{\{[#^]\w")),
    ("Django", re.compile(r"\{%\s*(?:load|url|trans|blocktrans(?:late)?|translate)\b")),
    ("Liquid", re.compile(r"\{%-?\s*(?:assign|capture|unless|elsif)\b|\{\{[^{}]{0,200}\|\s*\w+:\s")),
    ("Jinja", re.compile(r"\{%-?\s*(?:set|macro|elif)\b|\{\{[^{}]{0,200}\|\s*\w+\(")),
    ("Velocity", re.compile(r"#(?:set|foreach)\s?\(")),
    ("FreeMarker", re.compile(r"<#(?:if|list|assign)\b")),
)
"""Tags that only one language has, where the file's name does not say."""
FOLDER_CLASSES: Mapping[str, frozenset[str]] = {
    "transactional": frozenset(
        "transactional transaction transactions receipt receipts invoice invoices order orders account accounts auth "
        "password passwords billing verification confirmation confirmations notification notifications security "
        "system".split()
    ),
    "commercial": frozenset(
        "marketing promo promos promotion promotions promotional campaign campaigns sale sales offer offers drip drips "
        "commercial advertising newsletter newsletters".split()
    ),
    "editorial": frozenset("editorial".split()),
}
"""Words of a folder's name -> the class that they suggest."""
