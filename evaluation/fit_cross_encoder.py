"""`python -m evaluation.fit_cross_encoder`: fit the cross-encoder that judges sentences to graded ones.

Two stages. First it learns what answering is like from the predicted queries of the articles, and from questions in lay words
that were each written for one sentence: of a question's own sentence and five of those nearest to it, which is its own? Then it
learns from grades, whose sentences were all found for their question: a sentence answers if its grade is 2. Only low-rank
updates of the packaged model are fitted. About an hour on two cores.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from answering.cross_encoder import WEIGHTS, WINDOW, joint
from answering.service import Service
from core.console import note
from core.errors import DebatesError
from core.settings import build_settings
from core.types import Article
from evaluation.dataset import Question
from evaluation.graded_pairs import Asked, Told, asked_of, load_all, own_and_others, told_of
from evaluation.grades import ANSWERS
from evaluation.low_rank import descend, halved, take_updates, tensors_of, with_updates
from evaluation.stats import auroc

RANK = 16  # of the updates
OTHERS = 5  # sentences beside the one that answers a query
FIRST = (1_100, 12, 1e-3)  # steps, queries in each, pace
SECOND = (2, 6, 6e-4)  # rounds, questions in each step, pace
DROPOUT = 0.1
WORTH = {0: 0.0, 1: 0.15, 2: 1.0}  # how far a grade is an answer
PRIOR = -1.7  # log-odds that a sentence found answers, before anything is read
SHARE_OF_FORMER = 0.5  # of the top row that was fitted to something else, on another scale

QUESTIONS = [Path("data/questions/everyday.jsonl"), Path("data/questions/lay.jsonl")]
GRADES = [Path("data/questions/everyday_grades.jsonl"), Path("data/questions/lay_grades.jsonl")]

Pairs = list[tuple[str, str]]
Judged = tuple[str, str, float]
"""A question, a text read with it, and how far, 0 to 1, the text is what it wants."""
Q = TypeVar("Q")


class Fitted(nn.Module):  # type: ignore[misc]
    """The packaged model with updates to be fitted, and a row on top."""

    def __init__(self) -> None:
        super().__init__()
        self.base, self.tokenizer, self.updates = with_updates(RANK)
        dim = int(self.base.config.hidden_size)
        self.head, self.types = nn.Linear(2 * dim, 1), nn.Parameter(torch.zeros(2, dim))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, pairs: Pairs, parts: int = 3) -> torch.Tensor:
        """Log-odds of pairs, shape `(n,)`; read in parts of like length, so that little is padded."""
        order = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
        size = math.ceil(len(order) / parts)
        found = torch.cat([self._read([pairs[at] for at in order[start : start + size]]) for start in range(0, len(order), size)])
        return found[torch.argsort(torch.tensor(order))]

    def _read(self, pairs: Pairs) -> torch.Tensor:
        questions, sentences = map(list, zip(*pairs, strict=True))
        texts = self.tokenizer(questions, sentences, return_tensors="pt", padding=True, truncation=True, max_length=WINDOW)
        both = joint(self.base, texts, self.types)
        found: torch.Tensor = self.head(functional.dropout(both, DROPOUT, self.training)).squeeze(-1)
        return found

    def tensors(self) -> dict[str, torch.Tensor]:
        """What was fitted, by name."""
        found = {"head.weight": self.head.weight, "head.bias": self.head.bias, "types": self.types}
        return halved(found) | tensors_of(self.updates)

    def take(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Go on from what was fitted before."""
        with torch.no_grad():
            self.head.weight.copy_(tensors["head.weight"])
            self.head.bias.copy_(tensors["head.bias"])
            self.types.copy_(tensors["types"])
            take_updates(self.updates, tensors)


