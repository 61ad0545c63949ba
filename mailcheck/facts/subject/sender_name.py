"""The name a message is sent under, against the domain it is sent from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.facts.subject.confusables import kana_skeleton, mixed_words, skeleton
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.findings import Confidence
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import brands, periodicals

_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24})")
_DOMAIN: Final = re.compile(
    r"(?<![\w@.-])((?:[a-z0-9-]{2,63}\.){1,4}(?:com|net|org|info|biz|co\.[a-z]{2}|com\.[a-z]{2}|[a-z]{2}))(?![\w.-])",
    re.I,
)
_STATE_LABELS: Final = frozenset(
    "gov gob gouv gub go gv govt gc mil admin bund europa nhs police overheid state parliament muni gemeente kommune "
    "bayern nrw hessen sachsen thueringen brandenburg niedersachsen saarland berlin hamburg bremen edu ac sch jus fgov "
    "government regione comune guv vlada gov-ie canada".split()
)
_JOINERS: Final = frozenset(
    "via by at from for per von bei der die das la le el il de di da do du des und and et y e i the im".split()
)
_LABEL: Final = re.compile(r"\s?[\[(【]?(?P<label>[^:：|\])】]{2,60}?)\s?[:：|\])】]\s*(?=\S)")
_SCRIPT_BORDER: Final = re.compile(
    r"(?<=[a-z0-9])(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?=[a-z])"
)
_KATAKANA: Final = re.compile(r"[\u30a1-\u30fa]")
_WIDE: Final = re.compile(r"[\uff21-\uff3a\uff41-\uff5a]")
_LETTERS: Final = re.compile(r"[A-Za-z\uff21-\uff3a\uff41-\uff5a]+")
_LONG: Final = 6
_OPENING: Final = 4  # characters of a skeleton under which it is filed
_SAME: Final = 3  # letters with which a name misspelt still begins
_BESIDE: Final = 12  # letters that may stand beside a brand in a name that looks like it
_NAME_WORDS: Final = 5
_STEM: Final = 5  # letters by which a word is known again
_AUTHORITY_WORDS: Final = 6
_INITIALS: Final = 5


class Sender(NamedTuple):
    """The first mailbox of From. `domain` as written in it, '' without one."""

    display: str
    local: str
    domain: str

    @property
    def organization(self) -> str:
        return registrable_domain(self.domain)

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(self.domain.split("."))


def own_label(line: str, sender: Sender) -> int:
    """Where a subject begins behind the sender's own name, with a number perhaps: '[Kestrel Press]', 'The Bill no. 4:'.

    A single word has to be the name of its domain as well: 'Invoice:' of an 'Invoice desk' stays.
    """
    match = _LABEL.match(line)
    if match is None:
        return 0
    row = [word for word in words(fold(match["label"])) if not (word.isdigit() or word in periodicals().counted)]
    name = f" {' '.join(words(fold(sender.display)))} "
    domain = fold(_label(sender.organization)).replace("-", "")
    if not row or f" {' '.join(row)} " not in name:
        return 0
    return match.end() if len(row) > 1 or row[0] == domain else 0


def impersonation(
    sender: Sender,
    reader: Reading | None,
    recipients: Iterable[str],
    suspicious: Callable[[], bool],
    *,
    alarms: bool = False,
    asks: Callable[[], bool] = lambda: False,
) -> Iterator[Signal]:
    """Who else the name claims to be. `reader` is the name read with the words of the message's language.

    `alarms`: the subject does, without a fact of a case: then a brand that is an everyday word is meant as one.
    `asks`: whether the body is after data or money; that, or an alarm, makes any bank's name false at a foreign domain.
    `suspicious` tells whether the message asks for money or alarms, which a name of a public body or of the
    reader's own helpdesk needs in order to be believed false. `recipients` are the domains it is sent to.
    """
    if not sender.display or not sender.domain or "{" in sender.display or "[" in sender.domain:
        return
    found = (
        _shown_address(sender)
        or _brand(sender, reader, alarms=alarms)
        or _look_alike(sender)
        or _kana_look_alike(sender, alarms=alarms, asks=asks)
        or (_authority(sender, reader, suspicious) if reader is not None else None)
        or (_bank(sender, alarms=alarms, asks=asks) if reader is not None else None)
        or _role(sender, recipients, suspicious)
    )
    if found is not None:
        yield found


def _signal(quote: str, reason: str, confidence: Confidence, detail: str) -> Signal:
    return Signal("impersonation", quote, reason, confidence, "from", detail=detail)


def _shown_address(sender: Sender) -> Signal | None:
    """Another domain's address, or its name, in the display name."""
    match = _ADDRESS.search(sender.display)
    if match is not None:
        if registrable_domain(match[1].lower()) == sender.organization:
            return None
        reason = f"the name shows {match[0]}, the message comes from {sender.domain}"
        return _signal(match[0], reason, Confidence.CERTAIN, "address")
    for match in _DOMAIN.finditer(sender.display):
        label = _label(registrable_domain(match[1].lower()))
        known = brands().labels.get(label.replace("-", " "))
        if known is not None and not _owns(sender, known) and label not in fold(sender.domain):
            reason = f"the name shows {match[0]}, the message comes from {sender.domain}"
            return _signal(match[0], reason, Confidence.LIKELY, "domain")
    return None


