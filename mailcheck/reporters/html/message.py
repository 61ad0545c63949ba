"""One message as its reader meets it: the line of the inbox, then the message in a frame that can do nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from mailcheck.exhibits import MessageView, PinPlace
from mailcheck.findings import Severity
from mailcheck.reporters.html.markup import as_read, lines, plain
from mailcheck.reporters.html.things import Thing

COLORS: Final = {Severity.ERROR: "#b3261e", Severity.WARNING: "#8a5200", Severity.INFO: "#1f5a96"}
_PIN: Final = {
    "all": "initial", "display": "inline-block", "position": "relative", "z-index": "2147483647", "float": "none",
    "box-sizing": "border-box", "min-width": "20px", "height": "20px", "margin": "0 3px", "padding": "0 5px",
    "border-radius": "10px", "box-shadow": "0 0 0 2px #fff", "color": "#fff", "font": "bold 12px/20px sans-serif",
    "text-align": "center", "vertical-align": "middle", "white-space": "nowrap", "opacity": "1",
    "visibility": "visible", "print-color-adjust": "exact", "-webkit-print-color-adjust": "exact",
}  # fmt: skip
"""A mark inside the message: nothing that the message's own style says may reach it."""
_STYLE: Final = "".join(f"{name}:{value}!important;" for name, value in _PIN.items())
_NAMES: Final[Mapping[PinPlace, str]] = {
    "from": "the sender's name",
    "subject": "the subject",
    "preheader": "the words after the subject",
    "html": "the message",
    "text": "the plain text",
}


class Pinned:
    """The pins of one message that belong to things still standing, by place."""

    def __init__(self, view: MessageView, things: Sequence[Thing]) -> None:
        self.view = view
        by_identity = {
            (finding.rule_id, finding.message, finding.span.location): thing
            for thing in things
            for finding in thing.findings
        }
        self._pins: dict[PinPlace, list[tuple[int, Thing]]] = {}
        for pin in view.pins:
            thing = by_identity.get((pin.rule_id, pin.message, pin.location))
            if thing is not None:
                self._pins.setdefault(pin.place, []).append((pin.at, thing))

    def at(self, place: PinPlace) -> list[tuple[int, Thing]]:
        """Offset and thing, in order of offsets; of equal ones one."""
        unique = {(at, thing.number): (at, thing) for at, thing in self._pins.get(place, ())}
        return [unique[key] for key in sorted(unique)]

    def marked(self, thing: Thing) -> str:
        """Where the thing's pins are, in words; '' without any."""
        places = [_NAMES[place] for place in _NAMES if any(own is thing for _, own in self._pins.get(place, ()))]
        return f"Marked with {thing.number} in {' and '.join(places)}." if places else ""


def message(pinned: Pinned, key: str, level: int) -> Iterator[str]:
    """The pictures of one message; `level` is that of their headings."""
    view = pinned.view
    if view.sender or view.address or view.subject:
        yield from _inbox_line(pinned, key, level)
    yield from (f"<p class=quiet>Not shown whole: {plain(reason)}.</p>" for reason in view.cut)
    if view.document:
        yield from _frame(pinned, key, level)
    elif view.text:
        yield from _text(pinned, "The message", key, level)


def text_beside(pinned: Pinned, key: str, level: int) -> Iterator[str]:
    """The plain text of a message that has HTML."""
    if pinned.view.document and pinned.view.text:
        yield from _text(pinned, "The plain text, for readers without HTML", key, level)


def _inbox_line(pinned: Pinned, key: str, level: int) -> Iterator[str]:
    view = pinned.view
    name = view.sender or view.address
    initial = next((character.upper() for character in name if character.isalnum()), "?")
    address = f"<span class=address>&lt;{as_read(view.address)}&gt;</span>" if view.address else ""
    subject = as_read(view.subject) if view.subject.strip() else "<em>(no subject)</em>"
    yield f'<h{level} id="{key}-inbox">In the inbox</h{level}>'
    yield f'<div class=inbox role=group aria-labelledby="{key}-inbox">'
    yield f"<span class=face aria-hidden=true>{escape(initial)}</span><div>"
    yield f"<p class=sender>{_pins(pinned, 'from')}<strong>{as_read(name)}</strong> {address}</p>"
    yield f"<p class=subject>{_pins(pinned, 'subject')}{subject}</p>"
    yield f"<p class=preheader>{_pins(pinned, 'preheader')}{as_read(view.preheader)}</p>"
    yield "</div></div>"


def _pins(pinned: Pinned, place: PinPlace) -> str:
    return "".join(f"{_badge(thing)} " for _, thing in pinned.at(place))


def _badge(thing: Thing) -> str:
    kind = thing.severity.label
    return f'<span class="pin {kind}"><span class=unseen>Finding </span>{thing.number}</span>'


def _frame(pinned: Pinned, key: str, level: int) -> Iterator[str]:
    view = pinned.view
    yield f"<div><h{level}>The message</h{level}>"
    yield "<p class=quiet>As it looks while pictures are blocked. Nothing in it works or loads."
    yield f"{' Numbers mark what was found.' if pinned.at('html') else ''}</p>"
    yield f'<div class=window style="--height:{view.height}px">'
    for name, label in (("wide", "Desktop"), ("narrow", "Phone")):
        checked = " checked" if name == "wide" else ""
        yield f'<input type=radio class="{name}" name="{key}-width" id="{key}-{name}"{checked}>'
        yield f'<label for="{key}-{name}">{label}</label>'
    source = escape(with_pins(view.document, pinned.at("html")))
    title = f"The message: {view.subject}" if view.subject else f"The message of {view.target}"
    yield f'<iframe sandbox title="{plain(title)}" srcdoc="{source}"></iframe>'
    yield "</div></div>"


def with_pins(document: str, pins: Sequence[tuple[int, Thing]]) -> str:
    """The document with a mark at each offset."""
    pieces, place = [], 0
    for at, thing in pins:
        mark = f'style="{_STYLE}background:{COLORS[thing.severity]}!important"'
        pieces += [
            document[place:at],
            f'<span role="note" aria-label="Finding {thing.number}" {mark}>{thing.number}</span>',
        ]
        place = at
    return "".join([*pieces, document[place:]])


def _text(pinned: Pinned, name: str, key: str, level: int) -> Iterator[str]:
    text, pins = pinned.view.text, pinned.at("text")
    pieces, place = [], 0
    for at, thing in pins:
        pieces += [lines(text[place:at]), _badge(thing), " "]
        place = at
    body = "".join([*pieces, lines(text[place:])])
    yield f'<div><h{level} id="{key}-text">{name}</h{level}>'
    yield f'<pre class=text tabindex=0 role=region aria-labelledby="{key}-about {key}-text">\n{body}</pre></div>'
