"""Canadian law: CASL."""
