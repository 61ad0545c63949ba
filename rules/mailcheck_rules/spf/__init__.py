"""SPF records (RFC 7208) of sending domains."""
