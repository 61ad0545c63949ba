"""One-click unsubscribe by header: RFC 2369 and RFC 8058."""
