"""Which links lead out of a mailing: by their words, by the sentence around them, by their address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.html.nodes import Element
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
from mailcheck.facts.optout.wording import Claim, Passage
from mailcheck.findings import Unknown
from mailcheck.holes import unmask
from mailcheck.lexicon.matching import Matcher

if TYPE_CHECKING:
    from mailcheck.facts.text.links import Link

LinkVerdict = Literal["link", "mailto", "preferences", "form", "template-tag"]

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_TITLE: Final = 5  # a link of so many words may be the title of an article
_ABOUT_LEAVING: Final = ("leave_weak", "here", "mail", "no_more", "none_at_all", "receive")
_SPOKEN: Final = ("leave", "leave_weak", "no_more", "none_at_all", "goodbye")
_ONLY_UNWANTED: Final = ("no_more", "tiresome", "mail", "receive", "leave_weak", "goodbye")
_REFUSAL: Final = (*_ONLY_UNWANTED, "refusal", "no_word", "here")
_MOST: Final = 2_000  # what is known of a link and its sentence takes some 50 kB
_LONG_WORDS: Final = 9  # a link of so many words says itself what it leads to


_Readings = Callable[["Candidate", Matcher, bool], Iterator[tuple[Passage, str]]]


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
    _judge(candidates, matcher, unknown)
    verdicts = [(c.link, c.claim, _verdict(c, c.claim, matcher)) for c in candidates if c.claim is not None]
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
        _by_words(candidate, matcher)
        claim = Claim("address", "", link.href, 0, 0)
        elsewhere = candidate.refused or candidate.elsewhere or candidate.words.has("login", "article")
        if not elsewhere and not _denied(candidate, claim):
            candidate.because = "List-Unsubscribe names the same address"
            candidate.unreadable = True
            yield link, _verdict(candidate, claim, matcher)


def refusals(links: Sequence[Link], matcher: Matcher) -> frozenset[int]:
    """The numbers of the links that these words show to be no way out, whatever words of other languages may say."""
    addresses = ((number, Address(link.href)) for number, link in enumerate(links[:_MOST]))
    candidates = [
        candidate_of(number, links, address, matcher)
        for number, address in addresses
        if can_lead_out(links[number], address)
    ]
    _judge(candidates, matcher, unknown=False)
    return frozenset(candidate.number for candidate in candidates if candidate.refused or candidate.elsewhere)


def _judge(candidates: Sequence[Candidate], matcher: Matcher, unknown: bool) -> None:
    """Gives every candidate its claim or its refusal."""
    for candidate in candidates:
        _by_words(candidate, matcher)
    for readings in (_stretches, _whole_sentence):
        said = {candidate.own.text for candidate in candidates if candidate.claim is not None}
        for candidate in candidates:
            if candidate.claim is None and not candidate.refused:
                _by_sentence(candidate, matcher, readings, candidate.own.text in said)
    for candidate in candidates:
        if candidate.claim is None and not candidate.refused:
            _by_address(candidate, matcher, unknown)


def _by_words(candidate: Candidate, matcher: Matcher) -> None:
    """Decides by the link's own words, completed by its surroundings where they name no mail."""
    words = candidate.words
    if candidate.link.kind in ("url", "address"):
        return
    if candidate.other_link:
        candidate.refused = True
        return
    claim = (
        words.leaving()
        or words.withdrawal(Passage(candidate.link.sentence, matcher))
        or _farewell(candidate, matcher)
        or _opposed(candidate, matcher)
        or _own_address(candidate, matcher)
        or _completed(candidate, matcher)
        or _unwanted(candidate, matcher)
        or _settings(candidate, matcher)
    )
    if claim is None:
        candidate.elsewhere = words.has("other_thing", "article")
        return
    if (
        _denied(candidate, claim)
        or _is_title(candidate, claim)
        or _leaves_other(candidate, claim, matcher)
        or words.names_messages_alone(claim)
        or (words.count <= 2 and candidate.own.turns_to_a_mood(candidate.end))
    ):
        candidate.refused = True
        return
    candidate.claim = claim
    candidate.because = f'the link says "{claim.phrase}"'


