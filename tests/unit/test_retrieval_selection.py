"""Which passages of a ranking an answer may use."""

from __future__ import annotations

from core.types import RetrievedChunk
from retrieval.selection import FLOOR, KNOWN, LEAST, SOUGHT, Limits, selected
from tests.factories import make_article, make_chunk

ARTICLE = make_article()


def hit(number: int, cosine: float, sought: float | None = None) -> RetrievedChunk:
    chunk = make_chunk(ARTICLE, chunk_id=f"a:{number}", position=number)
    return RetrievedChunk(chunk, number, cosine, None, 0.0, cosine, sought_score=sought)


def kept(hits: list[RetrievedChunk], known: dict[str, float], keep: int = 12, per_article: int = 3) -> list[str]:
    ids = [found.chunk.chunk_id for found in hits]
    held: dict[str, set[str]] = {key: set() for key in ids}
    limits = Limits(keep, per_article, restricted=False)
    found, rejected = selected(hits, {"pay": 1.0}, held, dict.fromkeys(ids, ""), known, None, limits)
    assert len(found) + len(rejected) == len(hits)
    return [hit.chunk.chunk_id for hit in found]


def test_what_lies_below_the_floor_is_kept_only_if_it_is_known_to_answer_such_a_question() -> None:
    hits = [hit(0, FLOOR + 0.2), hit(1, FLOOR - 0.1), hit(2, FLOOR - 0.1)]
    assert kept(hits, {}) == ["a:0"]
    assert kept(hits, {"a:1": KNOWN, "a:2": KNOWN - 0.01}) == ["a:0", "a:1"]


def test_no_more_than_the_limits_are_kept() -> None:
    hits = [hit(number, 0.9) for number in range(5)]
    assert kept(hits, {}, per_article=2) == ["a:0", "a:1"]
    assert kept(hits, {}, keep=1) == ["a:0"]


def test_where_an_answer_is_sought_is_evidence_whatever_the_question_is_like() -> None:
    hits = [hit(0, FLOOR + 0.2), hit(1, LEAST - 0.1, SOUGHT), hit(2, LEAST - 0.1, SOUGHT - 0.01)]
    assert kept(hits, {}) == ["a:0", "a:1"]
