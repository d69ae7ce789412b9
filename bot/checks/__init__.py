"""Checks the facts, the questions, the domain and the code for faults that Rasa does not notice."""
