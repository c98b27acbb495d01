"""BM25 over the stored chunks, kept in files beside the store and mapped into memory, never rebuilt per query."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.terms import index_terms
from retrieval.sidecar import write_whole

Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over terms of title, headings, publisher, date and text."""

    def __init__(self, ids: list[str], bm25: Any | None) -> None:
        self.ids = ids
        self.position = {key: at for at, key in enumerate(ids)}
        self._bm25 = bm25

    @classmethod
    def build(cls, ids: list[str], terms: list[list[str]]) -> LexicalIndex:
        """An index over `terms[i]` under `ids[i]`. Without a single term it matches nothing."""
        import bm25s

        if not any(terms):
            return cls(ids, None)
        bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index(terms, show_progress=False)
        return cls(ids, bm25)

    def scores(self, terms: Sequence[str]) -> Scores:
        """BM25 of every chunk, shape `(len(ids),)`; 0 where no term occurs."""
        known = [term for term in terms if self._bm25 is not None and term in self._bm25.vocab_dict]
        if self._bm25 is None or not known:
            return np.zeros(len(self.ids), np.float32)
        scores: Scores = self._bm25.get_scores(known)
        return scores

    def with_any(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Which chunks hold every term of at least one of the names, shape `(len(ids),)`."""
        found = np.zeros(len(self.ids), np.bool_)
        for terms in filter(None, map(index_terms, names)):
            found |= np.logical_and.reduce([self.scores([term]) > 0 for term in terms])
        return found

    def document_frequency(self, term: str) -> int:
        """In how many chunks a term stands."""
        if self._bm25 is None or term not in self._bm25.vocab_dict:
            return 0
        column = self._bm25.vocab_dict[term]
        pointers = self._bm25.scores["indptr"]
        return int(pointers[column + 1] - pointers[column])

    def idf(self, term: str) -> float:
        """ln(1 + (N + 1) / (df + ½)) over chunks: a term the collection lacks weighs most."""
        return math.log(1 + (len(self.ids) + 1) / (self.document_frequency(term) + 0.5))

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")
        if self._bm25 is not None:
            self._bm25.save(str(folder / "bm25"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The saved index, its arrays mapped, not read."""
        import bm25s

        ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        saved = folder / "bm25"
        bm25 = bm25s.BM25.load(str(saved), mmap=True, show_progress=False) if saved.exists() else None
        return cls(ids, bm25)
