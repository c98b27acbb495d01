"""The judge: what a reply is worth, how replies are summed up, and that none is asked for twice."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import pstdev
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.language_models.chat_models import SimpleChatModel

from core.errors import InputError, ModelError
from evaluation.judge import filled_prompt, grades_in, judge, judged_markdown, table_of
from prompts.registry import load_prompts
from tests.conftest import ROOT
from tests.evaluation_world import QUESTIONS, perfect

GOOD, POOR = (
    json.dumps({"relevance": 5, "completeness": 5, "clarity": 5}),
    json.dumps({"relevance": 2, "completeness": 1, "clarity": 5}),
)
ANSWERED = [key for key, answer in perfect().items() if answer["sentences"]]


def explained(error: Exception) -> ModelError:
    return ModelError(f"The judge broke off: {error}")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with the answers of the small world."""
    (tmp_path / "questions.jsonl").write_text("".join(question.model_dump_json() + "\n" for question in QUESTIONS))
    rows = [
        {"id": key, "model": "m", "answer": {**answer, "standalone_question": f"{key}?"}} for key, answer in perfect().items()
    ]
    (tmp_path / "generated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


@pytest.mark.parametrize(
    ("reply", "grades"),
    [
        (GOOD, (5, 5, 5)),
        (f"<think>perhaps {POOR}</think>\n```json\n{GOOD}\n```", (5, 5, 5)),
        ('{"relevance": 1, "completeness": 1, "clarity": 1, "remark": "poor"}', (1, 1, 1)),
        ("", None),
        ("Relevance 5, completeness 5, clarity 5", None),
        ('{"relevance": 5, "completeness": 5}', None),
        ('{"relevance": 5, "completeness": 5, "clarity": 6}', None),
        ('{"relevance": 5, "completeness": 5, "clarity": 0}', None),
        ('{"relevance": 5, "completeness": 5, "clarity": 4.5}', None),
        ('{"relevance": 5, "completeness": 5, "clarity": "4"}', None),
        ('{"relevance": 5, "completeness": 5, "clarity": true}', None),
        ('{"relevance": 5, "completeness": NaN, "clarity": 4}', None),
        ("{broken}", None),
    ],
)
def test_a_reply_is_three_whole_grades_in_range_or_malformed(reply: str, grades: tuple[int, int, int] | None) -> None:
    found = grades_in(reply)
    assert (tuple(found.values()) if found else None) == grades


def test_replies_are_summed_up_by_answer_first() -> None:
    good, poor = grades_in(GOOD), grades_in(POOR)
    table = table_of({"steady": [good, good, good], "torn": [good, poor, None], "lost": [None, None, None]})
    assert table["judge_malformed"].value == pytest.approx((0 + 1 / 3 + 1) / 3, abs=1e-6)
    assert (table["judge_relevance"].value, table["judge_relevance"].n) == ((5 + 3.5) / 2, 2)
    assert table["judge_completeness"].value == (5 + 3) / 2
    assert table["judge_relevance_spread"].value == pytest.approx(pstdev([5, 2]) / 2)
    assert table["judge_clarity_spread"].value == 0.0
    once = table_of({"steady": [good]})
    assert "judge_relevance_spread" not in once
    assert set(table_of({"lost": [None]})) == {"judge_malformed"}


def test_every_answer_with_a_sentence_is_graded_as_often_as_asked(run: Path) -> None:
    model = FakeListChatModel(responses=[GOOD, "I cannot grade this.", POOR])
    judged = judge(run, model, "fake:one", 3, explained)
    assert list(judged.grades) == ANSWERED
    assert judged.table["judge_malformed"].value == pytest.approx(1 / 3, abs=1e-6)
    assert judged.table["judge_relevance"].value == 3.5
    assert judged.table["judge_relevance_spread"].value == 1.5
    written = json.loads((run / "judge.json").read_text())
    assert (written["judge"], written["prompt"], written["runs"]) == ("fake:one", "judge@1", 3)
    assert written["grades"][ANSWERED[0]] == [json.loads(GOOD), None, json.loads(POOR)]
    assert f"Answers: {len(ANSWERED)}, each graded 3 times" in judged_markdown(judged)
    assert "| judge_malformed | 0.333 |" in judged_markdown(judged)


class Failing(SimpleChatModel):
    """Grades `left` times, then breaks off."""

    left: int
    asked: int = 0

    @property
    def _llm_type(self) -> str:
        return "failing"

    def _call(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> str:
        if self.asked == self.left:
            raise ConnectionError("gone")
        self.asked += 1
        return GOOD


def test_a_judge_that_broke_off_goes_on_and_asks_nothing_twice(run: Path) -> None:
    with pytest.raises(ModelError, match="The judge broke off: gone"):
        judge(run, Failing(left=3), "fake:one", 2, explained)
    assert not (run / "judge.json").exists()
    with (run / "judgements.jsonl").open("a") as lines:
        lines.write('{"id": "cut of')
    rest = Failing(left=2 * len(ANSWERED) - 3)
    whole = judge(run, rest, "fake:one", 2, explained)
    assert rest.asked == 2 * len(ANSWERED) - 3
    assert judge(run, Failing(left=0), "fake:one", 2, explained) == whole
    assert judge(run, Failing(left=len(ANSWERED)), "fake:one", 3, explained).runs == 3
    other = Failing(left=2 * len(ANSWERED))
    judge(run, other, "fake:another", 2, explained)
    assert other.asked == 2 * len(ANSWERED)


def test_a_run_that_shows_nothing_cannot_be_judged(run: Path) -> None:
    rows = [json.loads(line) for line in (run / "generated.jsonl").read_text().splitlines()]
    (run / "generated.jsonl").write_text(json.dumps(next(row for row in rows if not row["answer"]["sentences"])) + "\n")
    with pytest.raises(InputError, match="there is nothing to judge"):
        judge(run, Failing(left=0), "fake:one", 1, explained)


def test_the_judge_sees_question_expectation_and_speakers_but_no_metadata() -> None:
    sides = next(question for question in QUESTIONS if question.id == "sides")
    shown = filled_prompt(load_prompts()["judge"], sides, {**perfect()["sides"], "standalone_question": "Who {wants} it?"})
    assert "<question>\nWho {wants} it?\n</question>" in shown
    assert "<expected>\nregulated; frighten\n</expected>" in shown
    assert "Ann Harper: Managers should be regulated" in shown
    assert "The Paper" not in shown


def test_every_judge_metric_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    good = grades_in(GOOD)
    missing = [name for name in table_of({"a": [good, good]}) if f"`{name}`" not in text]
    assert missing == []
