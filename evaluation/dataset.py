"""Question files: JSON lines, CSV or a BEIR folder → `Question` records. A question needs no more than its text.

Problems name the file and line. Keys that are not known are kept and ignored.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import InputError
from core.types import Message

MOST_PROBLEMS = 10  # named in one message
LISTS = frozenset({"answers", "gold_doc_ids", "gold_evidence", "forbidden"})
"""Fields that hold strings: a single one may stand without its list and, in a CSV cell, several are parted by `|`."""


class Nugget(BaseModel):
    """A fact that a right answer holds: one of the strings must occur."""

    model_config = ConfigDict(frozen=True)
    fact: str = ""
    any_of: list[str] = Field(min_length=1)


class Stand(BaseModel):
    """Somebody's position that a right answer reports."""

    model_config = ConfigDict(frozen=True)
    holder: str = Field(min_length=1)
    stance: str = ""
    any_of: list[str] = Field(min_length=1)


class HistoryTurn(BaseModel):
    """One turn of the conversation before the question."""

    model_config = ConfigDict(frozen=True)
    role: Literal["user", "assistant"]
    content: str


class Question(BaseModel):
    """One question with whatever is known of its answer. A metric is computed where what it needs is given."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    question: str
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
        """Absent and empty fields are the same; an id may be a number; one string may stand for a list of one."""
        if not isinstance(values, dict):
            return values
        kept = {key: value for key, value in values.items() if value is not None and not _is_blank(value)}
        if "id" in kept:
            kept["id"] = _worded(kept["id"])
        for key in LISTS & kept.keys():
            given = kept[key] if isinstance(kept[key], list) else [kept[key]]
            kept[key] = [_worded(one) for one in given if not _is_blank(one)]
        return kept

    @property
    def messages(self) -> tuple[Message, ...]:
        """The conversation before the question."""
        return tuple(Message(turn.role, turn.content) for turn in self.history)

    @property
    def false_premise(self) -> bool:
        """True if the question takes for granted what the sources deny."""
        return self.kind == "false_premise"


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _worded(value: Any) -> Any:
    """A number as its digits; anything else as it is."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def load_questions(path: Path) -> list[Question]:
    """All questions of a file (`.jsonl`, `.csv`) or a BEIR folder. Raises `InputError` naming every bad line."""
    if path.is_dir():
        rows = _beir(path)
    elif not path.is_file():
        raise InputError(f"There is no question file {path}.")
    else:
        rows = _csv(path) if path.suffix.lower() == ".csv" else _jsonl(path)
    questions: list[Question] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, values in rows:
        if isinstance(values, str):
            problems.append(f"line {line}: {values}")
            continue
        if values.get("id") is None or _is_blank(values["id"]):
            values["id"] = str(line)
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
        more = f" | and {len(problems) - MOST_PROBLEMS} more" if len(problems) > MOST_PROBLEMS else ""
        raise InputError(f"{path} cannot be used: " + " | ".join(problems[:MOST_PROBLEMS]) + more)
    if not questions:
        raise InputError(f"{path} holds no question.")
    return questions


Row = tuple[int, dict[str, Any] | str]
"""A 1-based line number with the fields found there, or with what is wrong with the line."""


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be used: it is not UTF-8 text (byte {error.start}).") from error


def _jsonl(path: Path) -> Iterator[Row]:
    for number, line in enumerate(_text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, f"it is not JSON ({error.msg})"
            continue
        yield number, values if isinstance(values, dict) else "it is not a JSON object"


def _csv(path: Path) -> Iterator[Row]:
    """Columns by name, in any case; lists are separated by `|`; a cell may hold JSON. Quoted cells may span lines."""
    reader = csv.DictReader(io.StringIO(_text_of(path)), strict=True)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if "question" not in reader.fieldnames:
        raise InputError(f"{path} has no column 'question'. Its columns: {', '.join(reader.fieldnames) or 'none'}.")
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"it is not CSV ({error})"
            return
        if None in row:
            yield reader.line_num, f"it has more cells than the {len(reader.fieldnames)} columns; put cells with commas in quotes"
            continue
        if any(row.values()):
            yield reader.line_num, {key: _cell(key, value.strip()) for key, value in row.items() if value and value.strip()}


def _cell(column: str, value: str) -> Any:
    if value[0] in "[{":
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return [part.strip() for part in value.split("|")] if column in LISTS else value


def _beir(folder: Path) -> Iterator[Row]:
    """`queries.jsonl` with `qrels/test.tsv` (or the first file there); only judged queries are asked."""
    queries, qrels = folder / "queries.jsonl", sorted((folder / "qrels").glob("*.tsv"))
    if not queries.is_file() or not qrels:
        raise InputError(f"{folder} is no BEIR folder: it needs queries.jsonl and qrels/*.tsv.")
    gold = _qrels(next((path for path in qrels if path.stem == "test"), qrels[0]))
    for number, values in _jsonl(queries):
        if isinstance(values, str):
            yield number, values
            continue
        key = str(values.get("_id", values.get("id")))
        if key in gold:
            yield number, {"id": key, "question": values.get("text"), "gold_doc_ids": gold[key]}


def _qrels(path: Path) -> dict[str, list[str]]:
    """Documents judged relevant (grade above 0) by query. The first line may be a header."""
    gold: dict[str, list[str]] = {}
    for number, line in enumerate(_text_of(path).split("\n"), 1):
        cells = line.strip().split("\t")
        try:
            query, document, grade = cells[0], cells[-2], float(cells[-1])
        except (IndexError, ValueError):
            if number == 1 or not line.strip():
                continue
            raise InputError(f"{path} cannot be used: line {number}: it is not query, document and grade by tabs.") from None
        if grade > 0:
            gold.setdefault(query, []).append(document)
    return gold


def digest_of(questions: Sequence[Question]) -> str:
    """SHA-256 over the questions as read, so that the same set under another name is the same set."""
    lines = [question.model_dump_json() for question in questions]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
