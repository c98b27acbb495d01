"""Three trials of one collection: false passages beside true ones, noise beside true ones, one side of a debate gone.

Each trial has a collection of its own, made from the same articles. All questions of a trial are asked of one collection.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from answering.service import Service
from core.errors import InputError
from core.settings import Settings
from core.types import Article
from evaluation.dataset import Question
from evaluation.one_side import Removal, choose_removals, without_sides
from evaluation.plants import Plant, make_plants, noise_lines
from evaluation.robustness_metrics import noise_metrics, one_side_metrics, planted_metrics
from evaluation.run import generate, read_generated, write_whole
from evaluation.stats import Estimate, mean_estimate
from evaluation.trial_collection import made
from retrieval.store import Store, StoredArticle

RESULT, CASES = "robustness.json", "cases.jsonl"
PLAIN, PLANTED, NOISE, ONE_SIDE = "plain", "planted", "noise", "one-side"
MARKDOWN = (".md", ".markdown", ".txt")
Row = dict[str, Any]
Trials = dict[str, dict[str, Estimate]]


@dataclass(frozen=True, slots=True)
class Cases:
    """What is tried: one plant, noise or removal a question."""

    plants: Sequence[Plant]
    noisy: Sequence[Question]
    removals: Sequence[Removal]

    @property
    def ids(self) -> set[str]:
        """Questions that some trial asks."""
        return {p.question_id for p in self.plants} | {q.id for q in self.noisy} | {r.question_id for r in self.removals}


def make_cases(questions: Sequence[Question], articles: Mapping[str, Article], cases: int, seed: int) -> Cases:
    """At most `cases` a trial. Raises `InputError` if the questions allow none."""
    plants = make_plants(questions, articles, cases, seed)
    noisy = [q for q in questions if q.answerable and not q.false_premise and q.nuggets][:cases]
    removals = choose_removals(questions, articles, seed)[:cases]
    if not (plants or noisy or removals):
        raise InputError("None of the questions has what a trial needs: gold_evidence, nuggets, or positions for and against.")
    return Cases(plants, noisy, removals)


def try_out(settings: Settings, model: str, questions: Sequence[Question], source: Path, cases: Cases, out: Path) -> Trials:
    """Make the collections that are missing, ask every question that has no answer yet, and write the results."""
    service = Service(settings.model_copy(update={"chat_model": model}))
    asked = [question for question in questions if question.id in cases.ids]
    generate(service, model, asked, source, out / PLAIN)
    answers = {PLAIN: _answers(out / PLAIN)}
    for name, ids, paths in _trials(service.store(), cases, out):
        collection = made(settings.model_copy(update={"chat_model": model}), name, paths, out)
        generate(Service(collection), model, [q for q in asked if q.id in ids], source, out / name)
        answers[name] = _answers(out / name)
    rows = rows_of(questions, cases, answers)
    write_whole(out / CASES, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))
    trials = tabulate(rows)
    body = {model: {name: {metric: asdict(e) for metric, e in cells.items()} for name, cells in trials.items()}}
    write_whole(out / RESULT, json.dumps(body, indent=1, sort_keys=True) + "\n")
    return trials


def _trials(store: Store, cases: Cases, out: Path) -> list[tuple[str, set[str], list[Path]]]:
    """Name, questions and what is to be ingested, of each trial that has cases."""
    stored = store.article_index()
    roots = [Path(root) for root in sorted({article.root for article in stored.values()})]
    for root in roots:
        if not root.exists():
            raise InputError(
                f"The articles of {store.name} were read from {root}, which is not there: the trials need its files."
            )
    trials: list[tuple[str, set[str], list[Path]]] = []
    if cases.plants:
        planted = _lines(out / "articles" / "planted.jsonl", [plant.line() for plant in cases.plants])
        trials.append((PLANTED, {plant.question_id for plant in cases.plants}, [*roots, planted]))
    if cases.noisy:
        noise = _lines(out / "articles" / "noise.jsonl", noise_lines(cases.noisy))
        trials.append((NOISE, {question.id for question in cases.noisy}, [*roots, noise]))
    if cases.removals:
        folders = _copies(store, stored, roots, cases.removals, out / "articles" / ONE_SIDE)
        trials.append((ONE_SIDE, {removal.question_id for removal in cases.removals}, folders))
    return trials


def _lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def _copies(
    store: Store, stored: Mapping[str, StoredArticle], roots: Sequence[Path], removals: Sequence[Removal], out: Path
) -> list[Path]:
    """Every file of the collection below `out`, one folder a root, without the sides that are removed. Formats other than
    Markdown and plain text are copied as they are."""
    shutil.rmtree(out, ignore_errors=True)
    for key, article in sorted(stored.items()):
        if any(removal.takes_whole(store.article(key)) for removal in removals):
            continue
        file = Path(article.root) / article.path if article.path else Path(article.root)
        copy = out / str(roots.index(Path(article.root))) / (article.path or file.name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix.lower() in MARKDOWN:
            write_whole(copy, without_sides(file.read_text(encoding="utf-8-sig"), key, removals))
        else:
            copy.write_bytes(file.read_bytes())
    return [out / str(at) for at in range(len(roots)) if (out / str(at)).exists()]


def _answers(folder: Path) -> dict[str, Any]:
    return {row["id"]: row["answer"] for row in read_generated(folder)}


def rows_of(questions: Sequence[Question], cases: Cases, answers: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """One row a case, with its metrics and what was tried."""
    by_id = {question.id: question for question in questions}
    rows: list[Row] = []
    for plant in cases.plants:
        before, after = answers[PLAIN][plant.question_id], answers[PLANTED][plant.question_id]
        metrics = planted_metrics(by_id[plant.question_id], plant, before, after)
        rows.append({"trial": PLANTED, "id": plant.question_id, "metrics": metrics, "plant": asdict(plant)})
    for question in cases.noisy:
        before, after = answers[PLAIN][question.id], answers[NOISE][question.id]
        noise = [row["id"] for row in noise_lines([question])]
        rows.append({"trial": NOISE, "id": question.id, "metrics": noise_metrics(question, before, after, noise)})
    for removal in cases.removals:
        before, after = answers[PLAIN][removal.question_id], answers[ONE_SIDE][removal.question_id]
        metrics = one_side_metrics(by_id[removal.question_id], removal, before, after)
        removed = {"side": removal.removed, "holders": [stand.holder for stand in removal.stands]}
        rows.append({"trial": ONE_SIDE, "id": removal.question_id, "metrics": metrics, "removed": removed})
    return rows


def tabulate(rows: Sequence[Row]) -> Trials:
    """Every metric over the cases of its trial that have it; of planted passages also by the sort of change."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["trial"], []).append(row)
        if "plant" in row:
            groups.setdefault(f"{row['trial']}: {row['plant']['change']}", []).append(row)
    return {name: _measured(group) for name, group in groups.items()}


def _measured(rows: Sequence[Row]) -> dict[str, Estimate]:
    cells = {}
    for metric in rows[0]["metrics"]:
        estimate = mean_estimate([row["metrics"][metric] for row in rows if row["metrics"][metric] is not None])
        if estimate is not None:
            cells[metric] = estimate
    return cells


def trials_markdown(model: str, trials: Trials) -> str:
    """The trials as tables."""
    lines = [f"# Robustness of `{model}`"]
    for name, cells in trials.items():
        lines += ["", f"## {name}", "", "| Metric | Value | 95 % interval | cases |", "|---|---|---|---|"]
        lines += [f"| {metric} | {e.value:.3f} | {e.low:.3f} to {e.high:.3f} | {e.n} |" for metric, e in cells.items()]
    return "\n".join(lines) + "\n"
