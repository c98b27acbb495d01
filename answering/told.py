"""Do the sentences found answer the question at all? A logistic model over what was made of them. Pure.

The collection tells much that is near to what people ask and is not it: of 2,486 everyday questions about half are answered
nowhere (`data/questions/everyday.jsonl`). The signs of evidence are read before any sentence is looked at closely; this reads
what the best sentences came to. Weights stand in `told_weights.yaml`, fitted by `python -m evaluation.fit_told`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from statistics import fmean

import numpy as np
import yaml

from answering.evidence import Candidate
from answering.selection import value
from answering.worth import UNREAD
from retrieval.evidence import load_model

WEIGHTS = Path(__file__).with_name("told_weights.yaml")
FEW = 3  # best sentences whose mean is taken
SURE = 6.0  # log-odds at which a probability counts as certain

SIGNS = ("evidence", "worth", "worth_of_few", "read", "read_of_few", "value", "value_of_few", "sought")
"""What the model reads of a question, in order: log-odds of the evidence, of the likeliest sentence, what the cross-encoder
makes of the best, and their relevance; these three also as a mean of the best few; and how near one comes to where the answer is
sought."""
KNOWN = (*SIGNS, "predicted")
"""The same in a collection that the query encoder was fitted to."""


def signs(evidence: float, likely: Mapping[Candidate, float]) -> dict[str, float]:
    """What the model reads. `evidence` is the share of what was retrieved, `likely` how likely each candidate answers."""
    worth = [log_odds(share) for share in likely.values()]
    read = [UNREAD if c.answers is None else max(c.answers, UNREAD) for c in likely]
    values = [value(c) for c in likely]
    return {
        "evidence": log_odds(evidence),
        "worth": max(worth, default=-SURE),
        "worth_of_few": _of_few(worth, -SURE),
        "read": max(read, default=UNREAD),
        "read_of_few": _of_few(read, UNREAD),
        "value": max(values, default=0.0),
        "value_of_few": _of_few(values, 0.0),
        "sought": max((c.sought for c in likely), default=0.0),
        "predicted": max((c.predicted for c in likely), default=0.0),
    }


def log_odds(share: float) -> float:
    """Of a probability; one that is next to certain counts as `SURE`."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return min(max(log(share / (1 - share)), -SURE), SURE)


def _of_few(values: Sequence[float], least: float) -> float:
    return fmean(sorted(values, reverse=True)[:FEW]) if values else least


@dataclass(frozen=True, slots=True)
class ToldModel:
    """Weights for collections that the query encoder was fitted to, and for others. Below `least` a question is declined,
    below `without` where the evidence is hopeless; below `unsure` the answer says that nothing comes close."""

    unknown: Mapping[str, float]
    known: Mapping[str, float]
    least: float
    without: float
    unsure: float

    def enough(self, share: float, evidence: float) -> bool:
        """True if a question is told of with this `share` by sentences found with this `evidence`."""
        return share >= (self.least if evidence >= load_model().hopeless else self.without)

    def share(self, found: Mapping[str, float], known: bool) -> float:
        """How likely, from 0 to 1, the question is answered."""
        weights = self.known if known else self.unknown
        return float(
            1 / (1 + np.exp(-sum(weight * (1.0 if name == "bias" else found[name]) for name, weight in weights.items())))
        )


@lru_cache(maxsize=1)
def load_told() -> ToldModel:
    """The model in use, from its file."""
    raw = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    return ToldModel(raw["unknown"], raw["known"], *(float(raw[name]) for name in ("least", "without", "unsure")))
