"""A BIMI record: where the logo and its certificate are. Nothing is downloaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_VERSION: Final = re.compile(r"\s*v\s*=\s*BIMI1\s*(?:;|$)", re.IGNORECASE)
_TAG: Final = re.compile(r"\s*([A-Za-z]+)\s*=\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BimiRecord:
    """`logo` is `l=`, `evidence` is `a=`; both '' where empty or absent. `problems` are words."""

    text: str
    logo: str
    evidence: str
    declines: bool
    problems: tuple[str, ...]


def is_bimi(text: str) -> bool:
    return _VERSION.match(text) is not None


def parse_bimi(text: str) -> BimiRecord:
    """Read a record that `is_bimi`. An empty `l=` without `a=` declines to show a logo."""
    tags: dict[str, str] = {}
    problems: list[str] = []
    for piece in text.split(";"):
        match = _TAG.fullmatch(piece)
        if match is None:
            if piece.strip():
                problems.append(f"'{piece.strip()[:40]}' is no 'tag=value'")
            continue
        name = match[1].lower()
        if name in tags:
            problems.append(f"the tag '{name}' stands twice")
        tags.setdefault(name, match[2])
    logo, evidence = tags.get("l", ""), tags.get("a", "")
    for name, value in (("l", logo), ("a", evidence)):
        if value and not value.lower().startswith("https://"):
            problems.append(f"'{name}={value[:60]}' is no https address")
    if "l" not in tags:
        problems.append("there is no 'l=' tag for the logo")
    elif logo and not logo.lower().partition("?")[0].endswith((".svg", ".svgz")):
        problems.append(f"'l={logo[:60]}' is no SVG file")
    return BimiRecord(text, logo, evidence, "l" in tags and not logo and not evidence, tuple(problems))
