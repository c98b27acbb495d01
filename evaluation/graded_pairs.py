"""What the cross-encoder is fitted to: predicted queries and graded questions, each with sentences as it reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answering.cross_encoder import as_read
from core.settings import DEFAULT_EMBEDDINGS
from core.types import Article
from evaluation.dataset import load_questions
from evaluation.grades import first_words, load_grades
from retrieval.embeddings import load_embeddings
from retrieval.store import Store

NEAREST = 80  # sentences near a query among which others than its own are drawn
LIKE = 0.75  # cosine of queries that share answers


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, where its article has it, and as the cross-encoder reads it."""

    article_id: str
    start: int
    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the sentences found for it and their grades."""

    question: str
    sentences: tuple[str, ...]
    grades: tuple[int, ...]
    part: str


def told_of(store: Store, articles: Sequence[Article]) -> list[Told]:
    """Every sentence of articles."""
    found: dict[tuple[str, int], Told] = {}
    for article in articles:
        for chunk in store.chunks_of(article.article_id):
            for start, end in chunk.sentences:
                text = article.text[start:end]
                read = as_read(article.title, chunk.heading_path, text)
                found.setdefault((article.article_id, start), Told(article.article_id, start, text, read))
    return list(found.values())


def asked_of(questions: Path, grades: Path, told: Sequence[Told]) -> list[Asked]:
    """The graded questions. A sentence that an article no longer holds is left out."""
    texts = {(one.article_id, first_words(one.text)): one.read for one in told}
    graded = load_grades(grades)
    found = []
    for question in (question for question in load_questions(questions) if question.id in graded):
        own = graded[question.id]
        rows = [(texts.get((key, words)), grade) for key, article in own.grades.items() for words, grade in article.items()]
        held = [(text, grade) for text, grade in rows if text]
        if held:
            sentences, values = zip(*held, strict=True)
            found.append(Asked(question.question, sentences, values, own.part))
    return found


def own_and_others(articles: Sequence[Article], told: Sequence[Told]) -> list[tuple[str, list[str], list[str]]]:
    """Predicted queries, each with the sentences that answer it and the nearest that no query like it names."""
    places = {(one.article_id, one.start): at for at, one in enumerate(told)}
    queries: list[tuple[str, set[int]]] = []
    for article in articles:
        for query in article.queries:
            own = {places[article.article_id, start] for start in query.starts if (article.article_id, start) in places}
            queries += [(text, own) for text in (query.text, query.righted) if text and own]
    embeddings = load_embeddings(DEFAULT_EMBEDDINGS)
    asked, sentences = embeddings.encode([text for text, _ in queries]), embeddings.encode([one.text for one in told])
    found = []
    for at, (text, own) in enumerate(queries):
        like = set().union(*(queries[other][1] for other in np.flatnonzero(asked @ asked[at] > LIKE)))
        nearest = [int(row) for row in np.argsort(-(sentences @ asked[at]))[:NEAREST]]
        others = [told[row].read for row in nearest if row not in like | own]
        found.append((text, [told[row].read for row in sorted(own)], others))
    return found
