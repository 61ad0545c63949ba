"""Words in context: language, sentences, links, what a message is for."""
