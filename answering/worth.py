"""How likely a sentence is to answer the question: a logistic model over its signals and its company. Pure.

Relevance orders the sentences of one question; it does not say where those that answer end, since the best of a thin subject
look like the fifth of a rich one. This does: it was fitted to grades that a reader gave (`data/questions/grades.jsonl`), by
`python -m evaluation.fit_worth`. Weights stand in `worth_weights.yaml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean

import numpy as np
import yaml
from numpy.typing import NDArray

from answering.discourse import dangles
from answering.evidence import Candidate
from answering.fitting import fits, tells_of_named
from answering.opening import meets
from answering.questions import question_kind
from answering.relevance import SIGNALS
from answering.selection import announces, around, told, value
from core.names import names_in

WEIGHTS = Path(__file__).with_name("worth_weights.yaml")
TOP = 5  # best sentences whose mean vector stands for what the sources say on the question
UNREAD = -5.0  # log-odds of a sentence that the cross-encoder did not read, and the least that counts
SECTION, ARTICLE = 3, 5  # best sentences of a section, of an article, whose mean value says how near it is

COMPANY = (
    "value", "rank", "centre", "section_mean", "section_max", "article_mean", "announces", "dangles", "meets", "fits",
    "named", "names", "kept", "article_rank", "read", "best_read",
)  # fmt: skip
"""What the model reads beside `SIGNALS`, in order."""
NAMES = (*SIGNALS, *COMPANY)
KNOWN = (*NAMES, "predicted")
"""The same in a collection that the query encoder was fitted to."""

Floats = NDArray[np.float64]


def rows_of(question: str, candidates: Sequence[Candidate]) -> Floats:
    """What the model reads of each candidate, shape `(n, len(KNOWN))`.

    `centre` is the cosine to the mean of the best sentences; the means are those of the best values of its section and article;
    `rank` is its place by value, from 1 down to 0 for the twentieth and later; `article_rank` is 1 for the article found first,
    ½ for the second, 0 for those of which only a neighbour was found; `names` is the share of two or more names asked for that it
    holds; `read` is what the cross-encoder makes of it, `best_read` the best of what it makes of any; the last is how like the
    question is to one that it is known to answer.
    """
    kind = question_kind(question)
    names = [name.split()[-1] for name in names_in(question) if not name[0].isdigit()]
    values = np.array([value(candidate) for candidate in candidates])
    order = np.argsort(-values, kind="stable")
    places = np.empty(len(candidates))
    places[order] = np.arange(len(candidates))
    centre = np.mean([candidates[at].vector for at in order[:TOP]], axis=0)
    centre = centre / (float(np.linalg.norm(centre)) or 1.0)
    sections, articles = defaultdict(list), defaultdict(list)
    for candidate, own in zip(candidates, values.tolist(), strict=True):
        sections[candidate.article.article_id, candidate.heading].append(own)
        articles[candidate.article.article_id].append(own)
    found = {key: at for at, key in enumerate(dict.fromkeys(c.article.article_id for c in candidates if c.kept), 1)}
    best_read = max((c.answers for c in candidates if c.answers is not None), default=UNREAD)
    rows = []
    for at, candidate in enumerate(candidates):
        section = sections[candidate.article.article_id, candidate.heading]
        rows.append(
            (
                *candidate.signals,
                values[at],
                1 - min(places[at], 20) / 20,
                float(candidate.vector @ centre),
                _mean_of_best(section, SECTION),
                max(section),
                _mean_of_best(articles[candidate.article.article_id], ARTICLE),
                announces(candidate.text),
                dangles(candidate.text),
                meets(question, kind, candidate.text),
                fits(question, kind, candidate.text),
                tells_of_named(question, told(candidate), around(candidate)),
                sum(name in candidate.text for name in names) / len(names) if len(names) > 1 else 0.0,
                candidate.kept,
                1 / found[candidate.article.article_id] if candidate.article.article_id in found else 0.0,
                UNREAD if candidate.answers is None else max(candidate.answers, UNREAD),
                best_read,
                candidate.predicted,
            )
        )
    return np.array(rows, np.float64).reshape(len(candidates), len(KNOWN))


def _mean_of_best(values: Iterable[float], most: int) -> float:
    return fmean(sorted(values, reverse=True)[:most])


@dataclass(frozen=True, slots=True)
class WorthModel:
    """Bias and weights on the signs' own scales: on `KNOWN` for collections that the query encoder was fitted
    to, on `NAMES` for others."""

    unknown: Floats
    known: Floats

    def shares(self, rows: Floats, known: bool) -> Floats:
        """Probabilities, shape `(n,)`, of rows of shape `(n, len(KNOWN))`."""
        weights = self.known if known else self.unknown
        found: Floats = 1 / (1 + np.exp(-(weights[0] + rows[:, : len(weights) - 1] @ weights[1:])))
        return found


@lru_cache(maxsize=1)
def load_worth() -> WorthModel:
    """The model in use, from its file."""
    raw = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    return WorthModel(
        *(np.array([raw[k]["bias"], *(raw[k][n] for n in names)]) for k, names in (("unknown", NAMES), ("known", KNOWN)))
    )


def worth(question: str, candidates: Sequence[Candidate]) -> dict[Candidate, float]:
    """The probability that each candidate answers the question or a part of it."""
    if not candidates:
        return {}
    return dict(zip(candidates, load_worth().shares(rows_of(question, candidates), candidates[0].familiar).tolist(), strict=True))
