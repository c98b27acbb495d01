"""Questions that are known to take something false for granted, with the sentences that put it right.

Such a question and the same question put right are nearly alike as vectors. What a question shares with the one and not with the
other, its words tell: both are kept, and compared, word for word and by the vectors of words, since what made a number
*go down* made it *fall*, and did not make it *rise*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from core.terms import index_terms, index_terms_at
from core.terms import words as words_in
from core.types import Article, Chunk
from retrieval.context_vectors import ContextVectors
from retrieval.embeddings import Encode, Vectors, made_or_known
from retrieval.sidecar import write_whole

NEAREST = 3  # known ones that are looked at
LEAST = 0.75  # cosine from which a question may be a known one …
ALIKE = 0.8  # … and from which its words alone may tell
APART = 0.02  # what the known one and itself put right may differ by in likeness …
HELD = 0.5  # share of the words by which it differs from itself put right that the question must hold, where they tell …
OTHERS = 0.34  # … and the most it may hold of those of itself put right, where vectors do
NEARER, NEARER_WITH_WORDS = 0.15, 0.1  # by how much the words that differ must be more like the question's than those put right
_ASKS_WHETHER = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)\b", re.I)
_DENIES = frozenset({"not", "never", "no", "without"})
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_SHORTENED = re.compile(r"n['’]t\b")

Place = tuple[str, int]
"""An article, and where in it a sentence begins."""


class FalsePremises:
    """`vectors`, of shape `(2, premises, dim)`, has first those of the questions as they are, then of those put right."""

    def __init__(self, pairs: Sequence[tuple[str, str]], places: Sequence[Place], vectors: Vectors) -> None:
        self.pairs, self._places, self._vectors = pairs, places, vectors
        self._words = [(_words(false), _words(right)) for false, right in pairs]

    @classmethod
    def build(cls, rows: Sequence[tuple[Chunk, Article]], encode: Encode, known: Mapping[str, Vectors]) -> FalsePremises:
        """From the articles of chunks; vectors that are not `known` are made."""
        found = list(_known_in({article.article_id: article for _, article in rows}.values()))
        pairs, places = [pair for pair, _ in found], [place for _, place in found]
        texts = [text for side in zip(*pairs, strict=True) for text in side]
        vectors = made_or_known(texts, encode, known)
        return cls(pairs, places, vectors.reshape(2, len(pairs), -1) if texts else np.zeros((2, 0, 0), np.float32))

    def denied(self, question: str, vector: Vectors, words: ContextVectors, least: float = LEAST) -> Place | None:
        """The sentence that denies what the question takes for granted, where it is a known one in other words, by a cosine of
        `least`; `words` gives the vectors of words. What asks whether something is so takes nothing for granted."""
        if not self.pairs or _ASKS_WHETHER.match(question):
            return None
        false, right = self._vectors @ vector
        numbers = set(_NUMBER.findall(question))
        nearest: list[int] = np.argsort(-false)[:NEAREST].tolist()
        for at in nearest:
            ahead = float(false[at] - right[at])
            if false[at] < max(LEAST, least) or ahead < -APART or not set(_NUMBER.findall(self.pairs[at][0])) <= numbers:
                continue
            if self._takes_for_granted(question, at, float(false[at]), ahead, words):
                return self._places[at]
        return None

    def _takes_for_granted(self, question: str, at: int, cosine: float, ahead: float, words: ContextVectors) -> bool:
        """True if what the question shares with a known one, and not with that put right, tells that it takes the same for
        granted; and if it denies as that does."""
        asked, (false, right) = _words(question), self._words[at]
        if bool(asked & _DENIES) != bool(false & _DENIES):
            return False
        held, others = _share(asked, false - right), _share(asked, right - false)
        in_words = cosine >= ALIKE and held >= HELD and held > others
        if not in_words and (ahead < APART or others > OTHERS):
            return False
        return nearer(question, *self.pairs[at], words) >= (NEARER_WITH_WORDS if in_words else NEARER)

    def vectors(self) -> dict[str, Vectors]:
        """Vectors by text."""
        texts = [text for side in zip(*self.pairs, strict=True) for text in side]
        return dict(zip(texts, self._vectors.reshape(len(texts), -1), strict=True)) if texts else {}

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        facts = {"pairs": list(self.pairs), "places": list(self._places)}
        (folder / "premises.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "vectors.npy", self._vectors.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> FalsePremises:
        """The saved ones."""
        facts = json.loads((folder / "premises.json").read_text(encoding="utf-8"))
        pairs, places = ([tuple(row) for row in facts[name]] for name in ("pairs", "places"))
        return cls(pairs, places, np.load(folder / "vectors.npy").astype(np.float32))


def _known_in(articles: Iterable[Article]) -> Iterator[tuple[tuple[str, str], Place]]:
    for article in articles:
        for query in article.queries:
            if query.righted:
                yield (query.text, query.righted), (article.article_id, query.starts[0])


def _words(question: str) -> frozenset[str]:
    """Stems, with the words that deny."""
    plain = _SHORTENED.sub(" not", question.lower())
    return frozenset(index_terms(plain)) | (_DENIES & set(words_in(plain)))


def _share(asked: frozenset[str], own: frozenset[str]) -> float:
    return len(asked & own) / max(1, len(own))


def nearer(question: str, false: str, right: str, words: ContextVectors) -> float:
    """By how much the words of `false` that `right` has not are more like the question's than those of `right` that `false` has
    not: means of the cosine, from -1 to 1, to the word most like each; where there is none, 0.5 is taken."""
    asked = _vectors_of_words(question, "", words)
    best = []
    for own, other in ((false, right), (right, false)):
        differing = _vectors_of_words(own, other, words)
        best.append(float((differing @ asked.T).max(axis=1).mean()) if len(differing) and len(asked) else 0.5)
    return best[0] - best[1]


def _vectors_of_words(text: str, without: str, words: ContextVectors) -> Vectors:
    """Of the words of a text that are no function words and not in another text, shape `(words, dim)`."""
    worded, left_out = words.of([text])[0], set(index_terms(without))
    row = {span: at for at, span in enumerate(worded.spans)}
    return worded.rows[[row[span] for term, span in index_terms_at(text) if term not in left_out and span in row]]
