"""Reads and checks data/safety.yml, for the understanding and for the checks alike."""

from bot.safety.phrases import Pattern
from bot.safety.reading import CLASSES, SAFETY_PATH, SafetyFile, read_safety_file

__all__ = ["CLASSES", "SAFETY_PATH", "Pattern", "SafetyFile", "read_safety_file"]
