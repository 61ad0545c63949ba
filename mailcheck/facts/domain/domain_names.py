"""Domain names in the one form that DNS knows."""

from __future__ import annotations


def ascii_name(name: str) -> str:
    """Lower case, without the final dot, Unicode labels as A-labels; a name that cannot be encoded stays as it is."""
    folded = name.strip().lower().rstrip(".")
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return folded
