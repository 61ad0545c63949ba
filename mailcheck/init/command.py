"""What `mailcheck init` takes from its user, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mailcheck.engine.config_file import SHARED, find_config
from mailcheck.engine.config_tables import declare
from mailcheck.engine.refusals import ConfigError, Refusal, shown_path
from mailcheck.init.compose import Answers, in_words, shown_places
from mailcheck.init.survey import Survey
from mailcheck.lookup.names import fold_name, question_name
from mailcheck.reporters.printable import visible


def read_answers(domains: Iterable[str], jurisdictions: Iterable[str]) -> Answers:
    """Domains and jurisdictions as given, several in one word with commas. Raises `Refusal` for what is neither."""
    codes = _pieces(jurisdictions)
    try:
        declared = declare({"jurisdictions": codes}) if codes else {"jurisdictions": ()}
    except ConfigError as error:
        raise Refusal(error.message, place="--jurisdiction", remedy=error.remedy) from None
    return Answers(tuple(dict.fromkeys(map(_domain, _pieces(domains)))), declared["jurisdictions"])


def _pieces(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece for value in values for piece in value.replace(",", " ").split())


def _domain(name: str) -> str:
    """The name in lower case. Raises `Refusal` for what has no dot, or cannot stand in DNS."""
    folded = fold_name(name)
    try:
        question_name(folded)
    except ValueError:
        folded = ""
    if "." not in folded.strip(".") or any(char in folded for char in "@/:"):
        raise Refusal(f'"{name}" is no domain', place="--domain", remedy="write what stands behind the @: acme.com")
    return folded


def unchanged(config: Path) -> str:
    return f"{_named(config)} is there already, and stays as it is\n"


def report(written: Path, found: Survey, answers: Answers) -> str:
    """What was written, after which look, and what to do next."""
    places = shown_places(found)
    steps = [
        (f"mailcheck check --offline {places}", "judges your mail"),
        (f"mailcheck baseline --offline {places}", "accepts what is there already, so that only new findings fail"),
    ]
    if answers.domains:
        steps.append(("mailcheck domain", f"looks up {', '.join(answers.domains)}"))
    width = max(len(command) for command, _ in steps)
    lines = [f"{_named(written)} is written; found: {in_words(found)}", "next:"]
    return "".join(f"{line}\n" for line in [*lines, *(f"  {command:{width}}  {what}" for command, what in steps)])


def shadowed(folder: str) -> str:
    """The config that held for a folder until it gets its own; '' when there was none."""
    above = find_config(folder)
    return f"note: {_named(above)} no longer holds for this folder\n" if above is not None else ""


def _named(config: Path) -> str:
    name = "".join(map(visible, shown_path(config)))
    return f"[tool.mailcheck] in {name}" if config.name == SHARED else name
