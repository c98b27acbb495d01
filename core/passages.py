"""How a passage is introduced to an index and to a reader: from metadata alone."""

from __future__ import annotations

from core.types import Article, Source


def passage_prefix(article: Article, heading_path: tuple[str, ...]) -> str:
    """What precedes a chunk's text when it is embedded or indexed: title, headings, publisher, date. Never shown."""
    origin = ", ".join(part for part in (article.publisher, article.published and article.published.words) if part)
    title = article.title if article.title != article.article_id else ""  # a name made from a file or id says nothing
    prefix = ". ".join(part for part in (title, *heading_path, origin) if part)
    return f"{prefix}\n" if prefix else ""


def names(people: tuple[str, ...]) -> str:
    """`A`, `A and B`, `A, B and C`, `A and colleagues` from four on."""
    if len(people) > 3:
        return f"{people[0]} and colleagues"
    return " and ".join(part for part in (", ".join(people[:-1]), people[-1]) if part) if people else ""


def byline(record: Article | Source) -> str:
    """Author, publisher and date as far as they are known: `Richard Vize, The Guardian, 2 December 2016`.

    A publisher without a named author speaks for itself. What is missing is said, never guessed: `author not given`
    (and no publisher either), `undated`.
    """
    who = names(record.authors) or (None if record.publisher else "author not given")
    when = record.published.words if record.published else "undated"
    parts = [who, record.publisher if record.publisher not in record.authors else None, when]
    return ", ".join(part for part in parts if part)


def keys_covering(article: Article, start: int, end: int) -> list[str]:
    """Keys of the footnote marks behind `[start, end)`: those inside it and the next ones of the same paragraph."""
    paragraph_end = article.text.find("\n\n", end)
    paragraph_end = len(article.text) if paragraph_end < 0 else paragraph_end
    inside = [mark.key for mark in article.marks if start < mark.position <= end]
    if any(mark.position == end for mark in article.marks):
        return inside
    later = [mark for mark in article.marks if end < mark.position <= paragraph_end]
    return inside + [mark.key for mark in later if mark.position == later[0].position]
