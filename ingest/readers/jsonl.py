"""JSON lines, one article a line: `id` (or BEIR's `_id`) and `text`, perhaps title, date, url, publisher, authors, kind.

The text is taken exactly as given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ingest.front_matter import validated
from ingest.readers.base import MAX_FILE_BYTES, Outcome, Place, Read, Refusal, make_article, unknown_keys


def read_jsonl(file: Path, place: Place) -> Iterator[Outcome]:
    """Each line that cannot be read is refused by its number; the others are articles. Lines are read one by one, so
    the size limit holds for a line, not for the file."""
    seen = False
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            seen = True
            try:
                yield _line(raw, place)
            except ValueError as error:
                yield Refusal(place.path, f"line {number}: {error}")
    if not seen:
        yield Refusal(place.path, "it is empty")


def _line(raw: bytes, place: Place) -> Read:
    if len(raw) > MAX_FILE_BYTES:
        raise ValueError(f"it has {len(raw) / 1e6:.0f} MB; at most {MAX_FILE_BYTES / 1e6:.0f} MB are read")
    try:
        values = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(values, dict):
        raise ValueError("it is not a JSON object")
    text = values.pop("text", None)
    article_id = values.pop("_id", None)
    article_id = values.pop("id", article_id)
    if not isinstance(text, str) or not text.strip():
        raise ValueError("it has no text")
    if article_id is None or not str(article_id).strip():
        raise ValueError("it has no id")
    meta = validated({**values, "id": str(article_id)})
    notes = unknown_keys(meta)
    return Read(make_article(place, meta, text, fallback_title=str(article_id)), place.path, notes)
