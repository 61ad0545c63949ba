"""Which rules run on what, how they are guarded, and what becomes of their findings."""
