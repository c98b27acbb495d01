"""Which propositions on record a question asks about: a cross-encoder reads it with each of those that are nearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from answering.cross_encoder import proposition_encoder
from retrieval.embeddings import SentenceEmbeddings

NEAREST = 12  # propositions that are read; of those that readers marked, four in five are among them
ASKED = 0.45  # likelihood from which a question asks about a proposition

AskedAbout = Callable[[Iterable[str]], Mapping[str, float]]
"""Propositions → those that are asked about, with how likely each is."""


class Propositions:
    """How likely a question is to ask about propositions. Safe for several threads."""

    def __init__(self, embeddings: SentenceEmbeddings) -> None:
        self._vector = embeddings.vector

    def asked_about(self, question: str, propositions: Iterable[str]) -> dict[str, float]:
        """The propositions that a question asks about, whether they are so or who holds them, with the likelihood, 0 to 1."""
        asked = self._vector(question)
        near = sorted(set(propositions), key=lambda known: (-float(self._vector(known) @ asked), known))[:NEAREST]
        if not near:
            return {}
        likely = 1 / (1 + np.exp(-proposition_encoder().scores(question, near)))
        return {known: float(share) for known, share in zip(near, likely, strict=True) if share >= ASKED}
