"""Kept passages → candidate sentences with their place in the article and their likeness to the question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from answering.cross_encoder import as_read, cross_encoder
from answering.relevance import SIGNALS, Floats, Seen, load_relevance, signals
from core.passages import keys_covering
from core.terms import content_terms, index_terms
from core.types import Article, Chunk, Filter, RetrievedChunk, Stance
from retrieval.embeddings import Vectors
from retrieval.filters import passes
from retrieval.late_interaction import likeness, question_words
from retrieval.origins import behind_sentence
from retrieval.predicted_queries import WORD_FOR_WORD
from retrieval.retriever import HybridRetriever
from retrieval.sentence_vectors import vectors_of
from retrieval.word_vectors import signs_of_sentences

READ = 14  # sentences of a question that the cross-encoder reads: 0.95 of those that answer (docs/log.md)
STANDS_IN = 0.1  # without a query encoder the cosine to the question stands in, less what the best differ by in the middle
UNRANKED = 0.3  # cosine taken for a passage that was not retrieved, of an article that was


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One stored sentence. `paragraph` counts paragraphs of the article; `relevance` is roughly 0 to 1 and made of `signals`.

    `stances` are the sides on record, by proposition, of holders whom it names and whose source it rests on; `predicted` is how
    like the question is to one that it is known to answer, 0 to 1; `answers` are the log-odds that it answers, by the
    cross-encoder, `None` for those that it did not read. `familiar` if the query encoder was fitted to the collection.
    """

    article: Article
    chunk: Chunk
    start: int
    end: int
    vector: Vectors
    paragraph: int
    opens_paragraph: bool
    relevance: float
    cosine: float
    coverage: float
    terms: frozenset[str]
    source_keys: tuple[str, ...]
    kept: bool
    stances: tuple[tuple[str, Stance], ...] = ()
    signals: tuple[float, ...] = ()
    predicted: float = 0.0
    answers: float | None = None
    familiar: bool = False

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def heading(self) -> str:
        return _heading(self.chunk)

    @property
    def likeness_of_heading(self) -> float:
        """Cosine of the heading (or title) above it to the question."""
        return self.signals[SIGNALS.index("heading")] if self.signals else 0.0

    @property
    def sought(self) -> float:
        """Cosine to where the query encoder looks for the answer."""
        return self.signals[SIGNALS.index("sought")] if self.signals else 0.0

    @property
    def voice(self) -> tuple[str, ...]:
        """Who stands behind it: the URLs (or keys) of the originals of a briefing, else the article's own."""
        return tuple(sorted(origins(self.article, self.source_keys))) or (self.article.article_id,)


