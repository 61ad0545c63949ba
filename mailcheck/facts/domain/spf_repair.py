"""The SPF record that a domain should publish, from the records that it has.

Who may send stays as it is: terms are dropped only where they break the record, match nothing, or are `ptr`, and a
record that would be left without a sender is not proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailcheck.facts.domain.record_repair import Repair
from mailcheck.facts.domain.spf_record import QUERYING, SpfSyntaxError, Term
from mailcheck.facts.domain.spf_tree import Branch, SpfTree
from mailcheck.facts.domain.spf_words import MODIFIERS, mended_words, read_word, words_of
from mailcheck.records import Change

MAX_LOOKUPS = 10
MAX_VOIDS = 2
WIDE_OPEN = 4
"""Prefix length of IPv4 space from which a record counts as open to everyone."""
_COSTLY = QUERYING | {"redirect"}
_STRICTNESS = {"~": 0, "-": 1}


@dataclass(slots=True)
class _Draft:
    """A record while it is put together: senders in order, then modifiers, then the end."""

    senders: list[Term] = field(default_factory=list)
    redirects: list[Term] = field(default_factory=list)
    modifiers: list[Term] = field(default_factory=list)
    ends: list[Term | None] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def change(self, rule: str, reason: str) -> None:
        self.changes.append(Change(rule, reason))


def repair_spf(tree: SpfTree, meant: Sequence[str] = (), addresses: Iterable[str] = ()) -> Repair | None:
    """The repaired record; None when nothing needs repair or nothing is known.

    `meant` are texts that were meant as SPF, looked at when there is no record. `addresses` are declared to send.
    """
    texts = tree.texts or tuple(meant)
    own = [_address_word(address) for address in addresses]
    if not texts:
        return _first_record(tree, own)
    draft = _Draft()
    if not tree.texts:
        draft.change("spf-missing", "the record begins with exactly 'v=spf1'")
    unreadable = [problem for text in texts for problem in _read(text, draft)]
    if unreadable:
        return Repair("", questions=tuple(unreadable))
    if len(texts) > 1:
        draft.change("spf-multiple", f"{len(texts)} SPF records become one")
    sent = bool(draft.redirects) or any(term.qualifier == "+" for term in draft.senders) or _is_open(draft)
    _drop(tree, draft)
    end = _end(draft, merged=len(texts) > 1, sent=sent)
    draft.questions += _openings(tree, draft)
    senders = _unique(draft.senders)
    if sent and not draft.redirects and not any(_lets_in(word) for word in senders):
        if not own:
            draft.questions.append(
                "which hosts and services send? No term is left that names one, so no record is given"
            )
            return Repair("", questions=tuple(draft.questions))
        senders += own
    senders = _within_limit(tree, senders, draft)
    words = [*senders, *_unique(draft.modifiers), *_unique(draft.redirects), *([end] if end else [])]
    text = " ".join(["v=spf1", *words])
    return Repair(text, tuple(draft.changes), tuple(draft.questions)) if draft.changes else None


def _openings(tree: SpfTree, draft: _Draft) -> list[str]:
    """What lets (nearly) everyone pass besides the end of the record; then mending the end mends nothing."""
    way = tree.passing_all()
    wide = [network for network in tree.authorised() if network.version == 4 and network.prefixlen <= WIDE_OPEN]
    if way is not None and len(way) > 1:
        question = f"'{way[0].text}' lets everyone send: which senders is it there for?"
    elif wide:
        question = f"the record lets {wide[0]} send: which of these addresses are yours?"
    else:
        return []
    draft.changes = [change for change in draft.changes if change.rule != "spf-permissive-all"]
    return [question]


def _first_record(tree: SpfTree, own: list[str]) -> Repair | None:
    """A record for a domain without one: only declared addresses are known to send."""
    if tree.state != "none" or not own:
        return None
    text = " ".join(["v=spf1", *dict.fromkeys(own), "~all"])
    question = "does a service send as well? Add the 'include:' that it documents before '~all'"
    return Repair(text, (Change("spf-missing", "the declared sending addresses are named"),), (question,))


def _address_word(address: str) -> str:
    return f"ip6:{address}" if ":" in address else f"ip4:{address}"


def _is_open(draft: _Draft) -> bool:
    return any(end is not None and end.qualifier in "+?" for end in draft.ends)


def _lets_in(word: str) -> bool:
    return word[0] not in "-~?"


def _read(text: str, draft: _Draft) -> Iterable[str]:
    """Sort the words of one record into the draft; what cannot be read comes back as questions."""
    end: Term | None = None
    redirect: Term | None = None
    unread: list[str] = []
    for word in words_of(text):
        terms, problem = _terms(word, draft)
        if problem:
            yield problem
        for term in terms:
            if term.kind == "redirect" and redirect is None:
                redirect = term
            elif term.kind in MODIFIERS:
                _add_modifier(term, draft)
            elif end is not None:
                unread.append(term.text)
            elif term.kind == "all":
                end = term
            else:
                draft.senders.append(term)
    if unread and end is not None:
        asked = (
            f"'{' '.join(unread)}' stood after '{end.text}', where nobody reads it: it is left out. Should it count?"
        )
        draft.questions.append(asked)
    if end is None and redirect is not None:
        draft.redirects.append(redirect)
    else:
        draft.ends.append(end)


def _add_modifier(term: Term, draft: _Draft) -> None:
    """A modifier of the standard may stand once in a record; the first one stays."""
    if term.kind == "redirect" or (term.kind == "exp" and any(each.kind == "exp" for each in draft.modifiers)):
        draft.change("spf-syntax", f"'{term.text}' is dropped: there is another '{term.kind}='")
    else:
        draft.modifiers.append(term)


def _terms(word: str, draft: _Draft) -> tuple[list[Term], str]:
    """The terms of a word, mended if need be, or what cannot be read about it."""
    try:
        return [read_word(word)], ""
    except SpfSyntaxError as error:
        words = mended_words(word)
        if not words:
            return [], f"what was '{word}' meant to be? It cannot be read ({error.reason}), so no record is given"
    draft.change("spf-syntax", f"'{word}' becomes '{' '.join(words)}'")
    return [read_word(each) for each in words], ""


def _drop(tree: SpfTree, draft: _Draft) -> None:
    """Take out what must not stay: ptr, references to nothing, and terms that match nothing when they are too many."""
    branches = {branch.term.text: branch for branch in tree.branches if not branch.dead}
    kept: list[Term] = []
    for term in draft.senders:
        branch = branches.get(term.text)
        if term.kind == "ptr":
            draft.change("spf-ptr", f"'{term.text}' is dropped")
            draft.questions.append("does a host pass by 'ptr' alone? Name it with 'ip4:' or 'ip6:' then")
        elif _leads_nowhere(branch):
            draft.change("spf-include-broken", f"'{term.text}' is dropped: there is no SPF record")
        elif tree.voids > MAX_VOIDS and _matches_nothing(branch):
            draft.change("spf-void-lookups", f"'{term.text}' is dropped: it has no address")
        else:
            kept.append(term)
    draft.senders = kept
    for term in list(draft.redirects):
        if _leads_nowhere(branches.get(term.text)):
            draft.redirects.remove(term)
            draft.ends.append(None)
            draft.change("spf-include-broken", f"'{term.text}' is dropped: there is no SPF record")


def _leads_nowhere(branch: Branch | None) -> bool:
    return branch is not None and branch.child is not None and branch.child.state in ("none", "loop")


def _matches_nothing(branch: Branch | None) -> bool:
    if branch is None or branch.child is not None or branch.unknown:
        return False
    return bool(branch.empty) and not branch.networks


def _end(draft: _Draft, *, merged: bool, sent: bool) -> str:
    """How the record ends: as mildly as any of the records did, but never open; '' leaves it to a redirect."""
    if draft.redirects and (merged or draft.ends or len(draft.redirects) > 1):
        for term in draft.redirects:
            draft.senders.append(read_word(f"include:{term.domain}"))
        draft.redirects.clear()
        draft.ends.append(None)
    if draft.redirects:
        return ""
    for end in draft.ends:
        if end is not None and end.qualifier in "+?":
            draft.change("spf-permissive-all", f"'{end.text}' becomes '~all'")
        elif end is None and not merged:
            draft.change("spf-permissive-all", "'~all' is added at the end")
    qualifiers = [end.qualifier if end is not None and end.qualifier in _STRICTNESS else "~" for end in draft.ends]
    mildest = min(qualifiers, key=_STRICTNESS.__getitem__)
    if mildest == "~" and not sent and not any(_lets_in(term.text) for term in draft.senders):
        draft.change("spf-all-style", "nobody may send, so the record ends in '-all'")
        return "-all"
    return f"{mildest}all"


def _unique(terms: Iterable[Term]) -> list[str]:
    return list({term.text.lower(): term.text for term in terms}.values())


def _within_limit(tree: SpfTree, senders: list[str], draft: _Draft) -> list[str]:
    """With more than ten look-ups, the own hosts as addresses, if that is enough."""
    branches = {branch.term.text: branch for branch in tree.branches if not branch.dead}
    words = [*senders, *(term.text for term in draft.redirects)]
    needed = sum(branches[word].lookups for word in words if word in branches)
    if tree.state != "found" or tree.unknowns or tree.lookups <= MAX_LOOKUPS:
        return senders
    unseen = [word for word in words if word not in branches and read_word(word).kind in _COSTLY]
    if unseen:
        draft.questions.append(
            f"the record needs {needed} look-ups besides those of '{unseen[0]}', which were not counted: "
            "which services are not used any more?"
        )
        return senders
    if needed <= MAX_LOOKUPS:
        draft.change("spf-lookup-limit", f"the record needs {needed} look-ups instead of {tree.lookups}")
        return senders
    own = {
        word: list(dict.fromkeys(_network_words(branches[word])))
        for word in senders
        if word in branches and branches[word].term.kind in ("a", "mx") and branches[word].networks
        and not branches[word].unknown and branches[word].term.qualifier == "+"
    }  # fmt: skip
    saved = sum(branches[word].lookups for word in own)
    if needed - saved > MAX_LOOKUPS:
        draft.questions.append(f"the record needs {needed} look-ups: which services are not used any more?")
        return senders
    draft.change("spf-lookup-limit", f"{', '.join(own)}: addresses instead of names, which saves {saved} look-ups")
    draft.questions.append("who changes the record when one of these hosts gets another address?")
    return list(dict.fromkeys(each for word in senders for each in own.get(word, [word])))


def _network_words(branch: Branch) -> Iterable[str]:
    for network in branch.networks:
        single = network.prefixlen == network.max_prefixlen
        yield _address_word(str(network.network_address if single else network))
