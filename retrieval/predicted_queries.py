"""Predicted queries of a collection as vectors: how like a question is to one that a sentence is known to answer.

A question and a question in other words are nearer to each other than either is to its answer. Articles without predicted
queries have none of this, and lose nothing by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.names import names_in
from core.parts import parts_of
from core.types import Article, Chunk
from retrieval.embeddings import Encode, Vectors, made_or_known
from retrieval.origins import Mask
from retrieval.sidecar import write_whole

FAR, SAME = 0.45, 0.95  # cosines of two questions that count as nothing in common, and as the same
THE_SAME = 0.85  # cosine from which a question is the query itself in other words …
WORD_FOR_WORD = 0.97  # … and from which in nearly the same: a premise turned round is nearer than other words
AFTER_BEST = 0.9  # what it counts for the sentences behind the best one
_NUMBER = re.compile(r"\d[\d,.]*")
_FOR = re.compile(
    r"\b(?:arguments?|case|reasons?) (?:for|in favour of)\b|\bin favour\b|\bbenefits\b|\badvantages\b|"
    r"\b(?:supports?|supporters|backs)\b",
    re.I,
)
_AGAINST = re.compile(r"\bagainst\b|\boppos\w+|\bcritic\w*\b|\bobject\w*\b|\bdownsides?\b|\bdrawbacks?\b|\bdisadvantages\b", re.I)


class Embeddings(Protocol):
    """Gives vectors to short texts and remembers them."""

    def vectors(self, texts: Sequence[str]) -> Vectors: ...


Known = Mapping[str, float]
"""How like a question is to the likeliest query that each passage answers, by chunk id."""
Rows = NDArray[np.int64]


class PredictedQueries:
    """Vectors of shape `(queries, dim)`; row `n` of `links`, shape `(links, 4)`, has a query, the row of a chunk, where in its
    article a sentence of that chunk begins that answers the query, and the place of that sentence among those that do, from 0."""

    def __init__(self, texts: Sequence[str], vectors: Vectors, links: Rows) -> None:
        self.texts = texts
        self._vectors, self._links = vectors, links
        places, self._place_of = np.unique(links[:, 1:3], axis=0, return_inverse=True)
        self._places: list[tuple[int, int]] = [(row, start) for row, start in places.tolist()]
        self._place_of = self._place_of.ravel()
        self._sides = np.array([side(text) for text in texts], np.int8)

    @classmethod
    def build(cls, rows: Sequence[tuple[Chunk, Article]], encode: Encode, known: Mapping[str, Vectors]) -> PredictedQueries:
        """From chunks in the order of their ids with their articles; vectors that are not `known` are made. A heading that asks
        something is a query that is held, linked to no single sentence."""
        links = list(_links(rows))
        headings = (chunk.heading_path[-1] for chunk, _ in rows if chunk.heading_path and chunk.heading_path[-1].endswith("?"))
        texts = list(dict.fromkeys([*(text for text, *_ in links), *headings]))
        number = {text: at for at, text in enumerate(texts)}
        table = np.array([(number[text], *where) for text, *where in links], np.int64).reshape(-1, 4)
        return cls(texts, made_or_known(texts, encode, known), table)

    def likeness(self, question: str, embeddings: Embeddings) -> dict[int, dict[int, float]]:
        """For chunk rows and, in them, for where sentences begin: how like the question, or a part of it, is to the likeliest
        query that the sentence answers, from 0 (left out) to 1. What asks for the other side is not like it."""
        if not self.texts:
            return {}
        query, place = self._links[:, 0], self._links[:, 3]
        asked = embeddings.vectors(list(dict.fromkeys([question, *parts_of(question)])))
        cosines = np.where(self._sides * side(question) < 0, 0.0, (self._vectors @ asked.T).max(axis=1))
        shares = np.clip((cosines - FAR) / (SAME - FAR), 0.0, 1.0)[query] * np.where(place > 0, AFTER_BEST, 1.0)
        likeliest = np.zeros(len(self._places), np.float64)
        np.maximum.at(likeliest, self._place_of, shares)
        found: dict[int, dict[int, float]] = {}
        for at in np.flatnonzero(likeliest).tolist():
            row, start = self._places[at]
            found.setdefault(row, {})[start] = float(likeliest[at])
        return found

    def passages(self, question: str, embeddings: Embeddings, ids: Sequence[str], most: int, allowed: Mask | None) -> Known:
        """At most so many chunks that answer a query like the question, the likeliest first; `ids` are those of the rows."""
        found = self.likeness(question, embeddings)
        likeness = {row: max(own.values()) for row, own in found.items() if allowed is None or allowed[row]}
        return {ids[row]: likeness[row] for row in sorted(likeness, key=lambda row: (-likeness[row], row))[:most]}

    def hold(self, question: str, vector: Vectors, least: float = THE_SAME) -> bool:
        """True if a query asks the same as the question, by a cosine of `least`, with all of its names and numbers."""
        if not self.texts:
            return False
        cosines = self._vectors @ vector
        nearest = int(cosines.argmax())
        demanded = {*names_in(question), *_NUMBER.findall(question)}
        return bool(cosines[nearest] >= least) and all(word.lower() in self.texts[nearest].lower() for word in demanded)

    def nearest(self, vector: Vectors) -> float:
        """The cosine of the likeliest query; -1 where there is none."""
        return float((self._vectors @ vector).max()) if self.texts else -1.0

    def vectors(self) -> dict[str, Vectors]:
        """Vectors by text."""
        return dict(zip(self.texts, self._vectors, strict=True))

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / "texts.json").write_text(json.dumps(list(self.texts), ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "rows.npz", vectors=self._vectors.astype(np.float16), links=self._links)

    @classmethod
    def load(cls, folder: Path) -> PredictedQueries:
        """The saved ones."""
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        with np.load(folder / "rows.npz") as rows:
            return cls(texts, rows["vectors"].astype(np.float32), rows["links"])


def side(question: str) -> int:
    """1 for a question that asks for what is said for something, -1 for what is said against it, 0 for any other."""
    return int(bool(_FOR.search(question))) - int(bool(_AGAINST.search(question)))


def _links(rows: Sequence[tuple[Chunk, Article]]) -> Iterator[tuple[str, int, int, int]]:
    """Query, chunk row, beginning and place, for every sentence of a chunk that answers a query."""
    by_start: dict[str, dict[int, list[tuple[str, int]]]] = {}
    for row, (chunk, article) in enumerate(rows):
        if article.article_id not in by_start:
            own = by_start[article.article_id] = {}
            for query in article.queries:
                if query.righted:
                    continue  # not answered but denied
                for place, start in enumerate(query.starts):
                    own.setdefault(start, []).append((query.text, place))
        for start, _ in chunk.sentences:
            for text, place in by_start[article.article_id].get(start, ()):
                yield text, row, start, place
