"""check_host() of RFC 7208: does this IP address pass for this MAIL FROM and HELO?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Literal

from mailcheck.facts.domain.spf_macros import MacroContext, expand, expand_domain, needs_validated_name
from mailcheck.facts.domain.spf_record import (
    Qualifier,
    SpfRecord,
    SpfSyntaxError,
    Term,
    is_explain_string,
    is_spf,
    parse_spf,
)  # fmt: skip
from mailcheck.lookup.answers import Answer, Ask

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]
_BY_QUALIFIER: Final[dict[Qualifier, Result]] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
MAX_LOOKUPS: Final = 10
MAX_VOIDS: Final = 2
MAX_MX: Final = 10
MAX_PTR: Final = 10

IP = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Step:
    """One term that was evaluated: in which record, and what it did."""

    domain: str
    term: str
    matched: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SpfResult:
    """`term` is the one that decided, `reason` says why in words, `explanation` is the domain's own text."""

    result: Result
    domain: str
    term: str = ""
    reason: str = ""
    explanation: str = ""
    lookups: int = 0
    voids: int = 0
    steps: tuple[Step, ...] = ()


class _Permanent(Exception):  # noqa: N818 - a result, not an error
    """permerror, with its reason and the term at fault."""


class _Temporary(Exception):  # noqa: N818 - a result, not an error
    """temperror, with its reason."""


@dataclass(slots=True)
class _Check:
    """One evaluation: what all records reached share, so that the limits hold for the whole of it."""

    ask: Ask
    ip: IP
    sender: str
    helo: str
    lookups: int = 0
    voids: int = 0
    explanation: str = ""
    steps: list[Step] = field(default_factory=list)

    def count_lookup(self, term: str) -> None:
        self.lookups += 1
        if self.lookups > MAX_LOOKUPS:
            raise _Permanent(f"more than {MAX_LOOKUPS} look-ups, reached at '{term}'")

    def count_void(self, answer: Answer) -> None:
        self.voids += answer.absent
        if self.voids > MAX_VOIDS:
            raise _Permanent(f"more than {MAX_VOIDS} empty answers, the last for {answer.name}")

    def context(self, domain: str, validated: str = "unknown") -> MacroContext:
        return MacroContext(self.ip, self.sender, domain, self.helo, validated)


async def check_host(ask: Ask, ip: str, mail_from: str, helo: str) -> SpfResult:
    """The SPF result for a connection. An empty `mail_from` (a bounce) is judged as postmaster@`helo`.

    Raises ValueError when `ip` is no address.
    """
    address = ip_address(ip)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    local, at, domain = mail_from.rpartition("@")
    if not mail_from:
        local, domain = "postmaster", helo
    sender = f"{local if at and local else 'postmaster'}@{domain}"
    if not mail_from:
        sender = f"postmaster@{helo}"
    check = _Check(ask, address, sender, helo)
    try:
        result, term, reason = await _evaluate(check, domain, top=True)
    except _Permanent as error:
        result, term, reason = "permerror", "", str(error)
    except _Temporary as error:
        result, term, reason = "temperror", "", str(error)
    explanation = check.explanation if result == "fail" else ""
    return SpfResult(result, domain, term, reason, explanation, check.lookups, check.voids, tuple(check.steps))


async def _evaluate(check: _Check, domain: str, *, top: bool) -> tuple[Result, str, str]:
    """check_host for one domain: result, deciding term, reason."""
    if not _is_domain(domain):
        return "none", "", f"'{domain}' is no domain name of at least two labels"
    record = await _fetch(check, domain)
    if record is None:
        return "none", "", f"{domain} publishes no SPF record"
    for term in record.mechanisms:
        matched, detail = await _matches(check, domain, term)
        check.steps.append(Step(domain, term.text, matched, detail))
        if matched:
            result = _BY_QUALIFIER[term.qualifier]
            if result == "fail" and top and record.exp is not None:
                check.explanation = await _explain(check, domain, record.exp)
            return result, term.text, detail or f"'{term.text}' matches"
    if record.redirect is not None:
        return await _redirect(check, domain, record.redirect, top=top)
    return "neutral", "", "no term matches and there is no 'all'"


def _is_domain(domain: str) -> bool:
    """An address literal, a single label or a label that DNS cannot hold is no domain (section 4.3)."""
    labels = domain.removesuffix(".").split(".")
    return len(labels) > 1 and all(0 < len(label) < 64 for label in labels) and len(domain) < 255


async def _fetch(check: _Check, domain: str) -> SpfRecord | None:
    answer = await check.ask(domain, "TXT")
    if answer.failed:
        if answer.status == "invalid-name":
            return None
        raise _Temporary(f"the TXT records of {domain} could not be looked up: {answer.detail or answer.status}")
    found = [text for text in answer.texts if is_spf(text)]
    if len(found) > 1:
        raise _Permanent(f"{domain} publishes {len(found)} SPF records")
    if not found:
        return None
    try:
        return parse_spf(found[0])
    except SpfSyntaxError as error:
        raise _Permanent(f"the record of {domain} has an error at '{error.term}': {error.reason}") from error


