"""What style sheets and attributes make of each element."""
