"""A message's markup as a copy that shows how it looks and can do nothing, and what an inbox shows of it."""
