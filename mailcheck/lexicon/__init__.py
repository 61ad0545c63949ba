"""Words of languages as data, and the little that is needed to look for them."""
