"""Questions as people type them: of two parts, for arguments, on what no article speaks of."""

from __future__ import annotations

import pytest

from answering.service import Service
from core.types import AnswerStatus, Message
from tests.integration.test_answers import assert_grounded


def test_a_part_is_answered_where_the_whole_finds_too_little(bundled: Service) -> None:
    answer = bundled.answer("When was the Griffiths report published and who won the cup final that year?")
    assert answer.status is AnswerStatus.ANSWERED_PARTLY
    assert answer.notices[0].code == "part_not_found"
    assert "who won the cup final" in answer.notices[0].text
    assert "October 1983" in answer.sentences[0].text
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


def test_a_short_question_on_what_no_article_speaks_of_is_declined(bundled: Service) -> None:
    assert bundled.answer("nhs morale").status is AnswerStatus.UNANSWERABLE_NO_EVIDENCE


def test_the_question_of_the_first_page_is_answered_in_other_words_too(bundled: Service) -> None:
    answer = bundled.answer("why don't doctors want to be managers")
    shown = [sentence.text for sentence in answer.sentences[:4]]
    assert all(
        f"Vize's {number} reason" in text for number, text in zip(("first", "second", "third", "fourth"), shown, strict=True)
    )
    reasons = bundled.answer("why do nhs managers always get the blame")
    assert not any("Vize's first reason" in sentence.text for sentence in reasons.sentences)


def test_what_a_term_means_comes_first_and_then_what_else_is_asked_of_it(bundled: Service) -> None:
    answer = bundled.answer("fit and proper person test nhs what is it and does it work")
    assert answer.sentences[0].text.startswith("The fit and proper person test is the check")
    assert "Kark" in " ".join(sentence.text for sentence in answer.sentences)


def test_a_part_is_answered_where_nothing_comes_close_to_the_whole(bundled: Service) -> None:
    answer = bundled.answer("Who is to pay for the repairs of hospital roofs, and when was the 18 week target last met?")
    assert [n.code for n in answer.notices].count("part_answered") <= 1
    assert "2016" in " ".join(sentence.text for sentence in answer.sentences)


def test_another_ones_post_is_not_told(bundled: Service) -> None:
    answer = bundled.answer("Who was chief executive at Mid Staffs when it all went wrong?")
    assert answer.notices[0].code == "nothing_close"
    assert not any("Nicholson" in sentence.text for sentence in answer.sentences)
    inquiry = bundled.answer("Who was the chair of the Mid Staffordshire inquiry?")
    assert "chaired by Robert Francis" in inquiry.sentences[0].text


def test_a_known_question_is_neither_declined_nor_corrected(bundled: Service) -> None:
    for question in ("What changed after the Bristol heart inquiry?", "how many times has the NHS been reorganised since 1974"):
        answer = bundled.answer(question)
        assert answer.status is AnswerStatus.ANSWERED, question
        assert not answer.notices, question


def test_a_follow_up_is_not_answered_with_the_question_before(bundled: Service) -> None:
    history = [Message("user", "What did the Messenger review recommend?"), Message("assistant", "Seven things.")]
    answer = bundled.pipeline().answer("And what did Zebulon Quark make of it?", history)
    assert not answer.sentences
    assert not any(notice.code == "part_answered" for notice in answer.notices)
