"""What header fields say of who writes and why: trackers, machines, lists, the address of the sender, the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mailcheck.facts.purpose.clues import Clue
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.whole import house_names, sender_names

if TYPE_CHECKING:
    from mailcheck.facts.header.headers import Headers

_TRACKERS: Final = (
    "x-github-reason", "x-gitlab-", "x-jira-", "x-redmine-", "x-bugzilla-", "x-trac-", "x-gerrit-", "x-phabricator-",
    "x-discourse-post", "x-discourse-topic", "x-zendesk-", "x-youtrack-", "x-launchpad-", "x-mantis", "x-travis-",
    "x-sentry-", "x-pagerduty-", "x-debbugs-", "x-otrs-", "x-rt-", "x-hudson-", "x-jenkins-",
)  # fmt: skip
"""Beginnings of fields that systems write into notices about one ticket, change or build."""
_MACHINES: Final = ("x-auto-response-suppress", "feedback-type")
_OBJECT: Final = lazy_regex(
    r"\[#?\d{3,}\]|\[[^\]\[]{0,60}#\d+\]|[(\[](?:[^\W\d]{2,12}\s)?[#!]\d{1,7}[)\]]|[(\[][A-Z][A-Z0-9]{1,9}-\d{1,6}[)\]]"
    r"|(?:^|\s)![1-9]\d{0,6}(?=[\s:,.]|$)|\[[a-z0-9_.-]{2,40}/[a-z0-9_.-]{2,40}\]"
)
_THREAD: Final = lazy_regex(
    r"<[\w.-]{1,60}/[\w.-]{1,60}/(?:issues?|pulls?|pull-requests|merge_requests|commits?|discussions?|releases)/",
    re.IGNORECASE,
)
"""What systems write into the names of messages about one thing of a repository."""
_PROJECT: Final = lazy_regex(r"[\w.-]{1,60}/[\w.-]{1,60}\s*<")
"""The name of a list that is a repository's."""
_CAMPAIGN: Final = ("x-campaign", "x-campaignid", "x-mc-user", "x-mailjet-campaign", "x-mailer-campaign", "x-klaviyo-")
"""Beginnings of fields that only systems for campaigns write."""
_NUMBERED: Final = lazy_regex(
    r"(?:^|[^\w])(?:no|nr|num|núm|issue|ausgabe|edition|vol|č|n)\b\s?[.º°]*\s?\d{1,4}(?!\d)|(?:^|\s)#\d{1,4}(?=[\s:,.]|$)"
    r"|(?:^|\s)\d{1,2}/20\d\d(?!\d)|\d{1,2}月号|第\s?\d{1,4}\s?[号期回]",
    re.IGNORECASE,
)
_NO_ANSWER: Final = lazy_regex(
    r"no[-_.]?(?:t[-_.]?)?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|keine[-_.]?antwort|no[-_.]?responder"
    r"|ikke[-_.]?svar|svar[-_.]?ikke|nao[-_.]?responda|noreplay|^auto(?:mat|\b)"
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_PARTS: Final = re.compile(r"[-_.+0-9]+")


def signs_of_headers(headers: Headers, *, mailing: bool) -> Iterator[Clue]:
    """The signs that stand in the header, the subject's words left out."""
    sender = headers.from_.first
    if sender is not None:
        groups = {sender_names().get(word): word for word in _PARTS.split(sender.local.lower())}
        if not mailing and _NO_ANSWER.search(sender.local.lower()):
            yield Clue("no-answer", sender.local)
        for group, word in groups.items():
            if group is not None:
                yield Clue(f"from-{group}", word)
        yield from _of_house(sender.display, mailing=mailing)
    tracker = next((field.name for field in headers.fields if field.key.startswith(_TRACKERS)), "") or _thread(headers)
    if tracker:
        yield Clue("tracker", tracker)
    campaign = next((field.name for field in headers.fields if field.key.startswith(_CAMPAIGN)), "")
    if campaign:
        yield Clue("campaign", campaign)
    yield from _of_machines(headers)
    subject = headers.subject[:300]
    if found := _OBJECT.search(subject):
        yield Clue("object", found[0])
    elif found := _NUMBERED.search(subject):
        yield Clue("numbered", found[0].strip())


@lru_cache(maxsize=256)
def _house(display: str) -> tuple[str, str]:
    """What kind of house a shown name is of, and the word that tells; '' without one."""
    words, ends = house_names()
    row = _WORDS.findall(fold(display[:120]))
    for word in (*row, *(f"{one} {other}" for one, other in pairwise(row))):
        if word in words:
            return words[word], word
    for word in row:
        for end, group in ends:
            if word.endswith(end) and len(word) > len(end):
                return group, word
    return "", ""


def _of_house(display: str, *, mailing: bool) -> Iterator[Clue]:
    group, word = _house(display)
    if group == "public" or (group and mailing):
        yield Clue(f"from-{group}", word)


def _thread(headers: Headers) -> str:
    """The field by which a message belongs to one thing of a repository, '' without."""
    for name in ("message-id", "in-reply-to", "references"):
        if "/" in headers.value(name) and _THREAD.search(headers.value(name)[:500]):
            return name.title()
    return "List-ID" if _PROJECT.match(headers.value("list-id")[:200]) else ""


def _of_machines(headers: Headers) -> Iterator[Clue]:
    submitted = headers.value("auto-submitted").strip().lower()
    if submitted.startswith("auto-"):
        yield Clue("machine", f"Auto-Submitted: {submitted[:40]}")
    elif any(name in headers for name in _MACHINES):
        yield Clue("machine", next(name for name in _MACHINES if name in headers))
    if "list-post" in headers or headers.value("precedence").strip().lower() == "list":
        yield Clue("list", "List-Post" if "list-post" in headers else "Precedence: list")
