"""The bundled question files against the bundled articles. Messages name ids only: the test split stays unread."""

from __future__ import annotations

from collections import Counter

import pytest

from answering.service import Service
from evaluation.dataset import Question, load_questions
from evaluation.premises import ended
from evaluation.strings import contains
from tests.conftest import ROOT

DEV, TEST = ROOT / "data" / "questions" / "dev.jsonl", ROOT / "data" / "questions" / "test.jsonl"
ASKED_FOR = {
    "fact": 40, "why": 30, "who": 40, "compare": 25, "figure": 25, "timeline": 15, "paraphrase": 25, "follow_up": 20,
    "unanswerable": 60, "off_topic": 20, "false_premise": 30,
}  # fmt: skip


@pytest.fixture(scope="module")
def bundled_questions() -> list[Question]:
    return [*load_questions(DEV), *load_questions(TEST)]


def test_question_ids_are_unique_over_both_files_and_kinds_as_many_as_planned(bundled_questions: list[Question]) -> None:
    ids = Counter(question.id for question in bundled_questions)
    assert [key for key, count in ids.items() if count > 1] == []
    kinds = Counter(question.kind for question in bundled_questions)
    assert {kind: kinds[kind] for kind, wanted in ASKED_FOR.items() if kinds[kind] < wanted} == {}
    assert len(bundled_questions) >= 320
    assert abs(len(load_questions(DEV)) - len(load_questions(TEST))) <= 10


def test_gold_articles_exist_and_hold_their_evidence(bundled_questions: list[Question], bundled: Service) -> None:
    store = bundled.store()
    known = set(store.article_index())
    assert [q.id for q in bundled_questions if not set(q.gold_doc_ids) <= known] == []
    texts = {q.id: [store.article(key).text for key in q.gold_doc_ids] for q in bundled_questions}
    lacking = [q.id for q in bundled_questions if any(not any(e in text for text in texts[q.id]) for e in q.gold_evidence)]
    assert lacking == []


def test_no_question_gives_its_answer_away(bundled_questions: list[Question]) -> None:
    def given_away(question: Question) -> bool:
        wanted = [*question.answers, *(string for nugget in question.nuggets for string in nugget.any_of)]
        return any(contains(question.question, string) for string in wanted)

    assert [question.id for question in bundled_questions if given_away(question)] == []


def test_questions_carry_what_their_kind_needs(bundled_questions: list[Question]) -> None:
    judged = [q for q in bundled_questions if q.answerable]
    assert [q.id for q in judged if not (q.gold_doc_ids and q.gold_evidence and q.nuggets and q.reference)] == []
    assert [q.id for q in bundled_questions if not q.answerable and (q.answers or q.gold_doc_ids)] == []
    assert [q.id for q in bundled_questions if q.kind == "who" and not q.positions] == []
    assert [q.id for q in bundled_questions if q.kind == "follow_up" and not q.history] == []
    assert [q.id for q in bundled_questions if q.kind == "false_premise" and not q.forbidden] == []


def test_no_question_that_a_heading_asks_is_corrected(bundled: Service) -> None:
    store = bundled.store()
    paths = [chunk.heading_path for key in store.article_index() for chunk in store.chunks_of(key)]
    headings = list(dict.fromkeys(heading for path in paths for heading in path if heading.endswith("?")))
    assert len(headings) > 100
    assert [heading for heading in headings if ended(bundled.answer(heading)) == "corrected"] == []


@pytest.mark.parametrize("name", ["practice_plain", "practice_forms"])
def test_no_plain_question_is_corrected(name: str, bundled: Service) -> None:
    questions = load_questions(ROOT / "data" / "questions" / f"{name}.jsonl")
    assert len(questions) > 70
    assert [question.id for question in questions if ended(bundled.answer(question.question)) == "corrected"] == []
