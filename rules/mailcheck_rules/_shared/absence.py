"""Header fields that are not there: when that counts."""

from mailcheck.api import Message, NotEvaluated


def require_final_headers(message: Message, name: str) -> None:
    """Raises NotEvaluated while a sending service may still add the field `name` to this message."""
    if message.stage in ("signed", "delivered") or message.context.sender_adds_headers:
        return
    raise NotEvaluated(
        f"the sending service may still add {name} to this {message.stage} message"
        " (set context.sender_adds_headers = true when you write it yourself)"
    )
