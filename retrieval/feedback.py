"""What the best passages say together, held against each of the rest. Pure.

Pseudo-relevance feedback on vectors (Rocchio 1971) among the passages found: likeness to the mean of the best few is added to the
fused score. Nothing is searched again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from core.types import RetrievedChunk
from retrieval.embeddings import Vectors
from retrieval.late_interaction import AMONG

BEST = 5  # passages whose mean the others are held against
WEIGHT = 0.4  # of the cosine to it


def by_company(ranking: Sequence[RetrievedChunk], vectors: Callable[[Sequence[str]], Vectors]) -> list[RetrievedChunk]:
    """The ranking after its first `AMONG` passages were held against the mean of its first `BEST`.

    `vectors` gives those of chunk ids, in their order, of length 1. A ranking whose words were not looked at stays: without
    them the best five are too often on another subject.
    """
    first = list(ranking[:AMONG])
    if not first or first[0].word_score is None:
        return list(ranking)
    rows = vectors([hit.chunk.chunk_id for hit in first])
    mean = rows[:BEST].mean(axis=0)
    cosines = (rows @ (mean / max(float(np.linalg.norm(mean)), 1e-9))).tolist()
    drawn = [replace(hit, fused_score=hit.fused_score + WEIGHT * cosine) for hit, cosine in zip(first, cosines, strict=True)]
    return sorted([*drawn, *ranking[AMONG:]], key=lambda hit: (-hit.fused_score, hit.chunk.chunk_id))
