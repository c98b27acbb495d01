"""Generating, comparing and reporting, with answers from a fake service: what is kept, what is refused, what is shown."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from answering.service import Service
from core.errors import InputError
from core.types import Answer, AnswerStatus, Message, RetrievalResult
from evaluation import run as running
from evaluation.catalogue import CITATIONS_WARNING
from evaluation.compare import compare, comparison_markdown
from evaluation.dataset import Question, load_questions
from evaluation.report import markdown
from evaluation.report_html import page
from evaluation.run import RunConfig, generate, read_config, read_generated
from evaluation.score import PER_QUESTION, Row, Scored
from tests.evaluation_world import QUESTIONS, judge, perfect

ASKED = [Question(id=key, question=f"{key}?") for key in "abc"]
CONFIG = RunConfig(
    model="fake", collection="world", corpus="c0", settings="s0", code="k0",
    questions="q.jsonl", questions_sha256="d", question_count=6,
    prompts={"write@1": "p0"},
)  # fmt: skip


@dataclass
class FakeService:
    """Answers at once and remembers what it was asked; `slow` questions take longer than anybody waits."""

    stamp: str = "c0"
    slow: str = ""
    asked: list[str] = field(default_factory=list)

    def pipeline(self) -> Any:
        store = SimpleNamespace(name="world", stamp=self.stamp, settings=SimpleNamespace(fingerprint="s0"))
        found = RetrievalResult("", (), (), (), (), {"dense": 1.5})
        return SimpleNamespace(store=store, retriever=SimpleNamespace(retrieve=lambda question: replace(found, query=question)))

    def answer(self, question: str, history: Sequence[Message] = ()) -> Answer:
        self.asked.append(question)
        if question == self.slow:
            time.sleep(0.5)
        return Answer(question, question, AnswerStatus.ANSWERED, message="\u2028\x85 Answered.", timings_ms={"total": 2.0})


def make(service: FakeService, out: Path, questions: Sequence[Question] = ASKED) -> None:
    generate(cast(Service, service), "fake", questions, Path("q.jsonl"), out)


def test_a_run_keeps_its_answers_without_times_in_the_order_of_its_questions(tmp_path: Path) -> None:
    service = FakeService()
    make(service, tmp_path)
    rows = read_generated(tmp_path)
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert rows[0]["answer"]["timings_ms"] == rows[0]["answer"]["retrieval"]["timings_ms"] == {}
    assert rows[0]["answer"]["retrieval"]["query"] == "a?"
    assert load_questions(tmp_path / "questions.jsonl") == ASKED
    assert set(json.loads((tmp_path / "timings.json").read_text())) == {"a", "b", "c"}
    make(service, tmp_path)
    assert service.asked == ["a?", "b?", "c?"]


def test_a_run_goes_on_after_a_line_that_was_cut(tmp_path: Path) -> None:
    make(FakeService(), tmp_path)
    whole = (tmp_path / "generated.jsonl").read_bytes()
    lines = whole.split(b"\n")
    (tmp_path / "generated.jsonl").write_bytes(lines[0] + b"\n" + lines[1][:50])
    (tmp_path / "timings.json").write_text("{")
    service = FakeService()
    make(service, tmp_path)
    assert service.asked == ["b?", "c?"]
    assert (tmp_path / "generated.jsonl").read_bytes() == whole


def test_a_question_that_takes_too_long_is_an_error_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TIMEOUT_S", 0.1)
    make(FakeService(slow="b?"), tmp_path)
    statuses = [row["answer"]["status"] for row in read_generated(tmp_path)]
    assert statuses == ["answered", "error_model", "answered"]


def test_another_run_in_the_folder_is_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(FakeService(), tmp_path)
    before = (tmp_path / "generated.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"holds another run \(different: corpus\)"):
        make(FakeService(stamp="c1"), tmp_path)
    with pytest.raises(InputError, match=r"different: questions_sha256, question_count"):
        make(FakeService(), tmp_path, ASKED[:2])
    monkeypatch.setattr(running, "code_digest", lambda: "edited")
    with pytest.raises(InputError, match=r"different: code\)"):
        make(FakeService(), tmp_path)
    assert (tmp_path / "generated.jsonl").read_bytes() == before


@pytest.mark.parametrize("content", ["", "[", "model: fake", "- 1", "\x00"])
def test_a_folder_that_is_no_run_says_so(content: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no run"):
        read_config(tmp_path)
    with pytest.raises(InputError, match="holds no answers"):
        read_generated(tmp_path)
    (tmp_path / "config.yaml").write_text(content)
    (tmp_path / "generated.jsonl").write_text("{broken}\n")
    with pytest.raises(InputError, match="not as a run writes it"):
        read_config(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_generated(tmp_path)


def scored(folder: Path, *rows: Row) -> Path:
    folder.mkdir()
    lines = [json.dumps({"failed": False, **row}, ensure_ascii=False) + "\n" for row in rows]
    (folder / PER_QUESTION).write_text("".join(lines), encoding="utf-8")
    return folder


def test_a_comparison_pairs_the_questions_both_runs_ask(tmp_path: Path) -> None:
    first = [
        {"id": str(n), "question": f"{n}\u2028?", "failed": n < 6, "metrics": {"m": float(n > 5), "x": 0.5}} for n in range(8)
    ]
    second = [{**row, "failed": False, "metrics": {"m": 1.0, "y": 1.0}} for row in first[:7]]
    changed = {"id": "7", "question": "another?", "metrics": {"m": 0.0}}
    found = compare(scored(tmp_path / "a", *first), scored(tmp_path / "b", *second, changed))
    assert (found.shared, found.left_out) == (7, 1)
    (change,) = found.changes
    assert (change.metric, change.first, change.second, change.difference.n) == ("m", pytest.approx(1 / 7), 1.0, 7)
    assert change.p == pytest.approx(2 / 2**6)
    assert (found.mended, found.broken) == (["0", "1", "2", "3", "4", "5"], [])
    text = comparison_markdown(found)
    assert "| m | 0.143 | 1.000 | +0.857" in text
    assert "1 are asked by one run only" in text
    assert compare(tmp_path / "b", tmp_path / "a").broken == found.mended


def test_a_comparison_needs_scores_and_common_questions(tmp_path: Path) -> None:
    one = scored(tmp_path / "one", {"id": "a", "question": "a?", "metrics": {}})
    other = scored(tmp_path / "other", {"id": "b", "question": "b?", "metrics": {}})
    with pytest.raises(InputError, match="no question in common"):
        compare(one, other)
    with pytest.raises(InputError, match="holds no scores"):
        compare(one, tmp_path / "none")


def the_world(**changes: Any) -> Scored:
    answers = perfect()
    answers["moon"]["message"] = "<script>alert(1)</script>"
    table, rows = judge(answers)
    times = {"beds": {"total": 20.0, "first_sentence": 10.0}, "pay": {"total": 40.0}}
    return replace(Scored(CONFIG, table, rows, {q.id: q for q in QUESTIONS}, answers, times), **changes)


def test_the_markdown_never_shows_citations_without_recall_length_and_copying() -> None:
    text = markdown(the_world(), ["overall crag: 0.100 is below 0.5 (n = 4)"])
    citations = text.split("## Citations")[1].split("## ")[0]
    assert CITATIONS_WARNING in citations
    assert all(f"| {name}" in citations for name in ("nugget_recall", "accepted_recall", "words", "copied_share"))
    assert "| 2 of 6 |" in text
    assert "- overall crag: 0.100 is below 0.5" in text
    assert "whole answer: p50 20 ms, p95 40 ms (over 2)" in text
    assert "prompt write@1: `p0`" in text


class Outline(HTMLParser):
    """Tags left open, and what a page would load."""

    VOID = frozenset({"meta", "br", "input", "path", "polyline"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []
        self.kinds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.loaded += [f"{tag} {value}" for name in ("src", "href") if (value := facts.get(name)) and not value.startswith("#")]
        self.kinds += [facts["data-kind"] or ""] if "data-kind" in facts else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_page_is_whole_self_contained_and_escapes_what_it_shows() -> None:
    world = the_world()
    asked = {**world.questions, "beds": world.questions["beds"].model_copy(update={"question": '<img src=x onerror="x">'})}
    text = page(replace(world, questions=asked), ["<b>floor</b>"])
    outline = Outline()
    outline.feed(text)
    assert (outline.open, outline.loaded) == ([], [])
    assert outline.kinds == [question.kind for question in QUESTIONS]
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;b&gt;floor" in text
    assert "@import" not in text
    assert "url(" not in text
    for words in (
        "Nobody told the nurses.",
        "accepted: 40 beds",
        "for: Ann Harper",
        "must not appear: 60 beds",
        "It should be declined",
    ):
        assert words.lower() in text.lower(), words


def test_the_page_stands_without_times_gold_or_answers() -> None:
    table, rows = judge({"moon": perfect()["moon"]}, [QUESTIONS[4]])
    world = Scored(CONFIG, table, rows, {"moon": QUESTIONS[4]}, perfect(), {})
    assert "Questions: 1, failed: 0." in page(world, [])
    assert "## Time" in markdown(world, [])
