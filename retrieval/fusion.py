"""Joining two rankings. Pure functions over aligned score arrays.

The default is a convex combination of scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid
Retrieval"); reciprocal rank fusion is kept as the baseline that measurements compare with.
"""

from __future__ import annotations

from collections.abc import Sequence

LEXICAL_WEIGHT = 0.25  # of a BM25 score divided by the query's largest; cosine has weight 1


def convex(cosines: Sequence[float], lexical: Sequence[float], largest: float, weight: float = LEXICAL_WEIGHT) -> list[float]:
    """`cosine + weight × BM25 / largest`. `largest` is the query's best BM25 over the whole collection; 0 counts as none."""
    return [c + (weight * b / largest if largest > 0 else 0.0) for c, b in zip(cosines, lexical, strict=True)]


def reciprocal_rank(rankings: Sequence[Sequence[str]], k: int = 60) -> dict[str, float]:
    """Σ 1 / (k + rank) over the rankings that hold an id (Cormack, Clarke and Büttcher 2009).

    Ranks are 1-based. An id absent from a ranking adds nothing; it is not given a last place.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (k + rank)
    return scores
