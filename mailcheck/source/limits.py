"""Numbers that bound hostile or huge input. A config can change each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds of CPU.

    `parts`, `nesting` and `headers` count over one message, `header_bytes` bounds what is read of one field's
    value (its raw bytes stay whole).
    """

    message_bytes: int = 50_000_000
    parts: int = 1_000
    nesting: int = 50
    headers: int = 5_000
    header_bytes: int = 1_000_000
    dom_nodes: int = 200_000
    css_rules: int = 20_000
    seconds: float = 30.0
