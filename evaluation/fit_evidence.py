"""`python -m evaluation.fit_evidence DIR …`: fit the evidence test to saved answers of runs, and say what each signal is worth.

A ridge-penalised logistic regression over few signals, by Newton's method. Questions of one debate stay in one fold, since
they share passages. `--check DIR` applies the fit, as it is, to a run on another collection.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.console import note
from core.errors import DebatesError
from evaluation.dataset import load_questions
from evaluation.run import QUESTIONS, read_generated
from evaluation.stats import auroc
from retrieval.evidence import WEIGHTS, load_model

Floats = NDArray[np.float64]
RIDGE = 0.05  # penalty on the weights, on the signals' own scales
FOLDS, REPEATS = 10, 5


@dataclass(frozen=True, slots=True)
class Sample:
    """Signals by name for each question, shape `(n,)` each; whether it is answerable; the debate it belongs to."""

    signals: dict[str, Floats]
    answerable: NDArray[np.bool_]
    groups: list[str]

    def matrix(self, names: Sequence[str]) -> Floats:
        return np.column_stack([np.empty((len(self.groups), 0)), *(self.signals[name] for name in names)])


def sample_of(folder: Path) -> Sample:
    """The questions of a run, false premises left out: they are neither. Raises `InputError` if it is no run."""
    questions = {question.id: question for question in load_questions(folder / QUESTIONS)}
    rows = [(questions[row["id"]], row["answer"]["retrieval"]["signals"]) for row in read_generated(folder)]
    rows = [(question, found) for question, found in rows if question.kind != "false_premise"]
    return Sample(
        {name: np.array([found[name] for _, found in rows]) for name in rows[0][1]},
        np.array([question.answerable for question, _ in rows]),
        [str((question.model_extra or {}).get("debate") or question.id) for question, _ in rows],
    )


def joined(samples: Sequence[Sample]) -> Sample:
    """All questions of several runs, with the signals that all of them have."""
    names = [name for name in samples[0].signals if all(name in sample.signals for sample in samples)]
    return Sample(
        {name: np.concatenate([sample.signals[name] for sample in samples]) for name in names},
        np.concatenate([sample.answerable for sample in samples]),
        [group for sample in samples for group in sample.groups],
    )


def fitted(x: Floats, y: NDArray[np.bool_], ridge: float = RIDGE) -> Floats:
    """Bias and weights, shape `(1 + signals,)`, of the penalised logistic regression of `y` on `x`."""
    design = np.column_stack([np.ones(len(x)), x])
    penalty = np.diag([0.0, *[ridge] * x.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        p = shares(weights, x)
        gradient = design.T @ (p - y) + penalty @ weights
        weights = weights - np.linalg.solve((design.T * (p * (1 - p))) @ design + penalty, gradient)
    return weights


def shares(weights: Floats, x: Floats) -> Floats:
    """What the model gives each row of `x`."""
    p: Floats = 1.0 / (1.0 + np.exp(-weights[0] - x @ weights[1:]))
    return p


def cross_validated(sample: Sample, names: Sequence[str]) -> Floats:
    """What models that never saw a question's debate give it, a mean over repeated foldings."""
    groups = sorted(set(sample.groups))
    x, total = sample.matrix(names), np.zeros(len(sample.groups))
    for repeat in range(REPEATS):
        order = np.random.default_rng(repeat).permutation(len(groups))
        fold = {groups[group]: at % FOLDS for at, group in enumerate(order)}
        of = np.array([fold[group] for group in sample.groups])
        for held in range(FOLDS):
            if (of == held).any():
                total[of == held] += shares(fitted(x[of != held], sample.answerable[of != held]), x[of == held])
    return total / REPEATS


def outcome(p: Floats, answerable: NDArray[np.bool_], least: float) -> dict[str, float]:
    """Coverage (share answered), accuracy (answerable among answered), wrongly declined, and F1 of declining."""
    declined = p < least
    right = float((declined & ~answerable).sum())
    wrong = float((declined & answerable).sum())
    missed = float((~answerable).sum()) - right
    return {
        "coverage": float((~declined).mean()),
        "accuracy": float(answerable[~declined].mean()) if (~declined).any() else 1.0,
        "wrongly_declined": wrong / max(1, answerable.sum()),
        "decline_f1": 2 * right / (2 * right + wrong + missed) if right else 0.0,
    }


def report(sample: Sample, names: Sequence[str], checks: Sequence[tuple[str, Sample]], least: float) -> str:
    """Each signal alone and left out, the coverage–accuracy curve, and the unchanged fit on other collections."""
    y = sample.answerable
    p = cross_validated(sample, names)
    lines = [f"{y.sum()} answerable, {(~y).sum()} not; cross-validated AUROC {_auroc(p, y):.3f}", "", "signal: alone, without it"]
    for name, values in sample.signals.items():
        rest = [other for other in names if other != name]
        without = f"{_auroc(cross_validated(sample, rest), y):.3f}" if name in names else "not in the model"
        lines.append(f"  {name}: {_auroc(values, y):.3f}, {without}")
    lines += ["", "least: coverage, accuracy, wrongly declined, decline F1 (cross-validated)"]
    lines += [_row(step / 20, p, y) for step in range(4, 19)]
    weights = fitted(sample.matrix(names), y)
    for label, other in checks:
        q = shares(weights, other.matrix(names))
        lines += ["", f"{label}, not fitted to: AUROC {_auroc(q, other.answerable):.3f}", _row(least, q, other.answerable)]
    return "\n".join(lines)


def _auroc(p: Floats, y: NDArray[np.bool_]) -> float:
    return auroc(p.tolist(), y.tolist()) or 0.0


def _row(least: float, p: Floats, y: NDArray[np.bool_]) -> str:
    return f"  {least:.2f}: " + ", ".join(f"{value:.3f}" for value in outcome(p, y, least).values())


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_evidence", description="Fit the evidence test to a run.")
    p.add_argument("dirs", type=Path, nargs="+", help="finished runs on questions of which some cannot be answered")
    p.add_argument("--check", type=Path, action="append", default=[], help="another run, to which nothing is fitted")
    options = p.parse_args(arguments)
    model = load_model()
    try:
        sample = joined([sample_of(folder) for folder in options.dirs])
        checks = [(str(folder), sample_of(folder)) for folder in options.check]
    except DebatesError as error:
        note(error.user_message)
        return 2
    print(report(sample, list(model.weights), checks, model.least))
    bias, *weights = fitted(sample.matrix(list(model.weights)), sample.answerable)
    print(f"\nFor {WEIGHTS.name}:\nbias: {bias:.2f}\nweights:")
    print("\n".join(f"  {name}: {weight:.2f}" for name, weight in zip(model.weights, weights, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
