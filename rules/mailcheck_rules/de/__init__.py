"""German law: Impressum, commercial messages."""
