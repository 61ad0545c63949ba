"""United Kingdom law: PECR, e-commerce and trading disclosures."""
