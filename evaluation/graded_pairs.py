"""What the cross-encoder is fitted to: predicted queries, questions written for one sentence, and graded questions, each with
sentences as it reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answering.cross_encoder import as_read
from core.settings import DEFAULT_EMBEDDINGS
from core.types import Article
from evaluation.dataset import Question, load_questions
from evaluation.grades import first_words, load_grades
from retrieval.embeddings import load_embeddings
from retrieval.store import Store

NEAREST = 80  # sentences near a query among which others than its own are drawn
LIKE = 0.75  # cosine of queries that share answers
SAME = 0.8  # cosine of sentences that may tell the same


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


def asked_of(questions: Sequence[Question], grades: Sequence[Path], told: Sequence[Told]) -> list[Asked]:
    """Those of questions that are graded. A sentence that an article no longer holds is left out."""
    texts = {(one.article_id, first_words(one.text)): one.read for one in told}
    graded = {key: own for path in grades for key, own in load_grades(path).items()}
    found = []
    for question in (question for question in questions if question.id in graded):
        own = graded[question.id]
        rows = [(texts.get((key, words)), grade) for key, article in own.grades.items() for words, grade in article.items()]
        held = [(text, grade) for text, grade in rows if text]
        if held:
            sentences, values = zip(*held, strict=True)
            found.append(Asked(question.question, sentences, values, own.part))
    return found


def load_all(paths: Sequence[Path]) -> list[Question]:
    """The questions of several files."""
    return [question for path in paths for question in load_questions(path)]


def own_and_others(
    articles: Sequence[Article], told: Sequence[Told], questions: Sequence[Question]
) -> list[tuple[str, list[str], list[str]]]:
    """Predicted queries, and those of questions that give a sentence as their evidence. Each has the sentences that answer it and
    the nearest others: none that a query like it names, and none that is much like its own."""
    queries = queries_of(articles, told, questions)
    embeddings = load_embeddings(DEFAULT_EMBEDDINGS)
    asked, sentences = embeddings.encode([text for text, _ in queries]), embeddings.encode([one.text for one in told])
    found = []
    for at, (text, own) in enumerate(queries):
        shared = own.union(*(queries[other][1] for other in np.flatnonzero(asked @ asked[at] > LIKE)))
        same = {int(row) for one in own for row in np.flatnonzero(sentences @ sentences[one] > SAME)}
        nearest = [int(row) for row in np.argsort(-(sentences @ asked[at]))[:NEAREST]]
        others = [told[row].read for row in nearest if row not in shared | same]
        found.append((text, [told[row].read for row in sorted(own)], others))
    return found


def queries_of(articles: Sequence[Article], told: Sequence[Told], questions: Sequence[Question]) -> list[tuple[str, set[int]]]:
    """Texts, each with the places, among `told`, of what answers it."""
    places = {(one.article_id, one.start): at for at, one in enumerate(told)}
    texts = {(one.article_id, one.text): at for at, one in enumerate(told)}
    found: list[tuple[str, set[int]]] = []
    for article in articles:
        for query in article.queries:
            own = {places[article.article_id, start] for start in query.starts if (article.article_id, start) in places}
            found += [(text, own) for text in (query.text, query.righted) if text and own]
    for question in questions:
        own = {texts[key, text] for key in question.gold_doc_ids for text in question.gold_evidence if (key, text) in texts}
        if own:
            found.append((question.question, own))
    return found
