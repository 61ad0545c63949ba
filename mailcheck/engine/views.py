"""The views of one message."""

from __future__ import annotations

from mailcheck.subjects.message import Message


def views_of_mail(message: Message) -> tuple[Message, ...]:
    """The desktop's view, which is given, and those in which the message can look different."""
    if message.mail.html is None:
        return (message,)
    from mailcheck.facts.css.styles import views_of

    others = views_of(message.dom, message.context.limits.css_rules)
    return (message, *(Message(message.mail, message.context, view, message) for view in others))
