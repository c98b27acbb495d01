"""Fusion, BM25 and the cache of sentence vectors, against independent arithmetic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate
from core.settings import build_settings
from core.types import Heading, Position, Source, SourceMark, Turn
from retrieval.embeddings import Vectors
from retrieval.fusion import Signals, convex, reciprocal_rank, trial
from retrieval.lexical import LexicalIndex
from retrieval.records import article_from, article_metadata, chunk_from, chunk_metadata
from retrieval.sentence_vectors import SentenceMatrix, SentenceVectors
from tests.factories import WordEmbeddings, make_article, make_chunk


def test_convex_fusion_by_hand() -> None:
    candidates = [Signals(0.5, 0.7, 4.0, 3.0), Signals(0.2, 0.4, 8.0, 6.0)]
    assert convex(candidates, 16.0) == pytest.approx([0.6 + 0.5 / 4 + 0.25 * 3 / 16, 0.3 + 0.5 / 2 + 0.25 * 6 / 16])


@pytest.mark.parametrize("candidates", [[], [Signals(0.3, 0.3, 0.0, 0.0)]])
def test_convex_fusion_without_a_lexical_match_is_dense(candidates: list[Signals]) -> None:
    assert convex(candidates, 0.0) == pytest.approx([0.3] * len(candidates))


def test_the_trial_formula_by_hand() -> None:
    assert trial([("a", 0.5, 4.0), ("b", 0.2, 8.0)]) == pytest.approx({"a": 0.625, "b": 0.45})
    assert trial([("a", 0.5, 0.0)]) == {"a": 0.5}
    assert trial([]) == {}


@given(st.lists(st.permutations(list("abcdef")).map(lambda p: p[:4]), min_size=1, max_size=3))
def test_reciprocal_rank_fusion_against_its_formula(rankings: list[list[str]]) -> None:
    fused = reciprocal_rank(rankings, k=60)
    for key in "abcdef":
        expected = sum(1 / (60 + r.index(key) + 1) for r in rankings if key in r)
        assert fused.get(key, 0.0) == pytest.approx(expected)


def bm25_by_hand(documents: list[list[str]], query: list[str], k1: float = 1.5, b: float = 0.75) -> list[float]:
    """Lucene's BM25 as published, without its constant factor (k1 + 1)."""
    average = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        counts = Counter(document)
        score = 0.0
        for term in query:
            df = sum(term in other for other in documents)
            idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
            tf = counts[term]
            score += idf * tf / (tf + k1 * (1 - b + b * len(document) / average))
        scores.append(score)
    return scores


def test_bm25_agrees_with_an_independent_implementation() -> None:
    documents = [["manag", "doctor", "manag"], ["doctor"], ["pay", "manag", "pay", "nurs"], ["trust"]]
    index = LexicalIndex.build(["a", "b", "c", "d"], documents)
    for query in (["manag"], ["manag", "doctor"], ["pay", "absent"], ["absent"], []):
        assert index.scores(query).tolist() == pytest.approx(bm25_by_hand(documents, query), abs=1e-5)
    assert (index.document_frequency("manag"), index.document_frequency("absent")) == (2, 0)


def test_a_lexical_index_tells_which_chunks_hold_all_of_a_name() -> None:
    index = LexicalIndex.build(["a", "b", "c"], [["king", "fund"], ["king"], ["bma"]])
    assert index.with_any(["King's Fund"]).tolist() == [True, False, False]
    assert index.with_any(["King's Fund", "BMA", ""]).tolist() == [True, False, True]
    assert index.with_any(["", "Absent"]).tolist() == [False, False, False]


def test_a_lexical_index_survives_saving(tmp_path: Path) -> None:
    index = LexicalIndex.build(["a", "b"], [["x", "y"], ["y"]])
    index.save(tmp_path / "saved")
    index.save(tmp_path / "saved")  # somebody else was quicker: nothing changes, nothing is left behind
    loaded = LexicalIndex.load(tmp_path / "saved")
    assert loaded.scores(["x"]).tolist() == index.scores(["x"]).tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]


