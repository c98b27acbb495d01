"""Guard, rewriting, kinds of question, discourse and selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from answering.discourse import dangles, passages, with_antecedent
from answering.evidence import Candidate
from answering.extractive import LEFT_OPEN, composed
from answering.guard import MAX_QUESTION, asks_personal_advice, cleaned_question, unusable
from answering.questions import question_kind
from answering.remarks import speaks_of_the_collection
from answering.rewrite import refers_back, standalone
from answering.selection import (
    PER_VOICE,
    about_the_named,
    names_told,
    repeats,
    side_of,
    spread,
    voices_on_record,
    with_conflicts,
)
from answering.sufficiency import missing_names
from core.terms import content_terms
from core.text import sentence_spans
from core.types import Article, Message, Position, Source, Stance
from tests.factories import make_article, make_chunk


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
        "How do I cut waiting lists at my trust?",
        "Should chief executives take the blame?",
        "Can managers stop strikes?",
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


def candidates(article: Article, relevance: dict[str, float], **changes: Any) -> list[Candidate]:
    """One candidate a sentence; orthogonal vectors, so that nothing repeats unless the words do."""
    spans = [s for s in sentence_spans(article.text) if s[0] not in {h.start for h in article.headings}]
    found = []
    for number, (start, end) in enumerate(spans):
        text = article.text[start:end]
        score = next((value for words, value in relevance.items() if words in text), 0.3)
        keys = tuple(changes.get("keys", {}).get(number, ()))
        sides = changes.get("stances", {}).get(number, ())
        found.append(
            Candidate(
                article=article,
                chunk=make_chunk(article),
                start=start,
                end=end,
                vector=np.eye(64, dtype=np.float32)[number],
                paragraph=article.text.count("\n\n", 0, start),
                opens_paragraph=start == 0 or article.text[:start].endswith("\n\n"),
                relevance=score,
                cosine=score,
                coverage=score,
                terms=frozenset(content_terms(text)),
                source_keys=keys,
                kept=True,
                stances=tuple(sides),
            )
        )
    return found


ESSAY = (
    "The plan would be welcome. It would not touch the reasons why so few doctors become managers.\n\n"
    "Running a hospital can ruin a good name in months. That is known.\n\n"
    "Respected colleagues were seen to leave their posts in anger. Many noticed.\n\n"
    "Years away from patients mean that skills fade quickly. Nobody disputes it.\n\n"
    "But nothing would help more than trust. It is slow to build."
)


def test_reasons_that_share_no_word_with_the_question_are_found_by_their_place() -> None:
    found = candidates(make_article(ESSAY), {"reasons why": 0.7})
    shown = [candidate.text for _, candidate in composed("Why do few doctors become managers?", found, {})]
    assert shown == [
        "The plan would be welcome.",
        "It would not touch the reasons why so few doctors become managers.",
        "Running a hospital can ruin a good name in months.",
        "Respected colleagues were seen to leave their posts in anger.",
        "Years away from patients mean that skills fade quickly.",
    ]


def test_an_announced_list_comes_with_its_items() -> None:
    text = (
        "Vize gave three reasons for the shortage. The first reason was reputation. An aside stands here. "
        "The second reason was skills. His third point was pay. Something else followed."
    )
    (passage,) = passages(candidates(make_article(text), {"three reasons": 0.7}), 0.4)
    assert passage.announced
    shown = [point.text for point in passage.points]
    assert shown == ["The first reason was reputation.", "The second reason was skills.", "His third point was pay."]


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    found = candidates(make_article("Hunt made a promise. It was never kept. They left."), {})
    assert dangles(found[1].text)
    assert [c.text for c in with_antecedent(found[1], found)] == ["Hunt made a promise.", "It was never kept."]
    assert with_antecedent(found[0], found) == [found[0]]
    assert with_antecedent(found[2], found) == [found[2]]  # the one before points back too


def test_both_sides_are_grouped_under_their_proposition() -> None:
    proposition = "Managers should be regulated"
    article = make_article(
        "Ann Able wants managers regulated by law. Ben Bold rejects regulating managers at all. Pay rose in 2016. "
        "This collection lacks a study of managers regulated elsewhere.",
        form="briefing",
        sources=(Source("a", "A"), Source("b", "B")),
        positions=(
            Position("Ann Able", proposition, "for", source="a"),
            Position("Ben Bold", proposition, "against", source="b"),
        ),
    )
    found = candidates(
        article,
        {"Ann": 0.7, "Ben": 0.6, "Pay": 0.2, "lacks": 0.65},
        keys={0: ("a",), 1: ("b",), 2: ("a",), 3: ("b",)},
        stances={0: [(proposition, "for")], 1: [(proposition, "against")]},
    )
    rows = [
        (group, candidate.text.split()[0])
        for group, candidate in composed("Should managers be regulated?", found, {proposition: 1.0})
    ]
    assert rows == [(f"In favour: {proposition}", "Ann"), (f"Against: {proposition}", "Ben"), (LEFT_OPEN, "This")]
    assert side_of(found[2], proposition) is None


def test_nothing_is_said_twice() -> None:
    article = make_article(
        "Managers are two per cent of all staff. Of all staff, managers are two per cent. Pay is another matter entirely."
    )
    found = candidates(article, {"staff": 0.7, "Pay": 0.6})
    assert repeats(found[1], [found[0]])
    assert len(spread(found, [], 3, 0.1)) == 2


def test_a_near_copy_that_differs_is_a_conflict_and_no_repetition() -> None:
    one = make_article("A survey of trusts found that 92% of managers agreed with the plan.")
    other = make_article(one.text.replace("92", "29"), article_id="b", url="https://example.org/b")
    same = make_article(one.text, article_id="c", url="https://example.org/c")
    (told,), (false,), (copy,) = (candidates(article, {}) for article in (one, other, same))
    assert not repeats(false, [told])
    assert repeats(copy, [told])
    assert with_conflicts([told], [told, copy, false], 1) == [told, false]
    assert with_conflicts([told], [told, copy, false], 0) == [told]


def test_a_figure_of_somebody_else_is_no_second_answer() -> None:
    text = "The Leeds report of 2022 counted 45 deaths. The Bristol report of 2001 counted 35 deaths. Some 20 deaths were missed."
    told = candidates(make_article(text), {"Leeds": 0.7, "Bristol": 0.7, "Some": 0.6})
    question = "How many deaths did the Leeds report count?"
    assert [c.text for c in about_the_named(question, told)] == ["The Leeds report of 2022 counted 45 deaths."]
    assert [c.text for _, c in composed(question, told, {})] == ["The Leeds report of 2022 counted 45 deaths."]
    assert about_the_named("How many deaths were there?", told) == told
    assert about_the_named("How many deaths did the Hull report count?", told) == told


def test_each_holder_on_record_is_heard_once_and_each_name_asked_after_is_told() -> None:
    proposition = "Managers should be regulated"
    holders: dict[str, Stance] = {"Ann Able": "for", "Ben Bold": "against", "Cai Calm": "for"}
    article = make_article(
        "Ann Able wanted managers regulated. Ann Able spoke again. Ben Bold rejected regulation. Cai Calm welcomed a law. "
        "Dai Deft kept bees.",
        form="briefing",
        sources=(Source("a", "A"),),
        positions=tuple(Position(name, proposition, stance, source="a") for name, stance in holders.items()),
    )
    sides = {n: [(proposition, side)] for n, side in enumerate(("for", "for", "against", "for"))}
    found = candidates(article, {"wanted": 0.7}, stances=sides, keys=dict.fromkeys(range(5), ("a",)))
    voices = [c.text for c in voices_on_record(proposition, found, 0.2)]
    assert voices == ["Ann Able wanted managers regulated.", "Ben Bold rejected regulation.", "Cai Calm welcomed a law."]
    told = names_told("What did Ben Bold and Dai Deft say in 2016?", found, found[2:3], 0.1)
    assert [c.text for c in told] == ["Dai Deft kept bees."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three kinds of evidence are missing from the sources used here.", True),
        ("The second gap is a count of managers.", True),
        ("This collection lacks a second named critic.", True),
        ("The gap between prices and costs grew.", False),
    ],
)
def test_remarks_on_what_is_missing_are_no_answers(text: str, expected: bool) -> None:
    assert speaks_of_the_collection(text) is expected


def test_one_voice_does_not_fill_an_answer() -> None:
    text = "Alpha came first of all. Beta ran next then. Gamma sat down slowly. Delta left us early. Eta ate at noon today."
    article = make_article(text)
    assert len(spread(candidates(article, {}), [], 8, 0.1)) == PER_VOICE


def test_without_candidates_there_is_no_answer() -> None:
    assert composed("Why?", [], {}) == []
