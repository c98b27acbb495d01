"""The chat page. Everything a person sees in a browser, and nothing else."""
