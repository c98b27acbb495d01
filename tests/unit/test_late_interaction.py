"""Each word of a question against the most similar word of a passage, and the file that keeps words as signs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.settings import build_settings
from core.terms import index_terms, index_terms_at
from core.types import RetrievedChunk
from retrieval.embeddings import Vectors, _pooled, unit_rows
from retrieval.late_interaction import AMONG, QuestionWords, by_words, likeness, signs
from retrieval.word_vectors import WordVectors, signs_of_sentences
from tests.factories import WordEmbeddings, make_article, make_chunk


def rows(count: int, seed: int, dimension: int = 384) -> Vectors:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def exact(question: QuestionWords, passage: Vectors) -> float:
    """What the signs estimate, word by word."""
    pairs = zip(question.vectors, question.shares, strict=True)
    return sum(float(share) * max(float(vector @ word) for word in passage) for vector, share in pairs)


def test_likeness_is_near_that_of_whole_vectors() -> None:
    question = QuestionWords.weighed(rows(6, seed=1), [1, 2, 3, 1, 5, 1])
    near = unit_rows(question.vectors + 0.02 * np.random.default_rng(2).normal(size=(6, 384)).astype(np.float32))
    passages = [rows(40, seed=3), np.concatenate([rows(10, seed=4), near]), rows(1, seed=5)]
    found = likeness(question, [signs(passage) for passage in passages])
    assert found == pytest.approx([exact(question, passage) for passage in passages], abs=0.1)
    assert int(np.argmax(found)) == 1


def test_a_rarer_word_counts_for_more() -> None:
    words = rows(2, seed=1)
    first, second = signs(words[:1]), signs(words[1:])
    question = QuestionWords.weighed(words, [9.0, 1.0])
    assert float(question.shares.sum()) == pytest.approx(1.0)
    has_rare, has_common = likeness(question, [first, second])
    assert has_rare > has_common


def test_what_has_no_words_is_like_nothing() -> None:
    none = np.zeros((0, 48), np.uint8)
    question = QuestionWords.weighed(rows(2, seed=1), [1.0, 1.0])
    assert likeness(question, []) == []
    assert likeness(question, [none, none]) == [0.0, 0.0]
    assert likeness(question, [none, signs(question.vectors), none])[::2] == [0.0, 0.0]
    assert likeness(QuestionWords.weighed(rows(0, seed=1), []), [signs(rows(3, seed=2))]) == [0.0]


def hits(count: int) -> list[RetrievedChunk]:
    chunks = [make_chunk(make_article(), chunk_id=f"a:{n:02}", content_hash=f"h{n}") for n in range(count)]
    return [RetrievedChunk(chunk, None, None, None, None, 1.0 - n / 1000) for n, chunk in enumerate(chunks)]


def test_the_best_passages_are_reordered_by_their_words_and_no_others() -> None:
    question = QuestionWords.weighed(rows(3, seed=1), [1.0] * 3)
    ranking = hits(AMONG + 5)
    stored = {hit.chunk.content_hash: signs(rows(5, seed=9)) for hit in ranking}
    stored["h7"] = signs(question.vectors)
    done = by_words(ranking, question, lambda keys: {key: stored[key] for key in keys})
    assert done[0].chunk.chunk_id == "a:07"
    assert done[0].fused_score == pytest.approx(ranking[7].fused_score + (done[0].word_score or 0.0))
    assert {hit.chunk.chunk_id for hit in done} == {hit.chunk.chunk_id for hit in ranking}
    assert [hit for hit in done if hit.word_score is None] == ranking[AMONG:]


def test_without_the_words_of_one_passage_the_ranking_stays() -> None:
    question = QuestionWords.weighed(rows(3, seed=1), [1.0] * 3)
    ranking = hits(3)
    assert by_words(ranking, question, lambda keys: {key: signs(rows(5, seed=9)) for key in keys[1:]}) == ranking
    assert by_words([], question, lambda keys: {}) == []


def test_words_come_back_as_signs(tmp_path: Path) -> None:
    cache = WordVectors(build_settings(index_dir=tmp_path), "c-1")
    assert cache.get(["h"]) == {}
    assert cache.hashes() == set()
    vectors = rows(5, seed=1)
    many = [(f"h{n}", vectors[:1]) for n in range(1000)]
    cache.put([("h", vectors), ("none", np.zeros((0, 384), np.float32)), *many])
    found = cache.get(["h", "none", "never", *(key for key, _ in many)])
    assert found["h"].tolist() == signs(vectors).tolist()
    assert found["none"].shape == (0, 48)
    assert len(found) == 1002
    cache.keep({"h", "other"})
    assert cache.hashes() == {"h"}


@given(st.text(alphabet=st.characters(max_codepoint=0x2100), max_size=80))
@example("İstanbul, İ and I")  # a letter that becomes two in lower case
def test_terms_and_their_places_are_those_of_the_index(text: str) -> None:
    found = index_terms_at(text)
    assert [term for term, _ in found] == index_terms(text)
    assert all(index_terms(text[a:b]) == [term] for term, (a, b) in found)


def test_a_place_takes_the_possessive_with_it() -> None:
    assert index_terms_at("The doctors' pay, the NHS's £1,200") == (
        ("doctor", (4, 11)),
        ("pay", (13, 16)),
        ("nhs", (22, 27)),
        ("1200", (29, 34)),
    )


@given(st.lists(st.integers(1, 4), max_size=12), st.data())
def test_a_span_is_the_mean_of_the_tokens_within(lengths: list[int], data: st.DataObject) -> None:
    ends = np.cumsum(lengths, dtype=np.int64)
    offsets = [(0, 0), *zip((ends - lengths).tolist(), ends.tolist(), strict=True), (0, 0), (0, 0)]
    size = int(ends[-1]) if lengths else 0
    tokens = np.random.default_rng(0).normal(size=(len(offsets), 8)).astype(np.float32)
    spans = data.draw(st.lists(st.tuples(st.integers(0, size + 2), st.integers(0, size + 2)).map(sorted).map(tuple), max_size=4))
    means = np.zeros((len(spans), 8), np.float32)
    for row, (start, end) in enumerate(spans):
        inside = [n for n, (a, b) in enumerate(offsets) if b > a and a >= start and b <= end]
        if inside:
            means[row] = tokens[inside].mean(axis=0)
    assert _pooled(tokens, np.array(offsets), spans) == pytest.approx(unit_rows(means), abs=1e-5)


@pytest.mark.parametrize("stored", [True, False])
def test_each_sentence_has_the_signs_of_its_own_words(tmp_path: Path, stored: bool) -> None:
    embeddings, words = WordEmbeddings(), WordVectors(build_settings(index_dir=tmp_path), "a")
    chunk = make_chunk(make_article("Nurses left the wards. Doctors stayed."), sentences=((0, 22), (23, 38)))
    _, parts = embeddings.encode_with_spans([chunk.text], [[span for _, span in index_terms_at(chunk.text)]])
    if stored:
        words.put([(chunk.content_hash, parts[0])])
    first, second = signs_of_sentences([chunk], words, embeddings)[chunk.chunk_id]
    np.testing.assert_array_equal(first, signs(parts[0][:3]))
    np.testing.assert_array_equal(second, signs(parts[0][3:]))