def _leaves_other(candidate: Candidate, claim: Claim, matcher: Matcher) -> bool:
    """Whether what is left is something else, a course or a paid plan, and no mail."""
    if claim.strength not in ("leave", "weak") or claim.borrowed:
        return False
    words = candidate.words
    if words.leaves_other(claim):
        return candidate.own.leaves_other(claim)
    if claim.strength == "weak" and not words.has("mail") and _ends_an_account(candidate, matcher):
        return True
    if _is_of_goods(candidate, claim, matcher) or _allows_processing(candidate, claim):
        return True
    if candidate.address.leave:
        return False
    around = Passage(candidate.link.sentence, matcher)
    if words.all("mail", claim.language):
        # 'Remove from list' may be said of goods.
        return claim.strength == "weak" and words.names_a_list_alone(claim) and _sells(around, claim)
    if words.count > 1 and around.has("plan") and not around.all("mail", claim.language):
        return True
    others = around.all("other_thing", claim.language)
    return bool(others) and (around.money or _is_plan(candidate, claim))


def _is_of_goods(candidate: Candidate, claim: Claim, matcher: Matcher) -> bool:
    """Whether 'remove from the list' stands beside words or links of baskets, wishes and favourites, and no mail."""
    words = candidate.words
    if not words.has("list_word") or not words.names_a_list_alone(claim):
        return False
    around = Passage(candidate.link.sentence, matcher)
    block = (Address(link.href) for link in candidate.beside if link.sentence == candidate.link.sentence)
    goods = around.has("wish") or candidate.address.goods or any(address.goods for address in block)
    return goods and around.names_a_list_alone(claim)


def _allows_processing(candidate: Candidate, claim: Claim) -> bool:
    """Whether a consent is withdrawn in a sentence about cookies, or about what is done with data, and no mail."""
    own = candidate.own
    return candidate.words.has("consent") and own.has("processing") and not own.all("mail", claim.language)


def _sells(around: Passage, claim: Claim) -> bool:
    """Whether goods or prices are named, and no mail but lists."""
    goods = around.money or bool(around.all("other_thing", claim.language))
    return goods and around.names_a_list_alone(claim)


def _is_plan(candidate: Candidate, claim: Claim) -> bool:
    """Whether a subscription is called off in a sentence that speaks of plans or trials, and of no mail."""
    named = [hit for hit in candidate.words.all("other_thing", claim.language) if hit.start < claim.end]
    beside = (
        hit
        for hit in candidate.own.all("other_thing", claim.language)
        if hit.end <= candidate.start or hit.start >= candidate.end
    )
    return bool(named) and any(beside) and not candidate.own.all("mail", claim.language)


