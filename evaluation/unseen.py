"""`python -m evaluation.unseen FOLDER`: the articles in two halves, each with a query encoder fitted to the other half.

What a sentence is worth, and whether a question is told, is weighed otherwise where the query encoder was not fitted to the
articles. Asked of a half that its encoder never saw, without predicted queries, questions show what readers with articles of
their own will have, but for the cross-encoder, which knows both halves. The weights `unknown` are fitted to them: `--unseen
FOLDER` of `evaluation.fit_relevance`, `fit_worth`, `fit_told`, in this order, each when what the one before printed stands in
its file, since each reads what those before it make of a sentence. Some twenty minutes, and five for the weights.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answering.service import Service
from core.console import note
from core.errors import DebatesError, InputError
from core.settings import Settings, build_settings
from evaluation.dataset import Question, load_questions
from evaluation.grades import ANSWERS, Graded
from evaluation.trial_collection import made, settings_of
from retrieval.embeddings import Vectors, unit_rows
from retrieval.false_premises import FalsePremises
from retrieval.predicted_queries import PredictedQueries
from retrieval.query_encoder import load_query_encoder
from retrieval.retriever import HybridRetriever
from retrieval.store import Store, open_store

HALVES = ("half-a", "half-b")
QUESTIONS, ARTICLES = Path("data/questions"), Path("data/articles")
BALANCED_BY = ("dev", "practice_plain")  # question files of which both halves are to have as many


@dataclass(frozen=True, slots=True)
class Half:
    """A retriever over one half of the articles that knows no question about them, and the ids of those articles, of which a
    briefing bears the name of its debate."""

    retriever: HybridRetriever
    articles: frozenset[str]

    def tells(self, question: Question, graded: Mapping[str, Graded]) -> bool:
        """True if this half answers a question, or a part of it where grades tell."""
        if not question.answerable:
            return False
        if grades := graded.get(question.id):
            return not self.articles.isdisjoint(key for key, own in grades.grades.items() if ANSWERS in own.values())
        return bool(question.gold_doc_ids) and self.articles.issuperset(question.gold_doc_ids)


def halves(settings: Settings, folder: Path) -> list[Half]:
    """Those that the command made in a folder. Raises a `DebatesError` where they are not there."""
    found = []
    for name, other in zip(HALVES, reversed(HALVES), strict=True):
        retriever = Service(settings_of(settings, name, folder)).pipeline().retriever
        dim = retriever.embeddings.vector("any").shape[0]
        nothing_known = {
            "queries": PredictedQueries([], np.zeros((0, dim), np.float32), np.zeros((0, 4), np.int64)),
            "premises": FalsePremises([], [], np.zeros((2, 0, 0), np.float32)),
            "query_encoder": load_query_encoder(_weights(folder, other)),
        }
        found.append(Half(retriever.model_copy(update=nothing_known), frozenset(retriever.store.article_index())))
    return found


def dealt_out(questions: Sequence[Question], graded: Mapping[str, Graded], parts: Sequence[Half]) -> list[list[Question]]:
    """For each half the questions that it answers, and of those that neither does the ones on its debates and its share of the
    rest."""
    found: list[list[Question]] = [[] for _ in parts]
    rest = 0
    for question in questions:
        for at, half in enumerate(parts):
            if half.tells(question, graded):
                found[at].append(question)
        if not question.answerable:
            debate = (question.model_extra or {}).get("debate")
            own = next((at for at, half in enumerate(parts) if debate in half.articles), None)
            found[rest % len(parts) if own is None else own].append(question)
            rest += own is None
    return found


def split(store: Store, asked: Counter[str]) -> list[list[str]]:
    """Article ids in two halves: each article goes with the briefing that it is most like, and of the briefings the one that the
    most questions are `asked` about goes to the half with the fewer questions."""
    articles = [store.article(key) for key in store.article_index()]
    vectors = {article.article_id: _vector(store, article.article_id) for article in articles}
    briefings = sorted(article.article_id for article in articles if article.form == "briefing")
    if len(briefings) < len(HALVES):
        raise InputError("The articles cannot be parted: there are fewer than two briefings.")
    with_them: dict[str, list[str]] = {key: [] for key in briefings}
    for key, vector in vectors.items():
        with_them[key if key in with_them else max(briefings, key=lambda own: float(vectors[own] @ vector))].append(key)
    weight = {key: sum(asked[own] for own in members) for key, members in with_them.items()}
    found: list[list[str]] = [[] for _ in HALVES]
    counts = [0] * len(HALVES)
    for key in sorted(briefings, key=lambda own: -weight[own]):
        at = counts.index(min(counts))
        found[at] += with_them[key]
        counts[at] += weight[key] or 1
    return found


def _vector(store: Store, article_id: str) -> Vectors:
    stored = store.vectors([chunk.chunk_id for chunk in store.chunks_of(article_id)])
    found: Vectors = unit_rows(np.mean(list(stored.values()), axis=0, keepdims=True))[0]
    return found


def _weights(folder: Path, name: str) -> Path:
    return folder / f"{name}.safetensors"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.unseen", description="Make halves that know nothing of each other.")
    p.add_argument("folder", type=Path, help="where the halves and their query encoders are written")
    p.add_argument("--articles", type=Path, default=ARTICLES, help="default: %(default)s")
    options = p.parse_args(arguments)
    try:
        settings = build_settings()
        if options.folder.exists():
            raise InputError(f"{options.folder} exists. Name a new folder: what an older one holds would be mixed in.")
        questions = [one for name in BALANCED_BY for one in load_questions(QUESTIONS / f"{name}.jsonl")]
        asked = Counter(key for one in questions for key in one.gold_doc_ids[:1])
        whole = open_store(made(settings, "all", [options.articles], options.folder))
        index = whole.article_index()
        for name, own in zip(HALVES, split(whole, asked), strict=True):
            half = made(settings, name, [Path(index[key].root) / index[key].path for key in own], options.folder)
            command = [sys.executable, "-m", "evaluation.fit_query_encoder", "--out", str(_weights(options.folder, name))]
            environment = {"INDEX_DIR": str(half.index_dir), "COLLECTION": name, "CHROMA_URL": ""}
            if subprocess.run(command, env={**os.environ, **environment}, check=False).returncode:
                return 2  # it has said why
    except DebatesError as error:
        note(error.user_message)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
