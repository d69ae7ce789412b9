"""Changes to the product that come from reviews: proposed, approved, and made a patch."""
