"""Which links lead out of a mailing: by their words, by the sentence around them, by their address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.optout.addressing import Address
from mailcheck.facts.optout.optout_candidates import (
    ROUTES,
    SUPPORT,
    Candidate,
    can_lead_out,
    candidate_of,
    promising,
    words_of,
)
from mailcheck.facts.optout.optout_elsewhere import (
    ABOUT_LEAVING,
    SPOKEN,
    TITLE,
    begins_as_title,
    denied,
    ends_an_account,
    is_title,
    is_to_look_at,
    leaves_other,
)
from mailcheck.facts.optout.wording import Claim, Passage
from mailcheck.findings import Unknown
from mailcheck.holes import unmask
from mailcheck.lexicon.matching import Matcher

if TYPE_CHECKING:
    from mailcheck.facts.text.links import Link

LinkVerdict = Literal["link", "mailto", "preferences", "form", "template-tag"]

_ONLY_UNWANTED: Final = ("no_more", "tiresome", "mail", "receive", "leave_weak", "goodbye")
_REFUSAL: Final = (*_ONLY_UNWANTED, "refusal", "no_word", "here")
_MOST: Final = 2_000  # what is known of a link and its sentence takes some 50 kB
_LONG_WORDS: Final = 9  # a link of so many words says itself what it leads to


_Readings = Callable[["Candidate", bool], Iterator[tuple[Passage, str]]]


class Verdict(NamedTuple):
    """Why a link is a way out. `tag`: the merge tag that its address begins with.

    `said`: words that a reader sees say it, not the address alone.
    """

    kind: LinkVerdict
    language: str
    because: str
    login: bool
    sentence: str
    tag: str
    said: bool


def judge_links(
    links: Sequence[Link], matcher: Matcher, refused: Collection[int] = (), *, unknown: bool = False
) -> list[tuple[Link, Verdict]]:
    """The links that are a way out, each with its verdict.

    `refused` holds the numbers of links that need no look. `unknown`: the language of the message could not be
    told. Raises Unknown for thousands of links that speak of leaving, each in its own sentence.
    """
    near = [found for found in promising(links, matcher, unknown=unknown) if found[0] not in refused]
    if len(near) > _MOST:
        raise Unknown(f"too many links ({len(near):,}) speak of leaving")
    candidates = [candidate_of(number, links, address, matcher) for number, address in near]
    _judge(candidates, unknown=unknown)
    verdicts = [(c.link, c.claim, _verdict(c, c.claim)) for c in candidates if c.claim is not None]
    # A settings page behind a login is no way out at all, while leaving behind one is a way with a hurdle.
    return [(link, verdict) for link, claim, verdict in verdicts if claim.strength != "settings" or not verdict.login]


def links_to(
    addresses: Collection[str], links: Sequence[Link], taken: Collection[tuple[str, int]], matcher: Matcher
) -> Iterator[tuple[Link, Verdict]]:
    """The links to addresses that the header names for leaving, in whatever words: these may be of any language.

    None of those `taken`, by part and place, and none whose words say that it leads elsewhere.
    """
    for number, link in enumerate(links):
        address = Address(link.href)
        if unmask(link.href) not in addresses or (link.part, link.span.start) in taken:
            continue
        if not can_lead_out(link, address):
            continue
        candidate = candidate_of(number, links, address, matcher)
        _by_words(candidate)
        claim = Claim("address", "", link.href, 0, 0)
        elsewhere = candidate.refused or candidate.elsewhere or candidate.words.has("login", "article")
        if not elsewhere and not denied(candidate, claim):
            candidate.because = "List-Unsubscribe names the same address"
            candidate.unreadable = True
            yield link, _verdict(candidate, claim)


def refusals(links: Sequence[Link], matcher: Matcher) -> frozenset[int]:
    """The numbers of the links that these words show to be no way out, whatever words of other languages may say."""
    addresses = ((number, Address(link.href)) for number, link in enumerate(links[:_MOST]))
    candidates = [
        candidate_of(number, links, address, matcher)
        for number, address in addresses
        if can_lead_out(links[number], address)
    ]
    _judge(candidates, unknown=False)
    return frozenset(candidate.number for candidate in candidates if candidate.refused or candidate.elsewhere)


def _judge(candidates: Sequence[Candidate], *, unknown: bool) -> None:
    """Gives every candidate its claim or its refusal."""
    for candidate in candidates:
        _by_words(candidate)
    for readings in (_stretches, _whole_sentence):
        said = {candidate.own.text for candidate in candidates if candidate.claim is not None}
        for candidate in candidates:
            if candidate.claim is None and not candidate.refused:
                _by_sentence(candidate, readings, candidate.own.text in said)
    for candidate in candidates:
        if candidate.claim is None and not candidate.refused:
            _by_address(candidate, unknown)


def _by_words(candidate: Candidate) -> None:
    """Decides by the link's own words, completed by its surroundings where they name no mail."""
    words = candidate.words
    if candidate.link.kind in ("url", "address"):
        return
    if candidate.other_link:
        candidate.refused = True
        return
    claim = (
        words.leaving()
        or words.withdrawal(candidate.block)
        or _farewell(candidate)
        or _opposed(candidate)
        or _own_address(candidate)
        or _completed(candidate)
        or _unwanted(candidate)
        or _settings(candidate)
    )
    if claim is None:
        candidate.elsewhere = words.has("other_thing", "article")
        return
    if (
        denied(candidate, claim)
        or is_title(candidate, claim)
        or leaves_other(candidate, claim)
        or words.names_messages_alone(claim)
        or (words.count <= 2 and candidate.own.turns_to_a_mood(candidate.end))
    ):
        candidate.refused = True
        return
    candidate.claim = claim
    candidate.because = f'the link says "{claim.phrase}"'


