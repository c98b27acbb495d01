"""Storing passages and finding the right ones. Knows nothing of answers."""
