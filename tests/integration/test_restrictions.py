"""Restrictions on sources, from question to answer, over the bundled articles."""

from __future__ import annotations

from datetime import date

import pytest

from answering.render import render_text
from answering.service import Service
from core.types import FILTER_FIELDS, Answer, AnswerStatus
from retrieval.filters import passes
from retrieval.origins import behind_chunk, behind_sentence

QUESTIONS = [
    "What has been said about regulating managers since 2020?",
    "What did studies find about regulating managers?",
    "What has Nuffield Trust said about deficits?",
    "Articles on targets between 2006 and 2010",
    "What did opinion pieces in the Guardian say about nurses?",
    "What did unions say about regulating managers?",
    "According to think tanks, is the NHS over-managed?",
    "What was written in the press about special measures?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_and_passage_meets_the_restrictions(bundled: Service, question: str) -> None:
    answer = bundled.answer(question)
    store = bundled.pipeline().store
    assert answer.filters
    assert answer.sentences
    assert answer.retrieval is not None
    for hit in answer.retrieval.ranking:
        own = behind_chunk(store.article(hit.chunk.article_id), hit.chunk)
        assert any(passes(answer.filters, one, hit.chunk.text) for one in own)
    for citation in (citation for sentence in answer.sentences for citation in sentence.citations):
        behind = behind_sentence(store.article(citation.article_id), citation.start, citation.end)
        assert passes(answer.filters, behind, citation.quote)


def test_a_restriction_can_be_left_out(bundled: Service) -> None:
    whole = bundled.answer(QUESTIONS[4])
    without_kind = bundled.answer(QUESTIONS[4], without=["kind"])
    free = bundled.answer(QUESTIONS[4], without=FILTER_FIELDS)
    assert [[row.field for row in answer.filters] for answer in (whole, without_kind, free)] == [
        ["kind", "publisher"],
        ["publisher"],
        [],
    ]
    assert "--without kind" in render_text(whole)
    assert "--without" not in render_text(free)


def test_what_leaves_nothing_is_dropped_with_a_notice_and_the_rest_stays(bundled: Service) -> None:
    answer: Answer = bundled.answer("What did opinion pieces say about nurse ratios before 1960?")
    assert [row.field for row in answer.filters] == ["kind"]
    assert [n.text for n in answer.notices if n.code == "filter_dropped"] == [
        "Nothing that answers this matches the restriction “before 1960”, so it was left out."
    ]
    assert answer.sentences


def test_what_a_body_says_is_found_in_what_others_print_and_names_it(bundled: Service) -> None:
    answer = bundled.answer("What does the Nuffield Trust think about league tables?")
    assert [(row.field, row.value) for row in answer.filters] == [("voice", "Nuffield Trust")]
    assert "league tables" in answer.sentences[0].text
    assert all("Nuffield Trust" in sentence.text for sentence in answer.sentences)
    assert "Only what names Nuffield Trust or comes from it. To ask without this: --without voice" in render_text(answer)


def test_what_a_body_never_said_of_another_is_not_answered_with_its_other_views(bundled: Service) -> None:
    answer = bundled.answer("What have the BMA said about Palantir?")
    assert answer.sentences
    assert all("Palantir" in sentence.text and "Medical Association" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    "question",
    ["What did the Royal College of Midwives say about the 2023 workforce plan?", "How many GP practices closed since 2013?"],
)
def test_restricted_sources_that_do_not_answer_are_not_shown(bundled: Service, question: str) -> None:
    answer = bundled.answer(question)
    assert answer.filters
    assert answer.status is AnswerStatus.UNANSWERABLE_NO_EVIDENCE
    assert not answer.sentences


def test_sources_of_another_kind_answer_where_those_of_the_kind_asked_for_do_not(bundled: Service) -> None:
    answer = bundled.answer("What did the inquiries into maternity units find?")
    assert answer.filters == ()
    assert [row.label for row in answer.retrieval.dropped] == ["What did the inquiries"] if answer.retrieval else False
    assert "filter_dropped" in [n.code for n in answer.notices]
    assert any("maternity" in sentence.text for sentence in answer.sentences)


def test_last_year_is_relative_to_the_clock(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever.model_copy(update={"clock": lambda: date(2014, 5, 1)})
    found = retriever.retrieve("What was written about managers last year?")
    assert [row.value for row in found.filters] == ["2013-01-01/2013-12-31"]
    assert found.kept


@pytest.mark.parametrize(("body", "verb"), [("BMA", "think"), ("King's Fund", "think"), ("BMA", "argue")])
def test_a_voice_that_nothing_is_told_of_on_the_subject_is_shown_with_a_warning(bundled: Service, body: str, verb: str) -> None:
    answer = bundled.answer(f"what does the {body} {verb} about physician associates")
    assert answer.sentences
    assert not any("associate" in sentence.text for sentence in answer.sentences)
    assert answer.notices[0].code == "nothing_close"
