"""The text of a DMARC record, read by RFC 9989 section 4.7 and 4.8, with what RFC 7489 thought otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

Policy = Literal["none", "quarantine", "reject"]
POLICIES: Final = ("none", "quarantine", "reject")
POLICY_TAGS: Final = ("p", "sp", "np")
KNOWN: Final = frozenset({"v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "fo", "rua", "ruf", "pct", "rf", "ri"})
OBSOLETE: Final = frozenset({"pct", "rf", "ri"})
_VALUES: Final = {
    "psd": ("y", "n", "u"), "t": ("y", "n"), "adkim": ("r", "s"), "aspf": ("r", "s"),
}  # fmt: skip
_VERSION: Final = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)")
_TAG: Final = re.compile(r"[ \t]*([A-Za-z]+)[ \t]*=[ \t]*(.*?)[ \t]*")
_PERCENTAGE: Final = re.compile(r"0*(?:100|[0-9]{1,2})")
_SIZE: Final = re.compile(r"!\d+[kmgt]?$", re.IGNORECASE)
_MAILTO: Final = re.compile(r"mailto:([^@\s,!]+@([^@\s,!/?]+))(?:\?[^\s,!]*)?", re.IGNORECASE)


def percentage(value: str) -> int | None:
    """The value of `pct`; None when it is no number from 0 to 100. Any count of leading zeros is read."""
    return int(value[-3:]) if _PERCENTAGE.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; `start`, `end` are its place in the record's text."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a record: what kind, in words, and where in its text.

    `fatal`: the whole record is ignored by receivers.
    """

    kind: Literal["syntax", "value", "duplicate", "case", "missing-p", "uri", "unknown-tag", "order"]
    reason: str
    start: int
    end: int
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class ReportUri:
    """A destination for reports. `address` and `host` are '' when it is no valid mailto."""

    text: str
    address: str
    host: str
    sized: bool


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """A record as found at `_dmarc.<domain>`. Property values are what a receiver acts on."""

    domain: str
    text: str
    tags: tuple[Tag, ...]
    problems: tuple[Problem, ...]

    def tag(self, name: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.name == name), None)

    def value(self, name: str) -> str:
        tag = self.tag(name)
        return tag.value if tag else ""

    def policy(self, name: str) -> Policy | None:
        """The policy named by p, sp or np; None when it is absent or no policy."""
        value = self.value(name).lower()
        return cast(Policy, value) if value in POLICIES else None

    @property
    def valid(self) -> bool:
        return not any(problem.fatal for problem in self.problems)

    @property
    def rua(self) -> tuple[ReportUri, ...]:
        return _uris(self.value("rua"))

    @property
    def ruf(self) -> tuple[ReportUri, ...]:
        return _uris(self.value("ruf"))

    @property
    def psd(self) -> Literal["y", "n", "u"]:
        value = self.value("psd").lower()
        return "y" if value == "y" else "n" if value == "n" else "u"

    @property
    def testing(self) -> bool:
        return self.value("t").lower() == "y"

    @property
    def pct(self) -> int | None:
        """The percentage of RFC 7489; None when absent or no number from 0 to 100."""
        return percentage(self.value("pct"))

    def strict(self, mechanism: Literal["adkim", "aspf"]) -> bool:
        return self.value(mechanism).lower() == "s"

    @property
    def broken_policy(self) -> bool:
        """No valid p, or an sp or np that is no policy (RFC 9989 4.10.1)."""
        wrong = any(self.tag(name) is not None and self.policy(name) is None for name in ("sp", "np"))
        return self.policy("p") is None or wrong

    @property
    def processed(self) -> bool:
        """Whether receivers of RFC 9989 act on it at all: a broken policy needs a valid report address."""
        return self.valid and (not self.broken_policy or any(uri.address for uri in self.rua))


def is_dmarc(text: str) -> bool:
    """Whether a TXT record is a DMARC record at all: its first tag is exactly `v=DMARC1`."""
    return _VERSION.match(text) is not None


def looks_like_dmarc(text: str) -> bool:
    """Whether someone meant it as one: wrong case, a missing semicolon, quotes or spaces in front."""
    return not is_dmarc(text) and re.match(r"[\s\"'“”]*v\s*=\s*dmarc\s*1", text, re.IGNORECASE) is not None


def parse_dmarc(domain: str, text: str) -> DmarcRecord:
    """Read a record that `is_dmarc`. Never raises: what is wrong stands in `problems`."""
    tags: list[Tag] = []
    problems: list[Problem] = []
    start = 0
    for piece in text.split(";"):
        end = start + len(piece)
        match = _TAG.fullmatch(piece)
        if match:
            tags.append(Tag(match[1], match[2], start + match.start(1), start + match.end(2)))
        elif piece.strip(" \t"):
            problems.append(Problem("syntax", f"'{piece.strip()}' is no 'tag=value'", start, end))
        start = end + 1
    problems += _judge(tags, len(text))
    return DmarcRecord(domain, text, tuple(tags), tuple(problems))


def _judge(tags: list[Tag], length: int) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, Tag] = {}
    for tag in tags:
        if tag.name in seen:
            reason = f"'{tag.name}' stands twice: the whole record is invalid"
            problems.append(Problem("duplicate", reason, tag.start, tag.end, fatal=True))
        seen.setdefault(tag.name, tag)
        problems += _judge_tag(tag)
    if "p" not in seen:
        problems.append(Problem("missing-p", "there is no policy tag 'p'", 0, length))
    elif len(tags) > 1 and tags[1].name != "p":
        tag = seen["p"]
        problems.append(Problem("order", "'p' is not the second tag, as RFC 7489 wanted", tag.start, tag.end))
    return problems


def _judge_tag(tag: Tag) -> list[Problem]:
    where = (tag.start, tag.end)
    if tag.name not in KNOWN:
        if tag.name.lower() in KNOWN:
            reason = f"tag names are case-sensitive: '{tag.name}' is not '{tag.name.lower()}'"
            return [Problem("case", reason, *where)]
        return [Problem("unknown-tag", f"'{tag.name}' is no DMARC tag; receivers ignore it", *where)]
    if tag.name in POLICY_TAGS and tag.value.lower() not in POLICIES:
        return [Problem("value", f"'{tag.name}={tag.value}' is none of {', '.join(POLICIES)}", *where)]
    allowed = _VALUES.get(tag.name)
    if allowed is not None and tag.value.lower() not in allowed:
        return [Problem("value", f"'{tag.name}={tag.value}' is none of {', '.join(allowed)}", *where)]
    if tag.name in ("rua", "ruf"):
        return [
            Problem("uri", f"'{uri.text}' in '{tag.name}' is no mailto: address", *where)
            for uri in _uris(tag.value)
            if not uri.address
        ]
    return []


def _uris(value: str) -> tuple[ReportUri, ...]:
    found = []
    for piece in value.split(",") if value else ():
        text = piece.strip()
        size = _SIZE.search(text)
        match = _MAILTO.fullmatch(text[: size.start()] if size else text)
        address, host = (match[1], match[2].lower().rstrip(".")) if match else ("", "")
        found.append(ReportUri(text, address, host, size is not None))
    return tuple(found)
