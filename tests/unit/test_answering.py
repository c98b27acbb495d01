"""Guard, rewriting, kinds of question, discourse and selection."""

from __future__ import annotations

import pytest

from answering.guard import MAX_QUESTION, asks_personal_advice, cleaned_question, unusable
from answering.questions import question_kind
from answering.rewrite import refers_back, standalone
from answering.sufficiency import missing_names
from core.types import Message


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "empty"),
        ("  \u200b\x00 ", "empty"),
        ("??? 123", "no words"),
        ("x" * 10_000, "10,000 characters"),
        ("a" * (MAX_QUESTION + 1), f"at most {MAX_QUESTION:,}"),
    ],
)
def test_unusable_questions_are_told_why(raw: str, problem: str) -> None:
    assert problem in (unusable(cleaned_question(raw)) or "")


def test_a_question_is_cleaned_of_what_cannot_be_seen() -> None:
    assert cleaned_question("Why\u200b do\u202e few\n clinicians\x07?") == "Why do few clinicians?"
    assert unusable("Why?") is None


@pytest.mark.parametrize(
    "question",
    [
        "How do I treat a migraine?",
        "I have a sore throat, what should I do?",
        "Should I take ibuprofen for my back?",
        "what is the best cure for a cold",
        "How much paracetamol can I take?",
        "Is it normal to have chest pain after running?",
        "My chest hurts and I feel dizzy",
        "my hospital is rated inadequate for maternity should i have my baby there??",
        "Should my mum have the operation at our trust?",
        "Should my dad have his cataract done privately?",
        "I've been waiting 14 months for a hip operation, can I get it done sooner?",
    ],
)
def test_advice_on_somebodys_own_health_is_recognised(question: str) -> None:
    assert asks_personal_advice(question)


@pytest.mark.parametrize(
    "question",
    [
        "Why do few clinicians enter management?",
        "How should trusts treat whistleblowers?",
        "How did managers treat staff who raised concerns?",
        "What did the pandemic cost the NHS?",
        "How well was covid managed?",
        "Should I become a manager?",
        "Should we have treatment centres run by private firms?",
        "Should my trust have a chief nurse?",
        "How do I cut waiting lists at my trust?",
        "Should chief executives take the blame?",
        "Can managers stop strikes?",
        "Our trust has been waiting for money for new scanners, can I see the figures?",
        "Should I become a clinical director?",
    ],
)
def test_questions_on_how_care_is_run_are_not_mistaken_for_it(question: str) -> None:
    assert not asks_personal_advice(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why do few clinicians enter management?", "why"),
        ("What are the reasons for high turnover?", "why"),
        ("Who opposed the Griffiths reforms?", "who"),
        ("What did Darzi say about managers?", "who"),
        ("What did the Messenger review say about managers?", "other"),
        ("What do unions say about the Leng review?", "who"),
        ("What are the arguments for regulation?", "who"),
        ("How many managers does the NHS have?", "figure"),
        ("What share of chief executives are doctors?", "figure"),
        ("When was NHS England abolished?", "when"),
        ("Should managers be regulated?", "debate"),
        ("Which researchers find that more managers help?", "who"),
        ("Where did Darzi and Streeting each come down?", "who"),
        ("Need names on targets: who said they did good?", "who"),
        ("Is the NHS over-managed?", "debate"),
        ("How does Francis differ from Kark?", "compare"),
        ("Tell me about special measures", "other"),
        ("What was the turnout when junior doctors voted on the deal?", "figure"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    assert question_kind(question) == kind


TALK = [Message("user", "Why do few clinicians enter management?"), Message("assistant", "Because …")]


@pytest.mark.parametrize(
    "question",
    [
        "why?",
        "And nurses?",
        "What did he promise?",
        "what about pay",
        "Who else?",
        "Is that still true?",
        "What did the Royal College of Nursing make of his appeal?",
        "Why do its chairs object?",
        "How many countries did the study cover?",
        "Does the Health Foundation agree?",
        "Had things improved by 2020?",
        "When was the cancer one last met?",
        "tell me more",
    ],
)
def test_follow_ups_are_read_with_what_came_before(question: str) -> None:
    assert refers_back(question)
    assert standalone(question, TALK) == (f"{TALK[0].content} {question}", TALK[0].content)


@pytest.mark.parametrize(
    "question",
    [
        "Should managers be regulated?",
        "How many managers are there?",
        "What did Jeremy Hunt promise in 2016?",
        "Is there evidence that clinicians lead better?",
        "Who says the NHS has too many managers, and who disputes it?",
        "Why was the National Programme for IT halted?",
        "More managers, better hospitals: what does research say?",
        "Should there be a regulator for managers?",
        "How many whistleblowers won a case against their trust?",
        "What did the review of physician associates recommend?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, TALK) == (question, None)


def test_a_second_follow_up_goes_back_to_the_subject() -> None:
    talk = [*TALK, Message("user", "and nurses?"), Message("assistant", "…")]
    assert standalone("why?", talk)[1] == TALK[0].content
    assert standalone("why?", []) == ("why?", None)


def test_what_is_named_must_be_among_what_is_shown() -> None:
    shown = "Hunt spoke in Birmingham in 2016."
    assert missing_names("What did Jeremy Hunt say in 2016 in Wales?", shown) == ["Jeremy Hunt", "Wales"]
    assert missing_names("What did the RCN say?", "The Royal College of Nursing disagreed.") == []
