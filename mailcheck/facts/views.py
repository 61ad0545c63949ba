"""The ways a mail is looked at, and the bodies that each of them sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailcheck.source.mail import Mail
from mailcheck.spans import Span, Text

if TYPE_CHECKING:
    from mailcheck.facts.dom import Dom


@dataclass(frozen=True, slots=True)
class View:
    """A window of `width` x `height` CSS px, a colour scheme, and whether Word lays it out."""

    name: str
    width: int = 800
    height: int = 600
    dark: bool = False
    outlook: bool = False


DESKTOP = View("desktop")
MOBILE = View("mobile", width=375, height=667)
DARK = View("dark", dark=True)
OUTLOOK = View("outlook", outlook=True)


def unwrap_conditionals(text: Text) -> Text:
    """The HTML as Outlook for Windows (Word's engine) reads it, of equal length, so that offsets hold.

    `<!--[if mso]> ... <![endif]-->` is opened: the markers become spaces. `<!--[if !mso]><!--> ...
    <!--<![endif]-->` is blanked. Conditions are judged by `condition_holds`.
    """
    raise NotImplementedError


def body_span(mail: Mail, dom: Dom | None) -> Span:
    """Where to point at what is absent: the `<body>` tag, else the start of the text, else the headers."""
    raise NotImplementedError
