"""The text of a first config. What is only a guess stands in it as a comment that needs one mark taken off."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mailcheck.engine.toml_text import toml_value
from mailcheck.init.survey import Survey
from mailcheck.lexicon.esp_dns import sending_services
from mailcheck.reporters.printable import visible

MOST_SUGGESTED = 20


class Answers(NamedTuple):
    """What the user said: domains that mail is sent from, and whose rules bind."""

    domains: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()


def compose(found: Survey, answers: Answers, table: str = "") -> str:
    """The config; `table` is what its keys stand under, 'tool.mailcheck' in a pyproject.toml."""
    prefix = f"{table}." if table else ""
    lines = [f"[{table}]"] if table else []
    lines += [
        *_lead(found),
        "",
        "# From this severity on findings fail the run: error, warning or info.",
        'fail_on = "error"',
        "",
        *_domains(found, answers),
        "",
        "# Rules or groups that are not for you. `mailcheck rules` lists them, `mailcheck explain NAME` says more.",
        '#ignore = ["text-part-missing"]',
        "",
        f"[{prefix}context]",
        '# Whose rules bind you: a country, or a state as in "us-wa".',
        f"jurisdictions = {toml_value(answers.jurisdictions or ('us',))}",
        "# true: nobody adds Message-ID, Date or List-Unsubscribe after you, so their absence counts at any stage.",
        "#sender_adds_headers = true",
        *_selectors(found),
        "",
        *_senders(answers, prefix),
        "",
        *_paths(found, prefix),
    ]
    return "\n".join(lines).rstrip() + "\n"


def in_words(found: Survey) -> str:
    """What was found: '10 templates (Handlebars, MJML) and 2 messages, with tags of SendGrid'."""
    templates, messages = found.number("template"), found.number("message")
    named = ", ".join(language for language, _ in found.languages)
    parts = []
    if templates:
        parts.append(f"{templates} template{'s' * (templates > 1)}{f' ({named})' if named else ''}")
    if messages:
        parts.append(f"{messages} message{'s' * (messages > 1)}")
    services = " or ".join(service for service, _ in found.services[:3])
    words = " and ".join(parts) or "no mail"
    return words + (f", with tags of {services}" if services else "") + (" among the first files" if found.more else "")


def shown_places(found: Survey) -> str:
    """Where the mail lies, as arguments of a command."""
    return " ".join(map(_shell, found.places)) or "FOLDER"


def _lead(found: Survey) -> Iterator[str]:
    yield "# The config of mailcheck, the linter for e-mail; mailcheck's docs/configuration.md has every key."
    yield f"# `mailcheck init` found {in_words(found)}."
    if found.files:
        yield f"# To judge {'it' if len(found.files) == 1 else 'them'}: mailcheck check --offline {shown_places(found)}"
    yield '# A "#" right before a key or a table marks a suggestion: take it off where it is right.'


def _domains(found: Survey, answers: Answers) -> Iterator[str]:
    yield "# The domains that your mail is sent from: `mailcheck domain` looks them up."
    if answers.domains:
        yield f"domains = {toml_value(answers.domains)}"
    else:
        seen = tuple(domain for domain, _ in found.domains[:MOST_SUGGESTED])
        yield f"#domains = {toml_value(seen or ('example.com',))}"


def _selectors(found: Survey) -> Iterator[str]:
    known = {service.name: service for service in sending_services()}
    for service, _ in found.services[:1]:
        if service in known and known[service].selectors:
            yield f"# DNS does not list DKIM selectors. Those that {service} gives its customers:"
            yield f"#dkim_selectors = {toml_value(known[service].selectors)}"


def _senders(answers: Answers, prefix: str) -> Iterator[str]:
    yield "# Your brands: names that readers know, domains that each mails from, postal addresses that it shows."
    yield f"#[[{prefix}senders]]"
    yield '#names = ["Acme"]'
    yield f"#domains = {toml_value(answers.domains or ('example.com',))}"


def _paths(found: Survey, prefix: str) -> Iterator[str]:
    """Folders that say by their names what their mail is for; one for show where none does."""
    yield "# What mail is for decides which rules bind it; what is not declared is inferred from each message."
    classes: Sequence[tuple[str, str]] = found.classes[:MOST_SUGGESTED]
    if classes:
        yield "# These folders say it by their names. Later entries beat earlier ones."
    for folder, class_ in classes or (("receipts", "transactional"),):
        yield f"#[[{prefix}paths]]"
        yield f"#match = {toml_value(f'{_glob(folder)}/**')}"
        yield f"#class = {toml_value(class_)}"


def _glob(path: str) -> str:
    """A path whose characters mean themselves in a glob."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in path)


def _shell(path: str) -> str:
    return "".join(map(visible, shlex.quote(path if not path.startswith("-") else f"./{path}")))
