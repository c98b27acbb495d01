"""Which passages are nearest to a question's vector, and how near any one of them is.

Up to `EXACT_LIMIT` passages every vector is looked at: they lie in one file beside the store, mapped into memory. That is
exact, hence repeatable, and takes no longer than a graph that is searched widely enough to be repeatable. Beyond it
Chroma's graph is asked.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.embeddings import Vectors
from retrieval.sidecar import remove_others, sidecar, write_whole
from retrieval.store import Store

EXACT_LIMIT = 400_000  # passages: 0.6 GB of vectors, about 60 ms a question
OVERFETCH = 10  # times as many neighbours are asked of Chroma when only some passages are allowed

Nearest = list[tuple[str, float]]
"""Chunk ids with their cosines, best first."""


@runtime_checkable
class Dense(Protocol):
    """Dense search over one collection; vectors have length 1."""

    def nearest(self, vector: Vectors, k: int, allowed: Collection[str] | None = None) -> Nearest:
        """The `k` nearest chunks, of all or of those allowed."""

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The cosines of the stored chunks among `ids`."""


class ExactDense:
    """Looks at every row of a matrix of shape `(len(ids), dim)`."""

    def __init__(self, ids: Sequence[str], rows: Vectors) -> None:
        self.ids = ids
        self.position = {key: at for at, key in enumerate(ids)}
        self.rows = rows

    def nearest(self, vector: Vectors, k: int, allowed: Collection[str] | None = None) -> Nearest:
        scores = self.rows @ vector
        if allowed is not None:
            scores = np.where([key in allowed for key in self.ids], scores, -np.inf)
        return [(self.ids[at], float(scores[at])) for at in best(scores, k) if scores[at] > -np.inf]

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        known = [key for key in ids if key in self.position]
        scores = self.rows[[self.position[key] for key in known]] @ vector
        return dict(zip(known, scores.tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")
        np.save(folder / "vectors.npy", self.rows)

    @classmethod
    def load(cls, folder: Path) -> ExactDense:
        """The saved ones, mapped, not read."""
        ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        return cls(ids, np.load(folder / "vectors.npy", mmap_mode="r"))


class ChromaDense:
    """Asks Chroma's graph, which may miss a neighbour."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def nearest(self, vector: Vectors, k: int, allowed: Collection[str] | None = None) -> Nearest:
        rows = self.store.search(vector.tolist(), k if allowed is None else k * OVERFETCH)
        return [(chunk.chunk_id, cosine) for chunk, cosine in rows if allowed is None or chunk.chunk_id in allowed][:k]

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        return {key: float(row @ vector / np.linalg.norm(row)) for key, row in self.store.vectors(ids).items()}


def best(scores: NDArray[np.floating], k: int) -> list[int]:
    """Positions of the `k` highest scores, best first; equal ones in order of position."""
    among = np.arange(len(scores))
    if k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        among = np.flatnonzero(scores >= least)
    order: list[int] = among[np.argsort(-scores[among], kind="stable")][:k].tolist()
    return order


def load_dense(store: Store, limit: int = EXACT_LIMIT) -> Dense:
    """Dense search over the store's present contents; the file of vectors is made if it is not there."""
    if not 0 < store.chunk_count() <= limit:
        return ChromaDense(store)
    folder = sidecar(store, "dense")
    if not folder.exists():
        ExactDense(*store.all_vectors()).save(folder)
    return ExactDense.load(folder)


def refresh_dense(store: Store) -> None:
    """Make the file of vectors of the present contents and remove those of earlier ones."""
    load_dense(store)
    folder = sidecar(store, "dense")
    if folder.parent.exists():
        remove_others(folder)
