"""Vectors of the sentences of chunks, kept beside the store so that answering need not compute them.

A cache and nothing more: what is missing is computed when it is needed. Rows are stored as int8 (scaled by the row's
largest component), which moves a cosine by less than 0.01. Keys are chunk content hashes, so nothing here can be stale.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from core.settings import Settings
from core.types import Chunk
from retrieval.embeddings import SentenceEmbeddings, Vectors, unit_rows


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
        if not self.path.exists():
            return {}
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
        try:
            marks = ",".join("?" * len(keys))
            rows = db.execute(f"SELECT hash, dim, data FROM rows WHERE hash IN ({marks})", list(keys)).fetchall()
        finally:
            db.close()
        return {key: _unpacked(data, dim) for key, dim, data in rows}

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


def _packed(vectors: Vectors) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scaled = np.divide(vectors * 127.0, largest, out=np.zeros_like(vectors), where=largest > 0)
    packed: np.ndarray[tuple[int, int], np.dtype[np.int8]] = np.rint(scaled).astype(np.int8)
    return packed


def _unpacked(data: bytes, dim: int) -> Vectors:
    rows = np.frombuffer(data, np.int8).reshape(-1, dim).astype(np.float32)
    return unit_rows(rows)
