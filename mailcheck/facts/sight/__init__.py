"""Whether and how something can be seen; text in the order in which it is read."""
