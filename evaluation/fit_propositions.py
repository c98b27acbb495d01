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
from torch.nn import functional

from answering.cross_encoder import PROPOSITION_WEIGHTS, WEIGHTS, load_cross_encoder
from answering.propositions import ASKED, NEAREST
from answering.service import Service
from core.console import note
from core.errors import DebatesError, InputError
from core.settings import DEFAULT_EMBEDDINGS, build_settings
from evaluation.dataset import load_questions
from evaluation.fit_cross_encoder import Fitted, descend
from evaluation.stats import auroc
from retrieval.embeddings import load_embeddings

MARKS = Path("data/questions/everyday_propositions.jsonl")
ROUNDS, SIZE, PACE = 3, 6, 6e-4  # rounds, questions in each step, pace
FAR = 3  # propositions far from a question that are read with the near ones
ASKS, ON_IT, NEITHER = 1.0, 0.35, 0.0  # how far a proposition is asked about
PRIOR = -1.5  # log-odds that one near a question is asked about, before anything is read
SHARE_OF_SENTENCES = 0.5  # of the top row for sentences, which was fitted to another scale


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


def fit(model: Fitted, questions: Sequence[Marked]) -> None:
    """Learn from marks: of each question all that are marked, the nearest, and a few others."""
    order = [one for _ in range(ROUNDS) for one in random.sample(questions, len(questions))]
    drawn = iter([order[at : at + SIZE] for at in range(0, len(order) - SIZE + 1, SIZE)])
    with torch.no_grad():
        model.head.weight.mul_(SHARE_OF_SENTENCES)
        model.head.bias.fill_(PRIOR)

    def loss() -> torch.Tensor:
        pairs, marks = [], []
        for one in next(drawn):
            beyond = range(NEAREST, len(one.propositions))
            far = set(random.sample(beyond, min(FAR, len(beyond)))) | {at for at in beyond if one.marks[at]}
            for at in [*range(min(NEAREST, len(one.propositions))), *sorted(far)]:
                pairs.append((one.question, one.propositions[at]))
                marks.append(one.marks[at])
        return functional.binary_cross_entropy_with_logits(model(pairs), torch.tensor(marks))

    descend(model, len(order) // SIZE, PACE, loss)


def report(label: str, weights: Path, questions: Sequence[Marked]) -> None:
    """AUROC of the nearest propositions, and what is found of those asked about and beside them."""
    encoder = load_cross_encoder(weights)
    rows = [
        (share, mark)
        for one in questions
        for share, mark in zip(encoder.scores(one.question, one.propositions[:NEAREST]), one.marks[:NEAREST], strict=True)
    ]
    level = np.log(ASKED / (1 - ASKED))
    taken = [mark for share, mark in rows if share >= level]
    asked = sum(mark == ASKS for one in questions for mark in one.marks)
    counts = {mark: sum(own == mark for own in taken) for mark in (ASKS, ON_IT, NEITHER)}
    print(
        f"{label}: {len(questions)} questions, AUROC {auroc([s for s, _ in rows], [m == ASKS for _, m in rows]):.3f}; "
        f"found {counts[ASKS]} of {asked} asked about, {counts[ON_IT]} on the subject, {counts[NEITHER]} beside it"
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
        fit(model, parts[options.part])
        save_file(model.tensors(), options.out)
    for part, questions in sorted(parts.items()):
        report(part, options.out, questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
