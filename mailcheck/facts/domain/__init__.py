"""What DNS says of a sending domain, and what it ought to say."""
