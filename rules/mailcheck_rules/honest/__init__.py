"""Honest subjects, names and bodies."""