async def _redirect(check: _Check, domain: str, term: Term, *, top: bool) -> tuple[Result, str, str]:
    check.count_lookup(term.text)
    target = await _target(check, domain, term)
    check.steps.append(Step(domain, term.text, True, f"on to {target}"))
    result, decided, reason = await _evaluate(check, target, top=top)
    if result == "none":
        raise _Permanent(f"'{term.text}': {reason}")
    return result, decided, reason


async def _target(check: _Check, domain: str, term: Term) -> str:
    """The domain that a term is about, its macros expanded."""
    if not term.domain:
        return domain
    validated = "unknown"
    if needs_validated_name(term.domain):
        validated = await _validated_name(check, domain)
    return expand_domain(term.domain, check.context(domain, validated))


async def _matches(check: _Check, domain: str, term: Term) -> tuple[bool, str]:
    if term.kind == "all":
        return True, "'all' matches everything that comes to it"
    if term.network is not None:
        return check.ip in term.network, f"{check.ip} in {term.network}" if check.ip in term.network else ""
    check.count_lookup(term.text)
    target = await _target(check, domain, term)
    if term.kind == "include":
        return await _include(check, term, target)
    if term.kind == "a":
        answer = await _addresses(check, target, term)
        return _within(check.ip, answer, term), ""
    if term.kind == "mx":
        return await _mx(check, target, term), ""
    if term.kind == "exists":
        answer = await check.ask(target, "A")
        _require(answer, term)
        check.count_void(answer)
        return answer.status == "answered", ""
    return await _ptr(check, target), ""


async def _include(check: _Check, term: Term, target: str) -> tuple[bool, str]:
    result, decided, reason = await _evaluate(check, target, top=False)
    if result == "none":
        raise _Permanent(f"'{term.text}': {reason}")
    return result == "pass", f"{target} says {result}" + (f" by '{decided}'" if decided else "")


def _require(answer: Answer, term: Term) -> None:
    """A failed look-up is temperror; a name that cannot exist is an empty answer."""
    if answer.failed and answer.status != "invalid-name":
        raise _Temporary(f"'{term.text}': {answer.name} could not be looked up: {answer.detail or answer.status}")


async def _addresses(check: _Check, name: str, term: Term) -> Answer:
    answer = await check.ask(name, "A" if check.ip.version == 4 else "AAAA")
    _require(answer, term)
    check.count_void(answer)
    return answer


def _within(ip: IP, answer: Answer, term: Term) -> bool:
    length = term.cidr4 if ip.version == 4 else term.cidr6
    return any(ip in ip_network(f"{address}/{length}", strict=False) for address in answer.addresses)


async def _mx(check: _Check, target: str, term: Term) -> bool:
    exchanges = await check.ask(target, "MX")
    _require(exchanges, term)
    check.count_void(exchanges)
    if len(exchanges.records) > MAX_MX:
        raise _Permanent(f"'{term.text}': {target} has more than {MAX_MX} mail exchangers")
    for record in sorted(exchanges.records, key=lambda r: r.number):
        if record.host == ".":  # a null MX (RFC 7505) names no host
            continue
        if _within(check.ip, await _addresses(check, record.host, term), term):
            return True
    return False


async def _ptr(check: _Check, target: str) -> bool:
    return any(_is_below(name, target) for name in await _validated_names(check))


async def _validated_names(check: _Check) -> list[str]:
    """Names of the IP address that lead back to it; failures make it have none (section 5.5)."""
    pointers = await check.ask(check.ip.reverse_pointer, "PTR")
    check.count_void(pointers)
    names = []
    for name in pointers.hosts[:MAX_PTR]:
        answer = await check.ask(name, "A" if check.ip.version == 4 else "AAAA")
        if any(ip_address(address) == check.ip for address in answer.addresses):
            names.append(name)
    return names


async def _validated_name(check: _Check, domain: str) -> str:
    """The %{p} macro: the domain itself, else a name below it, else any, else 'unknown' (section 7.3)."""
    names = await _validated_names(check)
    return (
        _first(name for name in names if name == domain.lower())
        or _first(name for name in names if _is_below(name, domain))
        or _first(names)
        or "unknown"
    )


def _first(names: Iterable[str]) -> str:
    return next(iter(names), "")


def _is_below(name: str, domain: str) -> bool:
    folded, parent = name.lower().removesuffix("."), domain.lower().removesuffix(".")
    return folded == parent or folded.endswith("." + parent)


async def _explain(check: _Check, domain: str, term: Term) -> str:
    """The text behind `exp=`; anything wrong with it and there is none."""
    target = await _target(check, domain, term)
    texts = (await check.ask(target, "TXT")).texts
    if len(texts) != 1 or not is_explain_string(texts[0]):
        return ""
    validated = await _validated_name(check, domain) if needs_validated_name(texts[0]) else "unknown"
    return expand(texts[0], check.context(domain, validated))
