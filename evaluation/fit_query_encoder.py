"""`python -m evaluation.fit_query_encoder`: fit the query encoder to questions of which the answering sentence is known.

Predicted queries of the articles, and questions in lay words that were each written for one sentence. For each, among all
sentences as the index holds them, which is its own, and among all passages? Only what embeds the question is fitted: low-rank
updates of the packaged model. One in six of the sentences with lay questions is held out, and its questions are reported on
beside graded ones. Some seven minutes on two cores.
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
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from answering.service import Service
from core.console import note
from core.errors import DebatesError, InputError
from core.settings import DEFAULT_EMBEDDINGS, Settings, build_settings
from evaluation.graded_pairs import Asked, Told, asked_of, load_all, queries_of, told_of
from evaluation.grades import ANSWERS
from evaluation.low_rank import descend, tensors_of, with_updates
from retrieval.embeddings import Vectors, load_embeddings, unit_rows
from retrieval.query_encoder import ARTICLES, WEIGHTS, embedded
from retrieval.sentence_vectors import SentenceVectors, vectors_of
from retrieval.store import Store

FOLDER = Path("data/questions")
GRADED = ("everyday", "everyday_grades"), ("dev", "grades"), ("practice_plain", "grades")
READ = "fit"  # part whose questions are predicted queries
RANK = 16  # of the updates
STEPS, SIZE, PACE = 1_400, 64, 1.5e-3  # questions in each step
SHARP = 20.0  # what a cosine is multiplied by: one of 0.1 more is 7 times as likely
LAY_TIMES = 2  # a lay question counts as so many predicted queries
HELD_OUT = 6  # one in so many of the sentences with lay questions
DEPTHS = (5, 14, 50)

Labelled = tuple[str, frozenset[int]]
"""A question with the sentences, by row, that answer it."""


@dataclass(frozen=True, slots=True)
class Index:
    """Vectors, shape `(n, dim)`, of all sentences and passages of a collection, and the row of each sentence's passage."""

    sentences: Vectors
    passages: Vectors
    passage_of: list[int]


def index_of(store: Store, told: Sequence[Told], settings: Settings) -> Index:
    """Sentences in the order of `told`, as the retriever holds them. Raises `InputError` for another model's vectors, or none."""
    if settings.embedding_model != DEFAULT_EMBEDDINGS or not told:
        raise InputError("The query encoder is fitted to a collection with the packaged EMBEDDING_MODEL that holds articles.")
    chunks = [chunk for key in store.article_index() for chunk in store.chunks_of(key)]
    vectors = vectors_of(chunks, SentenceVectors(settings, store.name), load_embeddings(DEFAULT_EMBEDDINGS))
    rows = {(one.article_id, one.start): at for at, one in enumerate(told)}
    sentences = np.zeros((len(told), vectors[chunks[0].chunk_id].shape[1]), np.float32)
    passage_of = [0] * len(told)
    for at, chunk in reversed(list(enumerate(chunks))):  # of passages that share a sentence the first counts
        for (start, _), vector in zip(chunk.sentences, vectors[chunk.chunk_id], strict=True):
            row = rows[chunk.article_id, start]
            sentences[row], passage_of[row] = vector, at
    stored = store.vectors([chunk.chunk_id for chunk in chunks])
    return Index(sentences, unit_rows(np.stack([stored[chunk.chunk_id] for chunk in chunks])), passage_of)


def graded(asked: Sequence[Asked], told: Sequence[Told]) -> list[Labelled]:
    """Graded questions with the sentences that answer them, where any does."""
    rows = {one.read: at for at, one in enumerate(told)}
    labelled = (
        (one.question, frozenset(rows[text] for text, grade in zip(one.sentences, one.grades, strict=True) if grade == ANSWERS))
        for one in asked
    )
    return [(text, own) for text, own in labelled if own]


class Fitted(nn.Module):  # type: ignore[misc]
    """The packaged model with updates to be fitted."""

    def __init__(self) -> None:
        super().__init__()
        self.base, self.tokenizer, self.updates = with_updates(RANK)

    def forward(self, questions: Sequence[str]) -> torch.Tensor:
        return embedded(self.base, self.tokenizer, questions)


