"""`python -m ingest --check --sample N --seed S`: sentences drawn at random, each with the publications it rests on.

For an audit by hand: the draw is uniform without replacement and depends only on the articles, `N` and `S`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.console import plain, print_json
from core.passages import byline, keys_covering
from core.text import sentence_spans
from core.types import Article, Source


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sentence and what it says it rests on: the footnoted sources of a briefing, the original of a digest."""

    article_id: str
    sentence: str
    sources: tuple[Source, ...]


def drawn(articles: Sequence[Article], size: int, seed: int) -> list[Drawn]:
    """`size` sentences of the stored texts, or all there are if fewer. Headings are no sentences."""
    population = [
        (article, start, end)
        for article in sorted(articles, key=lambda article: article.article_id)
        for start, end in sentence_spans(article.text)
        if not any(heading.start <= start < heading.end for heading in article.headings)
    ]
    chosen = random.Random(seed).sample(population, min(size, len(population)))
    return [
        Drawn(article.article_id, article.text[start:end], sources_behind(article, start, end)) for article, start, end in chosen
    ]


def sources_behind(article: Article, start: int, end: int) -> tuple[Source, ...]:
    """What `[start, end)` rests on. A text that is no briefing rests on its original alone, keyed by the article's id."""
    if article.form != "briefing":
        key = article.article_id
        return (Source(key, article.title, article.authors, article.publisher, article.published, article.url, article.kind),)
    named = {source.key: source for source in article.sources}
    return tuple(named[key] for key in dict.fromkeys(keys_covering(article, start, end)) if key in named)


def print_sample(articles: Sequence[Article], size: int, seed: int, as_json: bool) -> None:
    """One numbered sentence a paragraph, its sources on lines of their own below it; or one JSON object."""
    rows = drawn(articles, size, seed)
    if as_json:
        print_json({"seed": seed, "sentences": plain(rows)})
        return
    for number, row in enumerate(rows, 1):
        print(f"{number}\t{row.article_id}\t{' '.join(row.sentence.split())}")
        for source in row.sources:
            print(f"\t{source.key}: {source.title} ({byline(source)})")
