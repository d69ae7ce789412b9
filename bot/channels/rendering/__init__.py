"""Lays an answer out for each channel: data in, data out."""
