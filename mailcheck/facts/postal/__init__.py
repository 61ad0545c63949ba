"""Postal addresses: of which country, whose, and whether a letter would arrive."""
