"""Checks of a sentence that a model wrote against its quotations: one file a subject, each pure and named by its reason."""
