"""Evaluating answers against a question set."""
