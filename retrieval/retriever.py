"""Question → ranked, kept and rejected chunks: dense and lexical search, fusion, floor, cap per article.

A LangChain retriever (`HybridRetriever.invoke` gives documents), and `retrieve`, which gives the whole record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from time import perf_counter

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.cross_encoders import BaseCrossEncoder
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from core.balance import Balance, balance_of
from core.passages import passage_prefix
from core.terms import content_terms, index_terms
from core.types import Chunk, Filter, Rejected, RetrievalResult, RetrievedChunk
from retrieval.dense import Dense, Nearest, best
from retrieval.embeddings import SentenceEmbeddings, Vectors
from retrieval.evidence import PASSAGES, load_model, signals, windows_of
from retrieval.filters import filters_in, passing, unrestricted
from retrieval.fusion import Signals, convex
from retrieval.lexical import LexicalIndex, Scores, sentence_bm25
from retrieval.origins import PassageOrigins
from retrieval.rerank import reranked
from retrieval.sentence_vectors import SentenceVectors, vectors_of
from retrieval.source_names import SourceNames
from retrieval.store import Store

CACHED = 20_000  # chunks kept in memory, about 2 kB each
CANDIDATES = 40  # chunks taken from each ranking
AGREEING = 5  # best passages of each ranking that are compared
KEEP = 12  # chunks an answer may use
PER_ARTICLE = 3  # of them from one article, so that a debate is not one voice
FLOOR = 0.38  # cosine from which a passage may serve as evidence, whatever else was found
SHARE_OF_BEST = 0.75  # share of the best cosine that is enough where no passage comes near the floor
LEAST = 0.20  # cosine below which no passage is evidence
SOFT_FLOOR = 0.30  # enough where the passage also holds most of the question's weighty words
COVERAGE = 0.75  # share of the question's content terms, weighted by rarity, that "most" means


class HybridRetriever(BaseRetriever):
    """Retrieves from one collection. Safe for several threads; what it keeps between questions is a cache."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    embeddings: SentenceEmbeddings
    dense: Dense
    lexical: LexicalIndex
    sentence_vectors: SentenceVectors
    origins: PassageOrigins
    names: SourceNames
    reranker: BaseCrossEncoder | None = None
    clock: Callable[[], date] = date.today
    keep: int = KEEP
    per_article: int = PER_ARTICLE
    _read: dict[str, Chunk] = PrivateAttr(default_factory=dict)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                id=found.chunk.chunk_id,
                page_content=found.chunk.text,
                metadata={"article_id": found.chunk.article_id, "score": found.fused_score},
            )
            for found in self.retrieve(query).kept
        ]

    def retrieve(self, query: str, without: Sequence[str] = ()) -> RetrievalResult:
        """Both rankings, fused; what is kept, and why the rest is not.

        Restrictions that the question names are applied, save those on the fields `without`, and dropped where they
        leave nothing to keep.
        """
        timings: dict[str, float] = {}
        with _Timed(timings, "filter"):
            named = filters_in(query, self.names, self.clock())
            filters = tuple(row for row in named if row.field not in without)
            ignored = tuple(row for row in named if row.field in without)
        with _Timed(timings, "embed"):
            vector = self.embeddings.encode([query])[0]
        subject = unrestricted(query, named)
        found = self._retrieved(query, subject, vector, filters, timings)
        if not filters or found.kept:
            return replace(found, without=ignored)
        held: tuple[Filter, ...] = ()
        for row in filters if len(filters) > 1 else ():
            if self._retrieved(query, subject, vector, (*held, row), {}).kept:
                held = (*held, row)
        dropped = tuple(row for row in filters if row not in held)
        return replace(self._retrieved(query, subject, vector, held, timings), dropped=dropped, without=ignored)

    def _retrieved(
        self, query: str, subject: str, vector: Vectors, filters: tuple[Filter, ...], timings: dict[str, float]
    ) -> RetrievalResult:
        """`subject` is the query without the words of its restrictions: what evidence is judged by."""
        with _Timed(timings, "filter"):
            allowed = passing(filters, self.origins) if filters else None
        with _Timed(timings, "dense"):
            dense = self.dense.nearest(vector, CANDIDATES, allowed)
        with _Timed(timings, "lexical"):
            terms = content_terms(query) or index_terms(query)
            scores = self.lexical.scores(terms)
            if allowed is not None:
                scores = np.where([key in allowed for key in self.lexical.ids], scores, np.float32(0))
            lexical = [self.lexical.ids[at] for at in best(scores, CANDIDATES) if scores[at] > 0]
        with _Timed(timings, "fuse"):
            ranking, rows = self._fused(vector, terms, dense, lexical, scores)
        if self.reranker is not None:
            with _Timed(timings, "rerank"):
                ranking = reranked(query, ranking, self.reranker, self._read_by_reranker)
        with _Timed(timings, "select"):
            kept, rejected = self._selected(query, ranking, restricted=bool(filters))
        with _Timed(timings, "evidence"):
            found = self._signals(subject, ranking, rows)
            evidence = load_model().share(found)
        return RetrievalResult(
            query, filters, tuple(ranking), tuple(kept), tuple(rejected), timings, evidence,
            signals=found, balance=self._balance(kept),
        )  # fmt: skip

    def _signals(self, query: str, ranking: Sequence[RetrievedChunk], rows: Mapping[str, Vectors]) -> dict[str, float]:
        """Signals of evidence in the best passages; `rows` has the cosines of each passage's sentences to the question."""
        dense = {hit.chunk.chunk_id for hit in ranking if hit.dense_rank and hit.dense_rank <= AGREEING}
        lexical = {hit.chunk.chunk_id for hit in ranking if hit.lexical_rank and hit.lexical_rank <= AGREEING}
        windows = windows_of([hit.chunk for hit in ranking[:PASSAGES]], rows, self.store.article)
        return signals(query, windows, self.term_weights(query), len(dense & lexical) / AGREEING)

    def _balance(self, kept: Sequence[RetrievedChunk]) -> Balance:
        """Of the publications behind the kept passages, each counted once however many passages rest on it."""
        numbers = dict.fromkeys(number for hit in kept for number in self.origins.of_chunk.get(hit.chunk.chunk_id, ()))
        return balance_of((o.publisher, o.kind, o.published) for o in map(self.origins.origins.__getitem__, numbers))

    def _read_by_reranker(self, chunk: Chunk) -> str:
        return passage_prefix(self.store.article(chunk.article_id), chunk.heading_path) + chunk.text

    def _fused(
        self, vector: Vectors, terms: Sequence[str], dense: Nearest, lexical: list[str], scores: Scores
    ) -> tuple[list[RetrievedChunk], dict[str, Vectors]]:
        """The union of both rankings by fused score, and the cosines of each candidate's sentences.

        A candidate of one ranking gets its true score in the other.
        """
        cosines = dict(dense)
        cosines |= self.dense.cosines(vector, [key for key in lexical if key not in cosines])
        stored = self._chunks(list(cosines))
        found = [stored[key] for key in cosines if key in stored]
        rows = {key: row @ vector for key, row in vectors_of(found, self.sentence_vectors, self.embeddings).items()}
        bm25 = {c.chunk_id: self._bm25(c.chunk_id, scores) for c in found}
        weights = {term: self.lexical.idf(term) for term in terms}
        signals = [
            Signals(
                cosines[c.chunk_id],
                float(rows[c.chunk_id].max(initial=-1.0)),
                bm25[c.chunk_id],
                max((sentence_bm25(words, weights) for words in _sentence_terms(c)), default=0.0),
            )
            for c in found
        ]
        dense_rank = {key: rank for rank, (key, _) in enumerate(dense, 1)}
        lexical_rank = {key: rank for rank, key in enumerate(lexical, 1)}
        hits = [
            RetrievedChunk(c, dense_rank.get(c.chunk_id), s.cosine, lexical_rank.get(c.chunk_id), s.bm25, score)
            for c, s, score in zip(found, signals, convex(signals, sum(weights.values())), strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.fused_score, hit.chunk.chunk_id)), rows

    def _chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Stored chunks, those of earlier questions from memory: the contents of an open store do not change."""
        known = {key: chunk for key in ids if (chunk := self._read.get(key)) is not None}
        fresh = self.store.chunks([key for key in ids if key not in known])
        if len(self._read) + len(fresh) > CACHED:
            self._read.clear()
        self._read.update(fresh)
        return known | fresh

    def _bm25(self, chunk_id: str, scores: Scores) -> float:
        return float(scores[self.lexical.position[chunk_id]]) if chunk_id in self.lexical.position else 0.0

    def _selected(
        self, query: str, ranking: list[RetrievedChunk], restricted: bool
    ) -> tuple[list[RetrievedChunk], list[Rejected]]:
        """What an answer may use, and why not the rest. A restriction holds only where it leaves passages above the floor."""
        kept: list[RetrievedChunk] = []
        rejected: list[Rejected] = []
        taken: Counter[str] = Counter()
        weights = self.term_weights(query)
        best = max((found.dense_score or 0.0 for found in ranking), default=0.0)
        floor = FLOOR if restricted else max(LEAST, min(FLOOR, SHARE_OF_BEST * best))
        for found in ranking:
            reason = None
            if not self._is_evidence(found, weights, floor):
                reason = f"below the evidence floor (cosine {found.dense_score or 0:.2f})"
            elif len(kept) >= self.keep:
                reason = f"beyond the {self.keep} passages an answer may use"
            elif taken[found.chunk.article_id] >= self.per_article:
                reason = f"already {self.per_article} passages of this article"
            if reason:
                rejected.append(Rejected(found, reason))
            else:
                kept.append(found)
                taken[found.chunk.article_id] += 1
        return kept, rejected

    def term_weights(self, query: str) -> dict[str, float]:
        """Inverse document frequency of each content term of the question; a term the collection lacks weighs most."""
        total = len(self.lexical.ids)
        return {
            term: float(np.log(1 + (total + 1) / (self.lexical.document_frequency(term) + 0.5))) for term in content_terms(query)
        }

    def _is_evidence(self, found: RetrievedChunk, weights: dict[str, float], floor: float) -> bool:
        cosine = found.dense_score or 0.0
        if cosine >= floor or not weights:
            return cosine >= floor
        present = {term for sentence in _sentence_terms(found.chunk) for term in sentence}
        covered = sum(w for term, w in weights.items() if term in present) / sum(weights.values())
        return cosine >= SOFT_FLOOR and covered >= COVERAGE


@lru_cache(maxsize=20_000)
def _sentence_terms(chunk: Chunk) -> tuple[tuple[str, ...], ...]:
    """Stemmed terms of each sentence of a chunk."""
    return tuple(tuple(index_terms(chunk.text[a - chunk.start : b - chunk.start])) for a, b in chunk.sentences)


class _Timed:
    """Adds the milliseconds of a block to a dictionary."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self._timings, self._name = timings, name

    def __enter__(self) -> None:
        self._start = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._timings[self._name] = self._timings.get(self._name, 0.0) + (perf_counter() - self._start) * 1000
