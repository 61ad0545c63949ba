"""What speaks against a link as a way out: it leaves something else, it heads an article, the words deny it."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.html.nodes import Element
from mailcheck.facts.optout.addressing import Address
from mailcheck.facts.optout.optout_candidates import Candidate
from mailcheck.facts.optout.wording import Claim, Passage

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
TITLE: Final = 5  # a link of so many words may be the title of an article
ABOUT_LEAVING: Final = ("leave_weak", "here", "mail", "no_more", "none_at_all", "receive")
SPOKEN: Final = ("leave", "leave_weak", "no_more", "none_at_all", "goodbye")


def leaves_other(candidate: Candidate, claim: Claim) -> bool:
    """Whether what is left is something else, a course or a paid plan, and no mail."""
    if claim.strength not in ("leave", "weak") or claim.borrowed:
        return False
    words = candidate.words
    if words.leaves_other(claim):
        return candidate.own.leaves_other(claim)
    if claim.strength == "weak" and not words.has("mail") and ends_an_account(candidate):
        return True
    if _is_of_goods(candidate, claim) or _allows_processing(candidate, claim):
        return True
    if candidate.address.leave:
        return False
    around = candidate.block
    if words.all("mail", claim.language):
        # 'Remove from list' may be said of goods.
        return claim.strength == "weak" and words.names_a_list_alone(claim) and _sells(around, claim)
    if words.count > 1 and around.has("plan") and not around.all("mail", claim.language):
        return True
    others = around.all("other_thing", claim.language)
    return bool(others) and (around.money or _is_plan(candidate, claim))


def _is_of_goods(candidate: Candidate, claim: Claim) -> bool:
    """Whether 'remove from the list' stands beside words or links of baskets, wishes and favourites, and no mail."""
    words = candidate.words
    if not words.has("list_word") or not words.names_a_list_alone(claim):
        return False
    around = candidate.block
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


def denied(candidate: Candidate, claim: Claim) -> bool:
    """Whether words or sentence say that there is no way out."""
    if candidate.words.denied(claim):
        return True
    place = Claim(claim.strength, claim.language, claim.phrase, candidate.start, candidate.end)
    return candidate.own.denied(place)


def is_title(candidate: Candidate, claim: Claim) -> bool:
    """Whether the words are the title of an article about leaving mailings."""
    words = candidate.words
    if words.count < TITLE - 2:
        return False
    if words.counts_mails(claim.language):
        return True
    if candidate.address.article and not words.says_only(("leave", *ABOUT_LEAVING), claim.language):
        return True
    # 'Set how often we write' is no 'how to'.
    chosen = words.all("what", claim.language) if claim.strength == "settings" else []
    article = [
        hit
        for hit in words.all("article", claim.language)
        if not any(what.start <= hit.start and hit.end <= what.end for what in chosen)
    ]
    opening = any(hit.start <= 1 for hit in article)
    headline = bool(article) and words.count > TITLE
    # 'Why your unsubscribe page loses readers' sends nobody to that page, 'unsubscribe on this page' does.
    if any(not headline or " " in hit.pattern or words.ends_with(hit) for hit in words.all("here")):
        return False
    if opening:
        return True
    if words.count < TITLE:
        return False
    element = candidate.link.element
    around = (*element.ancestors(), *element.walk()) if element is not None else ()
    in_heading = any(type(node) is Element and node.tag in _HEADINGS for node in around)
    return bool(article) or in_heading or (candidate.address.slug and any(mark in words.text for mark in ":?？：¿"))


def begins_as_title(candidate: Candidate, claim: Claim) -> bool:
    article = candidate.own.all("article", claim.language)
    return any(hit.start <= 1 for hit in article) and not candidate.asked


def ends_an_account(candidate: Candidate) -> bool:
    """Whether a link that names no mail stands where an account ends and what it holds is lost."""
    around = candidate.block
    return around.has("lost") and not around.has("mail")


def is_to_look_at(candidate: Candidate) -> bool:
    """Whether a link leads to something to see, 'Can't read this mail? Click here', whatever its address may hold."""
    said = candidate.words
    if candidate.generic:
        said = candidate.statement
    return said.has("see") and not said.has(*SPOKEN, "preferences", "preferences_weak", "weary", "tiresome")
