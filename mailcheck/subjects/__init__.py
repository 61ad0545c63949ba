"""What rules are asked about: messages, domains, campaigns, and what the user declared about them."""
