"""What a sentence may rest on: its quotations, and what the metadata tell of them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.passages import byline
from core.types import Article, Citation, Sentence

ArticleById = Callable[[str], Article]
"""Raises `KeyError` for an article that is not stored."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`about` holds titles, headings, bylines with dates, and the originals behind a briefing's quotation.

    `voices` are those whose words the quotations are: the recorded speakers, else authors and publisher. `around` are the whole
    articles, which may complete a name and prove nothing else.
    """

    quotes: tuple[str, ...]
    about: str
    voices: tuple[str, ...]
    around: str = ""

    @property
    def text(self) -> str:
        """All quotations, one a line."""
        return "\n".join(self.quotes)


def ground_of(sentence: Sentence, article: ArticleById) -> Ground | None:
    """The ground of a sentence; `None` without a citation, or where a quotation is not in its article as it claims."""
    about: list[str] = []
    voices: list[str] = []
    around: dict[str, str] = {}
    for citation in sentence.citations:
        stored = stored_article(citation, article)
        if stored is None:
            return None
        around[stored.article_id] = stored.text
        about += [stored.title, *_headings(stored, citation.start), byline(stored)]
        own = [turn.speaker for turn in stored.turns if turn.start <= citation.start < turn.end]
        if stored.form != "briefing":
            own = own or [*stored.authors, *([stored.publisher] if stored.publisher else [])]
        for source in stored.sources:
            if source.key in citation.source_keys:
                about += [source.title, byline(source)]
                own += [*source.authors, *([source.publisher] if source.publisher else [])]
        about += own
        voices += own
    if not sentence.citations:
        return None
    quotes = tuple(citation.quote for citation in sentence.citations)
    return Ground(quotes, "\n".join(dict.fromkeys(about)), tuple(dict.fromkeys(voices)), "\n".join(around.values()))


def stored_article(citation: Citation, article: ArticleById) -> Article | None:
    """The article of a citation whose quotation stands in it at the offsets it names, else `None`."""
    try:
        stored = article(citation.article_id)
    except KeyError:
        return None
    if not 0 <= citation.start < citation.end <= len(stored.text):
        return None
    return stored if stored.text[citation.start : citation.end] == citation.quote else None


def _headings(article: Article, position: int) -> list[str]:
    """The headings that a place stands under, outermost first."""
    path: dict[int, str] = {}
    for heading in article.headings:
        if heading.start > position:
            break
        path = {level: text for level, text in path.items() if level < heading.level} | {heading.level: heading.text}
    return list(path.values())
