"""Each word of a question against the most similar word of a passage. Pure.

Late interaction (Khattab and Zaharia 2020, "ColBERT"), over word vectors of the same model that ranks the passages. It sees
what a passage's one vector blurs: that "the person in the corner office" and "chief executive" stand in the same place.
A passage's word vectors are kept as the signs of their components, one bit each. Questions have theirs whole, so the likeness
is estimated with an error of about 0.05 a word: nothing that a ranking shows, at a thirty-second of the size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from core.terms import index_terms_at
from core.types import RetrievedChunk
from retrieval.embeddings import SentenceEmbeddings, Vectors

AMONG = 40  # best fused passages whose words are looked at

Signs = NDArray[np.uint8]
"""Signs of word vectors, packed: shape `(words, dim / 8)`, a bit is 1 where the component is positive."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Vectors of a question's words, function words left out, and each word's share of the question, by rarity; of sum 1."""

    vectors: Vectors
    shares: NDArray[np.float32]

    @classmethod
    def weighed(cls, vectors: Vectors, rarities: Sequence[float]) -> QuestionWords:
        """From vectors and what each word weighs, above 0."""
        weights = np.array(rarities, np.float32)
        return cls(vectors, weights / weights.sum() if len(weights) else weights)


def question_words(question: str, embeddings: SentenceEmbeddings, rarity: Callable[[str], float]) -> QuestionWords:
    """The words of a question that are no function words, weighed by the `rarity` of their stems; those of 0 are left out."""
    worded = embeddings.words.of([question])[0]
    row = {span: at for at, span in enumerate(worded.spans)}
    weighty = [(row[span], weight) for term, span in index_terms_at(question) if (weight := rarity(term)) > 0]
    return QuestionWords.weighed(worded.rows[[at for at, _ in weighty]], [weight for _, weight in weighty])


def signs(vectors: Vectors) -> Signs:
    """The signs of each row, packed."""
    return np.packbits(vectors > 0, axis=1)


def likeness(question: QuestionWords, passages: Sequence[Signs]) -> list[float]:
    """For each passage the weighted mean, over the question's words, of the cosine to the word most like it; 0 without words.

    A vector `x` of length 1 and dimension `d` is read from its signs `s` as `s · √(π / 2d)`, the multiple whose product with
    `x` is about 1.
    """
    lengths = np.array([len(passage) for passage in passages], np.int64)
    words, dimension = question.vectors.shape
    if not words or not lengths.sum():
        return [0.0] * len(passages)
    bits = np.unpackbits(np.concatenate(passages), axis=1, count=dimension).astype(np.float32)
    products = 2.0 * (bits @ question.vectors.T) - question.vectors.sum(axis=1)
    full = np.flatnonzero(lengths)
    best = np.maximum.reduceat(products, (np.cumsum(lengths) - lengths)[full], axis=0)
    found = np.zeros(len(passages))
    found[full] = best @ question.shares * sqrt(pi / 2 / dimension)
    scores: list[float] = found.tolist()
    return scores


def by_words(
    ranking: Sequence[RetrievedChunk], question: QuestionWords, stored: Callable[[Sequence[str]], Mapping[str, Signs]]
) -> list[RetrievedChunk]:
    """The ranking after the words of its first `AMONG` passages were looked at; their likeness is added to the fused score.

    `stored` gives signs by the content hash of chunks. Where those of one passage are missing, nothing is added to any.
    """
    hashes = [hit.chunk.content_hash for hit in ranking[:AMONG]]
    found = stored(hashes)
    if not all(key in found for key in hashes):
        return list(ranking)
    scores = likeness(question, [found[key] for key in hashes])
    seen = [
        replace(hit, fused_score=hit.fused_score + score, word_score=score)
        for hit, score in zip(ranking[:AMONG], scores, strict=True)
    ]
    return sorted([*seen, *ranking[AMONG:]], key=lambda hit: (-hit.fused_score, hit.chunk.chunk_id))
