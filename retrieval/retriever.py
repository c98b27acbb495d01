"""Question → ranked, kept and rejected chunks: dense and lexical search, fusion, floor, cap per article.

A LangChain retriever (`HybridRetriever.invoke` gives documents), and `retrieve`, which gives the whole record.
"""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from core.terms import content_terms, index_terms
from core.types import Rejected, RetrievalResult, RetrievedChunk
from retrieval.embeddings import SentenceEmbeddings
from retrieval.fusion import convex
from retrieval.lexical import LexicalIndex
from retrieval.store import Store

CANDIDATES = 40  # chunks taken from each ranking
KEEP = 12  # chunks an answer may use
PER_ARTICLE = 3  # of them from one article, so that a debate is not one voice
FLOOR = 0.42  # least cosine at which a passage may serve as evidence at all
SOFT_FLOOR = 0.30  # enough where the passage also holds most of the question's weighty words
COVERAGE = 0.75  # share of the question's content terms, weighted by rarity, that "most" means


class HybridRetriever(BaseRetriever):
    """Retrieves from one collection. Safe for several threads; holds no state between questions."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    embeddings: SentenceEmbeddings
    lexical: LexicalIndex
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

    def retrieve(self, query: str) -> RetrievalResult:
        """Both rankings, fused; what is kept, and why the rest is not."""
        timings: dict[str, float] = {}
        with _Timed(timings, "embed"):
            vector = self.embeddings.encode([query])[0]
        with _Timed(timings, "dense"):
            dense = self.store.search(vector.tolist(), CANDIDATES)
        with _Timed(timings, "lexical"):
            scores = self.lexical.scores(index_terms(query))
            best = [int(i) for i in np.argsort(-scores, kind="stable")[:CANDIDATES] if scores[i] > 0]
            lexical = [self.lexical.ids[i] for i in best]
        with _Timed(timings, "fuse"):
            ranking = self._fused(vector, dense, lexical, scores)
        with _Timed(timings, "select"):
            kept, rejected = self._selected(query, ranking)
        evidence = max((found.dense_score or 0.0 for found in ranking), default=0.0)
        return RetrievalResult(query, (), tuple(ranking), tuple(kept), tuple(rejected), timings, evidence)

    def _fused(self, vector: Any, dense: Any, lexical: list[str], scores: Any) -> list[RetrievedChunk]:
        chunks = {chunk.chunk_id: chunk for chunk, _ in dense}
        cosines = {chunk.chunk_id: cosine for chunk, cosine in dense}
        missing = [key for key in lexical if key not in chunks]
        chunks |= self.store.chunks(missing)
        cosines |= {key: float(row @ vector / np.linalg.norm(row)) for key, row in self.store.vectors(missing).items()}
        ids = [key for key in chunks if key in cosines]
        bm25 = {key: float(scores[self.lexical.position[key]]) if key in self.lexical.position else 0.0 for key in ids}
        largest = float(scores.max(initial=0.0))
        fused = convex([cosines[key] for key in ids], [bm25[key] for key in ids], largest)
        dense_rank = {chunk.chunk_id: rank for rank, (chunk, _) in enumerate(dense, 1)}
        lexical_rank = {key: rank for rank, key in enumerate(lexical, 1)}
        found = [
            RetrievedChunk(chunks[key], dense_rank.get(key), cosines[key], lexical_rank.get(key), bm25[key], score)
            for key, score in zip(ids, fused, strict=True)
        ]
        return sorted(found, key=lambda f: (-f.fused_score, f.chunk.chunk_id))

    def _selected(self, query: str, ranking: list[RetrievedChunk]) -> tuple[list[RetrievedChunk], list[Rejected]]:
        kept: list[RetrievedChunk] = []
        rejected: list[Rejected] = []
        taken: Counter[str] = Counter()
        weights = self.term_weights(query)
        for found in ranking:
            reason = None
            if not self._is_evidence(found, weights):
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

    def _is_evidence(self, found: RetrievedChunk, weights: dict[str, float]) -> bool:
        cosine = found.dense_score or 0.0
        if cosine >= FLOOR or not weights:
            return cosine >= FLOOR
        present = set(index_terms(found.chunk.text))
        covered = sum(w for term, w in weights.items() if term in present) / sum(weights.values())
        return cosine >= SOFT_FLOOR and covered >= COVERAGE


class _Timed:
    """Adds the milliseconds of a block to a dictionary."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self._timings, self._name = timings, name

    def __enter__(self) -> None:
        self._start = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._timings[self._name] = (perf_counter() - self._start) * 1000
