"""Header fields, parsed when asked for."""
