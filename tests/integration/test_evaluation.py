"""`python -m evaluation` on real parts: the same run twice, a run that is killed, and what is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from answering.service import Service
from core.settings import build_settings
from evaluation.__main__ import main
from tests.conftest import ROOT
from tests.integration.conftest import Ingest, Run

DEV, TEST = ROOT / "data" / "questions" / "dev.jsonl", ROOT / "data" / "questions" / "test.jsonl"
LIMIT = 24
STARTED = ["run", "--questions", str(DEV), "--limit", str(LIMIT)]


@pytest.fixture
def index(bundled_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled collection as the one the commands find."""
    monkeypatch.setenv("INDEX_DIR", str(bundled_index))
    return bundled_index


@pytest.fixture(scope="session")
def whole_run(bundled_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first questions of the dev set, answered without interruption by a process of its own."""
    out = tmp_path_factory.mktemp("whole") / "run"
    env = {**os.environ, "INDEX_DIR": str(bundled_index), "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-m", "evaluation", *STARTED, "--out", str(out)]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return out


@pytest.fixture
def copied(whole_run: Path, tmp_path: Path) -> Path:
    """A run of this test's own."""
    return Path(shutil.copytree(whole_run, tmp_path / "copied"))


def values(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "metrics.json").read_text())["extractive"]
    return found


def test_a_second_run_writes_the_same_bytes(whole_run: Path, run: Run, bundled_index: Path, tmp_path: Path) -> None:
    second = run("evaluation", *STARTED, "--out", str(tmp_path / "second"), index=bundled_index, PYTHONHASHSEED="2")
    assert second.returncode == 0, second.stderr
    for name in ("generated.jsonl", "metrics.json", "per_question.jsonl", "questions.jsonl", "config.yaml"):
        assert (tmp_path / "second" / name).read_bytes() == (whole_run / name).read_bytes(), name
    assert {path.name for path in whole_run.iterdir()} >= {"timings.json", "report.md", "report.html"}
    assert "| recall@5 ↑ |" in second.stdout


