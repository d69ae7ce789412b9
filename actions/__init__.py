"""The actions: each a thin step from what was understood to an answer from the facts."""
