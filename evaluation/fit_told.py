"""`python -m evaluation.fit_told`: fit whether the sentences found answer a question at all, to questions of which it is known.

False premises are left out: they are neither. Questions of one debate stay in one fold; what the cross-encoder was fitted to is
left out, since what it says of those is too sure. `--unseen FOLDER` fits to halves that `python -m evaluation.unseen` made.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answering.evidence import EvidenceBuilder
from answering.selection import readable
from answering.service import Service
from answering.told import KNOWN, SIGNS, WEIGHTS, load_told, signs
from answering.worth import worth
from core.console import note
from core.errors import DebatesError
from core.settings import build_settings
from evaluation.dataset import Question, load_questions
from evaluation.fit_evidence import Floats, fitted, outcome, shares
from evaluation.fit_relevance import FOLDS, candidates_of, folds
from evaluation.fit_worth import READ
from evaluation.grades import GRADES, Graded, load_grades
from evaluation.stats import auroc
from evaluation.unseen import Half, dealt_out, halves
from retrieval.retriever import HybridRetriever

FILES = ("dev.jsonl", "practice_near.jsonl", "practice_plain.jsonl", "everyday.jsonl")
GRADED = "everyday_grades.jsonl"  # tells where questions without gold articles are answered
RIDGE = 5.0  # penalty on the weights, on the scale of one standard deviation of each
LEVELS = tuple(step / 20 for step in range(2, 15))


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions: their signs, shape `(n, len(KNOWN))`, whether they are answered, what the model in use gives them, their debate
    and part."""

    signs: Floats
    answered: NDArray[np.bool_]
    now: Floats
    debates: list[str]
    parts: list[str]

    def of(self, chosen: NDArray[np.bool_]) -> Sample:
        rows = np.flatnonzero(chosen)
        return Sample(
            self.signs[rows],
            self.answered[rows],
            self.now[rows],
            [self.debates[at] for at in rows],
            [self.parts[at] for at in rows],
        )


def sample_of(retriever: HybridRetriever, questions: Sequence[Question]) -> Sample:
    """What is found for questions. Raises a `DebatesError` if the collection cannot be asked."""
    extract, model = EvidenceBuilder(retriever), load_told()
    found: list[Mapping[str, float]] = []
    for question in questions:
        asked, candidates = candidates_of(retriever, extract, question)
        found.append(signs(retriever.retrieve(asked).evidence, worth(asked, readable(candidates))))
    return Sample(
        np.array([[own[name] for name in KNOWN] for own in found]),
        np.array([question.answerable for question in questions]),
        np.array([model.share(own, extract.familiar) for own in found]),
        [str((question.model_extra or {}).get("debate") or question.id) for question in questions],
        [str((question.model_extra or {}).get("part") or "tune") for question in questions],
    )


def of_halves(parts: Sequence[Half], questions: Sequence[Question], graded: Mapping[str, Graded]) -> Sample:
    """What each half finds for its questions."""
    dealt = zip(parts, dealt_out(questions, graded, parts), strict=True)
    samples = [sample_of(half.retriever, own) for half, own in dealt]
    return Sample(
        np.vstack([own.signs for own in samples]),
        np.concatenate([own.answered for own in samples]),
        np.concatenate([own.now for own in samples]),
        [debate for own in samples for debate in own.debates],
        [part for own in samples for part in own.parts],
    )


def weights_for(sample: Sample, names: Sequence[str]) -> Floats:
    """Bias and weights on the signs' own scales, shape `(1 + len(names),)`."""
    rows = sample.signs[:, : len(names)]
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    found = fitted((rows - middle) / spread, sample.answered, RIDGE)
    weights = found[1:] / spread
    return np.concatenate([[found[0] - weights @ middle], weights])


def cross_validated(sample: Sample, names: Sequence[str]) -> Floats:
    """What weights that never saw a question's debate give it."""
    fold = folds(sample.debates)
    of = np.array([fold[debate] for debate in sample.debates])
    found = np.empty(len(of))
    for held in range(FOLDS):
        found[of == held] = shares(weights_for(sample.of(of != held), names), sample.signs[of == held, : len(names)])
    return found


def report(label: str, sample: Sample, found: Floats) -> None:
    """AUROC, and what declining below a level does."""
    told = int(sample.answered.sum())
    right = auroc(found.tolist(), sample.answered.tolist())
    print(f"{label}: {told} answered, {len(found) - told} not, AUROC {right:.3f}")
    for level in LEVELS:
        declined = outcome(found, sample.answered, level)
        print(
            f"  below {level:.2f}: of those not answered {np.mean(found[~sample.answered] < level):.3f}, of the others "
            f"{declined['wrongly_declined']:.3f}, F1 {declined['decline_f1']:.3f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_told", description="Fit whether a question is answered at all.")
    p.add_argument("--folder", type=Path, default=GRADES.parent, help="of the questions (default: %(default)s)")
    p.add_argument("--unseen", type=Path, metavar="FOLDER", help="fit what counts in articles the query encoder does not know")
    p.add_argument("--check", default="check", help="part that nothing is fitted to (default: %(default)s)")
    options = p.parse_args(arguments)
    try:
        questions = [one for name in FILES for one in load_questions(options.folder / name)]
        questions = [one for one in questions if not one.false_premise and (one.model_extra or {}).get("part") != READ]
        settings = build_settings()
        if options.unseen:
            sample = of_halves(halves(settings, options.unseen), questions, load_grades(options.folder / GRADED))
        else:
            sample = sample_of(Service(settings).pipeline().retriever, questions)
    except DebatesError as error:
        note(error.user_message)
        return 2
    kind, names = ("unknown", SIGNS) if options.unseen else ("known", KNOWN)
    held = np.array([part == options.check for part in sample.parts])
    own, others = sample.of(~held), sample.of(held)
    weights = weights_for(own, names)
    report("cross-validated", own, cross_validated(own, names))
    report(f"{options.check}, fitted", others, shares(weights, others.signs[:, : len(names)]))
    report(f"{options.check}, in use", others, others.now)
    found = zip(("bias", *names), weights, strict=True)
    print(f"\nFor {WEIGHTS.name}:\n{kind}:", *(f"  {name}: {weight:.3f}" for name, weight in found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
