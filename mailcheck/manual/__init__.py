"""The manual: what is to be said about rules and groups, from their own docstrings, metadata and examples."""
