"""DKIM: signatures of messages, and the keys that they rest on."""
