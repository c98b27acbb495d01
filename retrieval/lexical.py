"""BM25 over the stored chunks, kept in files beside the store and mapped into memory, never rebuilt per query."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.passages import passage_prefix
from core.terms import index_terms
from retrieval.sidecar import remove_others, sidecar, write_whole
from retrieval.store import Store

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


SENTENCE_LENGTH = 14.0  # terms of a typical sentence, function words left out


def sentence_bm25(terms: Sequence[str], weights: Mapping[str, float]) -> float:
    """BM25 (k1 = 1.5, b = 0.75) of one sentence for weighted query terms, lengths relative to a typical sentence."""
    matching = [term for term in terms if term in weights]
    if not matching:
        return 0.0
    length = 1.5 * (0.25 + 0.75 * len(terms) / SENTENCE_LENGTH)
    counts = Counter(matching)
    return sum(weights[term] * tf / (tf + length) for term, tf in counts.items())


def load_lexical(store: Store) -> LexicalIndex:
    """The index of the store's present contents, built and saved if it is not there (another machine wrote the store)."""
    folder = sidecar(store, "lexical")
    if not folder.exists():
        _of(store).save(folder)
    return LexicalIndex.load(folder)


def refresh_lexical(store: Store) -> None:
    """Build the index of the present contents and remove those of earlier ones."""
    load_lexical(store)
    remove_others(sidecar(store, "lexical"))


def _of(store: Store) -> LexicalIndex:
    chunks = store.all_chunks()
    prefixes: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    terms = []
    for chunk in chunks:
        key = (chunk.article_id, chunk.heading_path)
        if key not in prefixes:
            prefixes[key] = index_terms(passage_prefix(store.article(chunk.article_id), chunk.heading_path))
        terms.append(prefixes[key] + index_terms(chunk.text))
    return LexicalIndex.build([chunk.chunk_id for chunk in chunks], terms)