def _farewell(candidate: Candidate) -> Claim | None:
    """'Get me out of here', where nothing around it sells a journey or names what one would get away from."""
    claim = candidate.words.goodbye()
    if claim is None:
        return None
    block = candidate.block
    return None if (block.money or block.has("slogan")) and not block.all("mail", claim.language) else claim


def _opposed(candidate: Candidate) -> Claim | None:
    """'Not any more', 'stop', beside its opposite, 'keep them coming': nothing else is said."""
    words = candidate.words
    around = candidate.block
    if words.has("keep") or around.money or around.others:
        return None
    kept = (candidate.read(words_of(link)) for link in candidate.beside)
    keep = next((passage for passage in kept if passage.has("keep")), None)
    about = (keep, around, candidate.read(f"{candidate.asked} {candidate.told}")) if keep is not None else ()
    if not any(passage.has("mail", "receive") for passage in about):
        return None
    said = (hit for key in ("refusal", "no_more", "goodbye", "tiresome") for hit in words.all(key))
    return next((words.claim("no-more", hit) for hit in said if words.says_only(_REFUSAL, hit.language)), None)


def _own_address(candidate: Candidate) -> Claim | None:
    """'Delete my address', where no goods or accounts are spoken of."""
    words = candidate.words
    addresses, hits = words.all("address_word"), words.all("leave_weak")
    if not addresses or not hits or words.count > TITLE or words.has("login"):
        return None
    block = candidate.block
    return None if block.money or block.others else words.claim("weak", hits[0], addresses[0])


def _completed(candidate: Candidate) -> Claim | None:
    """'Cancel', 'remove', 'log off', where what is around the link says that it is about mail."""
    words = candidate.words
    hits = words.in_each_language("leave_weak")
    if not hits or words.has("login") or words.count > _LONG_WORDS:
        return None
    if candidate.read(f"{candidate.asked} {candidate.before}").no_more_mail:
        return words.claim("weak", hits[0])
    if words.others:
        return None
    claims = (_completed_by_mail(candidate, words.claim("weak", hit)) for hit in hits)
    return next(filter(None, claims), None)


def _completed_by_mail(candidate: Candidate, claim: Claim) -> Claim | None:
    words = candidate.words
    if not words.says_only(ABOUT_LEAVING, claim.language):
        return None
    around = candidate.statement
    if around.money or around.others or around.has("logout"):
        return None
    if words.has("other_thing") and _speaks_of_a_plan(candidate):
        return None
    outside = (
        hit for hit in candidate.own.all("mail", claim.language) if not candidate.start <= hit.start < candidate.end
    )
    if any(outside) or candidate.address.leave:
        return claim
    if around.all("no_more", claim.language):
        # 'Your trial ends on Sunday. Not for you? Cancel here.'
        block = candidate.block
        paid = block.money or block.others
        return None if paid and not block.all("mail", claim.language) else claim
    told = candidate.read(f"{candidate.told} {candidate.asked}")
    if told.money or told.others or told.has("login", "logout"):
        return None
    return claim if told.all("mail", claim.language) and told.all("receive", claim.language) else None


