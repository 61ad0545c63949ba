"""Headers and MIME: what makes a message well formed."""
