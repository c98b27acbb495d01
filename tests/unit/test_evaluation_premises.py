"""Questions made of a collection, and how an answer to one ended."""

from __future__ import annotations

from dataclasses import replace

from answering.wordings import notice
from core.types import Answer, AnswerStatus, Position
from evaluation.premises import Asked, ended, questions_of
from tests.factories import make_article, make_sentence


def test_positions_are_asked_as_they_are_and_turned_round() -> None:
    article = make_article(
        "Text.",
        positions=(
            Position("Ann Able", "Boards should go", "for"),
            Position("Ben Bold", "NHS trusts need boards", "against"),
            Position("Cai Calm", "Boards should go", "mixed"),
            Position("Dee Dell", "Boards should go", "for"),
            Position("Dee Dell", "Boards should go", "against"),
        ),
    )
    found = list(questions_of([article], ["Why boards?", "On boards", "Why boards?"]))
    assert found == [
        Asked("heading", "Why boards?"),
        Asked("position as it is", "Why does Ann Able support the view that boards should go?"),
        Asked("position turned round", "Why does Ann Able oppose the view that boards should go?"),
        Asked("position as it is", "Why does Ben Bold oppose the view that NHS trusts need boards?"),
        Asked("position turned round", "Why does Ben Bold support the view that NHS trusts need boards?"),
    ]


def test_how_an_answer_ended() -> None:
    article = make_article("Boards matter.")
    empty = Answer("Q?", "Q?", AnswerStatus.UNANSWERABLE_NO_EVIDENCE)
    told = replace(empty, status=AnswerStatus.ANSWERED, sentences=(make_sentence(article, 0, 14),))
    assert ended(empty) == "declined"
    assert ended(told) == "answered"
    assert ended(replace(told, notices=(notice("premise_not_in_sources"),))) == "corrected"
