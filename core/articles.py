"""The records of what is stored: an article, what it rests on, and who stands where in it. All are frozen.

Offsets are half-open code-point ranges of `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.dates import PartialDate

Kind = Literal["opinion", "news", "report", "inquiry", "research", "speech", "debate", "statistics", "glossary", "other"]
Form = Literal["original", "digest", "briefing"]
Stance = Literal["for", "against", "mixed"]
PublisherKind = Literal[
    "union", "think tank", "government", "regulator", "parliament", "newspaper", "broadcaster", "news agency", "trade press",
    "journal", "professional body", "charity", "employer body", "membership body", "law firm",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """An original publication that a briefing rests on. `key` is unique within its article.

    `publisher_kind` is what its metadata say of the publisher; most say nothing.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    kind: Kind = "other"
    publisher_kind: PublisherKind | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of `Article.text`; `level` 1 is the outermost."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceMark:
    """A footnote mark that stood at `position` and left the text. It covers what precedes it in its paragraph,
    back to the mark before."""

    position: int
    key: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of text spoken by one person."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stands on a proposition, as an article's front matter records it."""

    holder: str
    proposition: str
    stance: Stance
    role: str | None = None
    organisation: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PredictedQuery:
    """A question that people may ask and some sentences of the article answer. `starts` are where those begin, the best first.

    A question with `righted` takes for granted what those sentences deny; it is the same question with its premise put right.
    """

    text: str
    starts: tuple[int, ...]
    righted: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as stored. `content_hash` covers text and metadata, not `root`."""

    article_id: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published: PartialDate | None
    url: str | None
    kind: Kind
    form: Form
    licence: str | None
    root: str
    text: str
    sources: tuple[Source, ...]
    content_hash: str
    headings: tuple[Heading, ...] = ()
    marks: tuple[SourceMark, ...] = ()
    turns: tuple[Turn, ...] = ()
    positions: tuple[Position, ...] = ()
    links: tuple[str, ...] = ()
    publisher_kind: PublisherKind | None = None
    queries: tuple[PredictedQuery, ...] = ()
