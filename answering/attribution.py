"""Whose words a passage is: citations with exact offsets, the speaker who may be named, and the quotation behind a sentence
that a model wrote."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from answering.evidence import Candidate
from core.passages import names
from core.terms import content_terms
from core.types import Article, Chunk, Citation, Sentence
from retrieval.embeddings import SentenceEmbeddings

COSINE_SHARE = 0.35  # of a sentence's score; the rest is the weighted share of the claim's terms that it holds
MOST_QUOTATIONS = 3
ADDED_TERMS = 3  # terms of the claim that a further quotation must add,
ADDED_WORDS = 2  # of them plain words: a stray name or number is no second source
MOSTLY = 0.6  # or share of its own terms that the claim must hold: a sentence that was joined with another
ADDED_SHARE = 0.15  # and their share of the claim's weight
TIE = 0.02  # scores closer than this are equal: a model's own marker decides


def cite(number: int, article: Article, chunk: Chunk, start: int, end: int, source_keys: tuple[str, ...]) -> Citation:
    """A citation of `article.text[start:end]`."""
    return Citation(number, chunk.chunk_id, article.article_id, article.text[start:end], start, end, source_keys)


def speaker_of(article: Article, chunk: Chunk) -> str | None:
    """Who may be named as speaking these words: only of an original, the recorded speaker, else its authors."""
    if article.form != "original":
        return None
    return chunk.speaker or names(article.authors) or None


class Attributor:
    """Finds the quotations behind the sentences a model wrote about one question.

    Candidate sentences are scored by 0.35 cosine + 0.65 share of the claim's content terms that they hold, each term
    weighted by its rarity among the candidates. Nothing a model says of its sources is believed.
    """

    def __init__(self, candidates: Sequence[Candidate], embeddings: SentenceEmbeddings) -> None:
        self.candidates = tuple(candidates)
        self.embeddings = embeddings
        self._vectors = np.array([candidate.vector for candidate in self.candidates], np.float32)
        self._frequency = Counter(term for candidate in self.candidates for term in candidate.terms)

    def attribute(self, text: str, hints: Sequence[int] = ()) -> Sentence:
        """A draft with its best supporting quotations as citations, numbered from 1; without any if nothing is shared.

        `hints` are 1-based numbers of candidates; they decide between equal ones and do no more.
        """
        chosen = [self.candidates[at] for at in self._chosen(text, hints)]
        citations = tuple(cite(n, c.article, c.chunk, c.start, c.end, c.source_keys) for n, c in enumerate(chosen, 1))
        speakers = {speaker_of(c.article, c.chunk) for c in chosen}
        speaker = speakers.pop() if len(speakers) == 1 else None
        return Sentence(text, citations, 0.0, "withheld", "generated", speaker)

    def weight(self, term: str) -> float:
        """Rarity of a term among the candidates: ln(1 + N / (df + ½))."""
        return math.log(1 + len(self.candidates) / (self._frequency[term] + 0.5))

    def _chosen(self, text: str, hints: Sequence[int]) -> list[int]:
        wanted = {term: self.weight(term) for term in content_terms(text)}
        if not self.candidates or not wanted:
            return []
        recall = self._recall(wanted)
        scores = COSINE_SHARE * (self._vectors @ self.embeddings.words.of([text])[0].whole) + (1 - COSINE_SHARE) * recall
        if not recall.any():
            return []
        chosen = [self._best(scores, hints)]
        total = sum(wanted.values())
        missing = {term: w for term, w in wanted.items() if term not in self.candidates[chosen[0]].terms}
        plain = set(content_terms(" ".join(word for word in text.split() if word[0].islower())))
        while len(chosen) < MOST_QUOTATIONS and len(missing) >= ADDED_TERMS:
            at = self._best(scores + self._recall(missing), hints)
            added = missing.keys() & self.candidates[at].terms
            source = self.candidates[at].terms
            whole = len(source & wanted.keys()) >= MOSTLY * len(source)
            if len(added) < ADDED_TERMS or not (whole or len(added & plain) >= ADDED_WORDS):
                break
            if sum(missing[term] for term in added) < ADDED_SHARE * total:
                break
            chosen.append(at)
            missing = {term: w for term, w in missing.items() if term not in added}
        return chosen

    def _recall(self, wanted: dict[str, float]) -> NDArray[np.float64]:
        """Share of the wanted weight that each candidate holds, 0 to 1."""
        total = sum(wanted.values())
        held = [sum(wanted[term] for term in wanted.keys() & candidate.terms) for candidate in self.candidates]
        return np.array(held) / total

    def _best(self, scores: NDArray[np.float64], hints: Sequence[int]) -> int:
        best = int(scores.argmax())
        hinted = [n - 1 for n in hints if 1 <= n <= len(scores) and scores[n - 1] >= scores[best] - TIE]
        return max(hinted, key=lambda at: float(scores[at]), default=best)
