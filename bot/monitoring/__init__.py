"""What those who run the assistant can see of it: metrics, and a log line for each turn."""