def test_a_run_killed_half_way_goes_on_and_repeats_nothing(
    whole_run: Path, run: Run, bundled_index: Path, tmp_path: Path
) -> None:
    out = tmp_path / "killed"
    env = {**os.environ, "INDEX_DIR": str(bundled_index)}
    command = [sys.executable, "-m", "evaluation", *STARTED, "--out", str(out)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if (out / "generated.jsonl").exists() and (out / "generated.jsonl").read_bytes().count(b"\n") >= 3:
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the run ended before it could be killed"
    done = (out / "generated.jsonl").read_bytes().count(b"\n")
    kept = json.loads((out / "timings.json").read_text())
    resumed = run("evaluation", *STARTED, "--out", str(out), index=bundled_index)
    assert resumed.returncode == 0, resumed.stderr
    assert f"{done} questions are answered already; going on with {LIMIT - done}." in resumed.stderr
    for name in ("generated.jsonl", "metrics.json"):
        assert (out / name).read_bytes() == (whole_run / name).read_bytes(), name
    times = json.loads((out / "timings.json").read_text())
    assert {key: times[key] for key in kept} == kept


def test_scoring_again_changes_nothing_and_asks_no_model(copied: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: (copied / name).read_bytes() for name in ("metrics.json", "per_question.jsonl", "report.md")}
    for name in before:
        (copied / name).unlink()
    monkeypatch.setattr(Service, "pipeline", lambda self: pytest.fail("a model was loaded"))
    assert main(["score", str(copied)]) == 0
    assert {name: (copied / name).read_bytes() for name in before} == before


def test_scoring_refuses_another_corpus_fingerprint_or_question_set(
    copied: Path, index: Path, ingest: Ingest, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    first, *others = (copied / "questions.jsonl").read_text().splitlines(keepends=True)
    (copied / "questions.jsonl").write_text("".join([first.replace("?", "??", 1), *others]))
    assert main(["score", str(copied)]) == 2
    assert "was made from another question set" in capsys.readouterr().err
    (copied / "questions.jsonl").write_text("".join([first, *others]))
    other = build_settings(index_dir=tmp_path / "other")
    ingest(articles, into=other)
    monkeypatch.setenv("INDEX_DIR", str(other.index_dir))
    assert main(["score", str(copied)]) == 2
    assert "was made from another corpus" in capsys.readouterr().err
    monkeypatch.setenv("INDEX_DIR", str(index))
    monkeypatch.setenv("EMBEDDING_MODEL", "another-model")
    assert main(["score", str(copied)]) == 2
    assert "embedding_model" in capsys.readouterr().err


def test_comparing_finds_what_changed(copied: Path, whole_run: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in (copied / "per_question.jsonl").read_text().split("\n") if line]
    fine = next(row for row in rows if not row["failed"])
    fine["failed"], fine["metrics"]["nugget_recall"] = True, 0.0
    (copied / "per_question.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["compare", str(whole_run), str(copied)]) == 0
    printed = capsys.readouterr().out
    assert f"Broken: {fine['id']}" in printed
    assert re.search(r"\| nugget_recall \| \S+ \| \S+ \| -0\.\d+", printed)
    assert re.search(r"\| ndcg@10 \| (\S+) \| \1 \| \+0\.000 \(\+0\.000 to \+0\.000\) \|", printed)


def test_the_gate_fails_with_status_one_and_says_why(
    copied: Path, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.yaml"
    gate.write_text("overall: {quotation_exactness: {min: 1.0}, words: {max: 1}}\n")
    assert main(["score", str(copied), "--gate", str(gate)]) == 1
    assert "is above 1.0" in capsys.readouterr().out
    assert "The gate failed" in (copied / "report.html").read_text()
    gate.write_text("overall: {quotation_exactness: {min: 1.0}}\n")
    assert main(["score", str(copied), "--gate", str(gate)]) == 0


BAD_FILES = {
    "broken.jsonl": '{"question": "Why?"}\n{"question": \n',
    "twice.jsonl": '{"id": "a", "question": "Why?"}\n{"id": "a", "question": "How?"}\n',
    "empty.jsonl": "",
    "other.csv": "id,text\n1,Why?\n",
    "fine.jsonl": '{"question": "Why do few clinicians enter management?"}\n',
    "bad.yaml": "overall: {crag: {at_least: 1}}\n",
}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("run --questions missing.jsonl", "There is no question file"),
        ("run --questions broken.jsonl", "line 2: it is not JSON"),
        ("run --questions twice.jsonl", "line 2: the id 'a' is already on line 1"),
        ("run --questions empty.jsonl", "holds no question"),
        ("run --questions other.csv", "has no column 'question'"),
        ("run --questions .", "is no BEIR folder"),
        ("run --questions fine.jsonl --gate missing.yaml", "cannot be read"),
        ("run --questions fine.jsonl --gate bad.yaml", "overall crag"),
        ("run --questions fine.jsonl --collection nowhere", "There is no collection 'nowhere' yet"),
        ("run --questions fine.jsonl --collection x", "'x' is no collection name"),
        ("run --questions fine.jsonl --model parrot", "'parrot' is no model"),
        ("run --questions fine.jsonl --out fine.jsonl", "fine.jsonl cannot be used"),
        ("score .", "is no run"),
        ("compare . .", "holds no scores"),
        ("judge . --model extractive", "'extractive' is no model"),
        ("judge . --model gguf:gone.gguf", "gone.gguf"),
        ("robustness --questions missing.jsonl", "There is no question file"),
        ("robustness --questions fine.jsonl", "None of the questions has what a trial needs"),
        ("robustness --questions fine.jsonl --collection nowhere", "There is no collection 'nowhere' yet"),
    ],
)
def test_bad_input_is_named_and_ends_with_two(
    arguments: str, words: str, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in BAD_FILES.items():
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)
    assert main(arguments.split()) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("arguments", ["", "run", "run --questions q.jsonl --limit 0", "run --questions q.jsonl --limit few"])
def test_a_command_that_cannot_be_read_ends_with_two(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments.split())
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_command_itself_prints_no_traceback(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{\n")
    done = run("evaluation", "run", "--questions", str(tmp_path / "broken.jsonl"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 1: it is not JSON" in done.stderr
    assert "Traceback" not in done.stderr


def test_gold_that_is_not_in_the_collection_is_listed_and_left_out(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    present = {"id": "a", "question": "Why do few clinicians enter management?", "gold_doc_ids": ["clinicians-into-management"]}
    absent = {"id": "b", "question": "What is a trust board for?", "gold_doc_ids": ["gone-1", "gone-2"], "answers": ["board"]}
    questions = tmp_path / "q.jsonl"
    questions.write_text(json.dumps(present) + "\n" + json.dumps(absent) + "\n")
    assert main(["run", "--questions", str(questions), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    assert "2 gold ids are not in the collection (gone-1, gone-2): 1 questions are left out" in printed.err
    assert "gone-1, gone-2" in printed.out
    overall = values(tmp_path / "out")["overall"]
    assert (overall["recall@5"]["n"], overall["accepted_recall"]["n"]) == (1, 1)


def test_a_table_with_only_questions_is_enough(index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "mine.csv"
    questions.write_text('question\n"Why, in short, do few clinicians enter management?"\nHow do I treat a migraine?\n')
    assert main(["run", "--questions", str(questions), "--out", str(tmp_path / "out")]) == 0
    overall = values(tmp_path / "out")["overall"]
    assert overall["quotation_exactness"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert overall["answer_rate"]["n"] == 2
    assert not {"recall@5", "nugget_recall", "precision_answered", "decline_rate"} & overall.keys()


def test_a_beir_folder_is_read_as_it_is(ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beir = tmp_path / "beir"
    (beir / "qrels").mkdir(parents=True)
    texts = {
        "d1": "Lighthouses warn ships of rocks at night.",
        "d2": "Bakers rise early to bake bread.",
        "d3": "Bees make honey.",
    }
    corpus = [{"_id": key, "title": key, "text": text} for key, text in texts.items()]
    (beir / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus))
    (beir / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "What do lighthouses warn of?"}\n{"_id": "q2", "text": "Unjudged?"}\n'
    )
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    settings = build_settings(index_dir=tmp_path / "index", collection="beir-set")
    ingest(beir / "corpus.jsonl", into=settings)
    monkeypatch.setenv("INDEX_DIR", str(settings.index_dir))
    assert main(["run", "--questions", str(beir), "--collection", "beir-set", "--out", str(tmp_path / "out")]) == 0
    assert values(tmp_path / "out")["overall"]["recall@1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}


def test_the_starter_questions_work_on_the_bundled_collection(index: Path, tmp_path: Path) -> None:
    starter = ROOT / "docs" / "starter-questions.jsonl"
    assert len(starter.read_text(encoding="utf-8").splitlines()) == 5
    assert main(["run", "--questions", str(starter), "--out", str(tmp_path / "out")]) == 0
    overall = values(tmp_path / "out")["overall"]
    assert overall["ended_well"]["value"] == 1.0
    assert {"recall@5", "nugget_recall", "accepted_recall", "position_recall", "decline_rate"} <= overall.keys()