def fit(model: Fitted, questions: Sequence[Labelled], index: Index) -> None:
    """Among all sentences, and all passages, a question's own are to be nearest to it."""
    order: list[Labelled] = []

    def step() -> torch.Tensor:
        nonlocal order
        if len(order) < SIZE:
            order = random.sample(questions, len(questions))
        drawn, order = order[:SIZE], order[SIZE:]
        chosen = [random.choice(sorted(own)) for _, own in drawn]
        return loss(model([text for text, _ in drawn]), [own for _, own in drawn], chosen, index)

    descend(model, STEPS, PACE, step)


def loss(vectors: torch.Tensor, own: Sequence[frozenset[int]], chosen: Sequence[int], index: Index) -> torch.Tensor:
    """Cross-entropy of the chosen sentence among all, and of its passage, of questions with `vectors`, shape `(n, dim)`. Others
    of a question's `own` are no wrong ones."""
    nearest = SHARP * vectors @ torch.tensor(index.sentences).T
    around = SHARP * vectors @ torch.tensor(index.passages).T
    for row, (rows, one) in enumerate(zip(own, chosen, strict=True)):
        nearest[row, sorted(rows - {one})] = float("-inf")
        around[row, sorted({index.passage_of[at] for at in rows} - {index.passage_of[one]})] = float("-inf")
    passages = torch.tensor([index.passage_of[at] for at in chosen])
    return functional.cross_entropy(nearest, torch.tensor(chosen)) + functional.cross_entropy(around, passages)


def report(label: str, questions: Sequence[Labelled], vectors: Vectors, index: Index) -> None:
    """How many questions have one of the sentences that answer them among the nearest, and which share of these is there; nothing
    where there is no question."""
    if not questions:
        return
    scores = vectors @ index.sentences.T
    places = np.argsort(np.argsort(-scores, axis=1), axis=1)
    own = [row[sorted(rows)] for row, (_, rows) in zip(places, questions, strict=True)]
    found = (
        f"@{k} {np.mean([min(row) < k for row in own]):.3f} ({np.mean([np.mean(row < k) for row in own]):.3f})" for k in DEPTHS
    )
    print(f"{label}, {len(questions)} questions, any of the answers (share of them): {', '.join(found)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_query_encoder", description="Fit the query encoder.")
    p.add_argument("--folder", type=Path, default=FOLDER, help="of the question files (default: %(default)s)")
    p.add_argument("--out", type=Path, default=WEIGHTS, help="default: %(default)s")
    options = p.parse_args(arguments)
    torch.manual_seed(0)
    random.seed(0)
    try:
        settings = build_settings()
        store = Service(settings).store()
        articles = [store.article(key) for key in store.article_index()]
        told = told_of(store, articles)
        index = index_of(store, told, settings)
        predicted = [(text, frozenset(own)) for text, own in queries_of(articles, told, [])]
        questions = load_all([options.folder / "lay.jsonl"])
        written = [(text, frozenset(own)) for text, own in queries_of([], told, questions)]
        others = {}
        for name, grades in GRADED:
            asked = asked_of(load_all([options.folder / f"{name}.jsonl"]), [options.folder / f"{grades}.jsonl"], told)
            others[f"{name}, graded"] = graded([one for one in asked if one.part != READ], told)
        with_lay = sorted({min(own) for _, own in written})
        if len(with_lay) < HELD_OUT:
            raise InputError(
                f"{options.folder / 'lay.jsonl'}: no more than {len(with_lay)} of its sentences are in the collection."
            )
    except DebatesError as error:
        note(error.user_message)
        return 2
    note(f"{len(predicted)} predicted queries, {len(written)} of {len(questions)} questions in lay words found their sentence")
    held_out = set(random.sample(with_lay, len(with_lay) // HELD_OUT))
    held = [question for question in written if question[1] & held_out]
    model = Fitted()
    fit(model, predicted + LAY_TIMES * [question for question in written if not question[1] & held_out], index)
    save_file(tensors_of(model.updates), options.out, {ARTICLES: json.dumps([article.article_id for article in articles])})
    packaged = load_embeddings(DEFAULT_EMBEDDINGS)
    with torch.inference_mode():
        for label, known in {"lay, held out": held, **others}.items():
            texts = [text for text, _ in known]
            report(f"{label}, the packaged model", known, packaged.encode(texts), index)
            report(f"{label}, fitted", known, model(texts).numpy(), index)
    return 0


if __name__ == "__main__":
    sys.exit(main())
