"""People: accounts and roles, who did what, and the deletion of what visitors wrote."""