def _speaks_of_a_plan(candidate: Candidate) -> bool:
    """Whether 'cancel subscription' may be meant of something that is paid for."""
    block = candidate.block
    return block.money or bool(block.others) or block.has("plan")


def _unwanted(candidate: Candidate) -> Claim | None:
    """'I do not want it any more', where the sentence before says that mail is received."""
    words = candidate.words
    hits = words.in_each_language("no_more")
    if not hits or not candidate.told or words.count > _LONG_WORDS:
        return None
    told = candidate.read(candidate.told)
    if words.has("login", "other_thing", "miss") or told.money or told.has("other_thing", "login", "logout"):
        return None
    received = (hit for hit in hits if told.all("mail", hit.language) and told.all("receive", hit.language))
    hit = next(received, None)
    return words.claim("no-more", hit) if hit is not None else None


def _settings(candidate: Candidate) -> Claim | None:
    """A page of mail settings: named by the link, or named as settings beside words for receiving mail."""
    words = candidate.words
    claim = words.settings()
    if claim is not None:
        return None if candidate.own.money else claim
    hits = words.in_each_language("preferences_weak")
    if not hits or words.has("other_thing", "login"):
        return None
    around = candidate.statement
    if around.has("other_thing", "login"):
        return None
    for claim in (words.claim("settings", hit) for hit in hits):
        told = any(around.all(key, claim.language) for key in ("receive", "none_at_all", "leave"))
        if (told and around.all("mail", claim.language)) or _asks_whether_wanted(candidate, claim):
            return claim
    return None


def _asks_whether_wanted(candidate: Candidate, claim: Claim) -> bool:
    """'Don't want these? Change your settings': nothing else is spoken of."""
    if not candidate.asked or not candidate.words.says_only(("preferences_weak", "mail", "here"), claim.language):
        return False
    asked = candidate.read(candidate.asked)
    unwanted = bool(asked.all("no_more", claim.language)) and not asked.has("miss", "address_word")
    return unwanted and asked.says_only(("no_more", "mail", "receive"), claim.language)


def _by_sentence(candidate: Candidate, readings: _Readings, said_by_another: bool) -> None:
    """Decides by what is said around the link, for links whose own words say nothing."""
    around = (candidate.own, *(candidate.read(text) for text in (candidate.asked, candidate.told) if text))
    if not any(passage.has(*ROUTES) for passage in around):
        return
    generic = candidate.generic
    if said_by_another and not (generic and readings is _stretches):
        return
    if not generic and not _is_open(candidate):
        return
    for passage, source in readings(candidate, generic):
        claim = passage.leaving() or (passage.settings() or _implied(candidate, passage) if generic else None)
        if claim is None:
            continue
        if passage.denied(claim) or begins_as_title(candidate, claim):
            candidate.refused = True
            return
        if claim.strength in ("weak", "settings") and (passage.money or candidate.own.money):
            continue
        candidate.claim = claim
        candidate.because = f'{source} says "{claim.phrase}"'
        return


def _is_open(candidate: Candidate) -> bool:
    """Whether a link's words leave it to the sentence what it is for: a short phrase that names nothing else."""
    words = candidate.words
    if candidate.link.kind not in ("a", "area", "button", "form") or words.count > _LONG_WORDS:
        return False
    if words.has("mail") and not words.has(
        *ROUTES, "here", "send", "reply"
    ):  # 'The colour is not for you? Other offers'
        return False
    return not candidate.other_link and not words.has("other_thing", "article", "login", "see")


def _stretches(candidate: Candidate, generic: bool) -> Iterator[tuple[Passage, str]]:
    """The words up to the neighbouring links: those before first, unless the link opens its sentence."""
    words, asked = candidate.words.text, candidate.asked
    before = candidate.read(f"{asked} {candidate.before} {words}".strip())
    after = candidate.read(f"{words} {candidate.after}")
    if not generic:
        yield before, "the sentence"
        return
    opens = not asked and not any(map(str.isalnum, candidate.before))
    yield (after if opens else before), "the sentence"
    yield (before if opens else after), "the sentence"


def _whole_sentence(candidate: Candidate, generic: bool) -> Iterator[tuple[Passage, str]]:
    """The sentence with its question, and the statement before a link that stands alone."""
    if generic:
        yield candidate.statement, "the sentence"
        if candidate.told:
            yield candidate.read(candidate.told), "the sentence before"


