"""Whose words a passage is: citations with exact offsets, and the speaker who may be named. Pure."""

from __future__ import annotations

from core.passages import names
from core.types import Article, Chunk, Citation


def cite(number: int, article: Article, chunk: Chunk, start: int, end: int, source_keys: tuple[str, ...]) -> Citation:
    """A citation of `article.text[start:end]`."""
    return Citation(number, chunk.chunk_id, article.article_id, article.text[start:end], start, end, source_keys)


def speaker_of(article: Article, chunk: Chunk) -> str | None:
    """Who may be named as speaking these words: only of an original, the recorded speaker, else its authors."""
    if article.form != "original":
        return None
    return chunk.speaker or names(article.authors) or None
