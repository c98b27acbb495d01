"""Signs of the word vectors of chunks, in one file beside the store: 48 bytes a word at 384 dimensions.

Keys are chunk content hashes, so nothing here can be stale. What is missing (an index of an earlier version) is made by the
next sync; until then questions are ranked without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from core.settings import Settings
from core.terms import index_terms_at
from core.types import Chunk
from retrieval.embeddings import SentenceEmbeddings, Vectors
from retrieval.late_interaction import Signs, signs

_MOST = 900  # keys of one statement, below SQLite's limit on variables


class WordVectors:
    """Reads and writes one file; without the file it is empty."""

    def __init__(self, settings: Settings, collection: str) -> None:
        self.path: Path = settings.index_dir / f"words-{collection}-{settings.fingerprint}.sqlite3"

    def put(self, rows: Iterable[tuple[str, Vectors]]) -> None:
        """Store `(content_hash, vectors of shape (words, dim))`, as signs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS rows (hash TEXT PRIMARY KEY, width INTEGER, data BLOB)")
            packed = ((key, signs(vectors)) for key, vectors in rows)
            db.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", ((k, s.shape[1], s.tobytes()) for k, s in packed))

    def get(self, keys: Sequence[str]) -> dict[str, Signs]:
        """The stored ones among `keys`."""
        if not self.path.exists():
            return {}
        found: dict[str, Signs] = {}
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as db:
            for at in range(0, len(keys), _MOST):
                part = list(keys[at : at + _MOST])
                marks = ",".join("?" * len(part))
                rows = db.execute(f"SELECT hash, width, data FROM rows WHERE hash IN ({marks})", part)
                found |= {key: np.frombuffer(data, np.uint8).reshape(-1, width) for key, width, data in rows}
        return found

    def hashes(self) -> set[str]:
        """The content hashes of which something is stored."""
        if not self.path.exists():
            return set()
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as db:
            return {key for (key,) in db.execute("SELECT hash FROM rows")}

    def keep(self, keys: set[str]) -> None:
        """Drop every row that is not among `keys`."""
        gone = self.hashes() - keys
        if gone:
            with closing(sqlite3.connect(self.path, timeout=30)) as db, db:
                db.executemany("DELETE FROM rows WHERE hash = ?", [(key,) for key in gone])


def signs_of_sentences(chunks: Sequence[Chunk], cache: WordVectors, embeddings: SentenceEmbeddings) -> dict[str, list[Signs]]:
    """Signs of the words of each sentence of each chunk, by chunk id: stored ones, the rest computed."""
    words = {chunk.chunk_id: [span for _, span in index_terms_at(chunk.text)] for chunk in chunks}
    stored = cache.get([chunk.content_hash for chunk in chunks])
    missing = [c for c in chunks if len(stored.get(c.content_hash, ())) != len(words[c.chunk_id])]
    if missing:
        _, parts = embeddings.encode_with_spans([c.text for c in missing], [words[c.chunk_id] for c in missing])
        stored |= {chunk.content_hash: signs(part) for chunk, part in zip(missing, parts, strict=True)}
    found: dict[str, list[Signs]] = {}
    for chunk in chunks:
        starts = np.array([start + chunk.start for start, _ in words[chunk.chunk_id]], np.int64)
        bounds = [np.searchsorted(starts, span).tolist() for span in chunk.sentences]
        found[chunk.chunk_id] = [stored[chunk.content_hash][first:last] for first, last in bounds]
    return found
