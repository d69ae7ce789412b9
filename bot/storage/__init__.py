"""Keeps conversations: Rasa's SQL tracker store, and what it lacks."""
