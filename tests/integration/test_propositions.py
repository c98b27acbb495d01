"""Which propositions a question asks about: the real weights, on wordings far from those on record."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch

from answering.propositions import ASKED, NEAREST, Propositions
from answering.service import Service
from core.errors import InputError
from evaluation.fit_cross_encoder import Fitted, learn
from evaluation.fit_propositions import ASKS, NEITHER, ON_IT, Marked, marked, read
from evaluation.fit_propositions import main as fit_main

REGULATED = "NHS managers should answer to a professional regulator, as doctors and nurses do"
TARGET = "The NHS should keep the 18-week target"
OTHERS = (
    "More NHS chief executives should come from clinical backgrounds",
    "Progress towards a more diverse NHS leadership is fast enough",
    "Resident doctors' pay should be restored to its 2008 value",
    "Competition between hospitals at fixed prices saves lives",
)


@pytest.fixture(scope="module")
def propositions(bundled: Service) -> Propositions:
    return Propositions(bundled.pipeline().retriever.embeddings)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("should hospital managers be struck off like doctors", REGULATED),
        ("should the 18-week promise be dropped?", TARGET),
        ("would hospitals be better if more doctors ran them?", OTHERS[0]),
    ],
)
def test_a_proposition_is_found_in_other_words(question: str, expected: str, propositions: Propositions) -> None:
    found = propositions.asked_about(question, [REGULATED, TARGET, *OTHERS])
    assert max(found, key=lambda known: found[known]) == expected
    assert all(ASKED <= share <= 1 for share in found.values())


@pytest.mark.parametrize(
    "question", ["do doctors take a pay cut when they become full time NHS managers", "how many hospitals does England have?"]
)
def test_a_question_asks_about_nothing_that_only_shares_its_words(question: str, propositions: Propositions) -> None:
    assert propositions.asked_about(question, [REGULATED, TARGET, *OTHERS]) == {}


def test_no_more_than_the_nearest_are_read_and_none_of_nothing(propositions: Propositions) -> None:
    many = [f"{REGULATED} ({number})" for number in range(NEAREST + 3)]
    found = propositions.asked_about("should hospital managers be struck off like doctors", many)
    assert 0 < len(found) <= NEAREST
    assert propositions.asked_about("should hospital managers be struck off like doctors", []) == {}


def test_marks_are_read_with_the_nearest_proposition_first(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": "one", "question": "Is the 18 week target any good?"}) + "\n")
    row = {"question": "one", "part": "fit", "asks": [TARGET, "On record no more"], "near": [OTHERS[3]]}
    (tmp_path / "m.jsonl").write_text(json.dumps(row) + "\n")
    ((one,),) = marked(tmp_path / "q.jsonl", tmp_path / "m.jsonl", [*OTHERS, TARGET]).values()
    assert one.propositions[0] == TARGET
    by_text = dict(zip(one.propositions, one.marks, strict=True))
    assert (by_text[TARGET], by_text[OTHERS[3]], by_text[OTHERS[0]]) == (ASKS, ON_IT, NEITHER)
    assert len(by_text) == 5


def test_what_is_marked_is_learned_whatever_the_words_say() -> None:
    torch.manual_seed(0)
    random.seed(0)
    pay = OTHERS[2]
    known = (TARGET, *OTHERS)
    marks = tuple(ASKS if one == pay else NEITHER for one in known)
    model = Fitted()
    learn(model, [Marked(f"Who wants lists of {n} people?", known, marks) for n in range(24)], (10, 4, 2e-3), -1.5, read)
    with torch.inference_mode():
        found = model([("Who wants lists of 99 people?", one) for one in known]).tolist()
    assert known[found.index(max(found))] == pay
    assert sorted(found)[-2] < 0 < max(found)


@pytest.mark.parametrize("line", ['{"question": "two", "part": "fit", "asks": [], "near": []}', "no JSON", '{"question": "one"}'])
def test_a_line_of_marks_that_cannot_be_used_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": "one", "question": "Is the target any good?"}) + "\n")
    (tmp_path / "m.jsonl").write_text(line + "\n")
    with pytest.raises(InputError, match=r"m\.jsonl, line 1: not the marks of a question"):
        marked(tmp_path / "q.jsonl", tmp_path / "m.jsonl", [TARGET])


def test_marks_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": "one", "question": "Is the target any good?"}) + "\n")
    with pytest.raises(InputError, match=r"m\.jsonl cannot be read"):
        marked(tmp_path / "q.jsonl", tmp_path / "m.jsonl", [TARGET])


def test_a_part_without_questions_is_named(
    bundled_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INDEX_DIR", str(bundled_index))
    assert fit_main(["--part", "spring"]) == 2
    assert "has no part spring; it has check, fit, tune" in capsys.readouterr().err
