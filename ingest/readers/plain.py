"""Plain text as a page extractor or a person leaves it; it carries no metadata but its file name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest.clean import clean_plain
from ingest.front_matter import split_front_matter
from ingest.queries import read_queries
from ingest.readers.base import Outcome, Place, Read, Refusal, make_article, read_text, unknown_keys


def read_plain(file: Path, place: Place) -> Iterator[Outcome]:
    """One article a file; a front matter block is honoured if there is one."""
    try:
        raw, notes = read_text(file)
        meta, body = split_front_matter(raw)
        cleaned = clean_plain(body)
        article = make_article(
            place,
            meta,
            cleaned.text,
            fallback_title=Path(place.stem).name,
            links=cleaned.links,
            queries=read_queries(file, cleaned.text),
        )
    except (ValueError, OSError) as error:
        yield Refusal(place.path, str(error))
        return
    counts = Counter(sort for sort, _ in cleaned.dropped)
    left_out = ", ".join(f"{n} {sort}{'s' if n > 1 else ''}" for sort, n in counts.items())
    yield Read(article, place.path, notes + unknown_keys(meta) + ((f"left out: {left_out}",) if left_out else ()))
