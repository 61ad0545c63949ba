"""How hard to guess the address of an unsubscribe link is."""

import math
import re
from urllib.parse import unquote

_PIECES = re.compile(r"[/?&=;#.,:+|]+")
_WORDY = re.compile(r"[a-z]{1,19}(?:[-_][a-z]{1,19})*|[A-Z]?[a-z]{1,15}(?:[A-Z][a-z]{2,15})*|[A-Z]{1,10}")
_SEQUENTIAL = re.compile(r"\d{1,12}")


def token_bits(uri: str) -> float:
    """An estimate of the entropy in path and query of `uri`, in bits. Words count nothing."""
    return sum(_bits(piece) for piece in _pieces(uri))


def has_number(uri: str) -> bool:
    """Whether a bare number stands in the path or query: a sequential id, perhaps."""
    return any(_SEQUENTIAL.fullmatch(piece) for piece in _pieces(uri))


def _pieces(uri: str) -> list[str]:
    path = re.sub(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*", "", uri)
    return _PIECES.split(unquote(path))


def _bits(piece: str) -> float:
    if not piece or _WORDY.fullmatch(piece) or "@" in piece:
        return 0.0
    plain = piece.replace("-", "").replace("_", "")
    if plain.isdigit():
        alphabet = 10
    elif re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", plain):
        alphabet = 16
    elif re.fullmatch(r"[0-9a-z]+|[0-9A-Z]+", plain):
        alphabet = 36
    else:
        alphabet = 62
    # A repeated character tells nothing new: `aaaaaaaa1` is no token.
    return min(len(plain), 4 * len(set(plain))) * math.log2(alphabet)
