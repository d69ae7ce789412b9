"""The radiology careers assistant: facts, understanding, answers, channels and checks."""