@pytest.mark.parametrize("terms", [[], [[]], [[], []]])
def test_an_index_without_a_term_matches_nothing(terms: list[list[str]], tmp_path: Path) -> None:
    index = LexicalIndex.build([str(n) for n in range(len(terms))], terms)
    index.save(tmp_path / "empty")
    assert LexicalIndex.load(tmp_path / "empty").scores(["x"]).tolist() == [0.0] * len(terms)


def test_sentence_vectors_come_back_nearly_as_they_were(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cache = SentenceVectors(build_settings(index_dir=tmp_path), "c-1")
    assert cache.get(["h"]) == {}
    cache.put([("h", rows), ("gone", rows), ("none", np.zeros((0, 384), np.float32))])
    cache.keep({"h", "none"})
    found = cache.get(["h", "gone", "none", "never"])
    assert set(found) == {"h", "none"}
    assert found["none"].shape == (0, 384)
    assert ((found["h"] * rows).sum(axis=1) > 0.99).all()


def test_a_matrix_of_sentences_knows_what_the_cache_knew(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(3, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[1] = 0  # a sentence beyond the model's window
    article = make_article()
    chunks = [
        make_chunk(article, content_hash=name, sentences=tuple((n, n + 1) for n in range(count)))
        for name, count in (("cached", 3), ("absent", 2), ("cut anew", 2), ("empty", 0))
    ]
    cache = SentenceVectors(build_settings(index_dir=tmp_path), "c-1")
    cache.put([("cached", rows), ("cut anew", rows)])
    built = SentenceMatrix.build(chunks, cache)
    built.save(tmp_path / "saved")
    for matrix in (built, SentenceMatrix.load(tmp_path / "saved")):
        found = matrix.cosines([3, 1, 0, 2], rows[0])
        assert list(found) == [0]
        assert found[0] == pytest.approx(rows @ rows[0], abs=0.01)
        assert matrix.cosines([0], rows.T)[0] == pytest.approx(rows @ rows.T, abs=0.01)
        assert matrix.cosines([], rows[0]) == {}
    assert SentenceMatrix.build(chunks[1:], cache).cosines([0, 1, 2], rows[0]) == {}


def test_records_come_back_as_they_went() -> None:
    article = make_article(
        sources=(Source("k", "T", ("A",), "P", PartialDate("2013"), "https://e.org", "news"),),
        headings=(Heading(0, 4, 2, "Mana"),),
        marks=(SourceMark(3, "k"),),
        turns=(Turn(0, 5, "Ann"),),
        positions=(Position("Ann", "P", "for", "role", None, "k"),),
        links=("https://e.org/x",),
    )
    assert article_from(article.text, dict(article_metadata(article, "a.md", 3))) == article
    chunk = make_chunk(article, heading_path=("A", "B"), speaker="Ann", source_keys=("k",))
    assert chunk_from(chunk.chunk_id, chunk.text, dict(chunk_metadata(chunk, article))) == chunk


def test_metadata_always_has_the_same_keys() -> None:
    full, bare = make_article(), make_article(authors=(), publisher=None, published=None, url=None)
    assert chunk_metadata(make_chunk(full), full).keys() == chunk_metadata(make_chunk(bare), bare).keys()
    assert chunk_metadata(make_chunk(bare), bare)["published_first"] == 0
    assert chunk_metadata(make_chunk(full), full)["published_last"] == 20161202


def test_a_text_is_embedded_once_and_a_pass_that_has_its_vector_saves_that() -> None:
    asked: list[str] = []

    class Counting(WordEmbeddings):
        def encode(self, texts: Sequence[str]) -> Vectors:
            asked.extend(texts)
            return super().encode(texts)

    embeddings = Counting()
    first = embeddings.vector("Why so few?")
    assert embeddings.vector("Why so few?") is first
    assert asked == ["Why so few?"]
    given = embeddings.remember("And nurses?", first)
    assert embeddings.vector("And nurses?") is given
    assert asked == ["Why so few?"]
    several = embeddings.vectors(["And nurses?", "Who else?", "Who else?"])
    assert asked == ["Why so few?", "Who else?"]
    np.testing.assert_array_equal(several, [given, embeddings.vector("Who else?"), embeddings.vector("Who else?")])
