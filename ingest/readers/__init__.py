"""One file a format. A reader yields, for each article in a file, an `Article` or a `Refusal` that says why not."""
