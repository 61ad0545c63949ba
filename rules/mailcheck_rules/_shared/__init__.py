"""Pieces that several built-in rules share."""