def first_stage(model: Fitted, articles: Sequence[Article], told: Sequence[Told], questions: Sequence[Question]) -> None:
    """Learn which of the sentences near a predicted query, or a question written for one, is its own."""
    steps, size, pace = FIRST
    queries = own_and_others(articles, told, questions)
    everything = [text for _, own, _ in queries for text in own]

    def batches() -> Any:
        while True:
            for at in range(0, len(queries) - size + 1, size):
                yield queries[at : at + size]
            random.shuffle(queries)

    random.shuffle(queries)
    drawn = batches()

    def loss() -> torch.Tensor:
        pairs: Pairs = []
        for query, own, others in next(drawn):
            beside = random.sample(others, min(OTHERS, len(others)))
            beside += random.choices(everything, k=OTHERS - len(beside))
            pairs += [(query, random.choice(own)), *((query, other) for other in beside)]
        return functional.cross_entropy(model(pairs).view(-1, 1 + OTHERS), torch.zeros(size, dtype=torch.long))

    descend(model, steps, pace, loss)


def second_stage(model: Fitted, asked: Sequence[Asked]) -> None:
    """Learn from grades."""

    def read(one: Asked) -> list[Judged]:
        return [(one.question, text, WORTH[grade]) for text, grade in zip(one.sentences, one.grades, strict=True)]

    learn(model, asked, SECOND, PRIOR, read)


def learn(
    model: Fitted, questions: Sequence[Q], how: tuple[int, int, float], prior: float, read: Callable[[Q], Sequence[Judged]]
) -> None:
    """Go on from what was fitted to something else, to what is `read` of questions.

    `how` is rounds, questions in each step, and pace; `prior` the log-odds before anything is read.
    """
    rounds, size, pace = how
    order = [question for _ in range(rounds) for question in random.sample(questions, len(questions))]
    drawn = iter([order[at : at + size] for at in range(0, len(order) - size + 1, size)])
    with torch.no_grad():
        model.head.weight.mul_(SHARE_OF_FORMER)
        model.head.bias.fill_(prior)

    def loss() -> torch.Tensor:
        rows = [row for one in next(drawn) for row in read(one)]
        worth = torch.tensor([share for _, _, share in rows])
        return functional.binary_cross_entropy_with_logits(model([(question, text) for question, text, _ in rows]), worth)

    descend(model, len(order) // size, pace, loss)


def report(label: str, model: Fitted, asked: Sequence[Asked]) -> None:
    """AUROC over all pairs, and how often the best sentence of a question that some sentence answers does."""
    scores: list[float] = []
    answers: list[bool] = []
    best: list[bool] = []
    with torch.inference_mode():
        for one in asked:
            own = model([(one.question, sentence) for sentence in one.sentences], parts=1).tolist()
            right = [grade == ANSWERS for grade in one.grades]
            scores += own
            answers += right
            if any(right):
                best.append(right[int(np.argmax(own))])
    found = f"AUROC {auroc(scores, answers):.3f}, best answers {np.mean(best):.3f}"
    print(f"{label}: {len(asked)} questions, {len(scores)} sentences, {found}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_cross_encoder", description="Fit the cross-encoder for sentences.")
    p.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS, help="default: those of everyday and of lay")
    p.add_argument("--grades", type=Path, nargs="+", default=GRADES, help="default: those of everyday and of lay")
    p.add_argument("--part", default="fit", help="part that it is fitted to (default: %(default)s)")
    p.add_argument("--first", type=Path, help="file that keeps what the first stage made, and spares it next time")
    p.add_argument("--out", type=Path, default=WEIGHTS, help="default: %(default)s")
    options = p.parse_args(arguments)
    torch.manual_seed(0)
    random.seed(0)
    try:
        store = Service(build_settings()).store()
        articles = [store.article(key) for key in store.article_index()]
        told, questions = told_of(store, articles), load_all(options.questions)
        asked = asked_of(questions, options.grades, told)
        model = Fitted()
        if options.first and options.first.is_file():
            model.take(load_file(options.first))
        else:
            first_stage(model, articles, told, [q for q in questions if (q.model_extra or {}).get("part") == options.part])
            if options.first:
                save_file(model.tensors(), options.first)
    except DebatesError as error:
        note(error.user_message)
        return 2
    own, held = [one for one in asked if one.part == options.part], [one for one in asked if one.part != options.part]
    second_stage(model, own)
    save_file(model.tensors(), options.out)
    report("fitted to", model, own[: len(held)])
    if held:
        report("others", model, held)
    return 0


if __name__ == "__main__":
    sys.exit(main())
