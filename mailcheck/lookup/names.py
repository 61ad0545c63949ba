"""Domain names in the one spelling under which they are asked for and remembered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import dns.name

LONGEST: Final = 253
"""Characters of a name that needs no escapes (RFC 1035 section 2.3.4, without the root)."""
LONGEST_ESCAPED: Final = 1020
"""255 octets, each written as \\DDD: whatever is longer is no name and not worth reading."""
_PLAIN: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
_FINAL_DOT: Final = re.compile(r"(?<!\\)((?:\\\\)*)\.\Z")
_UPPER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def fold_name(name: str) -> str:
    """Lower case (ASCII only, RFC 4343), no final dot; '.' stays the root."""
    folded = name.translate(_UPPER)
    return _FINAL_DOT.sub(r"\1", folded) if len(folded) > 1 else folded


def question_name(name: str) -> str:
    """The spelling for a question: folded, Unicode labels as IDNA, unusual bytes escaped as in a zone file.

    Raises ValueError with the reason when no such name can be asked for.
    """
    folded = fold_name(name)
    if len(folded) <= LONGEST and _PLAIN.fullmatch(folded):
        return folded
    return spell(wire_name(name))


def spell(name: dns.name.Name) -> str:
    """dnspython's name in that spelling."""
    return name.to_text(omit_final_dot=True).translate(_UPPER)


def wire_name(name: str) -> dns.name.Name:
    """A name as dnspython's. Raises ValueError."""
    import dns.exception
    import dns.name

    if len(name) > LONGEST_ESCAPED:
        raise ValueError("it is too long")
    if name in ("", "@"):  # dnspython takes them for the origin
        raise ValueError("it has no label")
    try:
        return dns.name.from_text(name if name.isascii() else name.lower(), dns.name.root)
    except (dns.exception.DNSException, ValueError) as error:
        raise ValueError(" ".join(str(error).split())) from error
