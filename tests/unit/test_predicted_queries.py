"""Questions that sentences are known to answer: how they are read, kept and compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.types import PredictedQuery
from ingest.queries import read_queries
from ingest.readers.base import Place, Read, Refusal
from ingest.readers.markdown import read_markdown
from ingest.readers.plain import read_plain
from retrieval.predicted_queries import AFTER_BEST, PredictedQueries, side
from tests.factories import TEXT, WordEmbeddings, make_article, make_chunk

FIRST, SECOND = TEXT.index("Managers"), TEXT.index("Doctors")


def written(folder: Path, queries: str, text: str = TEXT) -> Path:
    article = folder / "a.md"
    article.write_text(text, encoding="utf-8")
    article.with_suffix(".queries").write_text(queries, encoding="utf-8")
    return article


def test_a_query_names_the_sentences_that_answer_it_the_best_first(tmp_path: Path) -> None:
    article = written(tmp_path, "? who is regulated?\n- Doctors already\n- Managers should\n\n? cost\n- Nobody disputes\n")
    found = read_queries(article, TEXT)
    assert found == (
        PredictedQuery("who is regulated?", (SECOND, FIRST)),
        PredictedQuery("cost", (TEXT.index("Nobody"),)),
    )
    assert read_queries(tmp_path / "b.md", TEXT) == ()


@pytest.mark.parametrize(
    ("queries", "problem"),
    [
        ("? q\n- Nurses never", "line 2: no sentence begins with 'Nurses never'"),
        ("? q\n- anagers should", "line 2: no sentence begins with 'anagers should'"),
        ("? q\n- s", "line 2: no sentence begins with 's'"),
        ("- Managers should", "line 1: write '. question'"),
        ("q\n- Managers should", "line 1: write '. question'"),
        ("? q\n? r\n- Managers should", "no sentence is given for 'q'"),
        ("? q", "no sentence is given for 'q'"),
    ],
)
def test_what_is_no_query_is_named_with_its_line(tmp_path: Path, queries: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_queries(written(tmp_path, queries), TEXT)


def test_a_beginning_in_two_places_asks_for_more_of_it(tmp_path: Path) -> None:
    article = written(tmp_path, "? q\n- Pay rose")
    with pytest.raises(ValueError, match="2 places begin with 'Pay rose'; copy more of the sentence"):
        read_queries(article, "Pay rose in May. Pay rose in June.")


def test_an_article_with_a_broken_file_of_queries_is_refused_and_one_without_is_not(tmp_path: Path) -> None:
    [refused] = read_markdown(written(tmp_path, "? q\n- Nurses never"), Place("x", "a.md"))
    assert isinstance(refused, Refusal)
    assert "a.queries, line 2" in refused.reason
    (tmp_path / "a.queries").unlink()
    [plain] = read_markdown(tmp_path / "a.md", Place("x", "a.md"))
    (tmp_path / "a.queries").write_text("? q\n- Doctors already", encoding="utf-8")
    [asked] = read_markdown(tmp_path / "a.md", Place("x", "a.md"))
    assert isinstance(plain, Read)
    assert isinstance(asked, Read)
    assert plain.article.queries == ()
    assert asked.article.queries == (PredictedQuery("q", (SECOND,)),)
    assert plain.article.content_hash != asked.article.content_hash


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    article = written(tmp_path, "")
    article.with_suffix(".queries").write_bytes(b"? caf\xe9\n")
    with pytest.raises(ValueError, match=r"a\.queries is not UTF-8"):
        read_queries(article, TEXT)


def built(*queries: PredictedQuery, known: dict[str, np.ndarray] | None = None) -> PredictedQueries:
    article = make_article(queries=queries)
    spans = ((FIRST, SECOND - 1), (SECOND, SECOND + 20))
    return PredictedQueries.build([(make_chunk(article, sentences=spans), article)], WordEmbeddings().encode, known or {})


def test_a_question_is_as_like_a_sentence_as_the_likeliest_query_it_answers() -> None:
    queries = built(PredictedQuery("who is regulated", (SECOND, FIRST)), PredictedQuery("what does it cost", (FIRST,)))
    assert queries.likeness("who is regulated", WordEmbeddings()) == {0: {SECOND: 1.0, FIRST: pytest.approx(AFTER_BEST)}}
    assert queries.likeness("something else altogether", WordEmbeddings()) == {}
    assert queries.passages("who is regulated", WordEmbeddings(), ["a:0"], 5, None) == {"a:0": 1.0}
    assert queries.passages("who is regulated", WordEmbeddings(), ["a:0"], 5, np.array([False])) == {}


def test_each_part_of_a_question_is_compared() -> None:
    queries = built(PredictedQuery("what does it cost", (FIRST,)))
    both = "why do managers want to be regulated by law, and what does it cost"
    assert queries.likeness(both, WordEmbeddings())[0][FIRST] == 1.0


def test_the_other_side_of_a_debate_is_another_question() -> None:
    queries = built(PredictedQuery("arguments for regulating managers", (FIRST,)))
    assert queries.likeness("arguments for regulating managers", WordEmbeddings())
    assert queries.likeness("arguments against regulating managers", WordEmbeddings()) == {}
    assert [side(text) for text in ("case for reform", "who opposes reform?", "arguments for and against", "when?")] == [
        1,
        -1,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("how many managers has the NHS", True),
        ("how many managers has Wales", False),
        ("how many managers has the NHS 2021", False),
        ("why?", False),
    ],
)
def test_a_question_is_a_query_only_with_all_its_names_and_numbers(question: str, same: bool) -> None:
    vectors = WordEmbeddings()
    held = built(PredictedQuery("how many managers has the NHS", (FIRST,)))
    assert held.hold(question, vectors.vector(question)) is same


def test_a_heading_that_asks_something_is_held_and_is_like_no_sentence() -> None:
    article = make_article()
    chunk = make_chunk(article, heading_path=("Who should be regulated?",), sentences=((FIRST, SECOND - 1),))
    vectors = WordEmbeddings()
    queries = PredictedQueries.build([(chunk, article)], vectors.encode, {})
    assert queries.hold("Who should be regulated?", vectors.vector("Who should be regulated?"))
    assert queries.likeness("Who should be regulated?", vectors) == {}


def test_a_collection_without_queries_is_like_nothing() -> None:
    none = built()
    vectors = WordEmbeddings()
    assert none.likeness("who?", vectors) == {}
    assert none.passages("who?", vectors, ["a:0"], 5, None) == {}
    assert not none.hold("who?", vectors.vector("who?"))


def test_what_is_saved_is_loaded_and_known_vectors_are_not_made_again(tmp_path: Path) -> None:
    first = built(PredictedQuery("who is regulated", (SECOND,)))
    first.save(tmp_path / "queries")
    loaded = PredictedQueries.load(tmp_path / "queries")
    assert loaded.likeness("who is regulated", WordEmbeddings()) == {0: {SECOND: pytest.approx(1.0, abs=0.01)}}

    def fails(texts: object) -> np.ndarray:
        raise AssertionError(texts)

    article = make_article(queries=(PredictedQuery("who is regulated", (FIRST,)),))
    chunk = make_chunk(article, sentences=((FIRST, SECOND - 1),))
    again = PredictedQueries.build([(chunk, article)], fails, loaded.vectors())
    assert set(again.likeness("who is regulated", WordEmbeddings())[0]) == {FIRST}


def test_plain_text_may_have_queries_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Managers left in numbers. Nobody replaced them.", encoding="utf-8")
    (tmp_path / "a.queries").write_text("? who left?\n- Managers left\n", encoding="utf-8")
    [read] = read_plain(tmp_path / "a.txt", Place("x", "a.txt"))
    assert isinstance(read, Read)
    assert read.article.queries == (PredictedQuery("who left?", (0,)),)
