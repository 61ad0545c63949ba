"""The ways out of a mailing, recognised by meaning."""
