"""Records for tests, with only what a test is about spelled out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from answering.evidence import Candidate
from core.dates import PartialDate
from core.terms import content_terms
from core.text import Span, sentence_spans
from core.types import Answer, AnswerStatus, Article, Chunk, Citation, Sentence
from retrieval.embeddings import SentenceEmbeddings, Vectors, unit_rows

TEXT = "Managers should be regulated. Doctors already are.\n\nNobody disputes the cost of £12m."


def make_article(text: str = TEXT, **changes: Any) -> Article:
    facts: dict[str, Any] = {
        "article_id": "a",
        "title": "A title",
        "authors": ("Ann Author",),
        "publisher": "The Paper",
        "published": PartialDate("2016-12-02"),
        "url": "https://example.org/a",
        "kind": "opinion",
        "form": "original",
        "licence": None,
        "root": "articles",
        "text": text,
        "sources": (),
        "content_hash": "hash",
    }
    return Article(**{**facts, **changes})


def make_chunk(article: Article, start: int = 0, end: int | None = None, **changes: Any) -> Chunk:
    end = len(article.text) if end is None else end
    facts: dict[str, Any] = {
        "chunk_id": f"{article.article_id}:0",
        "article_id": article.article_id,
        "position": 0,
        "text": article.text[start:end],
        "heading_path": (),
        "start": start,
        "end": end,
        "speaker": None,
        "source_keys": (),
        "token_count": 10,
        "content_hash": "chunk-hash",
        "sentences": ((start, end),),
    }
    return Chunk(**{**facts, **changes})


def make_sentence(article: Article, start: int, end: int, **changes: Any) -> Sentence:
    quote = article.text[start:end]
    citation = Citation(changes.pop("number", 1), f"{article.article_id}:0", article.article_id, quote, start, end)
    facts: dict[str, Any] = {
        "text": quote,
        "citations": (citation,),
        "support": 0.0,
        "verdict": "withheld",
        "origin": "extracted",
        "speaker": None,
    }
    return Sentence(**{**facts, **changes})


def make_answer(articles: dict[str, Any], sentences: tuple[Sentence, ...], **changes: Any) -> Answer:
    facts: dict[str, Any] = {
        "question": "Q?",
        "standalone_question": "Q?",
        "status": AnswerStatus.ANSWERED,
        "message": "Answered.",
        "sentences": sentences,
        "articles": articles,
    }
    return Answer(**{**facts, **changes})


def count_words(texts: Any) -> list[int]:
    """A stand-in for a tokenizer: one token a word."""
    return [len(text.split()) for text in texts]


class WordEmbeddings(SentenceEmbeddings):
    """A stand-in without a model: a text's vector counts its words, each in a place of its own."""

    def __init__(self) -> None:
        """There is no model to keep."""
        self._remembered = {}

    @property
    def dimension(self) -> int:
        return 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.encode()) % self.dimension] += 1
        return unit_rows(rows)

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        return self.encode(texts), [
            self.encode([text[start:end] for start, end in own]) for text, own in zip(texts, spans, strict=True)
        ]


def sure(found: Iterable[Candidate]) -> dict[Candidate, float]:
    """Every candidate is certain to answer."""
    return dict.fromkeys(found, 1.0)


def candidates(article: Article, relevance: dict[str, float], **changes: Any) -> list[Candidate]:
    """One candidate a sentence; orthogonal vectors, so that nothing repeats unless the words do."""
    spans = [s for s in sentence_spans(article.text) if s[0] not in {h.start for h in article.headings}]
    found = []
    for number, (start, end) in enumerate(spans):
        text = article.text[start:end]
        score = next((value for words, value in relevance.items() if words in text), 0.3)
        keys = tuple(changes.get("keys", {}).get(number, ()))
        sides = changes.get("stances", {}).get(number, ())
        found.append(
            Candidate(
                article=article,
                chunk=make_chunk(article),
                start=start,
                end=end,
                vector=np.eye(64, dtype=np.float32)[number],
                paragraph=article.text.count("\n\n", 0, start),
                opens_paragraph=start == 0 or article.text[:start].endswith("\n\n"),
                relevance=score,
                cosine=score,
                coverage=score,
                terms=frozenset(content_terms(text)),
                source_keys=keys,
                kept=True,
                stances=tuple(sides),
            )
        )
    return found
