"""Saved answers → metrics. Reads the questions, the lines of `generated.jsonl` and the collection; asks no model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answering.render import article_facts
from core.console import note, plain
from core.errors import InputError
from evaluation.answer_metrics import Context, answer_metrics, answered, context_of, declined, is_right
from evaluation.citations import LEXICAL, Entailments
from evaluation.dataset import Question, digest_of, load_questions
from evaluation.retrieval_metrics import retrieval_metrics
from evaluation.run import QUESTIONS, RunConfig, read_config, read_generated, read_timings, write_whole
from evaluation.stats import Estimate, auroc, mean_estimate, risk_coverage, set_estimate
from retrieval.store import Store

METRICS, PER_QUESTION = "metrics.json", "per_question.jsonl"
NAMED = 20  # absent gold ids named in the note; the report names all
BATCH = 2_000  # passages read at once
Row = dict[str, Any]
Table = dict[str, dict[str, Estimate]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A run with its scores: metrics by kind and overall, and one row a question."""

    config: RunConfig
    table: Table
    rows: Sequence[Row]
    questions: Mapping[str, Question]
    answers: Mapping[str, Any]
    timings: Mapping[str, Any]

    @property
    def absent_gold(self) -> list[str]:
        """Gold ids that the collection does not hold."""
        return sorted({key for row in self.rows for key in row["gold_absent"]})


def score(out: Path, store: Store, entailments: Entailments = LEXICAL) -> Scored:
    """Score a run and write `metrics.json` and `per_question.jsonl`. Raises `InputError` for another collection or questions."""
    config, questions = read_config(out), load_questions(out / QUESTIONS)
    for key, made_from, present in (
        ("corpus", config.corpus, store.stamp),
        ("settings fingerprint", config.settings, store.settings.fingerprint),
        ("question set", config.questions_sha256, digest_of(questions)),
    ):
        if made_from != present:
            raise InputError(
                f"{out} was made from another {key} ({made_from[:12]} instead of {present[:12]}): "
                f"score it with the collection and questions it was made with, or run it again."
            )
    answers = {row["id"]: row["answer"] for row in read_generated(out)}
    rows = score_rows(questions, answers, store, entailments)
    table = tabulate(rows)
    write_whole(out / PER_QUESTION, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))
    body = {config.model: {kind: {name: asdict(e) for name, e in cells.items()} for kind, cells in table.items()}}
    write_whole(out / METRICS, json.dumps(body, indent=1, sort_keys=True) + "\n")
    return Scored(config, table, rows, {q.id: q for q in questions}, answers, read_timings(out))


def score_rows(
    questions: Sequence[Question], answers: Mapping[str, Any], store: Store, entailments: Entailments = LEXICAL
) -> list[Row]:
    """One row for each question that has an answer, with what the collection holds of it."""
    known = set(store.article_index())
    passages = _passages(answers.values(), store)
    stored = {key: store.article(key) for key in sorted(_cited(answers.values()) & known)}
    facts = {key: plain(article_facts(a)) | {"text": a.text, "turns": plain(a.turns)} for key, a in stored.items()}
    context = context_of(facts, [passages[key] for key in sorted(passages)], entailments)
    rows = [row_of(q, answers[q.id], context, passages, known) for q in questions if q.id in answers]
    absent = sorted({key for row in rows for key in row["gold_absent"]})
    if absent:
        concerned = sum(bool(row["gold_absent"]) for row in rows)
        more = f" and {len(absent) - NAMED} more" if len(absent) > NAMED else ""
        note(
            f"{len(absent)} gold ids are not in the collection ({', '.join(absent[:NAMED])}{more}): "
            f"{concerned} questions are left out of the metrics that need them."
        )
    return rows


def row_of(question: Question, answer: Any, context: Context, passages: Mapping[str, str], known: set[str] | None = None) -> Row:
    """One question: what it was, how it ended, and every metric it allows. Gold that is not among the `known` article ids
    takes the metrics that need it away."""
    absent = [] if known is None else sorted({*question.gold_doc_ids, *question.stance} - known)
    if absent:
        question = question.model_copy(update={"gold_doc_ids": [], "gold_evidence": [], "stance": {}})
    metrics = answer_metrics(question, answer, context)
    if answer["retrieval"] is not None:
        metrics |= retrieval_metrics(question, answer["retrieval"], passages)
    row: Row = {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "answerable": question.answerable,
        "status": answer["status"],
        "answered": answered(answer),
        "declined": declined(answer),
        "right": is_right(question, answer) if question.answerable else None,
        "evidence": answer["retrieval"]["evidence"] if answer["retrieval"] else 0.0,
        "gold_absent": absent,
        "metrics": {name: value for name, value in metrics.items() if value is not None},
    }
    faults = faults_of(row)
    return row | {"failed": bool(faults), "faults": faults}


