"""Chunks as ranking reads them: records and stemmed words in files beside the store, mapped into memory.

Chroma takes milliseconds for what is a slice of a file here, and nothing that is stored is stemmed at question time. Rows
follow the sorted chunk ids, as those of the vectors, the BM25 index and the origins do.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.passages import byline
from core.terms import index_terms
from core.types import Article, Chunk
from retrieval.sidecar import write_whole

SENTENCE_LENGTH = 14.0  # terms of a typical sentence, function words left out

Offsets = NDArray[np.int64]
Numbers = NDArray[np.int32]


class StoredChunk(NamedTuple):
    """A chunk, the title of its article, and the bylines of the article and of the originals that the chunk rests on."""

    chunk: Chunk
    title: str
    byline: str

    @property
    def above(self) -> str:
        """What stands above its sentences: headings, title, bylines."""
        return " ".join([*self.chunk.heading_path, self.title, self.byline])


class Occurrences(NamedTuple):
    """Where weighted terms stand in some chunks: BM25 of each chunk's best sentence, and the terms that it holds."""

    best_bm25: dict[str, float]
    held: dict[str, set[str]]


class ChunkTable:
    """Records as JSON one after another; stemmed words as numbers into a sorted vocabulary, sentence by sentence."""

    def __init__(
        self, ids: list[str], records: NDArray[np.uint8], record_at: Offsets, vocabulary: list[str], words: Numbers,
        sentence_at: Offsets, chunk_at: Offsets,
    ) -> None:  # fmt: skip
        """`record_at` bounds the bytes of each record, `chunk_at` the sentences of each chunk, `sentence_at` their words."""
        self.ids = ids
        self.position = {key: at for at, key in enumerate(ids)}
        self._records, self._record_at = records, record_at
        self._vocabulary, self._words = vocabulary, words
        self._sentence_at, self._chunk_at = sentence_at, chunk_at

    @classmethod
    def build(cls, rows: Sequence[tuple[Chunk, Article]], terms: Sequence[Sequence[Sequence[str]]]) -> ChunkTable:
        """From chunks in the order of their ids and the stemmed words of each of their sentences."""
        records = [_record(chunk, article) for chunk, article in rows]
        flat = [word for chunk in terms for sentence in chunk for word in sentence]
        vocabulary = sorted(set(flat))
        number = {word: at for at, word in enumerate(vocabulary)}
        return cls(
            [chunk.chunk_id for chunk, _ in rows],
            np.frombuffer(b"".join(records), np.uint8),
            _bounds(map(len, records)),
            vocabulary,
            np.fromiter((number[word] for word in flat), np.int32, len(flat)),
            _bounds(len(sentence) for chunk in terms for sentence in chunk),
            _bounds(map(len, terms)),
        )

    def read(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        """The stored ones among `ids`."""
        return {key: self._stored(self.position[key]) for key in ids if key in self.position}

    def _stored(self, row: int) -> StoredChunk:
        return _restored(self._records[self._record_at[row] : self._record_at[row + 1]].tobytes())

    def sentence_terms(self, chunk_id: str) -> list[frozenset[str]]:
        """Stemmed words of each sentence of a stored chunk."""
        row = self.position[chunk_id]
        bounds = self._sentence_at[self._chunk_at[row] : self._chunk_at[row + 1] + 1].tolist()
        words = [self._vocabulary[number] for number in self._words[bounds[0] : bounds[-1]].tolist()]
        return [frozenset(words[a - bounds[0] : b - bounds[0]]) for a, b in pairwise(bounds)]

    def occurrences(self, ids: Sequence[str], weights: Mapping[str, float]) -> Occurrences:
        """Of the terms of `weights` in the stored chunks among `ids`."""
        known = [key for key in ids if key in self.position]
        terms = [(term, number) for term in weights if (number := self._number(term)) is not None]
        rows = np.array([self.position[key] for key in known], np.int64)
        first, last = self._chunk_at[rows], self._chunk_at[rows + 1]
        sentences = _ranges(first, last)
        lengths = self._sentence_at[sentences + 1] - self._sentence_at[sentences]
        words = self._words[_ranges(self._sentence_at[first], self._sentence_at[last])]
        counts = _counts(words, lengths, [number for _, number in terms])
        scores = sentence_bm25(counts, lengths, np.array([weights[term] for term, _ in terms], np.float64))
        owners = np.repeat(np.arange(len(rows)), last - first)
        best, holds = np.zeros(len(rows)), np.zeros((len(rows), len(terms)), bool)
        np.maximum.at(best, owners, scores)
        np.logical_or.at(holds, owners, counts > 0)
        held = [{terms[at][0] for at, here in enumerate(row) if here} for row in holds.tolist()]
        return Occurrences(dict(zip(known, best.tolist(), strict=True)), dict(zip(known, held, strict=True)))

    def _number(self, term: str) -> int | None:
        at = bisect_left(self._vocabulary, term)
        return at if at < len(self._vocabulary) and self._vocabulary[at] == term else None

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        for name, lines in (("ids", self.ids), ("vocabulary", self._vocabulary)):
            (folder / f"{name}.json").write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
        arrays: tuple[NDArray[Any], ...] = (self._records, self._record_at, self._words, self._sentence_at, self._chunk_at)
        for name, array in zip(_ARRAYS, arrays, strict=True):
            np.save(folder / f"{name}.npy", array)

    @classmethod
    def load(cls, folder: Path) -> ChunkTable:
        """The saved one, its arrays mapped, not read."""
        ids, vocabulary = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("ids", "vocabulary"))
        mapped = (np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS)  # memmap slices slowly
        records, record_at, words, sentence_at, chunk_at = mapped
        return cls(ids, records, record_at, vocabulary, words, sentence_at, chunk_at)


