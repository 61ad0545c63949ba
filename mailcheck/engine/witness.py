"""Evidence for audits, taken while a run goes on: hashes of what is read and applied, answers with their time."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from mailcheck.engine.config import Config
from mailcheck.engine.entry_points import installed_packs
from mailcheck.engine.judge_mail import JudgedMail
from mailcheck.engine.rule_dirs import shown_module
from mailcheck.engine.select import Chosen, Plan
from mailcheck.evidence import AppliedRule, Evidence, HeardAnswer, Package, ReadMessage
from mailcheck.findings import Severity
from mailcheck.lookup.answers import Answer, Ask
from mailcheck.report import Report

DISTRIBUTION: Final = "mailcheck-lint"
NOBODY: Final = "nobody was asked"
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_MACHINE: Final = frozenset({"folder", "source", "baseline", "rule_dirs", "jobs"})
"""Fields of the config that say where things lie on this machine, and how many processes it starts."""
_LEFT_OUT: Final = frozenset({"declared_at", "offline"})
"""Where in a file something was declared, and what `dns` tells."""


class Witness:
    """Sees what goes through it, and testifies at the end."""

    def __init__(self, plan: Plan, config: Config) -> None:
        self.plan = plan
        self.config = config
        self.started = _now()
        self._messages: list[ReadMessage] = []
        self._answers: list[HeardAnswer] = []
        self._dns = NOBODY

    def saw(self, judged: JudgedMail) -> None:
        """Note a message."""
        self._messages.append(ReadMessage(judged.target, judged.digest, judged.size))

    def asking(self, source: Ask, who: str) -> Ask:
        """The same source of answers, each noted with its time. `who` says in words what it is."""
        self._dns = who

        async def ask(name: str, kind: str) -> Answer:
            answer = await source(name, kind)
            self._answers.append(_heard(answer))
            return answer

        return ask

    def testify(self, report: Report, exit_code: int) -> Report:
        """The report with all that was seen."""
        config = self.config
        evidence = Evidence(
            started=self.started,
            ended=_now(),
            today=config.today,
            python=platform.python_version(),
            libraries=_libraries(),
            packages=tuple(_packages(self.plan)),
            rules=tuple(map(_applied, self.plan.chosen)),
            config=_hashed_file(config.file, config.file),
            baseline=_hashed_file(config.baseline, config.relative(config.baseline) if config.baseline else ""),
            settings=settings_of(config),
            messages=tuple(self._messages),
            dns=self._dns,
            answers=tuple(sorted(self._answers, key=lambda answer: (answer.name, answer.kind))),
            exit_code=exit_code,
        )
        return replace(report, evidence=evidence)


def settings_of(config: Config) -> Mapping[str, Any]:
    """Everything that was declared, as JSON values, without places of this machine."""
    declared = {key: _plain(getattr(config, key)) for key in _field_names(config) if key not in _MACHINE}
    return {**declared, "rule_dirs": [config.relative(folder) for folder in config.rule_dirs]}


def _now() -> datetime:
    return datetime.now(UTC)


def _heard(answer: Answer) -> HeardAnswer:
    records = tuple(record.text for record in answer.records)
    return HeardAnswer(
        answer.name, answer.kind, answer.status, records, answer.chain, answer.ttl, answer.secure, answer.detail, _now()
    )


def _libraries() -> Mapping[str, str]:
    """The versions of what mailcheck itself needs."""
    try:
        needed = [line for line in requires(DISTRIBUTION) or () if "extra ==" not in line]
    except PackageNotFoundError:  # run from its folder, never installed
        return {}
    names = sorted(match[0] for match in map(_NAME.match, needed) if match is not None)
    return {name: _version(name) for name in names}


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _packages(plan: Plan) -> Iterator[Package]:
    """mailcheck, then the packs of the chosen rules by name."""
    owners = {point.module: point.distribution for point in installed_packs()}
    packs = {_pack(chosen): shown_module(_pack(chosen)) for chosen in plan.chosen}
    for module, name in (("mailcheck", "mailcheck"), *sorted(packs.items(), key=lambda pair: pair[1])):
        distribution = DISTRIBUTION if module == "mailcheck" else owners.get(module, "")
        yield Package(name, _version(distribution) if distribution else "", _hashed_folders(module))


def _pack(chosen: Chosen) -> str:
    """The package of rules that a rule belongs to: the first one above its module that people know by name."""
    module = chosen.rule.module
    shown = shown_module(module)
    return module.removesuffix(shown) + shown.partition(".")[0]


def _hashed_folders(module: str) -> str:
    """Over the names and contents of all files of a package, in order of names."""
    total = sha256()
    for folder in sorted(getattr(sys.modules[module], "__path__", ())):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(folder).as_posix()}\0{_hash(path)}\n".encode())
    return total.hexdigest()


def _applied(chosen: Chosen) -> AppliedRule:
    spec = find_spec(chosen.rule.module)
    file = spec.origin if spec is not None else None
    severity = "" if chosen.severity is None else chosen.severity.label
    return AppliedRule(chosen.rule.id, _hash(Path(file)) if file else "", _plain(chosen.options), severity)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _hashed_file(path: str, name: str) -> tuple[str, str]:
    return (name, _hash(Path(path))) if path and os.path.isfile(path) else ("", "")


def _field_names(value: Any) -> list[str]:
    return [field.name for field in fields(value)]


def _plain(value: Any) -> Any:
    """A declared value as a JSON value; places in texts are left out."""
    if isinstance(value, Severity):
        return value.label
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _table({name: getattr(value, name) for name in _field_names(value)})
    if hasattr(value, "_asdict"):
        return _table(value._asdict())
    if isinstance(value, Mapping):
        return _table(value)
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    return [_plain(one) for one in value]


def _table(values: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key): _plain(one) for key, one in values.items() if key not in _LEFT_OUT}
