"""What an auditor asks for besides the report: what was read, by which rules and settings, what DNS said and when.

The only place of a report where times stand: two runs give equal reports, but never equal evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple


class ReadMessage(NamedTuple):
    """A message as it was read: the SHA-256 of its bytes, and how many there were."""

    target: str
    sha256: str
    size: int


class HeardAnswer(NamedTuple):
    """One answer from DNS and when it came. `records` as a zone file has them; `status` as in `lookup/answers.py`."""

    name: str
    kind: str
    status: str
    records: tuple[str, ...]
    chain: tuple[str, ...]
    ttl: int
    secure: bool | None
    detail: str
    time: datetime


class Package(NamedTuple):
    """Code that took part: a rule pack or mailcheck itself. `sha256` is over all its files, their names included."""

    name: str
    version: str
    sha256: str


class AppliedRule(NamedTuple):
    """A rule that was chosen: the SHA-256 of its file, its options, and the severity that was set ('' for none)."""

    rule_id: str
    sha256: str
    options: Mapping[str, Any]
    severity: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`settings` is everything that was declared, by config and command line, as JSON values.

    `config` and `baseline` are the files' names with the SHA-256 of their bytes, '' where there is none. `dns` says who
    answered. Times are in UTC.
    """

    started: datetime
    ended: datetime
    today: date
    python: str
    libraries: Mapping[str, str]
    packages: tuple[Package, ...]
    rules: tuple[AppliedRule, ...]
    config: tuple[str, str]
    baseline: tuple[str, str]
    settings: Mapping[str, Any]
    messages: tuple[ReadMessage, ...]
    dns: str
    answers: tuple[HeardAnswer, ...]
    exit_code: int
