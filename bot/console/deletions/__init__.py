"""Deletion: by rule, followed in everything that the console made of what was said."""
