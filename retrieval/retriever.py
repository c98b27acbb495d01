"""Question → ranked, kept and rejected chunks: dense and lexical search, the query encoder, fusion, floor, cap per article.

A LangChain retriever (its `invoke` gives documents), and `retrieve`, which gives the whole record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.cross_encoders import BaseCrossEncoder
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from core.asides import without_asides
from core.balance import Balance, balance_of
from core.definitions import with_topic_last
from core.passages import passage_prefix
from core.short_forms import written_out
from core.terms import content_terms, index_terms
from core.types import Chunk, Filter, RetrievalResult, RetrievedChunk
from retrieval.alone import found_alone, within_reach
from retrieval.as_printed import as_printed, reads_otherwise
from retrieval.chunk_table import ChunkTable, StoredChunk
from retrieval.dense import Dense, Nearest, best
from retrieval.embeddings import SentenceEmbeddings, Vectors
from retrieval.evidence import PASSAGES, load_model, signals, windows_of
from retrieval.false_premises import FalsePremises
from retrieval.feedback import by_company
from retrieval.filters import filters_in, passes, unrestricted
from retrieval.fusion import Signals, convex
from retrieval.heading_vectors import HeadingVectors
from retrieval.late_interaction import by_words, question_words
from retrieval.lexical import LexicalIndex
from retrieval.origins import Mask, PassageOrigins
from retrieval.predicted_queries import PredictedQueries
from retrieval.query_encoder import QueryEncoder
from retrieval.rankings import Asked, Candidates, Rankings, best_sought, columns
from retrieval.rerank import reranked
from retrieval.selection import KEEP, PER_ARTICLE, Limits, selected
from retrieval.sentence_vectors import SentenceMatrix, SentenceVectors, vectors_of
from retrieval.shared_sources import by_sources
from retrieval.source_names import SourceNames, initials
from retrieval.store import Store
from retrieval.timing import Timed
from retrieval.word_vectors import WordVectors

CANDIDATES = 40  # chunks taken from each ranking
NAMED_IN = 20  # passages by words that tell how names are written
AGREEING = 5  # best passages of each ranking that are compared
SOUGHT = 0.5  # weight of the cosines, of passage and best sentence, to where the answer is sought
PREDICTED = 0.3  # what a passage known to answer this very question gains


class HybridRetriever(BaseRetriever):
    """Retrieves from one collection. Safe for several threads; what it keeps between questions is a cache."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    embeddings: SentenceEmbeddings
    dense: Dense
    lexical: LexicalIndex
    table: ChunkTable
    sentences: SentenceMatrix
    queries: PredictedQueries
    premises: FalsePremises
    headings: HeadingVectors
    sentence_vectors: SentenceVectors
    word_vectors: WordVectors
    origins: PassageOrigins
    names: SourceNames
    query_encoder: QueryEncoder | None = None
    glossary: Mask | None = None
    reranker: BaseCrossEncoder | None = None
    clock: Callable[[], date] = date.today
    keep: int = KEEP
    per_article: int = PER_ARTICLE

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                id=found.chunk.chunk_id,
                page_content=found.chunk.text,
                metadata={"article_id": found.chunk.article_id, "score": found.fused_score},
            )
            for found in self.retrieve(query).kept
        ]

    def retrieve(self, query: str, without: Sequence[str] = (), parts: Sequence[str] = ()) -> RetrievalResult:
        """All rankings, fused; what is kept, and why the rest is not.

        Evidence for one of the `parts` of the query is enough. Restrictions that the question names are applied, save those on
        the fields `without`, and dropped where they leave nothing to keep.
        """
        timings: dict[str, float] = {}
        with Timed(timings, "filter"):
            named = filters_in(query, self.names, self.clock())
            filters = tuple(row for row in named if row.field not in without)
            ignored = tuple(row for row in named if row.field in without)
        with Timed(timings, "embed"):
            asked = self._asked(query, parts)
        subject = unrestricted(query, named)
        found = self._retrieved(query, subject, asked, filters, timings)
        if not filters or found.kept:
            return replace(found, without=ignored)
        held: tuple[Filter, ...] = ()
        for row in filters if len(filters) > 1 else ():
            if self._retrieved(query, subject, asked, (*held, row), {}).kept:
                held = (*held, row)
        dropped = tuple(row for row in filters if row not in held)
        return replace(self._retrieved(query, subject, asked, held, timings), dropped=dropped, without=ignored)

    def as_written(self, question: str) -> str:
        """A question with short forms written out, and its names and terms as those passages print them that share most of its
        words."""
        question = written_out(with_topic_last(without_asides(question)))
        terms = content_terms(question)
        if not terms or not reads_otherwise(question):
            return question
        scores = self.lexical.scores(terms)
        nearest = [self.lexical.ids[at] for at in best(scores, NAMED_IN) if scores[at] > 0]
        return as_printed(question, list(self.table.read(nearest).values()))

    def answer_vector(self, question: str) -> Vectors | None:
        """The vector near which sentences and passages lie that answer a question, by the query encoder; none where the
        collection has vectors of another model than the packaged one."""
        return self.query_encoder.vector(question) if self.query_encoder else None

    def _asked(self, query: str, parts: Sequence[str]) -> Asked:
        """The query's vectors and those of its words."""
        vector = self.embeddings.remember(query, self.embeddings.words.of([query])[0].whole)
        return Asked(vector, self.answer_vector(query), question_words(query, self.embeddings, self.lexical.idf), parts)

    def _retrieved(
        self, query: str, subject: str, asked: Asked, filters: tuple[Filter, ...], timings: dict[str, float]
    ) -> RetrievalResult:
        """`subject` is the query without the words of its restrictions: what evidence is judged by."""
        with Timed(timings, "filter"):
            wanted = self._wanted(filters) if filters else None
            allowed = within_reach(query, None if wanted is None else self._rows_with(wanted, filters), self.glossary)
        with Timed(timings, "dense"):
            dense = self.dense.nearest(asked.vector, CANDIDATES, allowed)
            sought = [] if asked.answer is None else self.dense.nearest(asked.answer, CANDIDATES, allowed)
        with Timed(timings, "lexical"):
            terms = content_terms(query) or index_terms(query)
            scores = self.lexical.scores(terms)
            if allowed is not None:
                scores = np.where(allowed, scores, np.float32(0))
            lexical = [self.lexical.ids[at] for at in best(scores, CANDIDATES) if scores[at] > 0]
        with Timed(timings, "queries"):
            known = self.queries.passages(query, self.embeddings, self.table.ids, CANDIDATES, allowed)
        with Timed(timings, "fuse"):
            found = self._fused(asked, terms, Rankings(dense, sought, lexical, scores, known))
        with Timed(timings, "words"):
            ranking = by_company(by_words(found.ranking, asked.words, self.word_vectors.get), self.dense.vectors)
        with Timed(timings, "sources"):
            ranking = by_sources(ranking, self._published)
        if self.reranker is not None:
            with Timed(timings, "rerank"):
                ranking = reranked(query, ranking, self.reranker, self._read_by_reranker)
        with Timed(timings, "evidence"):
            model = load_model()
            judged = max(self._judged(subject, asked.parts, ranking, found), key=model.share)
        with Timed(timings, "select"):
            weak = model.share(judged) < model.least
            alone = found_alone(query, ranking, lambda hit: _read(found.stored[hit.chunk.chunk_id]), weak)
            ranking = alone.first(ranking) if alone else ranking
            limits = Limits(self.keep, self.per_article, restricted=bool(filters))
            texts = {key: _read(stored) for key, stored in found.stored.items()}
            kept, rejected = selected(ranking, self.term_weights(query), found.held, texts, known, alone, limits)
        certain = alone or any(self.queries.hold(q, self.embeddings.vector(q)) for q in [query, *asked.parts])
        evidence = 1.0 if kept and certain else model.share(judged)
        return RetrievalResult(
            query, filters, tuple(ranking), tuple(kept), tuple(rejected), timings, evidence,
            signals=judged, balance=self._balance(kept, self._beside_voices(filters)),
        )  # fmt: skip

    def _wanted(self, filters: Sequence[Filter]) -> Mask:
        """Which sets of origins meet the filters, one value a set."""
        return np.array([passes(filters, behind) for behind in self.origins.sets], bool)

    def _beside_voices(self, filters: Sequence[Filter]) -> Mask | None:
        """Which sets of origins meet the filters but for voices, which words may meet; None where nothing else is asked for."""
        others = [row for row in filters if row.field != "voice"]
        return self._wanted(others) if others else None

    def _rows_with(self, wanted: Mask, filters: Sequence[Filter]) -> Mask:
        """Which chunks have a set that is `wanted`, or meet the filters by what they name."""
        rows = self.origins.rows_with(wanted)
        for voice in (row for row in filters if row.field == "voice"):
            others = self._wanted([row for row in filters if row is not voice])
            rows |= self.origins.rows_with(others) & self.lexical.with_any([voice.value, initials(voice.value)])
        return rows

    def _judged(
        self, query: str, parts: Sequence[str], ranking: Sequence[RetrievedChunk], found: Candidates
    ) -> Iterator[dict[str, float]]:
        """Signals of evidence in the best passages for a question, and for each of its parts."""
        dense = {hit.chunk.chunk_id for hit in ranking if hit.dense_rank and hit.dense_rank <= AGREEING}
        lexical = {hit.chunk.chunk_id for hit in ranking if hit.lexical_rank and hit.lexical_rank <= AGREEING}
        best, agreement = [found.stored[hit.chunk.chunk_id] for hit in ranking[:PASSAGES]], len(dense & lexical) / AGREEING
        windows = windows_of(best, found.cosines, self.table)
        sought = max((hit.sought_score or 0.0 for hit in ranking[:PASSAGES]), default=0.0)
        yield signals(query, windows, self.term_weights(query), agreement, sought, self.origins.publishers)
        for part in parts:
            cosines, sought = self._part_cosines(part, [stored.chunk for stored in best])
            own = windows_of(best, cosines, self.table)
            yield signals(part, own, self.term_weights(part), agreement, sought, self.origins.publishers)

    def _part_cosines(self, part: str, chunks: Sequence[Chunk]) -> tuple[dict[str, Vectors], float]:
        """Of the sentences of chunks to a part of a question, and the best to where its answer is sought."""
        both = self._sentence_cosines(chunks, columns(self.embeddings.vector(part), self.answer_vector(part)))
        return {key: own[:, 0] for key, own in both.items()}, max((best_sought(own) or 0.0 for own in both.values()), default=0.0)

    def _balance(self, kept: Sequence[RetrievedChunk], wanted: Mask | None) -> Balance:
        """Of the publications behind the kept passages, as far as they meet the filters, each counted once however many
        passages rest on it."""
        behind = self.origins.of((self.table.position[hit.chunk.chunk_id] for hit in kept), wanted)
        return balance_of((origin.publisher, origin.kind, origin.published) for origin in behind)

    def _published(self, chunk: Chunk) -> list[Hashable]:
        """The publications behind a chunk, as far as their metadata tell them apart."""
        behind = self.origins.of([self.table.position[chunk.chunk_id]])
        return [(origin.publisher, origin.authors, origin.published, origin.kind) for origin in behind]

    def _read_by_reranker(self, chunk: Chunk) -> str:
        return passage_prefix(self.store.article(chunk.article_id), chunk.heading_path) + chunk.text

    def _fused(self, asked: Asked, terms: Sequence[str], by: Rankings) -> Candidates:
        """The union of the rankings by fused score. A candidate of one ranking gets its true score in the others."""
        cosines = dict(by.dense)
        others = dict.fromkeys([*by.lexical, *by.known, *(key for key, _ in by.sought)])
        cosines |= self.dense.cosines(asked.vector, [key for key in others if key not in cosines])
        stored = self.table.read(list(cosines))
        found = [row.chunk for row in stored.values()]
        both = self._sentence_cosines(found, columns(asked.vector, asked.answer))
        rows = {key: own[:, 0] for key, own in both.items()}
        sought = {key: best_sought(own) for key, own in both.items()}
        around = self._around(asked.answer, list(stored), by.sought)
        bm25 = by.scores[[self.table.position[key] for key in stored]].tolist()
        weights = {term: self.lexical.idf(term) for term in terms}
        sentences = self.table.occurrences(list(stored), weights)
        signals = [
            Signals(cosines[key], float(rows[key].max(initial=-1.0)), score, sentences.best_bm25[key])
            for key, score in zip(stored, bm25, strict=True)
        ]
        dense_rank = {key: rank for rank, (key, _) in enumerate(by.dense, 1)}
        lexical_rank = {key: rank for rank, key in enumerate(by.lexical, 1)}
        sought_rank = {key: rank for rank, (key, _) in enumerate(by.sought, 1)}
        fused = [
            score + SOUGHT * (around.get(key, 0.0) + (sought[key] or 0.0)) / 2 + PREDICTED * by.known.get(key, 0.0)
            for key, score in zip(stored, convex(signals, sum(weights.values())), strict=True)
        ]
        hits = [
            RetrievedChunk(
                c, dense_rank.get(key), s.cosine, lexical_rank.get(key), s.bm25, score,
                sought_rank=sought_rank.get(key), sought_score=sought[key],
            )
            for key, c, s, score in zip(stored, found, signals, fused, strict=True)
        ]  # fmt: skip
        ranking = sorted(hits, key=lambda hit: (-hit.fused_score, hit.chunk.chunk_id))
        return Candidates(ranking, rows, stored, sentences.held)

    def _around(self, answer: Vectors | None, ids: Sequence[str], known: Nearest) -> dict[str, float]:
        """Cosines of passages to where the answer is sought; none without a query encoder."""
        if answer is None:
            return {}
        found = dict(known)
        return found | self.dense.cosines(answer, [key for key in ids if key not in found])

    def _sentence_cosines(self, chunks: Sequence[Chunk], vectors: Vectors) -> dict[str, Vectors]:
        """Cosines, shape `(sentences, vectors)`, of each chunk's sentences to vectors of shape `(dim, vectors)`; what was not
        stored is computed."""
        stored = self.sentences.cosines([self.table.position[chunk.chunk_id] for chunk in chunks], vectors)
        missing = [chunk for chunk in chunks if self.table.position[chunk.chunk_id] not in stored]
        computed = vectors_of(missing, self.sentence_vectors, self.embeddings) if missing else {}
        return {self.table.ids[row]: part for row, part in stored.items()} | {k: own @ vectors for k, own in computed.items()}

    def term_weights(self, query: str) -> dict[str, float]:
        """Inverse document frequency of each content term of the question; a term the collection lacks weighs most."""
        total = len(self.lexical.ids)
        return {
            term: float(np.log(1 + (total + 1) / (self.lexical.document_frequency(term) + 0.5))) for term in content_terms(query)
        }


def _read(stored: StoredChunk) -> str:
    """A passage with what stands above it."""
    return f"{stored.above}\n{stored.chunk.text}"
