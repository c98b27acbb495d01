"""Restrictions on sources, from question to answer, over the bundled articles."""

from __future__ import annotations

from datetime import date

import pytest

from answering.render import render_text
from answering.service import Service
from core.types import FILTER_FIELDS, Answer
from retrieval.filters import passes
from retrieval.origins import behind_chunk, behind_sentence

QUESTIONS = [
    "What has been said about regulating managers since 2020?",
    "What did MPs say about redundancy payments?",
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
        assert any(passes(answer.filters, one) for one in behind_chunk(store.article(hit.chunk.article_id), hit.chunk))
    for citation in (citation for sentence in answer.sentences for citation in sentence.citations):
        assert passes(answer.filters, behind_sentence(store.article(citation.article_id), citation.start, citation.end))


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
        "Nothing matches the restriction “before 1960”, so it was left out."
    ]
    assert answer.sentences


def test_last_year_is_relative_to_the_clock(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever.model_copy(update={"clock": lambda: date(2014, 5, 1)})
    found = retriever.retrieve("What was written about managers last year?")
    assert [row.value for row in found.filters] == ["2013-01-01/2013-12-31"]
    assert found.kept
