"""Faults tried on a running assistant while people talk with it; `make faults` writes the table."""
