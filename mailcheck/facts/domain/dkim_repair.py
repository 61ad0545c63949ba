"""A DKIM key record written plainly. The key itself is never made up: where it is damaged, nothing is repaired."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.facts.domain.dkim_key import DkimKey, parse_key
from mailcheck.facts.domain.record_repair import Repair
from mailcheck.records import Change

_NOISE: Final = re.compile(r"[\s\"'\\]+")
_KNOWN: Final = frozenset({"v", "k", "p", "t", "h", "s", "n", "g"})


def repair_key(key: DkimKey) -> Repair | None:
    """The key's record without what verifiers stumble over; None when it is in order or the key cannot be used."""
    tags = _tags(key.text)
    value = _NOISE.sub("", tags.get("p", ""))
    if not value or (not key.problems and not key.testing):
        return None
    kind = tags.get("k", "rsa").strip().lower() or "rsa"
    flags = [flag for flag in _list(tags.get("t", "")) if flag != "y"]
    kept = ["v=DKIM1", f"k={kind}", *([f"t={':'.join(flags)}"] if flags else []), f"p={value}"]
    text = "; ".join(kept)
    repaired = parse_key(text)
    if not repaired.usable or any(problem.kind != "bare-key" for problem in repaired.problems):
        return None
    changes = [Change("dkim-key-record", problem.reason) for problem in key.problems if problem.kind != "bare-key"]
    if key.testing:
        changes.append(Change("dkim-key-testing", "'t=y' is dropped: signatures count from now on"))
    return Repair(text, tuple(changes)) if changes else None


def _tags(text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for piece in text.replace("\\;", ";").split(";"):
        name, equals, value = piece.partition("=")
        name = name.strip(" \t\r\n\"'\\").rpartition(" ")[2].lower()
        if equals and name in _KNOWN:
            tags.setdefault(name, value.strip())
    return tags


def _list(value: str) -> list[str]:
    return [part.strip().lower() for part in _NOISE.sub("", value).split(":") if part.strip()]
