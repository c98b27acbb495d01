"""Stages of retrieval side by side, and ways to search for follow-ups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.types import Message
from evaluation import follow_ups, stages
from evaluation.dataset import Question
from evaluation.follow_ups import follow_up_table, queries
from evaluation.stages import stage_table


def run_of(folder: Path, rows: list[dict[str, float]]) -> Path:
    folder.mkdir()
    lines = [json.dumps({"id": str(at), "metrics": row}) + "\n" for at, row in enumerate(rows)]
    (folder / "per_question.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def test_a_run_is_set_beside_the_best_of_its_parts(tmp_path: Path) -> None:
    names = ("dense", "lexical", "rrf", "trial", "fused")
    rows = [{f"{name}.ndcg@10": value for name, value in zip(names, (0.5, 0.7, 0.6, 0.7, 0.8), strict=True)}] * 3
    line = stage_table([run_of(tmp_path / "run", [*rows, {"words": 3.0}])]).splitlines()[-1]
    assert line == "| run | 3 | 0.500 | 0.700 | 0.600 | 0.700 | 0.800 | +0.100 (+0.100 to +0.100) to BM25 |"


def test_what_cannot_be_compared_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stages.main([str(tmp_path / "none")]) == 2
    assert "none is no scored run" in capsys.readouterr().err
    assert stages.main([str(run_of(tmp_path / "goldless", [{"words": 3.0}]))]) == 2
    assert "No question of goldless has gold articles" in capsys.readouterr().err


def test_what_each_way_searches_with() -> None:
    talk = [Message("user", "When did star ratings run?"), Message("assistant", "Until 2005."), Message("user", "Who gained?")]
    ways = queries("and the bosses?", talk)
    assert list(ways.values())[:3] == [
        "and the bosses?",
        "Who gained? and the bosses?",
        "When did star ratings run? Who gained? and the bosses?",
    ]
    assert (
        queries("and nurses?", talk[:1])["the first and the previous question before it"]
        == "When did star ratings run? and nurses?"
    )


def test_follow_ups_are_compared_over_those_that_have_gold() -> None:
    history = [{"role": "user", "content": "Who pays?"}]
    asked = Question.model_validate({"id": "1", "question": "and nurses?", "history": history, "gold_doc_ids": ["a"]})
    alone = Question.model_validate({"id": "2", "question": "Who pays?", "gold_doc_ids": ["a"]})
    table = follow_up_table([asked, alone], lambda query: ["a"] if "pays" in query else ["b"]).splitlines()
    assert table[0] == "| Searched with (1 follow-ups) | recall@5 | ndcg@10 |"
    assert table[2] == "| the question as typed | 0.000 | 0.000 |"
    assert table[-1] == "| ours | 1.000 | 1.000 |"


def test_a_file_without_follow_ups_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert follow_ups.main(["--questions", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
