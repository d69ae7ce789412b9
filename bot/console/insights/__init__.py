"""What the figures tell: facts and their use, and the dashboard."""