def _farewell(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'Get me out of here', where nothing around it sells a journey or names what one would get away from."""
    claim = candidate.words.goodbye()
    if claim is None:
        return None
    block = Passage(candidate.link.sentence, matcher)
    return None if (block.money or block.has("slogan")) and not block.all("mail", claim.language) else claim


def _opposed(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'Not any more', 'stop', beside its opposite, 'keep them coming': nothing else is said."""
    words = candidate.words
    around = Passage(candidate.link.sentence, matcher)
    if words.has("keep") or around.money or around.others:
        return None
    kept = (Passage(words_of(link), matcher) for link in candidate.beside)
    keep = next((passage for passage in kept if passage.has("keep")), None)
    about = (keep, around, Passage(f"{candidate.asked} {candidate.told}", matcher)) if keep is not None else ()
    if not any(passage.has("mail", "receive") for passage in about):
        return None
    said = (hit for key in ("refusal", "no_more", "goodbye", "tiresome") for hit in words.all(key))
    return next((words.claim("no-more", hit) for hit in said if words.says_only(_REFUSAL, hit.language)), None)


def _own_address(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'Delete my address', where no goods or accounts are spoken of."""
    words = candidate.words
    addresses, hits = words.all("address_word"), words.all("leave_weak")
    if not addresses or not hits or words.count > _TITLE or words.has("login"):
        return None
    block = Passage(candidate.link.sentence, matcher)
    return None if block.money or block.others else words.claim("weak", hits[0], addresses[0])


def _completed(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'Cancel', 'remove', 'log off', where what is around the link says that it is about mail."""
    words = candidate.words
    hits = words.in_each_language("leave_weak")
    if not hits or words.has("login") or words.count > _LONG_WORDS:
        return None
    if Passage(f"{candidate.asked} {candidate.before}", matcher).no_more_mail:
        return words.claim("weak", hits[0])
    if words.others:
        return None
    claims = (_completed_by_mail(candidate, words.claim("weak", hit), matcher) for hit in hits)
    return next(filter(None, claims), None)


def _completed_by_mail(candidate: Candidate, claim: Claim, matcher: Matcher) -> Claim | None:
    words = candidate.words
    if not words.says_only(_ABOUT_LEAVING, claim.language):
        return None
    around = Passage(f"{candidate.asked} {candidate.own.text}", matcher)
    if around.money or around.others or around.has("logout"):
        return None
    if words.has("other_thing") and _speaks_of_a_plan(candidate, matcher):
        return None
    outside = (
        hit for hit in candidate.own.all("mail", claim.language) if not candidate.start <= hit.start < candidate.end
    )
    if any(outside) or candidate.address.leave:
        return claim
    if around.all("no_more", claim.language):
        # 'Your trial ends on Sunday. Not for you? Cancel here.'
        block = Passage(candidate.link.sentence, matcher)
        paid = block.money or block.others
        return None if paid and not block.all("mail", claim.language) else claim
    told = Passage(f"{candidate.told} {candidate.asked}", matcher)
    if told.money or told.others or told.has("login", "logout"):
        return None
    return claim if told.all("mail", claim.language) and told.all("receive", claim.language) else None


def _speaks_of_a_plan(candidate: Candidate, matcher: Matcher) -> bool:
    """Whether 'cancel subscription' may be meant of something that is paid for."""
    block = Passage(candidate.link.sentence, matcher)
    return block.money or bool(block.others) or block.has("plan")


def _unwanted(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'I do not want it any more', where the sentence before says that mail is received."""
    words = candidate.words
    hits = words.in_each_language("no_more")
    if not hits or not candidate.told or words.count > _LONG_WORDS:
        return None
    told = Passage(candidate.told, matcher)
    if words.has("login", "other_thing", "miss") or told.money or told.has("other_thing", "login", "logout"):
        return None
    received = (hit for hit in hits if told.all("mail", hit.language) and told.all("receive", hit.language))
    hit = next(received, None)
    return words.claim("no-more", hit) if hit is not None else None


def _settings(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """A page of mail settings: named by the link, or named as settings beside words for receiving mail."""
    words = candidate.words
    claim = words.settings()
    if claim is not None:
        return None if candidate.own.money else claim
    hits = words.in_each_language("preferences_weak")
    if not hits or words.has("other_thing", "login"):
        return None
    around = Passage(f"{candidate.asked} {candidate.own.text}", matcher)
    if around.has("other_thing", "login"):
        return None
    for claim in (words.claim("settings", hit) for hit in hits):
        told = any(around.all(key, claim.language) for key in ("receive", "none_at_all", "leave"))
        if (told and around.all("mail", claim.language)) or _asks_whether_wanted(candidate, claim, matcher):
            return claim
    return None


def _asks_whether_wanted(candidate: Candidate, claim: Claim, matcher: Matcher) -> bool:
    """'Don't want these? Change your settings': nothing else is spoken of."""
    if not candidate.asked or not candidate.words.says_only(("preferences_weak", "mail", "here"), claim.language):
        return False
    asked = Passage(candidate.asked, matcher)
    unwanted = bool(asked.all("no_more", claim.language)) and not asked.has("miss", "address_word")
    return unwanted and asked.says_only(("no_more", "mail", "receive"), claim.language)


def _denied(candidate: Candidate, claim: Claim) -> bool:
    """Whether words or sentence say that there is no way out."""
    if candidate.words.denied(claim):
        return True
    place = Claim(claim.strength, claim.language, claim.phrase, candidate.start, candidate.end)
    return candidate.own.denied(place)


def _is_title(candidate: Candidate, claim: Claim) -> bool:
    """Whether the words are the title of an article about leaving mailings."""
    words = candidate.words
    if words.count < _TITLE - 2:
        return False
    if words.counts_mails(claim.language):
        return True
    if candidate.address.article and not words.says_only(("leave", *_ABOUT_LEAVING), claim.language):
        return True
    # 'Set how often we write' is no 'how to'.
    chosen = words.all("what", claim.language) if claim.strength == "settings" else []
    article = [
        hit
        for hit in words.all("article", claim.language)
        if not any(what.start <= hit.start and hit.end <= what.end for what in chosen)
    ]
    opening = any(hit.start <= 1 for hit in article)
    headline = bool(article) and words.count > _TITLE
    # 'Why your unsubscribe page loses readers' sends nobody to that page, 'unsubscribe on this page' does.
    if any(not headline or " " in hit.pattern or words.ends_with(hit) for hit in words.all("here")):
        return False
    if opening:
        return True
    if words.count < _TITLE:
        return False
    element = candidate.link.element
    around = (*element.ancestors(), *element.walk()) if element is not None else ()
    in_heading = any(type(node) is Element and node.tag in _HEADINGS for node in around)
    return bool(article) or in_heading or (candidate.address.slug and any(mark in words.text for mark in ":?？：¿"))


def _by_sentence(candidate: Candidate, matcher: Matcher, readings: _Readings, said_by_another: bool) -> None:
    """Decides by what is said around the link, for links whose own words say nothing."""
    around = (candidate.own, *(Passage(text, matcher) for text in (candidate.asked, candidate.told) if text))
    if not any(passage.has(*ROUTES) for passage in around):
        return
    generic = candidate.generic
    if said_by_another and not (generic and readings is _stretches):
        return
    if not generic and not _is_open(candidate):
        return
    for passage, source in readings(candidate, matcher, generic):
        claim = passage.leaving() or (passage.settings() or _implied(candidate, passage, matcher) if generic else None)
        if claim is None:
            continue
        if passage.denied(claim) or _begins_as_title(candidate, claim):
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


def _stretches(candidate: Candidate, matcher: Matcher, generic: bool) -> Iterator[tuple[Passage, str]]:
    """The words up to the neighbouring links: those before first, unless the link opens its sentence."""
    words, asked = candidate.words.text, candidate.asked
    before = Passage(f"{asked} {candidate.before} {words}".strip(), matcher)
    after = Passage(f"{words} {candidate.after}", matcher)
    if not generic:
        yield before, "the sentence"
        return
    opens = not asked and not any(map(str.isalnum, candidate.before))
    yield (after if opens else before), "the sentence"
    yield (before if opens else after), "the sentence"


def _whole_sentence(candidate: Candidate, matcher: Matcher, generic: bool) -> Iterator[tuple[Passage, str]]:
    """The sentence with its question, and the statement before a link that stands alone."""
    if generic:
        yield Passage(f"{candidate.asked} {candidate.own.text}", matcher), "the sentence"
        if candidate.told:
            yield Passage(candidate.told, matcher), "the sentence before"


def _implied(candidate: Candidate, passage: Passage, matcher: Matcher) -> Claim | None:
    """'To be removed, write to ...', 'Rather not? Click here': where nothing around speaks of other things."""
    around = Passage(candidate.link.sentence, matcher)
    if around.money or around.others or around.has("login", "logout", "sms", "miss"):
        return None
    if any(hit.end <= len(candidate.asked) + len(candidate.before) + 1 for hit in passage.all("weary")):
        return passage.claim("no-more", passage.all("weary")[0])
    quiet = Passage(f"{candidate.asked} {candidate.before}", matcher).quiet_inbox()
    if quiet is not None:
        return quiet
    weak = passage.all("leave_weak")
    told_before = weak and candidate.before and weak[0].end <= len(candidate.asked) + len(candidate.before) + 1
    if told_before and candidate.address.scheme == "mailto":
        return passage.claim("weak", weak[0])
    told = passage.tired() or _unwanted_question(candidate, matcher)
    if told is not None:
        return told
    for hit in (*passage.all("no_more"), *weak):
        received = around.all("receive", hit.language) or around.has("list_word")
        if received and around.all("mail", hit.language):
            return passage.claim("weak" if hit.key == "leave_weak" else "no-more", hit)
    return None


def _unwanted_question(candidate: Candidate, matcher: Matcher) -> Claim | None:
    """'Don't want these any more?' before a link that stands alone: the question says that and nothing else."""
    asked = Passage(candidate.asked, matcher)
    own = candidate.own
    for hit in (*asked.all("no_more"), *asked.all("tiresome")):
        if asked.says_only(_ONLY_UNWANTED, hit.language) and own.says_only(_ABOUT_LEAVING, hit.language):
            return asked.claim("no-more", hit)
    return None


def _begins_as_title(candidate: Candidate, claim: Claim) -> bool:
    article = candidate.own.all("article", claim.language)
    return any(hit.start <= 1 for hit in article) and not candidate.asked


def _by_address(candidate: Candidate, matcher: Matcher, unknown: bool) -> None:
    """Decides by the address, where the words do not contradict it and something said supports it."""
    address, words = candidate.address, candidate.words
    if candidate.other_link or words.has("article", "login") or address.view or _is_to_look_at(candidate, matcher):
        return
    if address.scheme == "mailto":
        keyword = Passage(address.keyword, matcher)
        if keyword.has("other_thing"):
            return
        clear = address.leave or keyword.has("leave", "leave_weak") or _says_leave(candidate)
    elif address.settings and not address.leave:
        clear = _supports(candidate, matcher)
    else:
        stated = bool(address.tag) or unknown or candidate.generic or _supports(candidate, matcher)
        clear = address.leave and stated
    if not clear or _ends_an_account(candidate, matcher):
        return
    claim = Claim("address", "", candidate.link.href, 0, 0)
    if _denied(candidate, claim):
        return
    candidate.claim = claim
    candidate.because = "the address names it"
    if unknown:
        candidate.unreadable = True
        candidate.because += "; the lexicon does not have the language of this text"


def _ends_an_account(candidate: Candidate, matcher: Matcher) -> bool:
    """Whether a link that names no mail stands where an account ends and what it holds is lost."""
    around = Passage(candidate.link.sentence, matcher)
    return around.has("lost") and not around.has("mail")


def _supports(candidate: Candidate, matcher: Matcher) -> bool:
    """Whether anything said beside an address that names leaving goes with it."""
    words = candidate.words
    said = words.has(*SUPPORT) or Passage(candidate.asked, matcher).has("no_more", "leave_weak")
    return said and not words.has("other_thing") and not words.money and "%" not in words.text


def _is_to_look_at(candidate: Candidate, matcher: Matcher) -> bool:
    """Whether a link leads to something to see, 'Can't read this mail? Click here', whatever its address may hold."""
    said = candidate.words
    if candidate.generic:
        said = Passage(f"{candidate.asked} {candidate.own.text}", matcher)
    return said.has("see") and not said.has(*_SPOKEN, "preferences", "preferences_weak", "weary", "tiresome")


def _says_leave(candidate: Candidate) -> bool:
    """Whether a mail address is called 'remove' or 'leave' and the sentence is about mail."""
    return candidate.address.weak and candidate.own.has("mail", "leave_weak", "no_more")


def _verdict(candidate: Candidate, claim: Claim, matcher: Matcher) -> Verdict:
    address = candidate.address
    stretch = Passage(f"{candidate.before} {candidate.words.text}", matcher)
    login = stretch.has("login") or (address.login and claim.strength == "settings")
    return Verdict(
        kind=_kind(candidate, claim),
        language=claim.language,
        because=candidate.because,
        login=login,
        sentence=" ".join(candidate.own.text.split()),
        tag=address.tag,
        said=claim.strength != "address" or candidate.unreadable or _speaks(candidate, matcher),
    )


def _speaks(candidate: Candidate, matcher: Matcher) -> bool:
    """Whether anything that a reader sees goes with an address that names leaving."""
    if candidate.link.kind in ("url", "address") or Address(candidate.link.words).leave:
        return True
    around = Passage(f"{candidate.asked} {candidate.own.text}", matcher)
    return candidate.words.has(*_SPOKEN) or around.has(*_SPOKEN, "mail", "receive")


def _kind(candidate: Candidate, claim: Claim) -> LinkVerdict:
    if candidate.address.tag:
        return "template-tag"
    if candidate.address.scheme == "mailto":
        return "mailto"
    if claim.strength == "settings":
        return "preferences"
    return "form" if candidate.link.kind in ("form", "button") else "link"
