"""Finds and masks personal data in what people write."""

from bot.privacy.masking import Found, Masked, find_personal, mask, mask_all, prepare

__all__ = ["Found", "Masked", "find_personal", "mask", "mask_all", "prepare"]
