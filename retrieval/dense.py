"""Which passages are nearest to a question's vector, and how near any one of them is.

Up to `EXACT_LIMIT` passages every vector is looked at: they lie in one file beside the store, mapped into memory. That is
exact, hence repeatable, and takes no longer than a graph that is searched widely enough to be repeatable. Beyond it
Chroma's graph is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.embeddings import Vectors, unit_rows
from retrieval.origins import Mask
from retrieval.sidecar import write_whole
from retrieval.sketch import Sketch, kth_best, sketching
from retrieval.store import Store

EXACT_LIMIT = 400_000  # passages: 0.6 GB of vectors
SKETCHED_FROM = 20_000  # passages from which a sketch saves time: fewer are multiplied in a millisecond or two
OVERFETCH = 10  # times as many neighbours are asked of Chroma when only some passages are allowed

Nearest = list[tuple[str, float]]
"""Chunk ids with their cosines, best first."""


@runtime_checkable
class Dense(Protocol):
    """Dense search over one collection; vectors have length 1."""

    def nearest(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Nearest:
        """The `k` nearest chunks, of all or of those allowed."""

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The cosines of the stored chunks among `ids`."""

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of stored chunks in the order of `ids`, shape `(len(ids), dim)`. Raises `KeyError` for one not stored."""


class ExactDense:
    """Looks at every row of a matrix of shape `(len(ids), dim)`, or first at every row of its sketch: the outcome is the same."""

    def __init__(self, ids: Sequence[str], rows: Vectors, sketch: Sketch | None = None) -> None:
        self.ids = ids
        self.position = {key: at for at, key in enumerate(ids)}
        self.rows = rows
        self.sketch = sketch

    def nearest(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Nearest:
        among = np.arange(len(self.ids)) if allowed is None else np.flatnonzero(allowed)
        if self.sketch is not None and len(among) > SKETCHED_FROM:
            among = self.sketch.candidates(vector, k, allowed)
        scores = (self.rows @ vector)[among] if 2 * len(among) > len(self.ids) else self.rows[among] @ vector
        return [(self.ids[among[at]], float(scores[at])) for at in best(scores, k)]

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        known = [key for key in ids if key in self.position]
        scores = self.rows[[self.position[key] for key in known]] @ vector
        return dict(zip(known, scores.tolist(), strict=True))

    def vectors(self, ids: Sequence[str]) -> Vectors:
        return self.rows[[self.position[key] for key in ids]]

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / "ids.json").write_text(json.dumps(self.ids), encoding="utf-8")
        np.save(folder / "vectors.npy", self.rows)

    @classmethod
    def load(cls, folder: Path) -> ExactDense:
        """The saved ones, mapped, not read, and their sketch where one helps."""
        ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        rows = np.load(folder / "vectors.npy", mmap_mode="r").view(np.ndarray)
        return cls(ids, rows, Sketch.of(rows) if len(ids) > SKETCHED_FROM and sketching() else None)


class ChromaDense:
    """Asks Chroma's graph, which may miss a neighbour."""

    def __init__(self, store: Store, position: Mapping[str, int]) -> None:
        """`position` is each chunk's place in a mask."""
        self.store = store
        self.position = position

    def nearest(self, vector: Vectors, k: int, allowed: Mask | None = None) -> Nearest:
        rows = self.store.search(vector.tolist(), k if allowed is None else k * OVERFETCH)
        found = [(chunk.chunk_id, cosine) for chunk, cosine in rows]
        return [(key, cosine) for key, cosine in found if allowed is None or allowed[self.position[key]]][:k]

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        return {key: float(row @ vector / np.linalg.norm(row)) for key, row in self.store.vectors(ids).items()}

    def vectors(self, ids: Sequence[str]) -> Vectors:
        stored = self.store.vectors(ids)
        return unit_rows(np.stack([stored[key] for key in ids]))


def best(scores: NDArray[np.floating], k: int) -> list[int]:
    """Positions of the `k` highest scores, best first; equal ones in order of position."""
    among = np.flatnonzero(scores >= kth_best(scores, k))
    order: list[int] = among[np.argsort(-scores[among], kind="stable")][:k].tolist()
    return order


def exact(store: Store, limit: int = EXACT_LIMIT) -> bool:
    """Whether every vector of this store is looked at."""
    return 0 < store.chunk_count() <= limit
