"""Ways out that are no link: an answer asked for, and merge tags in running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.optout.wording import LONGEST, Claim, Passage
from mailcheck.facts.sight.flow import Block, collapse, run_blocks
from mailcheck.facts.text.bare_addresses import bare_addresses
from mailcheck.facts.text.sentences import is_question, sentences
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import address_matcher
from mailcheck.lexicon.matching import Hit, Matcher
from mailcheck.lexicon.tags import Tag, service_of, split_name, tags
from mailcheck.spans import Span

if TYPE_CHECKING:
    from mailcheck.facts.html.nodes import Element
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.text.links import Link

_ANSWERS: Final = frozenset({"reply", "send", "enough"})
_LEAVING: Final = frozenset({"leave", "leave_weak", "no_word", "no_more"})
_NO: Final = frozenset({"no_word", "no_more"})
_SHORT_CODE: Final = lazy_regex(r"(?<![\d.,/:-])\d{5,6}(?![\d/:-]|[.,]\d)")
_TELEPHONE: Final = lazy_regex(r"(?<![\w/.-])(?:\+|\(?0)\d[\d ()/.-]{5,16}\d(?![\w/])")
_QUOTES: Final = "\"'“”„«»‘’‚「」『』‹›〈〉《》＂`"
# A word in capitals and the number to text it to: 'text FLY to 88822'.
_TEXTED: Final = lazy_regex(
    rf"\b[A-ZÀ-ÞА-ЯΑ-Ω]{{2,12}}[{_QUOTES}]?,? (?:[a-zà-þа-яα-ω]{{1,8}} ){{1,2}}\d{{4,6}}(?![\w/]|[.,]\d)"
)
_KEYWORD: Final = lazy_regex(rf"[{_QUOTES}]|\b[A-ZÀ-ÞА-ЯΑ-Ω]{{3,}}\b")  # may be a word to answer with
_TAG_ELEMENTS: Final = frozenset({"unsubscribe", "optout"})
_LEVELS: Final = 4
_CLOSE: Final = 40  # characters between a word to answer with and what says that it will do
_AROUND: Final = 120  # characters of context for what stands in no sentence


class TextRoute(NamedTuple):
    """A way out in running text. `text`: the sentence of an answer, the label or the tag itself."""

    kind: Literal["reply", "template-tag"]
    text: str
    href: str
    sentence: str
    language: str
    because: str
    span: Span
    run: Run


def text_routes(runs: Sequence[Run], taken: Sequence[Link], matcher: Matcher) -> Iterator[TextRoute]:
    """The routes in running text; sentences that hold a link which is one already are left out."""
    said = {collapse(link.sentence) for link in taken}
    places = [(link.span, link.element) for link in taken]
    blocks = run_blocks(runs)
    folded = [fold(block.text) for block in blocks]
    asking = matcher.saying(folded, _ANSWERS, _LEAVING)
    for block, text in zip(blocks, folded, strict=True):
        yield from _tag_routes(block, places)
        if text in asking:
            yield from _answer_routes(block, said, matcher)


def _answer_routes(block: Block, said: set[str], matcher: Matcher) -> Iterator[TextRoute]:
    bounds = sentences(block.text)
    quoted = _KEYWORD.search(block.text) is not None
    texted = _TEXTED.search(block.text[:LONGEST]) is not None
    for number, (start, stop) in enumerate(bounds):
        end = min(stop, start + LONGEST)
        text = block.text[start:end]
        if not matcher.says(fold(text), _ANSWERS) or any(collapse(text) in sentence for sentence in said):
            continue
        passage = Passage(text, matcher)
        if (not quoted and not passage.has("reply")) or (texted and not passage.has("mail")):
            continue
        asked = ""
        if number and is_question(block.text[slice(*bounds[number - 1])]):
            asked = block.text[slice(*bounds[number - 1])]
        claim = _answer(passage, Passage(f"{asked} {text}", matcher) if asked else None)
        if claim is not None:
            yield TextRoute(
                kind="reply",
                text=collapse(text),
                href="",
                sentence=collapse(f"{asked} {text}"),
                language=claim.language,
                because=f'an answer is asked for: "{claim.phrase}"',
                span=block.span(start, end),
                run=block.run_at(start),
            )


def _answer(passage: Passage, with_question: Passage | None) -> Claim | None:
    """The claim of a sentence that asks for an answer in order to leave."""
    if passage.has("no_reply", "sms") or _SHORT_CODE.search(passage.text):
        return None
    keyword = _keyword(passage)
    if not passage.has("reply", "send"):
        return _enough(passage, with_question or passage, keyword)
    if keyword is None and _TELEPHONE.search(passage.text):
        return None
    if not passage.has("reply") and (keyword is None or any(True for _ in bare_addresses(passage.text))):
        return None
    for read in filter(None, (passage, with_question)):
        claim = read.leaving() or _refusal(read, keyword) or _enough(passage, read, keyword)
        if claim is not None:
            return None if read.denied(claim) else claim
    if keyword is None or keyword.key in _NO or passage.has("other_thing"):
        return None
    claim = passage.claim("weak", keyword)
    return None if passage.denied(claim) else claim


def _enough(passage: Passage, around: Passage, keyword: Hit | None) -> Claim | None:
    """'If this is not for you, a one-word "pass" is plenty': a word to answer with, enough for who wants no more."""
    if keyword is None or around.others or around.money:
        return None
    near = [hit for hit in passage.all("enough") if max(hit.start - keyword.end, keyword.start - hit.end) <= _CLOSE]
    unwanted = [
        hit for key in ("no_more", "tiresome", "weary", "leave") for hit in around.all(key) if hit is not keyword
    ]
    clear = keyword.key == "no_word" and any(one.end <= other.start for one in near for other in near)
    if not near or not (unwanted or clear):
        return None
    claim = around.claim("no-more", unwanted[0]) if unwanted else passage.claim("no-more", keyword, near[0])
    return None if around.denied(claim) else claim


def _refusal(passage: Passage, keyword: Hit | None) -> Claim | None:
    """'Not interested? Reply NO': a no to answer with, beside words for mail or for not wanting."""
    if keyword is None or keyword.key not in _NO or (keyword.key == "no_word" and passage.has("other_thing")):
        return None
    hits = (*passage.all("no_more"), *passage.all("receive"), *passage.all("mail"), *passage.all("leave_weak"))
    return passage.claim("no-more", next(iter(hits))) if hits else None


def _keyword(passage: Passage) -> Hit | None:
    """The word to answer with: quoted, in capitals, or the last one in a script that has none."""
    for hit in (hit for key in ("leave", "leave_weak", "no_word", "no_more") for hit in passage.all(key)):
        written = passage.quote(hit.start, hit.end)
        around = passage.quote(max(0, hit.start - 1), hit.end + 1)
        if (written.isupper() and len(written) > 1) or around[:1] in _QUOTES or around[-1:] in _QUOTES:
            return hit
        if passage.quote(max(0, hit.start - 2), hit.end).startswith("« "):
            return hit
        if hit.key == "no_word" and written.upper() == written.lower() and passage.ends_with(hit):
            return hit
    return None


def _tag_routes(block: Block, places: Sequence[tuple[Span, object]]) -> Iterator[TextRoute]:
    for tag in tags(block.text):
        run = block.run_at(tag.start)
        if _within_link(block, tag, places) or not _names_leaving(tag):
            continue
        service = service_of(tag.written)
        yield TextRoute(
            kind="template-tag",
            text=collapse(tag.label) or tag.written,
            href=tag.written,
            sentence=collapse(block.text[max(0, tag.start - _AROUND) : tag.end + _AROUND]),
            language="",
            because=f"merge tag {tag.written}" + (f" of {service}" if service else ""),
            span=block.span(tag.start, tag.end),
            run=run,
        )
    for piece in block.pieces:
        element = _tag_element(piece.run.element) if piece.run is not None else None
        if element is not None and piece.run is not None:
            yield TextRoute(
                kind="template-tag",
                text=collapse(piece.run.text),
                href=f"<{element.tag}>",
                sentence=collapse(block.text[max(0, piece.start - _AROUND) : piece.end + _AROUND]),
                language="",
                because=f"the element <{element.tag}> becomes a link when the mail is sent",
                span=piece.run.span,
                run=piece.run,
            )


def _tag_element(element: Element | None) -> Element | None:
    """The element of a sending service around a text, a few levels up at most."""
    for _ in range(_LEVELS):
        if element is None or element.tag in _TAG_ELEMENTS:
            return element
        element = element.parent
    return None


def _names_leaving(tag: Tag) -> bool:
    hits = address_matcher().search(fold(split_name(tag.written)))
    return any(hit.key == "leave" for hit in hits) and not any(hit.key == "view" for hit in hits)


def _within_link(block: Block, tag: Tag, places: Sequence[tuple[Span, object]]) -> bool:
    """Whether a tag stands within a link that is a way out already."""
    at = block.span(tag.start, tag.end)
    return any(
        span.text is at.text and span.start <= at.start and at.end <= getattr(element, "close", span.end)
        for span, element in places
    )
