"""Generating answers: one line a question, appended as it is done, so that a run killed at any point goes on where it stopped.

What a line holds is everything scoring needs and no times; passage texts stay in the collection, which scoring reads again.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOut
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from answering.service import Service
from core.console import note, plain
from core.errors import InputError
from core.types import Answer, AnswerStatus
from evaluation.dataset import Question, digest_of
from prompts.registry import load_prompts

TIMEOUT_S = 180.0  # per question; a model that has not finished by then has failed it
ROOT = Path(__file__).parent.parent
ANSWERING_ROOMS = ("core", "prompts", "retrieval", "answering")
JUDGE = "judge"  # the one prompt that makes no answer
GENERATED, TIMINGS, CONFIG, QUESTIONS = "generated.jsonl", "timings.json", "config.yaml", "questions.jsonl"


class RunConfig(BaseModel):
    """What a run depends on, by name and digest; two runs with equal ones are the same run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    collection: str
    corpus: str
    settings: str
    code: str
    questions: str
    questions_sha256: str
    question_count: int
    prompts: dict[str, str]


def config_of(service: Service, model: str, questions_path: Path, questions: Sequence[Question]) -> RunConfig:
    """The configuration of a run about to be made. Raises a `DebatesError` if the collection or model cannot be used."""
    store = service.pipeline().store
    return RunConfig(
        model=model,
        collection=store.name,
        corpus=store.stamp,
        settings=store.settings.fingerprint,
        code=code_digest(),
        questions=questions_path.name,
        questions_sha256=digest_of(questions),
        question_count=len(questions),
        prompts={
            p.prompt_id: hashlib.sha256(p.text.encode()).hexdigest()[:16] for p in load_prompts().values() if p.name != JUDGE
        },
    )


def code_digest() -> str:
    """16 hex digits over the rooms that make an answer, so that no run goes on with answers of an older program."""
    digest = hashlib.sha256()
    for room in ANSWERING_ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def read_config(out: Path) -> RunConfig:
    """The configuration of a run. Raises `InputError` if there is none."""
    file = out / CONFIG
    if not file.is_file():
        raise InputError(
            f"{out} is no run: it has no {CONFIG}. Make one with: python -m evaluation run --questions FILE --out {out}"
        )
    try:
        return RunConfig.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"{file} cannot be used: it is not as a run writes it. Remove {out} and run again.") from error


def generate(service: Service, model: str, questions: Sequence[Question], questions_path: Path, out: Path) -> None:
    """Answer every question that has no line yet. Raises `InputError` if `out` holds a different run."""
    config = config_of(service, model, questions_path, questions)
    if (out / CONFIG).exists() and (before := read_config(out)) != config:
        differing = ", ".join(name for name in RunConfig.model_fields if getattr(before, name) != getattr(config, name))
        raise InputError(f"{out} holds another run (different: {differing}). Choose another --out, or remove it.")
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / QUESTIONS, "".join(question.model_dump_json() + "\n" for question in questions))
    write_whole(out / CONFIG, yaml.safe_dump(config.model_dump(), sort_keys=False))
    done = {row["id"] for row in whole_lines(out / GENERATED)}
    timings = read_timings(out)
    missing = [question for question in questions if question.id not in done]
    if done and missing:
        note(f"{len(done)} questions are answered already; going on with {len(missing)}.")
    with (out / GENERATED).open("a", encoding="utf-8") as lines:
        for number, question in enumerate(missing, 1):
            began = time.perf_counter()
            answer = _answer(service, question)
            lines.write(_line(question.id, model, answer))
            lines.flush()
            timings[question.id] = {**answer.timings_ms, "wall": round((time.perf_counter() - began) * 1000, 1)}
            write_whole(out / TIMINGS, json.dumps(timings, indent=1, sort_keys=True) + "\n")
            _progress(number, len(missing))
    _in_question_order(out / GENERATED, questions)


def _answer(service: Service, question: Question) -> Answer:
    """One answer, with a retrieval record even where the question was ended before it."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        answer = pool.submit(service.answer, question.question, question.messages).result(TIMEOUT_S)
    except TimedOut:
        reason = f"no answer within {TIMEOUT_S:.0f} s"
        return Answer(question.question, question.question, AnswerStatus.ERROR_MODEL, reason, model="", error=reason)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if answer.retrieval is None and answer.question:
        return replace(answer, retrieval=service.pipeline().retriever.retrieve(answer.standalone_question))
    return answer


def _line(question_id: str, model: str, answer: Answer) -> str:
    return json.dumps({"id": question_id, "model": model, "answer": compact(answer)}, ensure_ascii=False, sort_keys=True) + "\n"


def compact(answer: Answer) -> dict[str, Any]:
    """The answer as plain data without times, and without passage texts, which the collection holds."""
    record: dict[str, Any] = plain(answer)
    record["timings_ms"] = {}
    retrieval = record["retrieval"]
    if retrieval is not None:
        retrieval["timings_ms"] = {}
        for hit in (*retrieval["ranking"], *retrieval["kept"], *(row["retrieved"] for row in retrieval["rejected"])):
            hit["chunk"] = {key: hit["chunk"][key] for key in ("chunk_id", "article_id", "start", "end")}
    rounded: dict[str, Any] = _rounded(record)
    return rounded


def _rounded(value: Any) -> Any:
    """Floats to four decimals: the last bits of a cosine depend on how it was computed."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def read_generated(out: Path) -> list[dict[str, Any]]:
    """The finished lines of a run. Raises `InputError` if there are none, or one is not as a run writes it."""
    try:
        rows = list(whole_lines(out / GENERATED))
    except ValueError as error:
        raise InputError(f"{out / GENERATED} cannot be read ({error}). Remove {out} and run again.") from error
    if not rows:
        raise InputError(f"{out} holds no answers. Make some with: python -m evaluation run --questions FILE --out {out}")
    return rows


def read_timings(out: Path) -> dict[str, Any]:
    """Times by question id; none before the first answer."""
    try:
        found: dict[str, Any] = json.loads((out / TIMINGS).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half written."""
    scratch = path.with_name(path.name + ".tmp")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)


def whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Lines that were written to their end; a last, broken one is cut off the file."""
    if not path.exists():
        return
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):
        path.write_bytes(whole)
    for line in whole.split(b"\n"):
        if line:
            yield json.loads(line)


def _in_question_order(path: Path, questions: Sequence[Question]) -> None:
    """A run that was killed and one that was not end in the same file."""
    rows = {row["id"]: row for row in whole_lines(path)}
    lines = [json.dumps(rows[q.id], ensure_ascii=False, sort_keys=True) + "\n" for q in questions if q.id in rows]
    write_whole(path, "".join(lines))


def _progress(number: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number}/{total} answered", end="\n" if number == total else "", file=sys.stderr, flush=True)
    elif number == total or number % 50 == 0:
        note(f"{number}/{total} answered")
