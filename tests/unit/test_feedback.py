"""Passages that say what the best ones say rise; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from core.types import RetrievedChunk
from retrieval.embeddings import Vectors, unit_rows
from retrieval.feedback import BEST, WEIGHT, by_company
from retrieval.late_interaction import AMONG
from tests.factories import make_article, make_chunk


def hits(count: int, word_score: float | None = 0.5) -> list[RetrievedChunk]:
    chunks = [make_chunk(make_article(), chunk_id=f"a:{n:02}") for n in range(count)]
    return [RetrievedChunk(chunk, None, None, None, None, 1.0 - n / 1000, word_score) for n, chunk in enumerate(chunks)]


def vectors(ids: Sequence[str]) -> Vectors:
    """The first five and the ninth point one way, the others each its own."""
    rows = np.random.default_rng(0).normal(size=(len(ids), 64)).astype(np.float32)
    rows[[*range(BEST), 8]] = 1.0
    return unit_rows(rows)


def test_what_is_like_the_best_rises_above_its_betters() -> None:
    ranking = hits(12)
    done = by_company(ranking, vectors)
    assert [hit.chunk.chunk_id for hit in done[:6]] == ["a:00", "a:01", "a:02", "a:03", "a:04", "a:08"]
    assert done[5].fused_score == pytest.approx(ranking[8].fused_score + WEIGHT)
    assert {hit.chunk.chunk_id for hit in done} == {hit.chunk.chunk_id for hit in ranking}


def test_passages_beyond_the_best_are_left_as_they_are() -> None:
    ranking = hits(AMONG + 3)
    done = by_company(ranking, vectors)
    assert all(hit in done for hit in ranking[AMONG:])
    assert not any(hit in done for hit in ranking[:BEST])


def test_a_ranking_whose_words_were_not_looked_at_stays() -> None:
    ranking = hits(12, word_score=None)
    assert by_company(ranking, vectors) == ranking
    assert by_company([], vectors) == []


def test_fewer_passages_than_the_best_are_no_error() -> None:
    assert [hit.chunk.chunk_id for hit in by_company(hits(2), vectors_of_two)] == ["a:00", "a:01"]


def vectors_of_two(ids: Sequence[str]) -> Vectors:
    return unit_rows(np.ones((len(ids), 8), np.float32))
