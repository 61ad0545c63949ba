"""Web addresses as text."""

from contextlib import suppress

# RFC 2606 and RFC 6761 names, and names that only a local network knows.
_RESERVED_ENDINGS = ("test", "example", "invalid", "localhost", "local", "localdomain", "internal", "lan")
_RESERVED_NAMES = ("example.com", "example.net", "example.org")


def is_placeholder_host(host: str) -> bool:
    """Whether nobody outside can reach this host: a sample name, a local name or a private address."""
    name = host.lower().rstrip(".")
    if not name:
        return True
    if name[-1] in "0123456789]" or ":" in name:
        from ipaddress import ip_address

        with suppress(ValueError):
            return not ip_address(name.strip("[]")).is_global
    if name.rpartition(".")[2] in _RESERVED_ENDINGS or "." not in name:
        return True
    return any(name == reserved or name.endswith(f".{reserved}") for reserved in _RESERVED_NAMES)


def belongs(domain: str, known: tuple[str, ...]) -> bool:
    """Whether a domain is one of the known ones or below one of them."""
    return any(domain == own or domain.endswith(f".{own}") for own in known)
