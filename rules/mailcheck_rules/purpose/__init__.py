"""Rules about what a message is for: primary purpose and the 80/20 ratio."""
