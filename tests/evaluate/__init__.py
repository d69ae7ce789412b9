"""Scores the assistant on held-out questions, and draws how its thresholds trade."""
