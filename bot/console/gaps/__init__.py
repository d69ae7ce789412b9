"""The gap board: questions without an answer, grouped by meaning."""
