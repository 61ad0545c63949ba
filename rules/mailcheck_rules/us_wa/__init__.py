"""Washington State (CEMA)."""
