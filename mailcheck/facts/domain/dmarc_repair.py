"""The DMARC record that a domain should publish, from the texts at its `_dmarc` name.

Where records contradict each other, the milder policy is proposed; where a policy was written that no receiver applied
until now, it is kept. Both are asked back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mailcheck.facts.domain.dmarc_record import (
    KNOWN,
    POLICIES,
    POLICY_TAGS,
    DmarcRecord,
    Policy,
    is_dmarc,
    parse_dmarc,
    percentage,
)
from mailcheck.facts.domain.record_repair import Repair
from mailcheck.records import Change

_NAMES: Final = "|".join(sorted(KNOWN, key=len, reverse=True))
_NEXT: Final = re.compile(rf";|(?<![\s,])[\s,]++(?=(?:{_NAMES})\s*=)", re.IGNORECASE)
_TAG: Final = re.compile(rf"({_NAMES})\s*[=:](.*)", re.IGNORECASE | re.DOTALL)
_MAILBOX: Final = re.compile(r"[^@\s,!:/]{1,64}@[A-Za-z0-9._-]{1,253}\.[A-Za-z0-9-]{1,63}")
_SIZE: Final = re.compile(r"!\d+[kmgt]?$", re.IGNORECASE)
_FAILURES: Final = re.compile(r"[01ds]([ \t]*:[ \t]*[01ds])*", re.IGNORECASE)
_QUOTES: Final = "\"'“”„` \t"
_ORDER: Final = ("p", "sp", "np", "adkim", "aspf", "psd", "t", "fo", "rua", "ruf")
_VALUES: Final = {"psd": "ynu", "t": "yn", "adkim": "rs", "aspf": "rs"}
_SOFTER: Final[dict[str, Policy]] = {"reject": "quarantine", "quarantine": "none", "none": "none"}
_OBSOLETE: Final = "dmarc-obsolete-tags"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands. `organisation`: at the organisation's own name, where sp and np count.

    `receives`: whether the domain takes mail, None when that is not known. `suffix`: registries own the name.
    """

    domain: str
    organisation: bool = True
    receives: bool | None = None
    suffix: bool = False


@dataclass(slots=True)
class _Draft:
    tags: dict[str, str]
    changes: list[Change] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def change(self, rule: str, reason: str) -> None:
        self.changes.append(Change(rule, reason))

    def drop(self, name: str, rule: str, reason: str) -> None:
        if self.tags.pop(name, None) is not None:
            self.change(rule, reason)

    @property
    def text(self) -> str:
        ordered = [name for name in _ORDER if self.tags.get(name)]
        return "; ".join(["v=DMARC1", *(f"{name}={self.tags[name]}" for name in ordered)])


def first_record(place: Place, *, parked: bool = False) -> Repair:
    """The record for a domain without one: it watches, and asks for reports; a parked domain's refuses."""
    if parked:
        return Repair("v=DMARC1; p=reject", (Change("no-mail-domain", "mail from a parked domain is refused"),))
    draft = _Draft({"p": "none"}, [Change("dmarc-missing", "a record that only watches: no mail is lost by it")])
    _ask_for_reports(draft, place)
    return Repair(draft.text, tuple(draft.changes), tuple(draft.questions))


def repair_dmarc(texts: Sequence[str], place: Place, *, misplaced: bool = False) -> Repair | None:
    """One record from all texts that are, or were meant as, DMARC records; None when nothing needs repair.

    `misplaced`: they stand where no receiver looks.
    """
    drafts = [_read(text) for text in texts]
    draft = drafts[0] if len(drafts) == 1 else _merged(drafts)
    _mend_policy(draft)
    _mend_values(draft)
    _mend_reports(draft, place)
    _drop_obsolete(draft)
    _mend_gaps(draft, place)
    if draft.tags.get("psd") == "y" and not place.suffix:
        draft.drop("psd", "dmarc-psd-misuse", "'psd=y' is dropped: the domain is no public suffix")
    if draft.tags.get("t") == "y" and draft.tags["p"] == "none":
        draft.drop("t", "dmarc-testing", "'t=y' does nothing with a policy of none")
    if draft.tags["p"] != "none" and (misplaced or not _is_applied(texts)):
        draft.questions.append(
            f"receivers have not applied p={draft.tags['p']} until now: does all your mail pass DMARC? "
            "If you do not know, publish 'p=none' first"
        )
    needed = bool(draft.changes) or misplaced
    return Repair(draft.text, tuple(draft.changes), tuple(draft.questions)) if needed else None


