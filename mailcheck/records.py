"""DNS records that a domain ought to publish: what facts propose and reports carry."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["TXT", "MX", "SPF"]


class Change(NamedTuple):
    """One thing that is changed, in words, and the rule whose finding it mends."""

    rule: str
    reason: str


class ProposedRecord(NamedTuple):
    """A record to publish for a domain, or (`value` is '') to delete.

    `name` is absolute, without the final dot. `value` and `old` (what it replaces: delete these) are the text of a TXT
    record, the data of others; `data` and `old_data` the same as a zone file writes them. `questions` are what only a
    person can answer, to be answered before it is published. `keeper` is the domain whose owner must publish it, where
    that is somebody else. `ttl` is in seconds.
    """

    domain: str
    name: str
    kind: Kind
    value: str
    data: str
    old: tuple[str, ...] = ()
    old_data: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    keeper: str = ""
    ttl: int = 3600

    @property
    def rules(self) -> frozenset[str]:
        """The rules whose findings it mends."""
        return frozenset(change.rule for change in self.changes)
