"""The plain text says something else than the HTML.

Filters compare the two, and people who read the plain text must get the same message: the offer, the opt-out, the
address. "Your program cannot show HTML" is not a message.

Fix: make the plain text from the HTML at every sending, links and footer included.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, has_hole, opt
from mailcheck_rules._shared.ways_out import require_whole, ways_out


@dataclass(frozen=True)
class Options:
    min_overlap: float = opt(0.25, "share of words that both parts must have in common")
    min_length: float = opt(0.2, "length of the plain text, as a share of the HTML's")
    min_words: int = opt(5, "HTML with fewer words is not compared")


_MAIL = (
    "From: news@acme.com\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    "--b\nContent-Type: text/html; charset=utf-8\n\n<body>{html}</body>\n--b--\n"
)
_STORY = (
    "Our summer sale starts on Monday with garden chairs, parasols, hammocks and lanterns from the new collection,"
    " all made of certified wood by craftspeople in the region around our workshop."
)
_LINK = '<p><a href="https://acme.com/u/k3">Unsubscribe</a></p>'
_OTHER = (
    "Dear friend, the weather report promises rain until Thursday while southern valleys stay mostly dry, and"
    " hikers ought to carry umbrellas, boots, maps plus enough water."
)

rule = Rule(
    __name__,
    title="Plain text differs from the HTML",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("html", "text"),
    options=Options,
    cites=(
        Citation("convention", "SpamAssassin MPART_ALT_DIFF, rspamd R_PARTS_DIFFER"),
        Citation("standard", "RFC 2046 section 5.1.4", "https://www.rfc-editor.org/rfc/rfc2046"),
    ),
    examples=(
        Bad(_MAIL.format(text="Your client cannot show HTML.", html=f"<p>{_STORY}</p>"), kind="eml", at="Your client"),
        Bad(_MAIL.format(text=_OTHER, html=f"<p>{_STORY}</p>"), kind="eml", at="Dear friend"),
        Bad(
            _MAIL.format(text=_STORY, html=f"<p>{_STORY}</p>{_LINK}"),
            kind="eml",
            at="Our summer sale",
            context={"message_class": "commercial"},
            note="no way out in the plain text",
        ),
        Good(
            _MAIL.format(text=f"{_STORY}\n\nUnsubscribe: https://acme.com/u/k3", html=f"<p>{_STORY}</p>{_LINK}"),
            kind="eml",
            context={"message_class": "commercial"},
        ),
        Good(_MAIL.format(text="Sale!", html="<p>Sale!</p>"), kind="eml", note="too short to compare"),
        Good(
            _MAIL.format(text=_STORY, html=f"<p>{_STORY}</p>"), kind="eml", context={"message_class": "transactional"}
        ),
    ),
)

_WORD = re.compile(r"[^\W\d_]{2,}")
# Scripts without spaces between words: compared by pairs of characters. Large sets are compiled when they are needed.
_FIRST_UNSPACED = "\u0e00"
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    text = message.text
    if text is None or not text.content.strip():  # `text-part-missing` says it
        return
    html_words = _words(message, "html")
    text_words = _words(message, "text")
    start = len(text.content) - len(text.content.lstrip())
    end = text.content.find("\n", start)
    at = text.span(start, end if end >= 0 else None)
    if len(html_words) >= options.min_words and not _is_filled(message):
        shared = set(html_words) & set(text_words)
        overlap = len(shared) / len(set(html_words) | set(text_words))
        inside = len(shared) / max(1, min(len(set(html_words)), len(set(text_words))))
        if len(text_words) < options.min_length * len(html_words):
            yield rule.finding(
                f"words in the plain text: {len(text_words)}, in the HTML: {len(html_words)}",
                at=at,
                key="text too short",
            )
            return
        if overlap < options.min_overlap and inside < 2 * options.min_overlap:
            yield rule.finding(
                f"plain text and HTML have {overlap:.0%} of their words in common", at=at, key="text differs"
            )
            return
    if message.message_class.verdict in ("commercial", "unknown"):
        shown = [way for way in ways_out(message, "html") if way.seen.verdict != "hidden"]
        if shown and not ways_out(message, "text"):
            require_whole(message)
            yield rule.finding("the plain text has no way to opt out; the HTML has", at=at, key="text without opt-out")


def _is_filled(message: Message) -> bool:
    """Whether a template's tags put words into the plain text that cannot be compared yet."""
    return message.template is not None and any(run.part == "text" and has_hole(run.text) for run in message.runs)


def _words(message: Message, part: str) -> list[str]:
    """The words that a reader of one part is shown, alternative texts of pictures included."""
    shown = [run.text for run in message.runs if run.part == part and run.seen.verdict != "hidden"]
    if part == "html":
        shown += [image.alt for image in message.images if image.alt and image.seen.verdict != "hidden"]
    spoken = " ".join([piece for text in shown for piece in text.split() if not _is_address(piece)]).casefold()
    if spoken.isascii():
        return _WORD.findall(spoken)
    words: list[str] = []
    for word in _WORD.findall(spoken):
        if max(word) >= _FIRST_UNSPACED and re.search(_UNSPACED, word):
            words += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            words.append(word)
    return words


def _is_address(piece: str) -> bool:
    return "@" in piece or "://" in piece or piece.startswith(("www.", "<www."))
