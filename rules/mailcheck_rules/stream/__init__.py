"""Streams of mail: what is kept apart, and from where it is sent."""
