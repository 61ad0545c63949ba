"""Header fields that are not there: when that counts, and where to point."""

from mailcheck.api import Message, NotEvaluated, Span


def require_final_headers(message: Message, name: str) -> None:
    """Raises NotEvaluated while a sending service may still add the field `name` to this message."""
    if message.stage in ("signed", "delivered") or message.context.sender_adds_headers:
        return
    raise NotEvaluated(
        f"the sending service may still add {name} to this {message.stage} message"
        " (set context.sender_adds_headers = true when you write it yourself)"
    )


def head(message: Message) -> Span:
    """Where to point at an absent field: the From field, else the first field, else the start of the file."""
    fields = message.headers.all("from") or message.raw_headers
    return fields[0].span if fields else message.mail.root.span(0, 0)