def _brand(sender: Sender, reader: Reading | None, *, alarms: bool) -> Signal | None:
    """A brand's name and at most service words beside it, from a domain that is not the brand's."""
    known = brands()
    folded = fold(sender.display)
    row = words(folded)
    if not folded.isascii():
        row = words(_SCRIPT_BORDER.sub(" ", folded))
    for size in range(min(4, len(row)), 0, -1):
        for start in range(len(row) - size + 1):
            name = " ".join(row[start : start + size])
            labels = known.labels.get(name)
            if labels is None:
                continue
            if _owns(sender, labels):
                return None
            rest = [word for index, word in enumerate(row) if not start <= index < start + size]
            if not _is_service(rest, reader):
                if start == 0 and name not in known.common and _is_of_nobody_else(row, rest, sender):
                    reason = f"the name begins with that of {name}, and nothing of it stands in {sender.domain}"
                    return _signal(sender.display, reason, Confidence.HEURISTIC, "brand")
                continue
            if name in known.common and not alarms and (not rest or name in fold(sender.organization)):
                continue
            if name not in words(folded) and size == 1 and name in fold(sender.organization):
                continue  # written in one with what follows, and so at its domain
            reason = f"the name is that of {name}, the message comes from {sender.domain}"
            return _signal(sender.display, reason, Confidence.LIKELY, "brand")
    return _brand_in_one_word(sender, reader) if not sender.display.isascii() else None


def _is_of_nobody_else(row: list[str], rest: list[str], sender: Sender) -> bool:
    """Whether a brand with further words is no name of the sender's own: none of these, nor their initials, is in its
    address, and none says that it stands beside the brand ('at', 'for'). Told of names in Latin letters alone, since
    domains are written in these."""
    if len(row) > _NAME_WORDS or not sender.display.isascii() or not _JOINERS.isdisjoint(rest):
        return False
    domain = fold(sender.domain).replace("-", "")
    address = f"{fold(sender.local).replace('-', '')} {domain}"
    if any(word[:_STEM] in (domain if word in brands().clubs else address) for word in row if len(word) > _SAME - 1):
        return False
    initials = "".join(word[0] for word in row)
    return not (len(initials) > 1 and fold(_label(sender.organization)).startswith(initials))


def _brand_in_one_word(sender: Sender, reader: Reading | None) -> Signal | None:
    """A brand of a script without spaces, written in one with its service words: 支付宝客服."""
    if reader is None or reader.spaces:
        return None
    compact = "".join(reader.folded.split())
    for name, labels in brands().labels.items():
        if name.isascii() or name not in compact or _owns(sender, labels):
            continue
        rest = compact.replace(name, "", 1)
        for hit in sorted(reader.all("desk"), key=lambda hit: hit.start - hit.end):
            rest = rest.replace("".join(reader.folded[hit.start : hit.end].split()), "")
        if not rest:
            reason = f"the name is that of {name}, the message comes from {sender.domain}"
            return _signal(sender.display, reason, Confidence.LIKELY, "brand")
    return None


def _owns(sender: Sender, labels: tuple[str, ...]) -> bool:
    label = _label(sender.organization)
    return label in labels or any(name in sender.labels for name in labels if name in _STATE_LABELS)


def _label(domain: str) -> str:
    return domain.partition(".")[0]


