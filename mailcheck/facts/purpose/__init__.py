"""What a message is for: its blocks, what each of them does, and the primary purpose of the whole."""
