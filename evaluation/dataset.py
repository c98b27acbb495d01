"""Question files: JSON lines, CSV or a BEIR folder → `Question` records. A question needs no more than its text.

Problems name the file and line. Keys that are not known are kept and ignored.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import InputError
from core.types import Message


class Nugget(BaseModel):
    """A fact that a right answer holds: one of the strings must occur."""

    model_config = ConfigDict(frozen=True)
    fact: str = ""
    any_of: list[str] = Field(min_length=1)


class Stand(BaseModel):
    """Somebody's position that a right answer reports."""

    model_config = ConfigDict(frozen=True)
    holder: str
    stance: str = ""
    any_of: list[str] = Field(min_length=1)


class HistoryTurn(BaseModel):
    model_config = ConfigDict(frozen=True)
    role: Literal["user", "assistant"]
    content: str


class Question(BaseModel):
    """One question with whatever is known of its answer. A metric is computed where what it needs is given."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str = Field(min_length=1)
    answerable: bool = True
    kind: str = "unspecified"
    answers: list[str] = []
    reference: str | None = None
    gold_doc_ids: list[str] = []
    gold_evidence: list[str] = []
    nuggets: list[Nugget] = []
    positions: list[Stand] = []
    stance: dict[str, str] = {}
    forbidden: list[str] = []
    history: list[HistoryTurn] = []

    @model_validator(mode="before")
    @classmethod
    def _lenient(cls, values: Any) -> Any:
        """Absent and empty fields are the same; an id may be a number."""
        if isinstance(values, dict):
            values = {key: value for key, value in values.items() if value is not None and value != ""}
            if isinstance(values.get("id"), int):
                values["id"] = str(values["id"])
        return values

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(Message(turn.role, turn.content) for turn in self.history)

    @property
    def false_premise(self) -> bool:
        return self.kind == "false_premise"


def load_questions(path: Path) -> list[Question]:
    """All questions of a file (`.jsonl`, `.csv`) or a BEIR folder. Raises `InputError` naming every bad line."""
    if path.is_dir():
        rows = list(_beir(path))
    elif not path.is_file():
        raise InputError(f"There is no question file {path}.")
    elif path.suffix == ".csv":
        rows = list(_csv(path))
    else:
        rows = list(_jsonl(path))
    questions: list[Question] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, values in rows:
        values.setdefault("id", str(line))
        try:
            question = Question.model_validate(values)
        except ValidationError as error:
            details = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            problems.append(f"line {line}: {details}")
            continue
        if question.id in seen:
            problems.append(f"line {line}: the id '{question.id}' is already on line {seen[question.id]}")
        seen[question.id] = line
        questions.append(question)
    if problems:
        raise InputError(f"{path} cannot be used: " + " | ".join(problems[:10]))
    if not questions:
        raise InputError(f"{path} holds no question.")
    return questions


Row = tuple[int, dict[str, Any]]


def _jsonl(path: Path) -> Iterator[Row]:
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: it is not JSON ({error.msg})")
            continue
        if not isinstance(values, dict):
            problems.append(f"line {number}: it is not a JSON object")
            continue
        yield number, values
    if problems:
        raise InputError(f"{path} cannot be used: " + " | ".join(problems[:10]))


def _csv(path: Path) -> Iterator[Row]:
    """Columns by name; lists are separated by `|`."""
    lists = {"answers", "gold_doc_ids", "gold_evidence", "forbidden"}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "question" not in (reader.fieldnames or ()):
            raise InputError(f"{path} has no column 'question'. Its columns: {', '.join(reader.fieldnames or ['none'])}.")
        for row in reader:
            values: dict[str, Any] = {
                key: [part.strip() for part in value.split("|") if part.strip()] if key in lists else value
                for key, value in row.items()
                if key and value
            }
            if "answerable" in values:
                values["answerable"] = str(values["answerable"]).strip().lower() not in ("false", "0", "no")
            yield reader.line_num, values


def _beir(folder: Path) -> Iterator[Row]:
    """`queries.jsonl` with `qrels/test.tsv` (or the first file there); only judged queries are asked."""
    queries, qrels = folder / "queries.jsonl", sorted((folder / "qrels").glob("*.tsv"))
    if not queries.is_file() or not qrels:
        raise InputError(f"{folder} is no BEIR folder: it needs queries.jsonl and qrels/*.tsv.")
    chosen = next((path for path in qrels if path.stem == "test"), qrels[0])
    gold: dict[str, list[str]] = {}
    for line in chosen.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")[:3]
        if float(grade) > 0:
            gold.setdefault(query, []).append(document)
    for number, values in _jsonl(queries):
        key = str(values.get("_id", values.get("id")))
        if key in gold:
            yield number, {"id": key, "question": values.get("text"), "gold_doc_ids": gold[key]}


def digest_of(questions: Sequence[Question]) -> str:
    """SHA-256 over the questions as read, so that the same set under another name is the same set."""
    lines = [question.model_dump_json() for question in questions]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