def _is_service(rest: list[str], reader: Reading | None) -> bool:
    """Whether the other words of a name only say which desk of the brand writes."""
    desk = set(_ENGLISH_DESK)
    if reader is not None:
        for hit in reader.all("desk"):
            desk.update(words(reader.folded[hit.start : hit.end]))
    whole = reader is None or reader.spaces
    return all(
        word in desk or word in _JOINERS or word.isdigit() or len(word) == 1 or (not whole and _is_made_of(word, desk))
        for word in rest
    )


def _is_made_of(word: str, parts: Iterable[str]) -> bool:
    """Whether a word is nothing but these: 会員センター."""
    for part in sorted(parts, key=len, reverse=True):
        word = word.replace(part, "")
    return not word


_ENGLISH_DESK: Final = frozenset(
    "security support service services team account accounts customer customers billing membership member members "
    "notification notifications alert alerts no reply noreply delivery rewards reward info help helpdesk desk "
    "center centre care online bank payments payment updates update tracking store official inc llc "
    "ltd corp gmbh sa ag usa us uk id verification prime express group department notice resolution admin "
    "mail email giveaway refund refunds prize "
    "promo loyalty club parcel fraud protection dept logistics shop com invoice".split()
)


def _look_alike(sender: Sender) -> Signal | None:
    """A name that only looks like a brand, or a word of two alphabets."""
    row = words(fold(sender.display))
    compact = "".join(row)
    looks = skeleton(sender.display).replace(" ", "").replace("-", "")
    for name, wanted, labels in _looking_like(looks):
        if name.replace(" ", "") not in compact and len(looks) <= len(wanted) + _BESIDE:
            if _owns(sender, labels):
                return None
            reason = (
                f"the name looks like {name} and is spelt with other characters; the message comes from {sender.domain}"
            )
            return _signal(sender.display, reason, Confidence.CERTAIN, "look-alike")
    if row and compact not in fold(sender.domain):
        for name, labels in _names_by_opening().get(row[0][:_SAME], ()):
            if _one_letter_off(row[0], name.replace(" ", "")) and not _owns(sender, labels):
                reason = f"the name is one letter away from {name}, the message comes from {sender.domain}"
                return _signal(sender.display, reason, Confidence.HEURISTIC, "look-alike")
    for run in _LETTERS.findall(sender.display) if _WIDE.search(sender.display) else ():
        if run.isascii() or len(_WIDE.findall(run)) == len(run):
            continue
        for name, (_, labels) in _long_names().items():
            if fold(run) == name.replace(" ", "") and not _owns(sender, labels):
                reason = f"the name of {name} is spelt with wide letters; the message comes from {sender.domain}"
                return _signal(run, reason, Confidence.CERTAIN, "look-alike")
    mixed = mixed_words(sender.display)
    if mixed:
        return _signal(
            mixed[0], f"'{mixed[0]}' mixes letters of two alphabets that look alike", Confidence.LIKELY, "mixed"
        )
    return None


def _kana_look_alike(sender: Sender, *, alarms: bool, asks: Callable[[], bool]) -> Signal | None:
    """A brand in kana spelt with others that look alike, over a message that is after data: アマゾソ for アマゾン."""
    if sender.display.isascii() or not _KATAKANA.search(sender.display):
        return None
    compact = "".join(fold(sender.display).split())
    looks = kana_skeleton(compact)
    for name, (wanted, labels) in _kana_names().items():
        if wanted in looks and name not in compact and not _owns(sender, labels) and (alarms or asks()):
            reason = (
                f"the name looks like {name} and is spelt with other characters; the message comes from {sender.domain}"
            )
            return _signal(sender.display, reason, Confidence.CERTAIN, "look-alike")
    return None


@lru_cache(maxsize=1)
def _kana_names() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Brands written with katakana, with what they look like and their labels."""
    return {
        name: (kana_skeleton(name), labels)
        for name, labels in brands().labels.items()
        if len(name) >= _SAME and _KATAKANA.search(name)
    }


def _looking_like(looks: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The long brands whose skeletons stand in a skeleton, each with its own and its labels."""
    filed = _names_by_skeleton()
    for start in range(len(looks) - _OPENING + 1):
        for name, wanted, labels in filed.get(looks[start : start + _OPENING], ()):
            if looks.startswith(wanted, start):
                yield name, wanted, labels


