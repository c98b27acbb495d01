"""Halves that know nothing of each other: how articles are parted, and which questions a half answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from answering.told import KNOWN
from core.errors import InputError
from evaluation.dataset import Question
from evaluation.fit_told import Sample, of_halves
from evaluation.grades import Graded
from evaluation.unseen import Half, dealt_out, main, split

AXES = {"north": 0, "north-report": 0, "south": 1, "south-report": 1, "east": 2}


def store(*articles: str) -> Any:
    """Articles whose names begin with that of the briefing they are like; those with a dash are no briefings."""

    def article(key: str) -> SimpleNamespace:
        return SimpleNamespace(article_id=key, form="article" if "-" in key else "briefing")

    def passages(key: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(chunk_id=key)]

    return SimpleNamespace(
        article_index=lambda: articles,
        article=article,
        chunks_of=passages,
        vectors=lambda keys: {key: np.eye(3, dtype=np.float32)[AXES[key]] + 0.1 for key in keys},
    )


def half(*articles: str) -> Half:
    return Half(SimpleNamespace(), frozenset(articles))  # type: ignore[arg-type]


def asked(*gold: str, answerable: bool = True) -> Question:
    return Question(id="q", question="Who asked for it?", answerable=answerable, gold_doc_ids=list(gold))


def test_an_article_goes_with_the_briefing_it_is_like_and_questions_are_shared_out() -> None:
    whole = store("east", "north", "north-report", "south", "south-report")
    one, other = split(whole, Counter({"south-report": 5, "north": 3, "east": 1}))
    assert sorted(one) == ["south", "south-report"]
    assert sorted(other) == ["east", "north", "north-report"]


def test_articles_without_two_briefings_cannot_be_parted() -> None:
    with pytest.raises(InputError, match="fewer than two briefings"):
        split(store("north", "north-report"), Counter())


def test_a_half_answers_what_its_articles_answer() -> None:
    own = half("north", "north-report")
    assert own.tells(asked("north", "north-report"), {})
    assert not own.tells(asked("north", "south"), {})  # each a part of it
    assert not own.tells(asked("south"), {})
    assert not own.tells(asked(), {})
    assert not own.tells(asked("north", answerable=False), {})


def test_grades_tell_it_where_there_are_some() -> None:
    def graded(**articles: int) -> dict[str, Graded]:
        return {"q": Graded("tune", {key: {"Some words": grade} for key, grade in articles.items()})}

    own = half("north")
    assert own.tells(asked(), graded(north=2, south=2))
    assert not own.tells(asked(), graded(north=1, south=2))


def test_what_neither_half_answers_goes_to_the_half_of_its_debate_and_else_in_turn() -> None:
    def nowhere(key: str, debate: str | None = None) -> Question:
        return Question(id=key, question="Why?", answerable=False, debate=debate)  # type: ignore[call-arg]

    parts = [half("north"), half("south")]
    north, south, both = asked("north"), asked("south"), asked("north", "south")
    questions = [north, nowhere("1", "south"), nowhere("2"), south, nowhere("3"), nowhere("4", "west"), both]
    dealt = dealt_out(questions, {}, parts)
    assert [[q.id for q in own] for own in dealt] == [["q", "2", "4"], ["1", "q", "3"]]
    assert (dealt[0][0], dealt[1][1]) == (north, south)


def test_both_halves_make_one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    def sample(retriever: str, questions: list[Question]) -> Sample:
        rows = np.full((len(questions), len(KNOWN)), float(len(retriever)))
        told = np.array([one.answerable for one in questions])
        return Sample(rows, told, np.zeros(len(questions)), [retriever] * len(questions), ["tune"] * len(questions))

    monkeypatch.setattr("evaluation.fit_told.sample_of", sample)
    parts = [Half("one", frozenset({"north"})), Half("three", frozenset({"south"}))]  # type: ignore[arg-type]
    both = of_halves(parts, [asked("south"), asked("north"), asked(answerable=False)], {})
    assert both.debates == ["one", "one", "three"]
    assert both.answered.tolist() == [True, False, True]
    assert both.signs[:, 0].tolist() == [3.0, 3.0, 5.0]


def test_a_folder_that_exists_is_not_written_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "exists. Name a new folder" in capsys.readouterr().err
