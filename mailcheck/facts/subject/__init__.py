"""Subject lines and sender names: what they claim, and whether it is so."""