def faults_of(row: Row) -> list[str]:
    """Why an editor should look at a question: it ended the wrong way, is wrong, or shows words that must not be shown."""
    metrics = row["metrics"]
    premise = row["kind"] == "false_premise"
    ended = "the false premise was not caught" if premise else "not answered" if row["answerable"] else "not declined"
    found = {
        "ended in an error": metrics["error_rate"] > 0,
        ended: metrics["ended_well"] < 1 and not metrics["error_rate"],
        "what was expected is missing": row["right"] is False and not premise and row["answered"],
        "it shows a forbidden string": metrics.get("forbidden_rate", 0.0) > 0,
        "a position is given to the other side": metrics.get("misattribution", 0.0) > 0,
        "a quotation is not exact": metrics.get("quotation_exactness", 1.0) < 1,
    }
    return [words for words, holds in found.items() if holds]


def _passages(answers: Iterable[Any], store: Store) -> dict[str, str]:
    """Texts of every ranked chunk."""
    wanted = sorted({hit["chunk"]["chunk_id"] for a in answers if a["retrieval"] for hit in a["retrieval"]["ranking"]})
    found: dict[str, str] = {}
    for at in range(0, len(wanted), BATCH):
        found |= {key: chunk.text for key, chunk in store.chunks(wanted[at : at + BATCH]).items()}
    return found


def _cited(answers: Iterable[Any]) -> set[str]:
    return {citation["article_id"] for a in answers for sentence in a["sentences"] for citation in sentence["citations"]}


def tabulate(rows: Sequence[Row]) -> Table:
    """Every metric over the rows that have it, overall and by kind."""
    kinds = sorted({row["kind"] for row in rows} - {"overall"})
    return {"overall": _measured(rows)} | {kind: _measured([row for row in rows if row["kind"] == kind]) for kind in kinds}


def _measured(rows: Sequence[Row]) -> dict[str, Estimate]:
    names = sorted({name for row in rows for name in row["metrics"]})
    cells = {name: mean_estimate([row["metrics"][name] for row in rows if name in row["metrics"]]) for name in names}
    judged = [row for row in rows if row["kind"] != "false_premise"]
    verdicts = [_is_right_answer(row) for row in judged if row["answered"]]
    cells["precision_answered"] = mean_estimate([float(verdict) for verdict in verdicts if verdict is not None])
    cells["balanced_accuracy"] = _over(judged, balanced_accuracy)
    cells["decline_f1"] = _over(judged, decline_f1)
    cells["evidence_auroc"] = _over(judged, lambda part: auroc([r["evidence"] for r in part], [r["answerable"] for r in part]))
    return {name: estimate for name, estimate in sorted(cells.items()) if estimate is not None}


def _is_right_answer(row: Row) -> bool | None:
    """An answer to an unanswerable question is wrong whatever it says. `None` where no rule can tell."""
    verdict: bool | None = row["right"] if row["answerable"] else False
    return verdict


def _over(rows: Sequence[Row], measure: Callable[[Sequence[Row]], float | None]) -> Estimate | None:
    def indexed(picks: NDArray[np.int64]) -> float | None:
        return measure([rows[i] for i in picks])

    return set_estimate(len(rows), indexed) if rows else None


def balanced_accuracy(rows: Sequence[Row]) -> float | None:
    """Mean of the answer rate on answerable and the decline rate on unanswerable questions; `None` unless both occur."""
    yes = [row["answered"] for row in rows if row["answerable"]]
    no = [row["declined"] for row in rows if not row["answerable"]]
    return (sum(yes) / len(yes) + sum(no) / len(no)) / 2 if yes and no else None


def decline_f1(rows: Sequence[Row]) -> float | None:
    """F1 of declining, unanswerable questions being what is to be found; `None` unless there are both sorts."""
    hits = sum(row["declined"] and not row["answerable"] for row in rows)
    found, wanted = sum(row["declined"] for row in rows), sum(not row["answerable"] for row in rows)
    return 2 * hits / (found + wanted) if 0 < wanted < len(rows) else None


def risk_curve(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Coverage and risk of the evidence score over questions whose rightness is known; unanswerable ones count as wrong."""
    known = [row for row in rows if row["kind"] != "false_premise" and _is_right_answer(row) is not None]
    return risk_coverage([row["evidence"] for row in known], [bool(_is_right_answer(row)) for row in known])
