"""Vectors of what stands above the passages, their nearest headings or titles, made beforehand: a question meets dozens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.types import Article, Chunk
from retrieval.embeddings import Encode, Vectors, made_or_known
from retrieval.sidecar import write_whole

TEXTS = "texts.json"


def above(chunk: Chunk, article: Article) -> str:
    """The nearest heading above a chunk; the article's title where there is none."""
    return chunk.heading_path[-1] if chunk.heading_path else article.title


class HeadingVectors:
    """Rows as float16 of shape `(headings, dim)`; `of_chunk[n]` is the row of what stands above chunk `n`."""

    def __init__(self, rows: NDArray[np.float16], of_chunk: NDArray[np.int32], texts: Sequence[str] = ()) -> None:
        self._rows, self._of_chunk, self._texts = rows, of_chunk, texts

    @classmethod
    def build(cls, rows: Sequence[tuple[Chunk, Article]], encode: Encode, known: Mapping[str, Vectors]) -> HeadingVectors:
        """From chunks in the order of their ids with their articles; vectors that are not `known` are made."""
        headings = [above(chunk, article) for chunk, article in rows]
        number = {text: at for at, text in enumerate(dict.fromkeys(headings))}
        vectors = made_or_known(number, encode, known)
        return cls(vectors.astype(np.float16), np.array([number[text] for text in headings], np.int32), tuple(number))

    def cosines(self, chunks: Sequence[int], query: Vectors) -> list[float]:
        """Of what stands above the chunks in these rows to a vector of length 1."""
        cosines: list[float] = (self._rows[self._of_chunk[list(chunks)]].astype(np.float32) @ query).tolist() if chunks else []
        return cosines

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step: it is whole or not there."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / TEXTS).write_text(json.dumps(list(self._texts), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "rows.npy", self._rows)
        np.save(folder / "of_chunk.npy", self._of_chunk)

    @classmethod
    def load(cls, folder: Path) -> HeadingVectors:
        """The saved one, mapped, not read, without its texts."""
        rows, of_chunk = (np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ("rows", "of_chunk"))
        return cls(rows, of_chunk)

    @classmethod
    def vectors(cls, folder: Path) -> dict[str, Vectors]:
        """Vectors by text of a saved one."""
        texts = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
        return dict(zip(texts, np.load(folder / "rows.npy").astype(np.float32), strict=True))
