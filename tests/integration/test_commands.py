"""The commands as a user types them: output, notes and exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.conftest import Run


def test_ingest_reports_in_json_and_by_exit_status(run: Run, articles: Path) -> None:
    first = run("ingest", str(articles), "--collection", "mine", "--json")
    report = json.loads(first.stdout)
    assert (first.returncode, report["created"], report["collection"]) == (0, 6, "mine")
    (articles / "bad.md").write_bytes(b"")
    second = run("ingest", str(articles), "--collection", "mine", "--json")
    report = json.loads(second.stdout)
    assert (second.returncode, report["created"], report["skipped"]) == (1, 0, 6)
    assert any("bad.md" in path and "empty" in reason for path, reason in report["skip_reasons"].items())
    assert "Refused" in second.stderr
    listed = json.loads(run("ingest", "--list", "--collection", "mine", "--json").stdout)
    assert {row["article_id"] for row in listed["articles"]} == {"pay", "targets", "training", "inspection", "boards", "deficits"}
    removed = run("ingest", "--remove", "pay", "--collection", "mine")
    assert (removed.returncode, "1 deleted" in removed.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no file or folder nowhere"),
        (["requirements.txt", "--collection", "x"], "'x' is no collection name"),
        (["https://example.org/a"], "is a web address"),
        (["app.py"], "has a format that is not read"),
    ],
)
def test_ingest_refuses_what_it_cannot_read(run: Run, arguments: list[str], words: str) -> None:
    done = run("ingest", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bundled_articles_pass_their_check(run: Run) -> None:
    done = run("ingest", "--check", "--json")
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert done.returncode == 0
    assert found["statistics"]["articles"] >= 100


def test_answering_prints_one_json_object(run: Run, bundled_index: Path) -> None:
    done = run("answering", "Why do few clinicians enter management?", "--json", index=bundled_index)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["status"] == "answered"
    assert all(c["quote"] for s in answer["sentences"] for c in s["citations"])


def test_answering_says_what_is_wrong_and_returns_one(run: Run) -> None:
    done = run("answering", "Why?")
    assert done.returncode == 1
    assert "python -m ingest" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    bad = run("answering", "Why?", COLLECTION="x")
    assert bad.returncode == 1
    assert "COLLECTION" in bad.stderr


def test_a_declined_question_is_no_error(run: Run, bundled_index: Path) -> None:
    done = run("answering", "How do I treat a migraine?", index=bundled_index)
    assert done.returncode == 0
    assert "NHS 111" in done.stdout


def test_retrieval_explains_itself(run: Run, bundled_index: Path) -> None:
    done = run("retrieval", "Should NHS managers be regulated?", "--explain", index=bundled_index)
    assert done.returncode == 0
    for part in ("Dense (first", "Lexical (first", "Kept", "Left out", "beyond the 12 passages", "Times: ", "embed "):
        assert part in done.stdout
    record = json.loads(run("retrieval", "Should NHS managers be regulated?", "--json", index=bundled_index).stdout)
    assert record["kept"][0]["chunk"]["article_id"]
    nothing = run("retrieval", "best recipe for lasagne", index=bundled_index)
    assert nothing.stdout.strip() == "Nothing was kept."
    assert run("retrieval", "Why?").returncode == 1