def _implied(candidate: Candidate, passage: Passage) -> Claim | None:
    """'To be removed, write to ...', 'Rather not? Click here': where nothing around speaks of other things."""
    around = candidate.block
    if around.money or around.others or around.has("login", "logout", "sms", "miss"):
        return None
    if any(hit.end <= len(candidate.asked) + len(candidate.before) + 1 for hit in passage.all("weary")):
        return passage.claim("no-more", passage.all("weary")[0])
    quiet = candidate.read(f"{candidate.asked} {candidate.before}").quiet_inbox()
    if quiet is not None:
        return quiet
    weak = passage.all("leave_weak")
    told_before = weak and candidate.before and weak[0].end <= len(candidate.asked) + len(candidate.before) + 1
    if told_before and candidate.address.scheme == "mailto":
        return passage.claim("weak", weak[0])
    told = passage.tired() or _unwanted_question(candidate)
    if told is not None:
        return told
    for hit in (*passage.all("no_more"), *weak):
        received = around.all("receive", hit.language) or around.has("list_word")
        if received and around.all("mail", hit.language):
            return passage.claim("weak" if hit.key == "leave_weak" else "no-more", hit)
    return None


def _unwanted_question(candidate: Candidate) -> Claim | None:
    """'Don't want these any more?' before a link that stands alone: the question says that and nothing else."""
    asked = candidate.read(candidate.asked)
    own = candidate.own
    for hit in (*asked.all("no_more"), *asked.all("tiresome")):
        if asked.says_only(_ONLY_UNWANTED, hit.language) and own.says_only(ABOUT_LEAVING, hit.language):
            return asked.claim("no-more", hit)
    return None


def _by_address(candidate: Candidate, unknown: bool) -> None:
    """Decides by the address, where the words do not contradict it and something said supports it."""
    address, words = candidate.address, candidate.words
    if candidate.other_link or words.has("article", "login") or address.view or is_to_look_at(candidate):
        return
    if address.scheme == "mailto":
        keyword = candidate.read(address.keyword)
        if keyword.has("other_thing"):
            return
        clear = address.leave or keyword.has("leave", "leave_weak") or _says_leave(candidate)
    elif address.settings and not address.leave:
        clear = _supports(candidate)
    else:
        stated = bool(address.tag) or unknown or candidate.generic or _supports(candidate)
        clear = address.leave and stated
    if not clear or ends_an_account(candidate):
        return
    claim = Claim("address", "", candidate.link.href, 0, 0)
    if denied(candidate, claim):
        return
    candidate.claim = claim
    candidate.because = "the address names it"
    if unknown:
        candidate.unreadable = True
        candidate.because += "; the lexicon does not have the language of this text"


def _supports(candidate: Candidate) -> bool:
    """Whether anything said beside an address that names leaving goes with it."""
    words = candidate.words
    said = words.has(*SUPPORT) or candidate.read(candidate.asked).has("no_more", "leave_weak")
    return said and not words.has("other_thing") and not words.money and "%" not in words.text


def _says_leave(candidate: Candidate) -> bool:
    """Whether a mail address is called 'remove' or 'leave' and the sentence is about mail."""
    return candidate.address.weak and candidate.own.has("mail", "leave_weak", "no_more")


def _verdict(candidate: Candidate, claim: Claim) -> Verdict:
    address = candidate.address
    stretch = candidate.read(f"{candidate.before} {candidate.words.text}")
    login = stretch.has("login") or (address.login and claim.strength == "settings")
    return Verdict(
        kind=_kind(candidate, claim),
        language=claim.language,
        because=candidate.because,
        login=login,
        sentence=" ".join(candidate.own.text.split()),
        tag=address.tag,
        said=claim.strength != "address" or candidate.unreadable or _speaks(candidate),
    )


def _speaks(candidate: Candidate) -> bool:
    """Whether anything that a reader sees goes with an address that names leaving."""
    if candidate.link.kind in ("url", "address") or Address(candidate.link.words).leave:
        return True
    around = candidate.statement
    return candidate.words.has(*SPOKEN) or around.has(*SPOKEN, "mail", "receive")


def _kind(candidate: Candidate, claim: Claim) -> LinkVerdict:
    if candidate.address.tag:
        return "template-tag"
    if candidate.address.scheme == "mailto":
        return "mailto"
    if claim.strength == "settings":
        return "preferences"
    return "form" if candidate.link.kind in ("form", "button") else "link"
