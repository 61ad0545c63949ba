"""DNS, transport and reputation of sending domains and hosts."""
