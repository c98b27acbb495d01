"""Prompts as data: Markdown files with a name and a version, and the registry that reads them."""
