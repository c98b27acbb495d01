"""Vectors of what stands above the passages: how they are made, kept and found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.heading_vectors import HeadingVectors, above
from tests.factories import WordEmbeddings, make_article, make_chunk


def test_a_passage_stands_below_its_nearest_heading_or_the_title() -> None:
    article = make_article(title="Who regulates managers?")
    assert above(make_chunk(article, heading_path=("Law", "Doctors")), article) == "Doctors"
    assert above(make_chunk(article, heading_path=()), article) == "Who regulates managers?"


def test_what_is_saved_gives_the_cosines_and_known_vectors_are_not_made_again(tmp_path: Path) -> None:
    article = make_article()
    rows = [(make_chunk(article, heading_path=(heading,)), article) for heading in ("pay", "boards", "pay")]
    embeddings = WordEmbeddings()
    HeadingVectors.build(rows, embeddings.encode, {}).save(tmp_path / "1")
    loaded = HeadingVectors.load(tmp_path / "1")
    assert loaded.cosines([0, 1, 2], embeddings.vector("pay")) == pytest.approx([1.0, 0.0, 1.0], abs=1e-3)
    assert loaded.cosines([], embeddings.vector("pay")) == []

    made: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        made.extend(texts)
        return embeddings.encode(texts)

    more = [*rows, (make_chunk(article, heading_path=("turnover",)), article)]
    again = HeadingVectors.build(more, encode, HeadingVectors.vectors(tmp_path / "1"))
    assert made == ["turnover"]
    assert again.cosines([3, 0], embeddings.vector("turnover")) == pytest.approx([1.0, 0.0], abs=1e-3)


def test_a_collection_without_passages_has_none(tmp_path: Path) -> None:
    HeadingVectors.build([], WordEmbeddings().encode, {}).save(tmp_path / "none")
    assert HeadingVectors.load(tmp_path / "none").cosines([], np.ones(64, np.float32)) == []
