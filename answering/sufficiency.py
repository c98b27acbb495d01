"""What of a question do the shown sentences leave out? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.names import mentions, names_in
from core.passages import byline
from core.types import Article, Chunk


def context(article: Article, chunk: Chunk, text: str, source_keys: Sequence[str]) -> str:
    """A sentence with what stands above and behind it: headings, title, byline, and the originals of a briefing."""
    originals = [f"{byline(source)} {source.title}" for source in article.sources if source.key in source_keys]
    return " ".join([text, *chunk.heading_path, article.title, byline(article), *originals])


def missing_names(question: str, shown: str) -> list[str]:
    """Names of the question of which `shown` (sentences with their headings, titles and bylines) lacks a part."""
    return [name for name in names_in(question) if not mentions(name, shown)]
