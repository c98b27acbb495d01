"""Questions as people type them: of two parts, for arguments, on what no article speaks of."""

from __future__ import annotations

import pytest

from answering.service import Service
from core.types import AnswerStatus, Message
from tests.integration.test_answers import assert_grounded


def test_a_part_is_answered_where_the_whole_finds_too_little(bundled: Service) -> None:
    answer = bundled.answer("how much did the NHS IT programme waste and who took the blame")
    assert answer.status is AnswerStatus.ANSWERED_PARTLY
    assert answer.notices[0].code == "part_answered"
    assert "how much did the NHS IT programme waste" in answer.notices[0].text
    assert "£" in answer.sentences[0].text
    assert_grounded(answer, bundled)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("arguments against regulating NHS managers", "Against: "),
        ("was the Griffiths report a good thing? arguments for and against", "In favour: "),
        ("Palantir contract what are the main objections", "Against: "),
        ("critics of Healthwatch", "In favour: Healthwatch should be abolished"),
    ],
)
def test_who_asks_for_arguments_reads_the_sides_first(question: str, first: str, bundled: Service) -> None:
    answer = bundled.answer(question)
    assert (answer.sentences[0].group or "").startswith(first)
    assert_grounded(answer, bundled)


def test_counted_reasons_answer_why(bundled: Service) -> None:
    answer = bundled.answer("why did the government abolish NHS England")
    assert "three reasons" in answer.sentences[0].text
    assert not any(n.code == "nothing_close" for n in answer.notices)


@pytest.mark.parametrize("question", ["nhs morale", "Is the NHS privatised?"])
def test_a_short_question_on_what_no_article_speaks_of_is_declined(question: str, bundled: Service) -> None:
    assert bundled.answer(question).status is AnswerStatus.UNANSWERABLE_NO_EVIDENCE


def test_a_follow_up_is_not_answered_with_the_question_before(bundled: Service) -> None:
    history = [Message("user", "What did the Messenger review recommend?"), Message("assistant", "Seven things.")]
    answer = bundled.pipeline().answer("And what did Zebulon Quark make of it?", history)
    assert not answer.sentences
    assert not any(notice.code == "part_answered" for notice in answer.notices)
