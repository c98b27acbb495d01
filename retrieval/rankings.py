"""What a retriever holds while it ranks: the question as the model sees it, the rankings, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.types import RetrievedChunk
from retrieval.chunk_table import StoredChunk
from retrieval.dense import Nearest
from retrieval.embeddings import Vectors
from retrieval.late_interaction import QuestionWords
from retrieval.lexical import Scores
from retrieval.predicted_queries import Known


class Candidates(NamedTuple):
    """The fused ranking; by chunk id the cosines of its sentences to the question, its record, and the terms that it holds."""

    ranking: list[RetrievedChunk]
    cosines: dict[str, Vectors]
    stored: dict[str, StoredChunk]
    held: dict[str, set[str]]


class Rankings(NamedTuple):
    """Passages nearest to the question, and to where its answer is sought; those with its words, and how much all have of them;
    those that are known to answer a question like it."""

    dense: Nearest
    sought: Nearest
    lexical: Sequence[str]
    scores: Scores
    known: Known


class Asked(NamedTuple):
    """A question as the models see it: its own vector, that of the query encoder, its words and its parts."""

    vector: Vectors
    answer: Vectors | None
    words: QuestionWords
    parts: Sequence[str]


def columns(vector: Vectors, answer: Vectors | None) -> Vectors:
    """A question's vector, and that of where its answer is sought if there is one, shape `(dim, 1 or 2)`."""
    return np.stack([vector] if answer is None else [vector, answer], axis=1)


def best_sought(cosines: Vectors) -> float | None:
    """The best in the second column, if there is one."""
    return float(cosines[:, 1].max(initial=0.0)) if cosines.shape[1] > 1 else None
