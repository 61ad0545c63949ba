"""The views of one message, made only when a rule looks at more than one."""

from __future__ import annotations

from mailcheck.subjects.message import Message


def views_of_mail(message: Message) -> tuple[Message, ...]:
    """The desktop's view and those in which the message looks different."""
    return (message,)
