"""Joining the dense and the lexical ranking. Pure functions over aligned score arrays.

The default is a convex combination of scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid
Retrieval"); reciprocal rank fusion is kept as the baseline that measurements compare with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE_SHARE = 0.5  # of a passage's dense score that its best sentence gives, the rest the whole passage
PASSAGE_LEXICAL = 0.5  # weight of the passage's BM25, as a share of what BM25 could reach
SENTENCE_LEXICAL = 0.25  # the same for its best sentence


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one candidate: cosines and BM25 scores of the passage and of its best sentence."""

    cosine: float
    sentence_cosine: float
    bm25: float
    sentence_bm25: float


def convex(candidates: Sequence[Signals], limit: float) -> list[float]:
    """A weighted sum of the four signals, BM25 scores as shares of `limit`, the sum of the rarities of the query's terms.

    No passage reaches the limit. Measured against it rather than against the largest score of the query, a question whose
    words hardly occur is left to the cosines. Where the limit is 0, the lexical parts are 0.
    """
    return [
        (1 - SENTENCE_SHARE) * c.cosine
        + SENTENCE_SHARE * c.sentence_cosine
        + ((PASSAGE_LEXICAL * c.bm25 + SENTENCE_LEXICAL * c.sentence_bm25) / limit if limit > 0 else 0.0)
        for c in candidates
    ]


def trial(candidates: Sequence[tuple[str, float, float]]) -> dict[str, float]:
    """Cosine + ¼ BM25 / largest BM25 of the query, for `(id, cosine, BM25)`: the simplest convex combination, a baseline."""
    largest = max((bm25 for _, _, bm25 in candidates), default=0.0)
    return {key: cosine + (0.25 * bm25 / largest if largest > 0 else 0.0) for key, cosine, bm25 in candidates}


def reciprocal_rank(rankings: Sequence[Sequence[str]], k: int = 60) -> dict[str, float]:
    """Σ 1 / (k + rank) over the rankings that hold an id (Cormack, Clarke and Büttcher 2009).

    Ranks are 1-based. An id absent from a ranking adds nothing; it is not given a last place.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (k + rank)
    return scores
