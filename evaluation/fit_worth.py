"""`python -m evaluation.fit_worth`: fit how likely a sentence is to answer its question to the grades that a reader gave.

A sentence answers if its grade is 2; a candidate that no ranking put near the question has no grade and is taken not to. All
candidates of a question count the same, questions of one debate stay in one fold, and of the plain questions one part is
fitted to; the fit is applied to the other. `--unseen FOLDER` fits to halves that `python -m evaluation.unseen` made.
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
from answering.service import Service
from answering.worth import KNOWN, NAMES, WEIGHTS, rows_of, worth
from core.console import note
from core.errors import DebatesError
from core.settings import build_settings
from evaluation.dataset import Question, load_questions
from evaluation.fit_evidence import Floats, fitted, shares
from evaluation.fit_relevance import FOLDS, candidates_of, folds
from evaluation.grades import ANSWERS, BESIDE, GRADES, Graded, load_grades
from evaluation.stats import auroc
from evaluation.unseen import dealt_out, halves
from retrieval.retriever import HybridRetriever

FILES, GRADED = ("dev.jsonl", "practice_plain.jsonl", "everyday.jsonl"), (GRADES.name, "everyday_grades.jsonl")
READ = "fit"  # part that the cross-encoder was fitted to: what it says of those questions is too sure
RIDGE = 30.0  # penalty on the weights, on the scale of one standard deviation of each
MOST = 9  # sentences an answer has room for
LEVELS = (0.2, 0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True, slots=True)
class Case:
    """A question's candidates: what the model reads `(n, len(KNOWN))`, their grades (-1 without one), what is in use gives
    them, the question's debate and part."""

    rows: Floats
    grades: NDArray[np.int64]
    now: Floats
    debate: str
    part: str


def cases_of(retriever: HybridRetriever, questions: Sequence[Question], grades: Mapping[str, Graded]) -> list[Case]:
    """Those of some questions that are graded."""
    extract = EvidenceBuilder(retriever)
    found = []
    for question in (question for question in questions if question.id in grades):
        asked, candidates = candidates_of(retriever, extract, question)
        graded = grades[question.id]
        own = [graded.of(candidate.article.article_id, candidate.text) for candidate in candidates]
        likely = worth(asked, candidates)
        if candidates:
            found.append(
                Case(
                    rows_of(asked, candidates),
                    np.array([-1 if grade is None else grade for grade in own]),
                    np.array([likely[candidate] for candidate in candidates]),
                    str((question.model_extra or {}).get("debate") or question.id),
                    graded.part,
                )
            )
    return found


def weights_for(cases: Sequence[Case], names: Sequence[str]) -> Floats:
    """Bias and weights on the signs' own scales, shape `(1 + len(names),)`."""
    rows = np.vstack([case.rows for case in cases])[:, : len(names)]
    answers = np.concatenate([case.grades == ANSWERS for case in cases])
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    found = fitted((rows - middle) / spread, answers, RIDGE)
    weights = found[1:] / spread
    return np.concatenate([[found[0] - weights @ middle], weights])


def cross_validated(cases: Sequence[Case], names: Sequence[str]) -> list[Floats]:
    """What weights that never saw a question's debate give its candidates."""
    fold = folds(case.debate for case in cases)
    weights = [weights_for([case for case in cases if fold[case.debate] != held], names) for held in range(FOLDS)]
    return [shares(weights[fold[case.debate]], case.rows[:, : len(names)]) for case in cases]


def report(label: str, cases: Sequence[Case], likely: Sequence[Floats]) -> None:
    """AUROC, how far a probability keeps its word, and what a level leaves of the best sentences of each question."""
    grades, scores = np.concatenate([case.grades for case in cases]), np.concatenate(likely)
    print(f"{label}: {len(cases)} questions, AUROC {auroc(scores.tolist(), (grades == ANSWERS).tolist()):.3f}")
    best = np.concatenate([np.argsort(np.argsort(-own)) < MOST for own in likely])
    for level in LEVELS:
        kept = best & (scores >= level)
        answering, beside = np.mean(grades[kept] == ANSWERS), np.mean(grades[kept] <= BESIDE)
        print(
            f"  from {level:.2f}: {kept.sum() / len(cases):.2f} a question, expected {scores[kept].mean():.2f}, answering "
            f"{answering:.3f}, beside {beside:.3f}, {np.sum(grades[kept] == ANSWERS)} that answer"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_worth", description="Fit how likely a sentence is to answer.")
    p.add_argument("--folder", type=Path, default=GRADES.parent, help="of questions and graded sentences (default: %(default)s)")
    p.add_argument("--unseen", type=Path, metavar="FOLDER", help="fit what counts in articles the query encoder does not know")
    p.add_argument("--check", default="check", help="part that nothing is fitted to (default: %(default)s)")
    options = p.parse_args(arguments)
    try:
        graded = {key: own for name in GRADED for key, own in load_grades(options.folder / name).items() if own.part != READ}
        questions = [question for name in FILES for question in load_questions(options.folder / name)]
        settings = build_settings()
        if options.unseen:
            parts = halves(settings, options.unseen)
            dealt = zip(parts, dealt_out(questions, graded, parts), strict=True)
            cases = [case for half, own in dealt for case in cases_of(half.retriever, own, graded)]
        else:
            cases = cases_of(Service(settings).pipeline().retriever, questions, graded)
    except DebatesError as error:
        note(error.user_message)
        return 2
    kind, names = ("unknown", NAMES) if options.unseen else ("known", KNOWN)
    own, others = [c for c in cases if c.part != options.check], [c for c in cases if c.part == options.check]
    weights = weights_for(own, names)
    report("cross-validated", own, cross_validated(own, names))
    if others:
        report(f"{options.check}, fitted", others, [shares(weights, case.rows[:, : len(names)]) for case in others])
        report(f"{options.check}, in use", others, [case.now for case in others])
    found = zip(("bias", *names), weights, strict=True)
    print(f"\nFor {WEIGHTS.name}:\n{kind}:", *(f"  {name}: {weight:.3f}" for name, weight in found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
