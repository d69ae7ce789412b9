"""Service: which channels answer, and who took one out of service and why."""