def _is_applied(texts: Sequence[str]) -> bool:
    """Whether receivers act on the policy of these records as they are."""
    records = [parse_dmarc("", text) for text in texts if is_dmarc(text)]
    return len(records) == 1 and records[0].valid and not records[0].broken_policy


def raised(record: DmarcRecord, policy: Policy) -> str:
    """The record with another policy, for the domain and for what lies below it."""
    tags = {tag.name: tag.value for tag in record.tags if tag.name in KNOWN and tag.name not in (*POLICY_TAGS, "v")}
    tags = {name: value for name, value in tags.items() if name not in ("pct", "rf", "ri", "t")}
    return _Draft({"p": policy, **tags}).text


def refused(record: DmarcRecord) -> Repair:
    """The record with the policy of a parked domain."""
    return Repair(raised(record, "reject"), (Change("no-mail-domain", "mail from a parked domain is refused"),))


def _read(text: str) -> _Draft:
    """The tags of one text, the first of each name; what had to be guessed is a change."""
    bare = text.strip(_QUOTES)
    draft = _Draft({})
    if not is_dmarc(text):
        draft.change("dmarc-syntax", "the record begins with exactly 'v=DMARC1;'")
    twice: set[str] = set()
    for piece in _NEXT.split(bare):
        word = piece.strip(_QUOTES)
        match = _TAG.fullmatch(word)
        if match is None:
            if word and not re.fullmatch(r"v\s*=\s*dmarc\s*1", word, re.IGNORECASE):
                draft.change("dmarc-syntax", f"'{word}' is dropped: receivers do not know it")
            continue
        name, value = match[1].lower(), match[2].strip(_QUOTES + ",")
        if name != "v" and name in draft.tags:
            twice.add(name)
            if value.lower() != draft.tags[name].lower():
                draft.questions.append(f"'{name}' stood twice: '{draft.tags[name]}' is kept, or is it '{value}'?")
        elif name != "v":
            draft.tags[name] = value
    draft.changes += [Change("dmarc-syntax", f"'{name}' stands once") for name in sorted(twice)]
    if any(problem.kind in ("case", "syntax", "order") for problem in parse_dmarc("", bare).problems):
        draft.change("dmarc-syntax", "tags are written plainly, 'p' right after the version")
    return draft


def _merged(drafts: list[_Draft]) -> _Draft:
    """The mildest policy of all, every report address, and what else the first ones say."""
    merged = _Draft({})
    for draft in drafts:
        merged.tags = {**draft.tags, **merged.tags}
        merged.changes += draft.changes
        merged.questions += draft.questions
    merged.change("dmarc-syntax", f"{len(drafts)} records become one")
    policies = list(
        dict.fromkeys(d.tags.get("p", "").lower() for d in drafts if d.tags.get("p", "").lower() in POLICIES)
    )
    if len(policies) > 1:
        merged.questions.append(
            f"the records ask for {' and '.join(policies)}: which one was meant? The mildest is kept"
        )
    if policies:
        merged.tags["p"] = min(policies, key=POLICIES.index)
    for name in ("rua", "ruf"):
        uris = [uri.strip() for d in drafts for uri in d.tags.get(name, "").split(",") if uri.strip()]
        if uris:
            merged.tags[name] = ",".join(dict.fromkeys(uris))
    return merged


def _mend_policy(draft: _Draft) -> None:
    for name in POLICY_TAGS:
        value = draft.tags.get(name)
        if value is None or value.lower() in POLICIES:
            if value is not None:
                draft.tags[name] = value.lower()
            continue
        draft.questions.append(f"'{name}={value}' is no policy: was none, quarantine or reject meant?")
        if name == "p":
            draft.tags["p"] = "none"
            draft.change("dmarc-syntax", f"'p={value}' becomes 'p=none', which is how receivers read it")
        else:
            draft.drop(name, "dmarc-syntax", f"'{name}={value}' is dropped, so that 'p' decides")
    if "p" not in draft.tags:
        draft.tags["p"] = "none"
        draft.change("dmarc-syntax", "'p=none' is added: a policy must be there")


