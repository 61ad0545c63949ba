"""What the command line says, laid over the config that was found."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from typing import Any

from mailcheck.engine.baseline_file import default_file
from mailcheck.engine.config import Config, Jobs, Named, Selection
from mailcheck.engine.refusals import ConfigError
from mailcheck.findings import Severity

LEVELS = {severity.label: severity for severity in Severity}


def found_config(file: str | None = None, *, none: bool = False) -> Config:
    """The config in `file`, else in the nearest one upward; with `none`, and where there is none, the defaults."""
    if none and file:
        raise ConfigError("they exclude each other", place="--config and --no-config")
    if not none:
        from mailcheck.engine.config_file import find_config

        path = file or find_config()
        if path is not None:
            from mailcheck.engine.config_tables import read_config

            return read_config(path)
    folder = os.getcwd()
    return Config(folder=folder, baseline="" if none else default_file(folder))


def configured(
    config: Config,
    *,
    message_class: str | None = None,
    stage: str | None = None,
    jurisdictions: Iterable[str] = (),
    today: date | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Iterable[str] = (),
    fail_on: str | None = None,
    strict: bool = False,
    rule_dirs: Iterable[str] = (),
    sending_ips: Iterable[str] = (),
    dkim_selectors: Iterable[str] = (),
    signing_domains: Iterable[str] = (),
    return_path: str | None = None,
    providers: Iterable[str] = (),
    baseline: str | None = None,
    no_baseline: bool = False,
    jobs: str | None = None,
) -> Config:
    """The config below what the options say. Raises `ConfigError` that names the option."""
    if baseline is not None and no_baseline:
        raise ConfigError("they exclude each other", place="--baseline and --no-baseline")
    declared: dict[str, Any] = {"today": today} if today else {}
    declared |= _declared("sending_ips", tuple(sending_ips), "--ip")
    declared |= _declared("dkim_selectors", tuple(dkim_selectors), "--selector")
    declared |= _declared("signing_domains", tuple(signing_domains), "--signer")
    declared |= _declared("return_path", return_path, "--return-path")
    declared |= _declared("providers", tuple(name for value in providers for name in value.split(",")), "--provider")
    declared |= _declared("class", message_class, "--class")
    declared |= _declared("stage", stage, "--stage")
    declared |= _declared("jurisdictions", tuple(jurisdictions), "--jurisdiction")
    return config.with_overrides(
        Selection(names(select, "--select"), names(ignore, "--ignore"), tuple(map(_severity, severity))),
        declared,
        fail_on=LEVELS[fail_on] if fail_on else None,
        strict=strict,
        rule_dirs=tuple(map(os.path.abspath, rule_dirs)),
        baseline="" if no_baseline else baseline,
        jobs=_jobs(jobs),
    )


def names(values: Iterable[str], place: str) -> tuple[Named, ...]:
    """`--select us,form --select unsub-missing`: three names."""
    return tuple(Named(name.strip(), place) for value in values for name in value.split(",") if name.strip())


def _declared(name: str, value: object, place: str) -> dict[str, Any]:
    if not value:
        return {}
    from mailcheck.engine.config_tables import declare

    try:
        return declare({name: value})
    except ConfigError as error:
        raise ConfigError(error.message, place=place, remedy=error.remedy) from None


def _jobs(value: str | None) -> Jobs | None:
    if value is None:
        return None
    from mailcheck.engine.config_tables import number_of_jobs

    try:
        return number_of_jobs(int(value) if value.isascii() and value.isdecimal() else value)
    except ConfigError:
        raise ConfigError(
            f'"{value}" is no number of processes', place="--jobs", remedy="write a number above 0, or auto"
        ) from None


def _severity(value: str) -> tuple[Named, Severity]:
    name, _, level = value.partition("=")
    if level not in LEVELS:
        raise ConfigError(
            f'"{value}" gives no severity', place="--severity", remedy=f"write NAME=LEVEL, one of {', '.join(LEVELS)}"
        )
    return Named(name, "--severity"), LEVELS[level]
