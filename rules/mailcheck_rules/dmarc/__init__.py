"""DMARC: the policy of a From domain, by RFC 9989 and by RFC 7489 side by side."""
