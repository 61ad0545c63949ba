"""Looking up: one memory per run; an answer is records or a kind of failure, never a silence."""