@lru_cache(maxsize=1)
def _names_by_skeleton() -> Mapping[str, list[tuple[str, str, tuple[str, ...]]]]:
    """The long brands by the first characters of their skeletons."""
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for name, (wanted, labels) in _long_names().items():
        found[wanted[:_OPENING]].append((name, wanted, labels))
    return found


@lru_cache(maxsize=1)
def _long_names() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Brands of Latin letters long enough to be told from a chance likeness, with their skeletons and labels."""
    known = brands()
    return {
        name: (skeleton(name.replace(" ", "")), labels)
        for name, labels in known.labels.items()
        if name.isascii() and len(name) >= _LONG and name not in known.common
    }


@lru_cache(maxsize=1)
def _names_by_opening() -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
    """The same names, with their labels, by their first letters."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name, (_, labels) in _long_names().items():
        found[name[:_SAME]].append((name, labels))
    return found


def _one_letter_off(word: str, target: str) -> bool:
    """Whether a word of seven letters and more has one letter changed, doubled, dropped or two swapped."""
    if len(target) <= _LONG or word == target or abs(len(word) - len(target)) > 1:
        return False
    start = 0
    while start < min(len(word), len(target)) and word[start] == target[start]:
        start += 1
    if start < _SAME:
        return False
    if word[start + 1 :] == target[start + 1 :] and len(word) == len(target):
        return not target[start:].startswith("s") and not word.startswith(target[:-1])
    swapped = target[:start] + target[start + 1 : start + 2] + target[start : start + 1] + target[start + 2 :]
    return word == swapped


def _authority(sender: Sender, reader: Reading, suspicious: Callable[[], bool]) -> Signal | None:
    """The name of a public body at a domain that neither is the state's nor holds a word of the name."""
    if sender.labels & _STATE_LABELS or len(words(reader.folded)) > _AUTHORITY_WORDS:
        return None
    hits = reader.plain("authority")
    if not hits or not suspicious():
        return None
    domain = fold(sender.domain).replace("-", "")
    initials = [reader.folded[hit.start : hit.end] for hit in hits if _is_initials(reader.quote(hit))]
    named = initials or words(reader.folded)
    if any(len(word) > 2 and word in domain and word not in _ENGLISH_DESK for word in named):
        return None
    reason = f"the name is that of a public body, the message comes from {sender.domain}"
    return _signal(sender.display, reason, Confidence.LIKELY, "authority")


def _bank(sender: Sender, *, alarms: bool, asks: Callable[[], bool]) -> Signal | None:
    """The name of a bank over a message that is after data, at a domain that holds no word of it nor its initials."""
    folded = fold(sender.display)
    row = words(folded)
    if not any(_is_of_a_bank(word) for word in (*row, *map(" ".join, pairwise(row)))) or not (alarms or asks()):
        return None
    domain = fold(sender.domain).replace("-", "")
    if any(len(word) >= _SAME and word not in brands().banks and word[:_STEM] in domain for word in row):
        return None
    initials = "".join(word[0] for word in row)
    if any(initials[:size] == fold(_label(sender.organization)) for size in range(2, len(initials) + 1)):
        return None
    reason = f"the name is that of a bank, the message comes from {sender.domain} and asks for data"
    return _signal(sender.display, reason, Confidence.LIKELY, "bank")


def _is_of_a_bank(word: str) -> bool:
    """Whether a word is what banks call themselves, or ends so: 'bank', 'Fernbank', 三井銀行."""
    return any(
        word == bank or (word.endswith(bank) and (len(bank) >= _OPENING or not bank.isascii()))
        for bank in brands().banks
    )


def _is_initials(name: str) -> bool:
    """Whether a name is that of a body by its initials: what stands beside it then only tells the matter."""
    return 2 < len(name) <= _INITIALS and name.isupper()


def _role(sender: Sender, recipients: Iterable[str], suspicious: Callable[[], bool]) -> Signal | None:
    """The reader's own helpdesk, writing from somebody else's domain."""
    homes = {registrable_domain(domain) for domain in recipients if domain}
    if not homes or sender.organization in homes:
        return None
    if " ".join(words(fold(sender.display))) not in brands().roles or not suspicious():
        return None
    reason = f"the name is that of the reader's own helpdesk, the message comes from {sender.domain}"
    return _signal(sender.display, reason, Confidence.LIKELY, "role")
