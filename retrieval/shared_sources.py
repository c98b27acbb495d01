"""A passage of a briefing and the article of a publication that it rests on speak for each other. Pure.

A briefing says in a sentence what a digest says in a paragraph, and often one of them has the question's words where the other
has not. Only passages with footnotes can rest on another article, so other collections are ranked as if this were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from core.types import Chunk, RetrievedChunk
from retrieval.late_interaction import AMONG

SHARE = 0.4  # of the distance to the better one that the other gains


def by_sources(ranking: Sequence[RetrievedChunk], origins: Callable[[Chunk], Iterable[Hashable]]) -> list[RetrievedChunk]:
    """The ranking after, among its first `AMONG`, the best passage of each publication and the best that cites it drew nearer.

    `origins` gives the publications behind a chunk; equal ones are the same publication. The better of the two keeps its score.
    """
    citing: dict[Hashable, RetrievedChunk] = {}
    own: dict[Hashable, RetrievedChunk] = {}
    for hit in ranking[:AMONG]:
        side = citing if hit.chunk.source_keys else own
        for origin in origins(hit.chunk):
            side.setdefault(origin, hit)
    gains: dict[str, float] = {}
    for origin in citing.keys() & own.keys():
        worse, better = sorted((citing[origin], own[origin]), key=lambda hit: hit.fused_score)
        gain = SHARE * (better.fused_score - worse.fused_score)
        gains[worse.chunk.chunk_id] = max(gain, gains.get(worse.chunk.chunk_id, 0.0))
    raised = [replace(hit, fused_score=hit.fused_score + gains.get(hit.chunk.chunk_id, 0.0)) for hit in ranking]
    return sorted(raised, key=lambda hit: (-hit.fused_score, hit.chunk.chunk_id))
