"""`mailcheck init`: a first config, written after a look at the repository."""
