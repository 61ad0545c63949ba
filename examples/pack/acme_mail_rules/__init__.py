"""Rules for every message that Acme sends."""
