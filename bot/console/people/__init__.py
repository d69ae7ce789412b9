"""People: accounts and roles, and who did what."""
