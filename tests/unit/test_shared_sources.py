"""Of a publication's own passage and the one that cites it, the worse is drawn to the better."""

from __future__ import annotations

import pytest

from core.types import Chunk, RetrievedChunk
from retrieval.late_interaction import AMONG
from retrieval.shared_sources import SHARE, by_sources
from tests.factories import make_article, make_chunk


def hit(key: str, score: float, *source_keys: str) -> RetrievedChunk:
    return RetrievedChunk(make_chunk(make_article(), chunk_id=key, source_keys=source_keys), None, None, None, None, score)


def behind(chunk: Chunk) -> tuple[str, ...]:
    """What a chunk cites; else it is what its id says before the colon."""
    return chunk.source_keys or (chunk.chunk_id.split(":")[0],)


def order(hits: list[RetrievedChunk]) -> list[str]:
    return [found.chunk.chunk_id for found in hits]


def test_what_a_good_passage_cites_rises() -> None:
    ranking = [hit("brief:0", 2.0, "rose", "kark"), hit("other:0", 1.4), hit("rose:0", 1.2), hit("rose:1", 1.1)]
    done = by_sources(ranking, behind)
    assert order(done) == ["brief:0", "rose:0", "other:0", "rose:1"]
    assert done[1].fused_score == pytest.approx(1.2 + SHARE * 0.8)


def test_the_passage_that_cites_a_good_one_rises_by_its_best_source() -> None:
    ranking = [hit("rose:0", 2.0), hit("other:0", 1.4), hit("kark:0", 1.3), hit("brief:0", 1.2, "kark", "rose")]
    done = by_sources(ranking, behind)
    assert order(done) == ["rose:0", "brief:0", "other:0", "kark:0"]
    assert done[1].fused_score == pytest.approx(1.2 + SHARE * 0.8)


@pytest.mark.parametrize(
    "ranking",
    [
        [],
        [hit("a:0", 2.0), hit("a:1", 1.0), hit("b:0", 0.5)],
        [hit("brief:0", 2.0, "rose"), hit("brief:1", 1.0, "rose")],
        [hit("brief:0", 2.0, "rose"), *(hit(f"x{n:02}:0", 1.5 - n / 1000) for n in range(AMONG - 1)), hit("rose:0", 1.0)],
    ],
)
def test_nothing_changes_where_no_publication_stands_on_both_sides(ranking: list[RetrievedChunk]) -> None:
    assert by_sources(ranking, behind) == ranking
