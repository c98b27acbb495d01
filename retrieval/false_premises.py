"""Questions that are known to take something false for granted, with the sentences that put it right.

Such a question and the same question put right are nearly alike as vectors. What a question shares with the one and not with the
other, its words tell: both are kept, and compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from core.terms import index_terms, words
from core.types import Article, Chunk
from retrieval.embeddings import Encode, Vectors, made_or_known
from retrieval.sidecar import write_whole

NEAREST = 3  # known ones that are looked at
LEAST = 0.8  # cosine from which a question may be a known one
BEHIND = 0.02  # the most by which the known one may be less like than itself put right
HELD = 0.5  # share of the words by which it differs from itself put right that the question must hold
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

    def denied(self, question: str, vector: Vectors, least: float = LEAST) -> Place | None:
        """The sentence that denies what the question takes for granted, where it is a known one in other words, by a cosine of
        `least`. What asks whether something is so takes nothing for granted."""
        if not self.pairs or _ASKS_WHETHER.match(question):
            return None
        false, right = self._vectors @ vector
        asked, numbers = _words(question), set(_NUMBER.findall(question))
        nearest: list[int] = np.argsort(-false)[:NEAREST].tolist()
        for at in nearest:
            if false[at] < max(LEAST, least) or false[at] < right[at] - BEHIND:
                continue
            text = self.pairs[at][0]
            if set(_NUMBER.findall(text)) <= numbers and _takes_for_granted(asked, *self._words[at]):
                return self._places[at]
        return None

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
    return frozenset(index_terms(plain)) | (_DENIES & set(words(plain)))


def _takes_for_granted(asked: frozenset[str], false: frozenset[str], right: frozenset[str]) -> bool:
    """True if the question has of the words by which a known one and itself put right differ those of the known one, and denies
    as it does."""
    if bool(asked & _DENIES) != bool(false & _DENIES):
        return False
    mine, theirs = false - right, right - false
    held = len(asked & mine) / max(1, len(mine))
    return held >= HELD and held > len(asked & theirs) / max(1, len(theirs))
