"""What every sentence of an answer must have, by what is asked."""

from __future__ import annotations

import pytest

from answering.fitting import fits, named_asked, people_asked, tells_of_named, unnamed
from answering.questions import QuestionKind, question_kind


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("What do nurses say about bullying?", "nurses"),
        ("What did the student nurses in the NHS want?", "student nurses"),
        ("What did ministers say about bullying?", None),  # they speak under their own names
        ("How do patients feel about managers?", "patients"),
        ("What do people say about bullying?", None),
        ("What did the public inquiry say about bullying?", None),
        ("What does the evidence say about bullying?", None),
        ("What do GPs want?", None),  # written as a name
        ("What does Ann Able say about bullying?", None),  # a name is looked for elsewhere
        ("Why do nurses leave?", None),
    ],
)
def test_whose_view_is_asked_for(question: str, people: str | None) -> None:
    assert people_asked(question) == people


@pytest.mark.parametrize(
    ("question", "kind", "text", "expected"),
    [
        ("How many managers are there?", "figure", "There were 23,378 managers in 1999.", True),
        ("How many managers are there?", "figure", "Able wrote on 11 February 2022 that the evidence is good.", False),
        ("When did it begin?", "when", "It began in 1983.", True),
        ("When did it begin?", "when", "Nobody could tell what it did.", False),
        ("What do nurses say about bullying?", "who", "A nurse told the inquiry so.", True),
        ("What do nurses say about bullying?", "who", "The RCN said so.", True),
        ("What do nurses say about bullying?", "who", "A tenth of staff said so.", False),
        ("What do unions say about pay?", "who", "A unit general manager said so.", False),
        ("Why did it begin?", "why", "Nobody could tell.", True),
    ],
)
def test_what_a_sentence_must_have(question: str, kind: QuestionKind, text: str, expected: bool) -> None:
    assert fits(question, kind, text) is expected


def test_an_answer_without_those_who_were_asked_for_says_so() -> None:
    question = "What do nurses say about bullying?"
    assert unnamed(question, ["A tenth of staff said so."]) == "nurses"
    assert unnamed(question, ["A tenth of staff said so.", "Nurses said so."]) is None
    assert unnamed("Why do nurses leave?", ["Rotas."]) is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it set up?", "when"),
        ("And when did it end?", "when"),
        ("What was his day job when he led the inquiry?", "other"),
        ("When Ann Able said so, what did she mean?", "other"),
        ("Which year was it?", "when"),
    ],
)
def test_a_time_is_asked_for_only_where_it_is(question: str, kind: QuestionKind) -> None:
    assert question_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What has Ann Able said about managers?", "Ann Able"),
        ("What did the Kirkup inquiry find?", "Kirkup"),
        ("Why did Lord Able resign?", "Able"),
        ("What did Ann Able say, and who replied?", None),  # more is asked
        ("What did ministers do about Ann Able's report?", None),
        ("How has pay changed since 2010?", None),
    ],
)
def test_who_is_asked_after_by_name(question: str, name: str | None) -> None:
    assert named_asked(question) == name


def test_what_does_not_name_whom_the_question_asks_after_is_beside_it() -> None:
    question = "What has Ann Able said about managers?"
    assert tells_of_named(question, "Able said so.", "") is True
    assert tells_of_named(question, "Ann Bold said so.", "Able had asked her.") is False
    assert tells_of_named(question, "Ann Able said so.", "") is True
    assert tells_of_named("What is said about managers?", "Ben Bold said so.", "") is True


def test_another_place_is_beside_a_question_that_names_one() -> None:
    question = "What went wrong at Peterborough hospital?"
    assert tells_of_named(question, "Addenbrooke's was rated inadequate.", "It is in Cambridge.") is False
    assert tells_of_named(question, "The deficit grew.", "Peterborough opened in 2010. The deficit grew.") is True
    assert tells_of_named("How do Peterborough and Addenbrooke's compare?", "Stafford did worse.", "") is True


def test_a_name_that_only_tells_when_need_not_be_named_again() -> None:
    assert tells_of_named("How have waiting lists grown since the Covid pandemic?", "Lists grew to 7m.", "") is True
    assert tells_of_named("How was Covid handled?", "Lists grew to 7m.", "") is False
