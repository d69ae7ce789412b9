"""Replays: past questions asked again, to see which answers a new model changes."""