class EvidenceBuilder:
    """Reads whole articles around kept passages, since what follows a passage often completes it."""

    def __init__(self, retriever: HybridRetriever) -> None:
        self.store = retriever.store
        self.embeddings = retriever.embeddings
        self.answer_vector = retriever.answer_vector
        encoder = retriever.query_encoder
        self.familiar = encoder is not None and encoder.knows(retriever.store.article_index())
        self.vectors = retriever.sentence_vectors
        self.words = retriever.word_vectors
        self.queries = retriever.queries
        self.premises = retriever.premises
        self.above = retriever.headings
        self.rows = retriever.table.position

    def knows(self, question: str) -> bool:
        """True if the question is, nearly word for word, one that stored sentences are known to answer."""
        return self.queries.hold(question, self.embeddings.vector(question), WORD_FOR_WORD)

    def known_denial(self, question: str, candidates: Sequence[Candidate]) -> Candidate | None:
        """The candidate that denies what the question takes for granted, where a known question takes it for granted too and no
        question that stored sentences answer is more like it."""
        vector = self.embeddings.vector(question)
        denied = self.premises.denied(question, vector, self.embeddings.words, self.queries.nearest(vector))
        return next((found for found in candidates if (found.article.article_id, found.start) == denied), None)

    def candidates(
        self,
        question: str,
        kept: Sequence[RetrievedChunk],
        weights: Mapping[str, float],
        whole_articles: int,
        filters: Sequence[Filter] = (),
    ) -> list[Candidate]:
        """Sentences of the kept passages and of all passages of the first `whole_articles` articles, in reading order.

        Sentences whose own origins do not meet the filters are left out.
        """
        chunks, passage_cosine = self._chunks(kept, whole_articles)
        query, answer = self.embeddings.vector(question), self.answer_vector(question)
        vectors = vectors_of(chunks, self.vectors, self.embeddings)
        at = {chunk.chunk_id: self.rows[chunk.chunk_id] for chunk in chunks}
        headings = dict(zip(at, self.above.cosines(list(at.values()), query), strict=True))
        words = signs_of_sentences(chunks, self.words, self.embeddings)
        kept_ids = {found.chunk.chunk_id for found in kept}
        sides = _sides(self.store.article(key) for key in dict.fromkeys(chunk.article_id for chunk in chunks))
        known = self.queries.likeness(question, self.embeddings)
        found: dict[tuple[str, int], Candidate] = {}
        seen: list[Seen] = []
        for chunk in chunks:
            article = self.store.article(chunk.article_id)
            above = frozenset(index_terms(" ".join(chunk.heading_path)))
            predicted = known.get(at[chunk.chunk_id], {})
            rows_of = zip(chunk.sentences, vectors[chunk.chunk_id], words[chunk.chunk_id], strict=True)
            for (start, end), vector, own in rows_of:
                if (article.article_id, start) in found:
                    continue
                keys = tuple(dict.fromkeys(keys_covering(article, start, end)))
                text, paragraph = article.text[start:end], article.text.count("\n\n", 0, start)
                if not passes(filters, behind_sentence(article, start, end), text):
                    continue
                seen.append(
                    Seen(
                        text=text,
                        paragraph=(article.article_id, paragraph),
                        section=(article.article_id, _heading(chunk)),
                        above=above,
                        cosine=float(vector @ query),
                        passage=passage_cosine.get(chunk.chunk_id, UNRANKED),
                        heading=headings[chunk.chunk_id],
                        signs=own,
                        sought=float(vector @ query) - STANDS_IN if answer is None else float(vector @ answer),
                    )
                )
                found[article.article_id, start] = Candidate(
                    article=article,
                    chunk=chunk,
                    start=start,
                    end=end,
                    vector=vector,
                    paragraph=paragraph,
                    opens_paragraph=article.text[:start].endswith("\n\n") or start == 0,
                    relevance=0.0,
                    cosine=seen[-1].cosine,
                    coverage=0.0,
                    terms=frozenset(content_terms(text)),
                    source_keys=keys,
                    kept=chunk.chunk_id in kept_ids,
                    stances=_stances(text, origins(article, keys), sides),
                    predicted=predicted.get(start, 0.0),
                    familiar=self.familiar,
                )
        asked = question_words(question, self.embeddings, lambda term: weights.get(term, 0.0))
        rows = signals(question, weights, seen, partial(likeness, asked))
        model = load_relevance()
        worth = model.relevance(rows, np.array([candidate.predicted for candidate in found.values()]), self.familiar)
        coverage = rows[:, SIGNALS.index("coverage")]
        answers = self._read(question, list(found.values()), worth)
        worth = model.with_reading(worth, answers)
        return [
            replace(
                candidate,
                relevance=float(value),
                coverage=float(covered),
                signals=tuple(map(float, row)),
                answers=None if math.isnan(own) else own,
            )
            for candidate, value, covered, row, own in zip(found.values(), worth, coverage, rows, answers.tolist(), strict=True)
        ]

    def _read(self, question: str, candidates: Sequence[Candidate], worth: Floats) -> Floats:
        """What the cross-encoder makes of the best of some sentences, shape `(n,)`; NaN for the rest."""
        answers = np.full(len(candidates), np.nan)
        best = np.argsort(-worth, kind="stable")[:READ]
        if len(best):
            read = [as_read(own.article.title, own.chunk.heading_path, own.text) for own in (candidates[at] for at in best)]
            answers[best] = cross_encoder().scores(question, read)
        return answers

    def _chunks(self, kept: Sequence[RetrievedChunk], whole_articles: int) -> tuple[list[Chunk], dict[str, float]]:
        cosines = {found.chunk.chunk_id: found.dense_score or 0.0 for found in kept}
        order = list(dict.fromkeys(found.chunk.article_id for found in kept))
        chunks: dict[str, Chunk] = {}
        for at, article_id in enumerate(order):
            own = [found.chunk for found in kept if found.chunk.article_id == article_id]
            for chunk in self.store.chunks_of(article_id) if at < whole_articles else sorted(own, key=lambda c: c.position):
                chunks[chunk.chunk_id] = chunk
        return list(chunks.values()), cosines


def _heading(chunk: Chunk) -> str:
    return chunk.heading_path[-1] if chunk.heading_path else ""


def origins(article: Article, keys: Sequence[str]) -> set[str]:
    """URLs (or article-bound keys) of the originals behind a sentence."""
    if article.form != "briefing":
        return {article.url or article.article_id}
    return {source.url or f"{article.article_id}#{source.key}" for source in article.sources if source.key in keys}


def _sides(articles: Iterable[Article]) -> list[tuple[str, str, str, Stance]]:
    """Every position on record as (surname, origin, proposition, stance)."""
    rows = []
    for article in articles:
        for position in article.positions:
            for origin in origins(article, [position.source or ""]):
                rows.append((position.holder.split()[-1], origin, position.proposition, position.stance))
    return rows


def _stances(text: str, origins: set[str], sides: Sequence[tuple[str, str, str, Stance]]) -> tuple[tuple[str, Stance], ...]:
    found = [(proposition, stance) for name, origin, proposition, stance in sides if origin in origins and name in text]
    return tuple(dict.fromkeys(found))
