"""Saved answers → metrics. Reads the questions, the lines of `generated.jsonl` and the collection; asks no model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from answering.pipeline import article_facts
from core.console import note
from core.errors import InputError
from evaluation.answer_metrics import answer_metrics, declined, is_right
from evaluation.dataset import Question, digest_of
from evaluation.retrieval_metrics import retrieval_metrics
from evaluation.run import CONFIG, read_generated
from evaluation.stats import Estimate, auroc, mean_estimate, risk_coverage, set_estimate
from evaluation.strings import idf_of
from retrieval.store import Store

METRICS, PER_QUESTION = "metrics.json", "per_question.jsonl"
Row = dict[str, Any]
Table = dict[str, dict[str, Estimate]]


def score(out: Path, questions: Sequence[Question], store: Store) -> tuple[Table, list[Row]]:
    """Metrics by kind and overall, and one row a question. Raises `InputError` for another collection or question set."""
    config = yaml.safe_load((out / CONFIG).read_text(encoding="utf-8"))
    for key, present in (
        ("corpus", store.stamp),
        ("settings", store.settings.fingerprint),
        ("questions_sha256", digest_of(questions)),
    ):
        if config[key] != present:
            raise InputError(
                f"{out} was made from another {key} ({config[key][:12]} instead of {present[:12]}): "
                f"score it with the collection and questions it was made with, or run it again."
            )
    generated = {row["id"]: row["answer"] for row in read_generated(out)}
    rows = per_question(questions, generated, store)
    table = {"overall": _measured(rows)}
    for kind in sorted({row["kind"] for row in rows}):
        table[kind] = _measured([row for row in rows if row["kind"] == kind])
    (out / PER_QUESTION).write_text(
        "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows), encoding="utf-8"
    )
    body = {config["model"]: {kind: {name: asdict(e) for name, e in cells.items()} for kind, cells in table.items()}}
    (out / METRICS).write_text(json.dumps(body, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return table, rows


def per_question(questions: Sequence[Question], generated: Mapping[str, Any], store: Store) -> list[Row]:
    """One row a question: what it was, how it ended, and every metric it allows."""
    known = set(store.article_index())
    absent = sorted({key for q in questions for key in q.gold_doc_ids if key not in known})
    if absent:
        concerned = sum(any(key in absent for key in q.gold_doc_ids) for q in questions)
        left_out = f"{concerned} questions are left out of the retrieval metrics"
        note(f"{len(absent)} gold ids are not in the collection ({', '.join(absent[:5])}): {left_out}")
    passages = _passages(generated.values(), store)
    texts = {key: store.article(key) for key in _cited(generated.values())}
    facts = {key: {**article_facts(article), "text": article.text} for key, article in texts.items()}
    idf = idf_of(list(passages.values()))
    rows = []
    for question in questions:
        answer = generated.get(question.id)
        if answer is None:
            continue
        metrics: dict[str, float | None] = {}
        if answer["retrieval"] is not None:
            metrics |= retrieval_metrics(question, answer["retrieval"], known, passages)
        metrics |= answer_metrics(question, answer, facts, idf)
        rows.append(
            {
                "id": question.id,
                "kind": question.kind,
                "answerable": question.answerable,
                "status": answer["status"],
                "declined": declined(answer),
                "right": is_right(question, answer),
                "evidence": answer["retrieval"]["evidence"] if answer["retrieval"] else 0.0,
                "metrics": {name: value for name, value in metrics.items() if value is not None},
            }
        )
    return rows


def _passages(answers: Any, store: Store) -> dict[str, str]:
    """Texts of every ranked chunk."""
    wanted = sorted({hit["chunk"]["chunk_id"] for a in answers if a["retrieval"] for hit in a["retrieval"]["ranking"]})
    found: dict[str, str] = {}
    for at in range(0, len(wanted), 2_000):
        found |= {key: chunk.text for key, chunk in store.chunks(wanted[at : at + 2_000]).items()}
    return found


def _cited(answers: Any) -> list[str]:
    known = {c["article_id"] for a in answers for s in a["sentences"] for c in s["citations"]}
    return sorted(known)


def _measured(rows: Sequence[Row]) -> dict[str, Estimate]:
    """Every metric over the rows that have it."""
    names = sorted({name for row in rows for name in row["metrics"]})
    cells = {name: mean_estimate([row["metrics"][name] for row in rows if name in row["metrics"]]) for name in names}
    judged = [row for row in rows if row["kind"] != "false_premise"]
    answered = [row for row in judged if not row["declined"] and row["right"] is not None]
    cells["precision_answered"] = mean_estimate([float(row["right"]) for row in answered])
    cells["balanced_accuracy"] = _over(judged, _balanced)
    cells["decline_f1"] = _over(judged, _decline_f1)
    cells["evidence_auroc"] = _over(judged, lambda part: auroc([r["evidence"] for r in part], [r["answerable"] for r in part]))
    return {name: estimate for name, estimate in sorted(cells.items()) if estimate is not None}


def _over(rows: Sequence[Row], measure: Any) -> Estimate | None:
    def indexed(picks: NDArray[np.int64]) -> float | None:
        value: float | None = measure([rows[i] for i in picks])
        return value

    return set_estimate(len(rows), indexed) if rows else None


def _balanced(rows: Sequence[Row]) -> float | None:
    """Mean of the answer rate on answerable and the decline rate on unanswerable questions."""
    yes = [not row["declined"] for row in rows if row["answerable"]]
    no = [row["declined"] for row in rows if not row["answerable"]]
    return (sum(yes) / len(yes) + sum(no) / len(no)) / 2 if yes and no else None


def _decline_f1(rows: Sequence[Row]) -> float | None:
    """F1 of declining, unanswerable questions being what is to be found."""
    hits = sum(row["declined"] and not row["answerable"] for row in rows)
    found, wanted = sum(row["declined"] for row in rows), sum(not row["answerable"] for row in rows)
    return 2 * hits / (found + wanted) if wanted and wanted < len(rows) and found + wanted else None


def risk_curve(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Risk and coverage of the evidence score over questions whose rightness is known; unanswerable ones count as wrong."""
    known = [row for row in rows if row["right"] is not None or not row["answerable"]]
    return risk_coverage([row["evidence"] for row in known], [bool(row["right"]) and row["answerable"] for row in known])
