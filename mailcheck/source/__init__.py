"""Reading: bytes to headers and parts, each with its way back to the file."""
