"""Vectors of the sentences of chunks, kept beside the store so that answering need not compute them.

A cache and nothing more: what is missing is computed when it is needed. Rows are stored as int8 (scaled by the row's
largest component), which moves a cosine by less than 0.01. `SentenceVectors` keeps them by chunk content hash, so that a
sync can go on using them; `SentenceMatrix` is a copy in the order of the chunks, in which ranking finds them at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.settings import Settings
from core.types import Chunk
from retrieval.embeddings import SentenceEmbeddings, Vectors, unit_rows
from retrieval.sidecar import write_whole

Codes = NDArray[np.int8]
_BATCH = 5_000  # chunks read from the cache at once


class SentenceVectors:
    """Reads and writes one file; without the file it is empty."""

    def __init__(self, settings: Settings, collection: str) -> None:
        self.path: Path = settings.index_dir / f"sentences-{collection}-{settings.fingerprint}.sqlite3"

    def put(self, rows: Iterable[tuple[str, Vectors]]) -> None:
        """Store `(content_hash, vectors of shape (sentences, dim))`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(self.path, timeout=30) as db:
            db.execute("CREATE TABLE IF NOT EXISTS rows (hash TEXT PRIMARY KEY, dim INTEGER, data BLOB) WITHOUT ROWID")
            db.executemany(
                "INSERT OR REPLACE INTO rows VALUES (?, ?, ?)",
                [(key, vectors.shape[1], _packed(vectors).tobytes()) for key, vectors in rows],
            )
        db.close()

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The stored rows among `keys`."""
        found = self.codes(keys)
        if not found:
            return {}
        bounds = np.cumsum([len(codes) for codes in found.values()])[:-1]
        whole = np.concatenate(list(found.values())).astype(np.float32)
        return dict(zip(found, np.split(unit_rows(whole), bounds), strict=True))

    def codes(self, keys: Sequence[str]) -> dict[str, Codes]:
        """The stored rows among `keys` as they are stored."""
        if not self.path.exists():
            return {}
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
        try:
            marks = ",".join("?" * len(keys))
            rows = db.execute(f"SELECT hash, dim, data FROM rows WHERE hash IN ({marks})", list(keys)).fetchall()
        finally:
            db.close()
        return {key: np.frombuffer(data, np.int8).reshape(-1, dim) for key, dim, data in rows}

    def keep(self, keys: set[str]) -> None:
        """Drop every row that is not among `keys`."""
        db = sqlite3.connect(self.path, timeout=30)
        with db:
            stored = [key for (key,) in db.execute("SELECT hash FROM rows")]
            db.executemany("DELETE FROM rows WHERE hash = ?", [(key,) for key in stored if key not in keys])
        db.close()


def vectors_of(chunks: Sequence[Chunk], cache: SentenceVectors, embeddings: SentenceEmbeddings) -> dict[str, Vectors]:
    """Vectors of the sentences of each chunk by chunk id, shape `(sentences, dim)`: cached ones, the rest computed."""
    stored = cache.get([chunk.content_hash for chunk in chunks])
    rows = {
        chunk.chunk_id: stored[chunk.content_hash]
        for chunk in chunks
        if len(stored.get(chunk.content_hash, ())) == len(chunk.sentences)
    }
    missing = [chunk for chunk in chunks if chunk.chunk_id not in rows]
    if missing:
        spans = [[(a - chunk.start, b - chunk.start) for a, b in chunk.sentences] for chunk in missing]
        _, parts = embeddings.encode_with_spans([chunk.text for chunk in missing], spans)
        rows |= {chunk.chunk_id: part for chunk, part in zip(missing, parts, strict=True)}
    return rows


class SentenceMatrix:
    """Rows as int8 of shape `(sentences, dim)`; those of chunk `n` lie between `chunk_at[n]` and `chunk_at[n + 1]`.

    Rows of zeros stand for what the cache did not have.
    """

    def __init__(self, codes: Codes, chunk_at: NDArray[np.int64]) -> None:
        self._codes, self._chunk_at = codes, chunk_at

    @classmethod
    def build(cls, chunks: Sequence[Chunk], cache: SentenceVectors) -> SentenceMatrix:
        """From what the cache has of chunks in the order of their ids."""
        chunk_at = np.cumsum([0, *(len(chunk.sentences) for chunk in chunks)])
        codes: Codes = np.zeros((0, 0), np.int8)
        for at in range(0, len(chunks), _BATCH):
            found = cache.codes([chunk.content_hash for chunk in chunks[at : at + _BATCH]])
            if found and not codes.size:
                codes = np.zeros((chunk_at[-1], next(iter(found.values())).shape[1]), np.int8)
            for number, chunk in enumerate(chunks[at : at + _BATCH], at):
                own = found.get(chunk.content_hash)
                if own is not None and own.shape == (len(chunk.sentences), codes.shape[1]):
                    codes[chunk_at[number] : chunk_at[number + 1]] = own
        return cls(codes, chunk_at)

    def cosines(self, rows: Sequence[int], vector: Vectors) -> dict[int, Vectors]:
        """Of the sentences of the chunks in `rows` to a vector of length 1, or, shape `(sentences, vectors)`, to each of several
        given as `(dim, vectors)`; chunks without vectors are left out."""
        if not self._codes.size or not rows:
            return {}
        bounds = [(int(self._chunk_at[row]), int(self._chunk_at[row + 1])) for row in rows]
        own = np.concatenate([self._codes[a:b] for a, b in bounds]).astype(np.float32)
        norms = np.sqrt(np.einsum("ij,ij->i", own, own))
        cosines = ((own @ vector).T / np.maximum(norms, 1.0)).T  # no row but one of zeros is shorter than 127
        ends = np.cumsum([b - a for a, b in bounds])[:-1]
        parts = zip(rows, np.split(cosines, ends), np.split(norms, ends), strict=True)
        return {row: part for row, part, lengths in parts if lengths.any()}

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        np.save(folder / "codes.npy", self._codes)
        np.save(folder / "chunk_at.npy", self._chunk_at)

    @classmethod
    def load(cls, folder: Path) -> SentenceMatrix:
        """The saved one, mapped, not read."""
        codes, chunk_at = (np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ("codes", "chunk_at"))
        return cls(codes, chunk_at)


def _packed(vectors: Vectors) -> Codes:
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scaled = np.divide(vectors * 127.0, largest, out=np.zeros_like(vectors), where=largest > 0)
    packed: Codes = np.rint(scaled).astype(np.int8)
    return packed
