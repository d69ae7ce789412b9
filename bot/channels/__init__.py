"""The ways in which people reach the assistant: one channel a module."""
