"""What a collection holds, in the words that a declined question is answered with."""

from __future__ import annotations

from core.types import RetrievalResult
from retrieval.store import Store

NEAREST = 3  # articles named when a question is declined
TITLES = 5  # titles that stand for a collection
READ = 2_000  # articles whose titles are looked at


def nearest(found: RetrievalResult) -> tuple[str, ...]:
    """Ids of the nearest articles, best first."""
    return tuple(dict.fromkeys(hit.chunk.article_id for hit in found.ranking))[:NEAREST]


def nearest_words(store: Store, found: RetrievalResult) -> str:
    """Their titles."""
    return "; ".join(f"“{store.article(key).title}”" for key in nearest(found)) or "none"


def coverage(store: Store) -> str:
    """What the collection holds: its briefings' titles, or some titles of its articles."""
    index = sorted(store.article_index())
    articles = [store.article(key) for key in index[:READ]]
    titles = [a.title for a in articles if a.form == "briefing"] or [a.title for a in articles]
    shown = "; ".join(f"“{title}”" for title in titles[:TITLES])
    return f"{len(index)} article{'s' if len(index) != 1 else ''}, such as {shown}"
