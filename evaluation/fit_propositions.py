"""`python -m evaluation.fit_propositions`: fit the cross-encoder that tells which propositions on record a question asks about.

`data/questions/everyday_propositions.jsonl` holds what readers marked of every proposition of the bundled articles: those that a
question asks about, and those on the same subject. It goes on from the cross-encoder for sentences, with the same updates.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from answering.cross_encoder import PROPOSITION_WEIGHTS, WEIGHTS, load_cross_encoder
from answering.propositions import ASKED, NEAREST
from answering.service import Service
from core.console import note
from core.errors import DebatesError, InputError
from core.settings import DEFAULT_EMBEDDINGS, build_settings
from evaluation.dataset import load_questions
from evaluation.fit_cross_encoder import Fitted, Judged, learn
from evaluation.stats import auroc
from retrieval.embeddings import load_embeddings

MARKS = Path("data/questions/everyday_propositions.jsonl")
HOW = (3, 6, 6e-4)  # rounds, questions in each step, pace
FAR = 3  # propositions far from a question that are read with the near ones
ASKS, ON_IT, NEITHER = 1.0, 0.35, 0.0  # how far a proposition is asked about
PRIOR = -1.5  # log-odds that one near a question is asked about, before anything is read


@dataclass(frozen=True, slots=True)
class Marked:
    """A question, the propositions read with it, the nearest first, and how far each is asked about."""

    question: str
    propositions: tuple[str, ...]
    marks: tuple[float, ...]


def marked(questions: Path, marks: Path, propositions: Sequence[str]) -> dict[str, list[Marked]]:
    """Questions with all propositions, by part. A proposition that is on record no more is left out. Raises `InputError` with
    the file or line that cannot be used."""
    texts = {question.id: question.question for question in load_questions(questions)}
    embeddings = load_embeddings(DEFAULT_EMBEDDINGS)
    vectors = embeddings.encode(list(propositions))
    try:
        lines = marks.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{marks} cannot be read ({error.strerror}).") from error
    found: dict[str, list[Marked]] = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            question, asks, on_it = texts[row["question"]], set(row["asks"]), set(row["near"])
            part = row["part"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{marks}, line {number}: not the marks of a question of {questions} ({error}).") from error
        nearest = [propositions[at] for at in np.argsort(-(vectors @ embeddings.encode([question])[0]))]
        own = tuple(ASKS if one in asks else ON_IT if one in on_it else NEITHER for one in nearest)
        found.setdefault(part, []).append(Marked(question, tuple(nearest), own))
    return found


def read(one: Marked) -> list[Judged]:
    """The propositions that a question is fitted to: the nearest, all that are marked, and a few others."""
    beyond = range(NEAREST, len(one.propositions))
    far = set(random.sample(beyond, min(FAR, len(beyond)))) | {at for at in beyond if one.marks[at]}
    chosen = [*range(min(NEAREST, len(one.propositions))), *sorted(far)]
    return [(one.question, one.propositions[at], one.marks[at]) for at in chosen]


def report(label: str, weights: Path, questions: Sequence[Marked]) -> None:
    """AUROC of the nearest propositions, and what is found of those asked about and beside them."""
    encoder = load_cross_encoder(weights)
    rows = [
        (share, mark)
        for one in questions
        for share, mark in zip(encoder.scores(one.question, one.propositions[:NEAREST]), one.marks[:NEAREST], strict=True)
    ]
    taken = [mark for share, mark in rows if share >= np.log(ASKED / (1 - ASKED))]
    asked = sum(mark == ASKS for one in questions for mark in one.marks)
    near = sum(mark == ASKS for _, mark in rows)
    counts = {mark: sum(own == mark for own in taken) for mark in (ASKS, ON_IT, NEITHER)}
    told_apart = f"AUROC {auroc([share for share, _ in rows], [mark == ASKS for _, mark in rows]):.3f}"
    found = f"found {counts[ASKS]} of {asked} asked about ({near} among the nearest)"
    print(
        f"{label}: {len(questions)} questions, {told_apart}; {found}, {counts[ON_IT]} on the subject, {counts[NEITHER]} beside it"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_propositions", description="Fit what questions ask about.")
    p.add_argument("--questions", type=Path, default=Path("data/questions/everyday.jsonl"), help="default: %(default)s")
    p.add_argument("--marks", type=Path, default=MARKS, help="default: %(default)s")
    p.add_argument("--part", default="fit", help="part that it is fitted to (default: %(default)s)")
    p.add_argument("--only-report", action="store_true", help="fit nothing, say how the weights in use do")
    p.add_argument("--out", type=Path, default=PROPOSITION_WEIGHTS, help="default: %(default)s")
    options = p.parse_args(arguments)
    torch.manual_seed(0)
    random.seed(0)
    try:
        store = Service(build_settings()).store()
        held = {position.proposition for key in store.article_index() for position in store.article(key).positions}
        parts = marked(options.questions, options.marks, sorted(held))
        if options.part not in parts:
            raise InputError(f"{options.marks} has no part {options.part}; it has {', '.join(sorted(parts))}.")
    except DebatesError as error:
        note(error.user_message)
        return 2
    if not options.only_report:
        model = Fitted()
        model.take(load_file(WEIGHTS))
        learn(model, parts[options.part], HOW, PRIOR, read)
        save_file(model.tensors(), options.out)
    for part, questions in sorted(parts.items()):
        report(part, options.out, questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
