"""`python -m evaluation robustness` on real parts: three collections are made, asked and judged, and nothing is done twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings, build_settings
from evaluation.__main__ import main
from retrieval.store import open_store
from tests.integration.conftest import Ingest

BEDS = "The Marlow trust closed 40 beds in the winter of 2016, the board said."
PRO = "Ann Harper of the Nurses' League says that hospital managers should be regulated like doctors."
CON = "Ben Cole of the Managers' Club says that a register of hospital managers would frighten good people away."
DEBATE = f"""---
id: register
title: A register of hospital managers
positions:
  - {{holder: Ann Harper, proposition: A register of managers, stance: for}}
  - {{holder: Ben Cole, proposition: A register of managers, stance: against}}
---
{PRO} {CON}
"""
QUESTIONS = [
    {
        "id": "beds", "question": "How many beds did the Marlow trust close in the winter of 2016?", "gold_doc_ids": ["beds"],
        "gold_evidence": ["closed 40 beds"], "answers": ["40 beds"], "nuggets": [{"any_of": ["40 beds"]}],
    },
    {
        "id": "register", "question": "Who is for and who is against a register of managers?", "gold_doc_ids": ["register"],
        "positions": [
            {"holder": "Ann Harper", "stance": "for", "any_of": ["regulated"]},
            {"holder": "Ben Cole", "stance": "against", "any_of": ["frighten"]},
        ],
    },
]  # fmt: skip


@pytest.fixture
def started(tmp_path: Path, ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command over a collection of two articles read from a folder."""
    folder = tmp_path / "debates"
    folder.mkdir()
    (folder / "beds.md").write_text(f"---\ntitle: Beds\n---\n{BEDS}\n", encoding="utf-8")
    (folder / "register.md").write_text(DEBATE, encoding="utf-8")
    settings = build_settings(index_dir=tmp_path / "index", collection="two-debates")
    ingest(folder, into=settings)
    monkeypatch.setenv("INDEX_DIR", str(settings.index_dir))
    questions = tmp_path / "q.jsonl"
    questions.write_text("".join(json.dumps(question) + "\n" for question in QUESTIONS), encoding="utf-8")
    return ["robustness", "--questions", str(questions), "--collection", "two-debates", "--out", str(tmp_path / "out")]


def trial(out: Path, name: str) -> Settings:
    return build_settings(index_dir=out / "index", collection=name)


def test_three_collections_are_made_asked_and_judged_and_nothing_is_done_twice(
    started: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(started) == 0
    printed = capsys.readouterr().out
    result: dict[str, Any] = json.loads((out / "robustness.json").read_text())["extractive"]
    assert {"planted", "planted: figure", "noise", "one-side"} == result.keys()
    assert all(f"## {name}" in printed for name in result)

    planted = open_store(trial(out, "planted"))
    assert set(planted.article_index()) == {"beds", "register", "planted-beds"}
    assert planted.article("planted-beds").text == BEDS.replace("40", "50")
    assert result["planted"]["false_found"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert result["planted"]["true_shown_clean"]["value"] == 1.0

    assert {"noise-beds-1", "noise-beds-2", "noise-beds-3", "beds"} < set(open_store(trial(out, "noise")).article_index())
    assert result["noise"]["nugget_recall_clean"]["value"] == 1.0

    left = open_store(trial(out, "one-side")).article("register")
    (case,) = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines() if '"one-side"' in line]
    gone, stays = (PRO, CON) if case["removed"]["side"] == "for" else (CON, PRO)
    assert left.text.strip() == stays
    assert gone not in left.text
    assert [position.holder for position in left.positions] == [stays.split(" of ")[0]]
    assert result["one-side"]["removed_side_told"]["value"] == 0.0

    kept = {
        path: path.read_bytes() for path in [*out.glob("*.json*"), *out.glob("*/generated.jsonl"), *out.glob("*/timings.json")]
    }
    assert len(kept) == 10
    assert main(started) == 0
    assert {path: path.read_bytes() for path in kept} == kept


def test_articles_that_are_no_longer_there_are_named(
    started: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "debates").rename(tmp_path / "moved")
    assert main(started) == 2
    assert "which is not there" in capsys.readouterr().err
