"""Hostile input for every way in: generated, fired at the running assistant, and judged."""