def _mend_values(draft: _Draft) -> None:
    for name, allowed in _VALUES.items():
        value = draft.tags.get(name, "").lower()
        if name in draft.tags and (len(value) != 1 or value not in allowed):
            draft.drop(name, "dmarc-syntax", f"'{name}={value}' is dropped: receivers ignore it")
        elif name in draft.tags:
            draft.tags[name] = value
    if not _FAILURES.fullmatch(draft.tags.get("fo", "0")):
        draft.drop("fo", "dmarc-syntax", f"'fo={draft.tags['fo']}' is dropped: it has no such value")
    if "ruf" not in draft.tags and draft.tags.get("fo", "0") != "0":
        draft.drop("fo", "dmarc-ruf", "'fo' does nothing without 'ruf'")


def _mend_reports(draft: _Draft, place: Place) -> None:
    """Addresses as mailto:, without sizes; where none is left, one is asked for."""
    for name in ("rua", "ruf"):
        if name not in draft.tags:
            continue
        kept: list[str] = []
        for text in draft.tags[name].split(","):
            kept += _mended_uri(text.strip(_QUOTES), name, draft)
        draft.tags[name] = ",".join(dict.fromkeys(kept))
        if not kept:
            del draft.tags[name]
    if "rua" not in draft.tags:
        draft.changes.append(Change("dmarc-rua-missing", "reports are asked for"))
        _ask_for_reports(draft, place)
        if "rua" not in draft.tags:
            draft.changes.pop()


def _mended_uri(text: str, name: str, draft: _Draft) -> list[str]:
    plain = _SIZE.sub("", text)
    if plain != text:
        draft.change(_OBSOLETE, f"the size in '{text}' is dropped")
    if parse_dmarc("", f"v=DMARC1; p=none; rua={plain}").rua[:1] and _is_address(plain):
        return [plain]
    mailbox = _MAILBOX.search(plain)
    if mailbox is not None and not plain.lower().startswith(("http:", "https:")):
        draft.change("dmarc-syntax", f"'{text}' becomes 'mailto:{mailbox[0]}'")
        return [f"mailto:{mailbox[0]}"]
    if plain:
        draft.change("dmarc-syntax", f"'{text}' is dropped from '{name}': reports go to mailto: addresses only")
    return []


def _is_address(uri: str) -> bool:
    return all(found.address for found in parse_dmarc("", f"v=DMARC1; p=none; rua={uri}").rua)


def _ask_for_reports(draft: _Draft, place: Place) -> None:
    if place.receives is False:
        draft.questions.append(
            f"{place.domain} takes no mail: which mailbox elsewhere shall get the reports (rua=mailto:...)?"
        )
        return
    address = f"dmarc-reports@{place.domain}"
    draft.tags["rua"] = f"mailto:{address}"
    draft.questions.append(f"is there a mailbox {address}? Create it first, or name one that you read")


def _drop_obsolete(draft: _Draft) -> None:
    pct, policy = draft.tags.get("pct", ""), draft.tags["p"]
    share = percentage(pct)
    if share is not None and share < 100 and policy != "none":
        if share == 0:
            draft.tags["p"] = _SOFTER[policy]
            draft.drop("pct", _OBSOLETE, f"'p={policy}; pct=0' becomes 'p={draft.tags['p']}', which it meant")
        else:
            draft.questions.append(
                f"newer receivers already apply {policy} to all mail, whatever 'pct={pct}' says: publish "
                f"'p={_SOFTER[policy]}' instead if it was meant to soften the policy"
            )
    for name in ("pct", "rf", "ri"):
        draft.drop(name, _OBSOLETE, f"'{name}' is dropped: it has no meaning any more")


def _mend_gaps(draft: _Draft, place: Place) -> None:
    """Subdomains get the domain's policy."""
    rule, policy = "dmarc-subdomain-gap", draft.tags["p"]
    if not place.organisation:
        for name in ("sp", "np"):
            draft.drop(name, rule, f"'{name}' is dropped: it counts in the organisation's own record only")
        return
    if policy == "none":
        return
    if draft.tags.get("sp") == "none":
        draft.drop("sp", rule, f"'sp=none' is dropped: subdomains get p={policy}")
        draft.questions.append(
            f"does a subdomain still send mail that fails? Keep 'sp=none' for now then, and add only 'np={policy}'"
        )
    if draft.tags.get("np") == "none":
        draft.drop("np", rule, "'np=none' is dropped: invented subdomains get the policy of the others")


def place_with(place: Place, domain: str) -> Place:
    """The same knowledge about another name: whether that one takes mail is not known."""
    return place if domain == place.domain else replace(place, domain=domain, receives=None)
