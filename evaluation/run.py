"""Generating answers: one line a question, appended as it is done, so that a run killed at any point goes on where it stopped.

What a line holds is everything scoring needs and no times; passage texts stay in the collection, which scoring reads again.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOut
from pathlib import Path
from typing import Any

import yaml

from answering.service import Service
from core.console import note, plain
from core.errors import InputError
from core.types import Answer, AnswerStatus
from evaluation.dataset import Question, digest_of

TIMEOUT_S = 180.0  # per question; a model that has not finished by then has failed it
GENERATED, TIMINGS, CONFIG = "generated.jsonl", "timings.json", "config.yaml"


def config_of(service: Service, model: str, questions_path: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """What a run depends on, by name and digest; two runs with equal ones are the same run."""
    store = service.pipeline().store
    return {
        "model": model,
        "collection": store.name,
        "corpus": store.stamp,
        "settings": store.settings.fingerprint,
        "questions": questions_path.name,
        "questions_sha256": digest_of(questions),
        "question_count": len(questions),
        "prompts": {},
    }


def generate(service: Service, model: str, questions: Sequence[Question], questions_path: Path, out: Path) -> None:
    """Answer every question that has no line yet. Raises `InputError` if `out` holds a different run."""
    out.mkdir(parents=True, exist_ok=True)
    config = config_of(service, model, questions_path, questions)
    file = out / CONFIG
    if file.exists() and (before := yaml.safe_load(file.read_text(encoding="utf-8"))) != config:
        differing = ", ".join(sorted(key for key in config if before.get(key) != config[key]))
        raise InputError(f"{out} holds another run (different: {differing}). Choose another --out, or remove it.")
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    done = {row["id"] for row in _whole_lines(out / GENERATED)}
    timings = _timings(out / TIMINGS)
    missing = [question for question in questions if question.id not in done]
    if done and missing:
        note(f"{len(done)} questions are answered already; going on with {len(missing)}.")
    with (out / GENERATED).open("a", encoding="utf-8") as lines:
        for number, question in enumerate(missing, 1):
            began = time.perf_counter()
            answer = _answer(service, question)
            record = {"id": question.id, "model": model, "answer": compact(answer)}
            lines.write(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n")
            lines.flush()
            timings[question.id] = {**answer.timings_ms, "wall": round((time.perf_counter() - began) * 1000, 1)}
            (out / TIMINGS).write_text(json.dumps(timings, indent=1, sort_keys=True), encoding="utf-8")
            _progress(number, len(missing))
    _in_question_order(out / GENERATED, questions)


def _answer(service: Service, question: Question) -> Answer:
    """One answer, with a retrieval record even where the question was ended before it."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        answer = pool.submit(service.answer, question.question, question.messages).result(TIMEOUT_S)
    except TimedOut:
        reason = f"no answer within {TIMEOUT_S:.0f} s"
        return Answer(question.question, question.question, AnswerStatus.ERROR_MODEL, reason, error=reason)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if answer.retrieval is None and answer.question:
        from dataclasses import replace

        return replace(answer, retrieval=service.pipeline().retriever.retrieve(answer.standalone_question))
    return answer


def compact(answer: Answer) -> dict[str, Any]:
    """The answer as plain data without times, and without passage texts, which the collection holds."""
    record: dict[str, Any] = plain(answer)
    record["timings_ms"] = {}
    retrieval = record["retrieval"]
    if retrieval is not None:
        retrieval["timings_ms"] = {}
        for hit in (*retrieval["ranking"], *retrieval["kept"], *(row["retrieved"] for row in retrieval["rejected"])):
            hit["chunk"] = {key: hit["chunk"][key] for key in ("chunk_id", "article_id", "start", "end")}
    return record


def read_generated(out: Path) -> list[dict[str, Any]]:
    """The finished lines of a run. Raises `InputError` if there are none."""
    rows = list(_whole_lines(out / GENERATED))
    if not rows:
        raise InputError(f"{out} holds no answers. Make some with: python -m evaluation run --questions FILE --out {out}")
    return rows


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Lines that were written to their end; a last, broken one is cut off the file."""
    if not path.exists():
        return
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):
        path.write_bytes(whole)
    for line in whole.decode("utf-8").splitlines():
        yield json.loads(line)


def _timings(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def _in_question_order(path: Path, questions: Sequence[Question]) -> None:
    rows = {row["id"]: row for row in _whole_lines(path)}
    lines = [json.dumps(rows[q.id], ensure_ascii=False, sort_keys=True) for q in questions if q.id in rows]
    scratch = path.with_suffix(".tmp")
    scratch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scratch.replace(path)


def _progress(number: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number}/{total} answered", end="\n" if number == total else "", file=sys.stderr, flush=True)
    elif number == total or number % 50 == 0:
        note(f"{number}/{total} answered")