_ARRAYS = ("records", "record_at", "words", "sentence_at", "chunk_at")


def stemmed_sentences(chunk: Chunk) -> list[list[str]]:
    """Stemmed words of each sentence."""
    return [index_terms(chunk.text[a - chunk.start : b - chunk.start]) for a, b in chunk.sentences]


def sentence_bm25(counts: NDArray[np.int64], lengths: Offsets, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """BM25 (k1 = 1.5, b = 0.75) of sentences, lengths relative to a typical sentence.

    `counts` has shape `(sentences, terms)`; `lengths` are in terms; `weights` are those of the terms.
    """
    length = 1.5 * (0.25 + 0.75 * lengths / SENTENCE_LENGTH)
    scores: NDArray[np.float64] = (counts / (counts + length[:, None])) @ weights
    return scores


def _counts(words: Numbers, lengths: Offsets, terms: Sequence[int]) -> NDArray[np.int64]:
    """How often each term stands in each sentence, shape `(sentences, terms)`."""
    ends = np.cumsum(lengths)
    counts = np.zeros((len(lengths), len(terms)), np.int64)
    for column, term in enumerate(terms):
        sentences = np.searchsorted(ends, np.flatnonzero(words == term), side="right")
        np.add.at(counts[:, column], sentences, 1)
    return counts


def _ranges(first: Offsets, last: Offsets) -> Offsets:
    """The numbers from each `first` up to, not including, its `last`, one range after another."""
    sizes = last - first
    before = np.cumsum(sizes) - sizes
    found: Offsets = np.repeat(first - before, sizes) + np.arange(sizes.sum())
    return found


def _bounds(lengths: Iterable[int]) -> Offsets:
    return np.array([0, *accumulate(lengths)], np.int64)


def _record(chunk: Chunk, article: Article) -> bytes:
    behind = [f"{byline(other)} {other.title}" for other in article.sources if other.key in chunk.source_keys]
    facts = [
        chunk.chunk_id, chunk.article_id, chunk.position, chunk.text, chunk.heading_path, chunk.start, chunk.end, chunk.speaker,
        chunk.source_keys, chunk.token_count, chunk.content_hash, chunk.sentences,
    ]  # fmt: skip
    return json.dumps([*facts, article.title, " ".join([byline(article), *behind])], ensure_ascii=False).encode()


@lru_cache(maxsize=5_000)
def _restored(record: bytes) -> StoredChunk:
    *facts, title, who = json.loads(record)
    key, article, position, text, headings, start, end, speaker, sources, tokens, digest, sentences = facts
    spans = tuple((a, b) for a, b in sentences)
    chunk = Chunk(key, article, position, text, tuple(headings), start, end, speaker, tuple(sources), tokens, digest, spans)
    return StoredChunk(chunk, title, who)
