"""Markdown, with or without front matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.front_matter import split_front_matter
from ingest.markup import render_markdown
from ingest.queries import read_queries
from ingest.readers.base import Outcome, Place, Read, Refusal, make_article, read_text, unknown_keys


def read_markdown(file: Path, place: Place) -> Iterator[Outcome]:
    """One article a file. Without a title in the metadata, the first heading is it, else the file's name."""
    try:
        raw, notes = read_text(file)
        meta, body = split_front_matter(raw)
        rendered = render_markdown(body)
        first = rendered.headings[0].text if rendered.headings else Path(place.stem).name
        article = make_article(
            place,
            meta,
            rendered.text,
            fallback_title=first,
            headings=tuple(rendered.headings),
            marks=tuple(rendered.marks),
            links=tuple(dict.fromkeys(rendered.links)),
            queries=read_queries(file, rendered.text),
        )
    except (ValueError, OSError) as error:
        yield Refusal(place.path, str(error))
        return
    yield Read(article, place.path, notes + unknown_keys(meta))
