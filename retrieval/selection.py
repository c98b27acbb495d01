"""Which passages of a ranking an answer may use, and why not the rest. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.types import Rejected, RetrievedChunk
from retrieval.alone import Alone

KEEP = 12  # chunks an answer may use
PER_ARTICLE = 3  # of them from one article, so that a debate is not one voice
FLOOR = 0.38  # cosine from which a passage may serve as evidence, whatever else was found
SHARE_OF_BEST = 0.75  # share of the best cosine that is enough where no passage comes near the floor
LEAST = 0.20  # cosine below which no passage is evidence by its likeness
SOFT_FLOOR = 0.30  # enough where the passage also holds most of the question's weighty words
SOUGHT = 0.45  # cosine of one of its sentences to where the answer is sought, which is enough whatever else
KNOWN = 0.3  # likeness to a question that a passage is known to answer which is enough
COVERAGE = 0.75  # share of the question's content terms, weighted by rarity, that "most" means


@dataclass(frozen=True, slots=True)
class Limits:
    """How many passages may be kept, and of one article. A restriction holds only where it leaves passages that are evidence."""

    keep: int
    per_article: int
    restricted: bool


def selected(
    ranking: Sequence[RetrievedChunk],
    weights: Mapping[str, float],
    held: Mapping[str, Collection[str]],
    texts: Mapping[str, str],
    known: Mapping[str, float],
    alone: Alone | None,
    limits: Limits,
) -> tuple[list[RetrievedChunk], list[Rejected]]:
    """What is kept and what is not, both in the order of the ranking.

    `weights` are the rarities of the question's terms; `held`, by chunk id, which of them a passage has, `texts` its text with
    what stands above, `known` how like the question is to one that it is known to answer. What is asked for `alone` is like no
    passage; those that hold it are its evidence.
    """
    kept: list[RetrievedChunk] = []
    rejected: list[Rejected] = []
    taken: Counter[str] = Counter()
    best = max((found.dense_score or 0.0 for found in ranking), default=0.0)
    floor = FLOOR if limits.restricted else max(LEAST, min(FLOOR, SHARE_OF_BEST * best))
    for found in ranking:
        reason = None
        key = found.chunk.chunk_id
        if alone and not alone.held(texts[key]):
            reason = f"does not name {alone.label}"
        elif not alone and known.get(key, 0.0) < KNOWN and not _is_evidence(found, weights, held[key], floor):
            reason = f"below the evidence floor (cosine {found.dense_score or 0:.2f}, sought {found.sought_score or 0:.2f})"
        elif len(kept) >= limits.keep:
            reason = f"beyond the {limits.keep} passages an answer may use"
        elif taken[found.chunk.article_id] >= limits.per_article:
            reason = f"already {limits.per_article} passages of this article"
        if reason:
            rejected.append(Rejected(found, reason))
        else:
            kept.append(found)
            taken[found.chunk.article_id] += 1
    return kept, rejected


def _is_evidence(found: RetrievedChunk, weights: Mapping[str, float], held: Collection[str], floor: float) -> bool:
    cosine = found.dense_score or 0.0
    if (found.sought_score or 0.0) >= SOUGHT:
        return True
    if cosine >= floor or not weights:
        return cosine >= floor
    covered = sum(w for term, w in weights.items() if term in held) / sum(weights.values())
    return cosine >= SOFT_FLOOR and covered >= COVERAGE
