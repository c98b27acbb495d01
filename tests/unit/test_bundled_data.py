"""The articles and questions that come with the project hold together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from core.text import fold
from evaluation.dataset import Question, load_questions
from evaluation.grades import ANSWERS, load_grades
from evaluation.model_sentences import read
from ingest.check import Findings, inspect
from ingest.chunk import chunk_article
from tests.factories import count_words

DATA = Path(__file__).parent.parent.parent / "data"
FILES = ("dev", "test")
PREMISES = ("practice_premises", "practice_premises_check")
PLAIN = "practice_plain"
FRESH = ("practice_premises_fresh", "practice_near")
LATER = "practice_plain_later"
LAST = "practice_plain_last"
EVERYDAY = "everyday"
LAY = "lay"
PRACTICE = ("practice_paraphrases", "practice_follow_ups", PLAIN, LATER, LAST, *PREMISES, *FRESH, EVERYDAY, LAY)


@pytest.fixture(scope="module")
def found() -> Findings:
    return inspect([DATA / "articles"])


@pytest.fixture(scope="module")
def questions() -> dict[str, tuple[Question, ...]]:
    return {name: tuple(load_questions(DATA / "questions" / f"{name}.jsonl")) for name in (*FILES, *PRACTICE)}


def test_the_articles_have_no_problem(found: Findings) -> None:
    assert found.problems == []
    assert len(found.articles) >= 100


@pytest.mark.parametrize("name", [*FILES, *PRACTICE])
def test_every_gold_article_exists(name: str, found: Findings, questions: dict[str, tuple[Question, ...]]) -> None:
    known = {article.article_id for article in found.articles}
    assert {gold for question in questions[name] for gold in question.gold_doc_ids} <= known


@pytest.mark.parametrize("name", [*FILES, "practice_paraphrases", PLAIN, LATER, LAST, LAY])
def test_every_evidence_string_occurs_in_a_gold_article(
    name: str, found: Findings, questions: dict[str, tuple[Question, ...]]
) -> None:
    texts = {article.article_id: article.text for article in found.articles}
    missing = [
        (question.id, evidence)
        for question in questions[name]
        for evidence in question.gold_evidence
        if not any(evidence in texts[gold] for gold in question.gold_doc_ids)
    ]
    assert missing == []
    assert sum(bool(question.gold_evidence) for question in questions[name]) >= (100 if name in FILES else 40)


def test_every_plain_question_has_evidence_that_bears_its_facts(
    found: Findings, questions: dict[str, tuple[Question, ...]]
) -> None:
    texts = {article.article_id: article.text for article in found.articles}
    for question in (*questions[PLAIN], *questions[LATER], *questions[LAST]):
        assert 1 <= len(question.gold_evidence) <= 3, question.id
        assert 1 <= len(question.nuggets) <= 4, question.id
        assert all(len(evidence.split()) >= 6 for evidence in question.gold_evidence), question.id
        borne = "\n".join(question.gold_evidence)
        gold = "\n".join(texts[article_id] for article_id in question.gold_doc_ids)
        for nugget in question.nuggets:
            assert any(string in borne for string in nugget.any_of), (question.id, nugget.fact)
            assert all(string in gold for string in nugget.any_of), (question.id, nugget.fact)


def test_plain_questions_cover_every_debate_and_keep_half_of_the_debates_for_a_check(
    questions: dict[str, tuple[Question, ...]],
) -> None:
    parts, later = (
        {(extra["debate"], extra["part"]) for extra in (question.model_extra or {} for question in questions[name])}
        for name in (PLAIN, LATER)
    )
    briefings = {path.stem for path in (DATA / "articles" / "briefings").glob("*.md")}
    assert {debate for debate, _ in parts | later} == briefings
    assert sorted(part for _, part in parts) == ["check"] * 12 + ["tune"] * 12
    assert {part for _, part in later} == {"check"}


def test_every_predicted_query_is_answered_by_stored_sentences_and_is_no_question_of_a_file(
    found: Findings, questions: dict[str, tuple[Question, ...]]
) -> None:
    measured = {question.question.lower().rstrip("?") for name in (*FILES, LATER, LAST, *FRESH) for question in questions[name]}
    times = false_premises = 0
    for article in found.articles:
        starts = {start for chunk in chunk_article(article, count_words, 256) for start, _ in chunk.sentences}
        for query in article.queries:
            assert set(query.starts) <= starts, (article.article_id, query.text)
            false_premises += query.righted is not None
            assert query.text.lower().rstrip("?") not in measured
            times += 1
    assert times > 9_000
    assert false_premises > 700


@pytest.mark.parametrize(
    "name", [*FILES, "final", "retold", "retold_check", "retold_more", "retold_fresh", "retold_many", "retold_last"]
)
def test_every_passage_that_a_model_retold_stands_in_its_article(name: str, found: Findings) -> None:
    texts = {article.article_id: article.text for article in found.articles}
    rows = read(DATA / "model_sentences" / f"{name}.jsonl")
    assert [row.sentence for row in rows if row.passage not in texts[row.article]] == []


@pytest.mark.parametrize("name", FILES)
def test_no_accepted_string_stands_in_its_own_question(name: str, questions: dict[str, tuple[Question, ...]]) -> None:
    given_away = [
        (question.id, accepted)
        for question in questions[name]
        for accepted in question.answers
        if fold(accepted).lower() in fold(question.question).lower()
    ]
    assert given_away == []


@pytest.mark.parametrize("field", ["id", "question"])
def test_no_question_stands_in_two_files(field: str, questions: dict[str, tuple[Question, ...]]) -> None:
    values = [{getattr(question, field) for question in rows} for rows in questions.values()]
    assert sum(map(len, values)) == len(set().union(*values))


@pytest.mark.parametrize("name", PREMISES)
def test_every_false_premise_has_a_sound_twin_and_every_unanswerable_question_a_near_one(
    name: str, questions: dict[str, tuple[Question, ...]]
) -> None:
    kind = {question.id: question.kind for question in questions[name]}
    for false, sound in (("false_premise", "sound_premise"), ("unanswerable", "near_answerable")):
        pairs = {key[:-1] for key, value in kind.items() if value == false}
        assert len(pairs) >= 30
        assert pairs == {key[:-1] for key, value in kind.items() if value == sound}


@pytest.mark.parametrize("name", FRESH)
@pytest.mark.parametrize("part", ["tune", "check"])
def test_fresh_questions_are_halved_by_debate_and_by_answer(
    name: str, part: str, questions: dict[str, tuple[Question, ...]]
) -> None:
    rows = [
        (question.kind, (question.model_extra or {})["part"], (question.model_extra or {})["debate"])
        for question in questions[name]
    ]
    ours, others = [row for row in rows if row[1] == part], [row for row in rows if row[1] != part]
    assert sorted(Counter(kind for kind, _, _ in ours).values()) == [35, 35]
    assert not {debate for _, _, debate in ours} & {debate for _, _, debate in others}


@pytest.mark.parametrize(
    ("file", "names"), [("grades", ("dev", PLAIN)), ("everyday_grades", (EVERYDAY,)), ("lay_grades", (LAY,))]
)
def test_every_graded_sentence_stands_in_its_article_and_belongs_to_a_question(
    file: str, names: tuple[str, ...], found: Findings, questions: dict[str, tuple[Question, ...]]
) -> None:
    known = {question.id: question for name in names for question in questions[name]}
    texts = {article.article_id: " ".join(article.text.split()) for article in found.articles}
    grades = load_grades(DATA / "questions" / f"{file}.jsonl")
    assert len(grades) > 200
    for key, graded in grades.items():
        assert graded.part == (known[key].model_extra or {}).get("part", "dev")
        for article_id, own in graded.grades.items():
            assert [words for words in own if words not in texts[article_id]] == []


def test_marked_propositions_are_on_record_and_belong_to_a_question(
    found: Findings, questions: dict[str, tuple[Question, ...]]
) -> None:
    on_record = {position.proposition for article in found.articles for position in article.positions}
    parts = {question.id: (question.model_extra or {})["part"] for question in questions[EVERYDAY]}
    lines = (DATA / "questions" / "everyday_propositions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert Counter(row["part"] for row in rows) == {"fit": 1_260, "tune": 250, "check": 150}
    for row in rows:
        assert row["part"] == parts[row["question"]]
        assert {*row["asks"], *row["near"]} <= on_record
        assert not set(row["asks"]) & set(row["near"])


def test_everyday_questions_are_answered_where_a_sentence_answers_and_are_in_three_parts(
    questions: dict[str, tuple[Question, ...]],
) -> None:
    grades = load_grades(DATA / "questions" / "everyday_grades.jsonl")
    answered = {key for key, graded in grades.items() if graded.count(ANSWERS)}
    assert answered <= {question.id for question in questions[EVERYDAY] if question.answerable}
    parts = Counter((question.model_extra or {})["part"] for question in questions[EVERYDAY])
    assert parts["fit"] > 2_000
    assert (parts["tune"], parts["check"]) == (250, 150)
