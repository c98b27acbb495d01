"""Questions known to take something false for granted: how they are read, kept and recognised in other words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from core.text import Span
from core.types import PredictedQuery
from ingest.queries import read_queries
from retrieval.context_vectors import ContextVectors
from retrieval.embeddings import Vectors, unit_rows
from retrieval.false_premises import FalsePremises, nearer
from retrieval.predicted_queries import PredictedQueries
from tests.factories import TEXT, WordEmbeddings, make_article, make_chunk

FIRST, SECOND = TEXT.index("Managers"), TEXT.index("Doctors")
FALSE = "why did the number of managers fall in 2014"
RIGHT = "why did the number of managers grow in 2014"


def built(*queries: PredictedQuery) -> FalsePremises:
    article = make_article(queries=queries)
    return FalsePremises.build([(make_chunk(article, sentences=((FIRST, SECOND - 1),)), article)], WordEmbeddings().encode, {})


def denied(question: str, premises: FalsePremises, least: float = 0.0) -> tuple[str, int] | None:
    vectors = WordEmbeddings()
    return premises.denied(question, vectors.vector(question), vectors.words, least)


def test_a_false_premise_is_read_with_itself_put_right(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(TEXT, encoding="utf-8")
    article.with_suffix(".queries").write_text("! why did it fall?\n= why did it rise?\n- Doctors already\n", encoding="utf-8")
    assert read_queries(article, TEXT) == (PredictedQuery("why did it fall?", (SECOND,), "why did it rise?"),)


@pytest.mark.parametrize(
    ("queries", "problem"),
    [
        ("! why did it fall?\n- Doctors already", "put 'why did it fall\\?' right in a line '= question'"),
        ("! why did it fall?\n= why did it rise?", "no sentence is given for 'why did it fall\\?'"),
        ("? why?\n= why not?\n- Doctors already", "line 2: write"),
        ("= why not?", "line 1: write"),
    ],
)
def test_what_is_no_false_premise_is_named(tmp_path: Path, queries: str, problem: str) -> None:
    article = tmp_path / "a.md"
    article.write_text(TEXT, encoding="utf-8")
    article.with_suffix(".queries").write_text(queries, encoding="utf-8")
    with pytest.raises(ValueError, match=problem):
        read_queries(article, TEXT)


@pytest.mark.parametrize("question", [FALSE, "why then did the number of managers fall in 2014", f"in 2014 {FALSE}"])
def test_a_known_false_premise_in_other_words_is_denied_by_its_sentence(question: str) -> None:
    assert denied(question, built(PredictedQuery(FALSE, (SECOND,), RIGHT))) == ("a", SECOND)


@pytest.mark.parametrize(
    "question",
    [
        RIGHT,
        "why did the number of managers fall in 2011",  # another year
        "why did the number of managers not fall in 2014",  # denies it itself
        "did the number of managers fall in 2014",  # asks whether
        "what do boards do",
    ],
)
def test_what_takes_something_else_for_granted_is_let_be(question: str) -> None:
    assert denied(question, built(PredictedQuery(FALSE, (SECOND,), RIGHT))) is None


class Alike:
    """Gives vectors to words: those that mean the same lie near each other, whatever their letters."""

    MEANING: ClassVar = {"fall": (1.0, 0.0), "drop": (1.0, 0.2), "grow": (0.2, 1.0), "climb": (0.0, 1.0)}

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        rows = [
            unit_rows(
                np.array([[*self.MEANING.get(text[a:b], (0, 0)), 1.0 - (text[a:b] in self.MEANING)] for a, b in own]).reshape(
                    -1, 3
                )
            )
            for text, own in zip(texts, spans, strict=True)
        ]
        return np.zeros((len(texts), 3), np.float32), rows


@pytest.mark.parametrize(("word", "is_denied"), [("drop", True), ("climb", False)])
def test_another_word_for_the_false_point_is_known_by_its_vector(word: str, is_denied: bool) -> None:
    words, question = ContextVectors(Alike()), f"why did the number of managers {word} in 2014"
    assert (nearer(question, FALSE, RIGHT, words) > 0) == is_denied
    premises = built(PredictedQuery(FALSE, (SECOND,), RIGHT))
    false, right = premises._vectors[:, 0]
    found = premises.denied(question, unit_rows((false + (false - right if is_denied else right))[None])[0], words)
    assert found == (("a", SECOND) if is_denied else None)


def test_words_that_differ_by_nothing_tell_nothing() -> None:
    assert nearer(FALSE, FALSE, FALSE, ContextVectors(Alike())) == 0.0
    assert nearer("", FALSE, RIGHT, ContextVectors(Alike())) == 0.0


def test_a_question_that_is_more_like_one_that_is_answered_is_let_be() -> None:
    premises = built(PredictedQuery(FALSE, (SECOND,), RIGHT))
    nearly = "so why did the number of managers fall in 2014"
    assert denied(nearly, premises) == ("a", SECOND)
    assert denied(nearly, premises, least=0.999) is None


def test_a_false_premise_is_no_query_that_is_answered() -> None:
    article = make_article(queries=(PredictedQuery(FALSE, (FIRST,), RIGHT),))
    chunk = make_chunk(article, sentences=((FIRST, SECOND - 1),))
    vectors = WordEmbeddings()
    queries = PredictedQueries.build([(chunk, article)], vectors.encode, {})
    assert queries.likeness(FALSE, vectors) == {}
    assert queries.nearest(vectors.vector(FALSE)) == -1.0


def test_what_is_saved_is_loaded_and_known_vectors_are_not_made_again(tmp_path: Path) -> None:
    premises = built(PredictedQuery(FALSE, (SECOND,), RIGHT))
    premises.save(tmp_path / "1")
    loaded = FalsePremises.load(tmp_path / "1")
    assert denied(FALSE, loaded) == ("a", SECOND)
    article = make_article(queries=(PredictedQuery(FALSE, (SECOND,), RIGHT),))

    def none(texts: list[str]) -> None:
        raise AssertionError(texts)

    again = FalsePremises.build([(make_chunk(article), article)], none, loaded.vectors())  # type: ignore[arg-type]
    assert denied(FALSE, again) == ("a", SECOND)


def test_a_collection_without_any_denies_nothing(tmp_path: Path) -> None:
    built().save(tmp_path / "none")
    loaded = FalsePremises.load(tmp_path / "none")
    assert denied(FALSE, loaded) is None
    assert loaded.vectors() == {}
