"""Conversations as the console finds them: the index, the list, and one at a time."""
