"""United States law: CAN-SPAM."""
