"""Which propositions on record a question is about: by its rare words and by likeness, since all share the common ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from answering.questions import asks_for_arguments
from core.terms import content_terms, index_terms_at
from retrieval.embeddings import SentenceEmbeddings

ABOUT = 0.65  # likeness from which a question is about a proposition; read off all propositions near the dev questions
NEAR = 0.06  # the most that a proposition may stay behind the nearest one
NEAR_ARGUMENTS = 0.25  # the same where arguments are asked for: the nearest one may have none of the side asked for
OPENING_WORDS = 2  # of a proposition, one of which the question must speak of: there it says what it is about
SPOKEN_OF = 0.6  # likeness of two words in their sentences from which they speak of the same
A_WORD = 0.5  # what the question's words, weighted by rarity, add to the cosine if all are there

_SUBJECT = "nhs"  # what all of them are about
AskedAbout = Callable[[Iterable[str]], Mapping[str, float]]
"""Propositions → those that are asked about, with their likeness."""


class Propositions:
    """Likeness of propositions to questions. Safe for several threads."""

    def __init__(self, embeddings: SentenceEmbeddings) -> None:
        self._vector = embeddings.vector
        self._words = embeddings.words

    def asked_about(self, question: str, weights: Mapping[str, float], propositions: Iterable[str]) -> dict[str, float]:
        """The propositions that a question is about with their likeness, cosine + ½ share of the question's weighted terms.

        What a proposition is about, its first words say: who asks whether more nurses save lives does not ask whether
        competition does. `weights` are the rarities of the question's terms.
        """
        total = sum(weights.values()) or 1.0
        found: dict[str, float] = {}
        for proposition in sorted(set(propositions)):
            shared = sum(weights.get(term, 0.0) for term in content_terms(proposition)) / total
            found[proposition] = float(self._vector(question) @ self._vector(proposition)) + A_WORD * shared
        behind = NEAR_ARGUMENTS if asks_for_arguments(question) else NEAR
        least = max(ABOUT, max(found.values(), default=0.0) - behind)
        near = [proposition for proposition, likeness in found.items() if likeness >= least]
        return {proposition: found[proposition] for proposition in self._spoken_of(question, near)}

    def _spoken_of(self, question: str, propositions: Sequence[str]) -> Iterator[str]:
        """Those of which a word near the beginning is like one of the question."""
        asked, *told = self._words.of([question, *propositions])
        for proposition, worded in zip(propositions, told, strict=True):
            terms = [span for term, span in index_terms_at(proposition) if term != _SUBJECT][:OPENING_WORDS]
            first = [worded.spans.index(span) for span in terms]
            if (worded.rows[first] @ asked.rows.T >= SPOKEN_OF).any():
                yield proposition
