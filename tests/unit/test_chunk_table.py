"""The table of chunks against plain counting: records come back, words are where they stood."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Chunk, Source
from retrieval.chunk_table import ChunkTable, sentence_bm25, stemmed_sentences
from tests.factories import make_article, make_chunk

WORDS = ["pay", "trust", "nurs", "board"]


def chunk(number: int, sentences: int = 1) -> Chunk:
    return make_chunk(make_article(), chunk_id=f"a:{number}", sentences=tuple((n, n + 1) for n in range(sentences)))


def table(terms: list[list[list[str]]]) -> ChunkTable:
    return ChunkTable.build([(chunk(n, len(own)), make_article()) for n, own in enumerate(terms)], terms)


def test_bm25_of_sentences_by_hand() -> None:
    counts, lengths = np.array([[2, 0], [0, 0], [1, 1]]), np.array([14, 14, 0])
    found = sentence_bm25(counts, lengths, np.array([3.0, 1.0]))
    assert found.tolist() == pytest.approx([3.0 * 2 / (2 + 1.5), 0.0, 4.0 / (1 + 0.375)])


@given(st.lists(st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=3), min_size=1, max_size=5))
def test_occurrences_against_plain_counting(terms: list[list[list[str]]]) -> None:
    weights = {"pay": 3.0, "nurs": 2.0, "absent": 5.0}
    rows = table(terms)
    found = rows.occurrences([*reversed(rows.ids), "gone"], weights)
    for key, own in zip(rows.ids, terms, strict=True):
        best = 0.0
        for sentence in own:
            length = 1.5 * (0.25 + 0.75 * len(sentence) / 14)
            counts = Counter(word for word in sentence if word in weights)
            best = max(best, sum(weights[word] * tf / (tf + length) for word, tf in counts.items()))
        assert found.best_bm25[key] == pytest.approx(best)
        assert found.held[key] == {word for sentence in own for word in sentence} & set(weights)
        assert rows.sentence_terms(key) == [frozenset(sentence) for sentence in own]


def test_without_a_known_term_nothing_occurs() -> None:
    rows = table([[["pay"]], []])
    assert rows.occurrences(rows.ids, {"absent": 1.0}) == ({"a:0": 0.0, "a:1": 0.0}, {"a:0": set(), "a:1": set()})
    assert rows.occurrences([], {"pay": 1.0}) == ({}, {})


def test_records_come_back_as_they_went_also_after_saving(tmp_path: Path) -> None:
    article = make_article(sources=(Source("k", "Old news", ("Bo Writer",)), Source("other", "Not this")))
    full = make_chunk(article, heading_path=("A", "B"), speaker="Ann", source_keys=("k",), sentences=((0, 29), (30, 50)))
    bare = make_chunk(make_article(), chunk_id="b:0", sentences=())
    rows = [(full, article), (bare, make_article())]
    built = ChunkTable.build(rows, [stemmed_sentences(one) for one, _ in rows])
    built.save(tmp_path / "saved")
    for known in (built, ChunkTable.load(tmp_path / "saved")):
        found = known.read(["b:0", "gone", full.chunk_id])
        assert {key: row.chunk for key, row in found.items()} == {full.chunk_id: full, "b:0": bare}
        assert found[full.chunk_id].above == ("A B A title Ann Author, The Paper, 2 December 2016 Bo Writer, undated Old news")
        assert known.sentence_terms(full.chunk_id) == [
            frozenset(["manag", "should", "regul"]), frozenset(["doctor", "alreadi"])
        ]  # fmt: skip
