"""How near a stored sentence comes to answering a question: explainable signals, joined by the weights of a reviewed file. Pure.

A sentence that answers seldom repeats the whole question: what it leaves out stands in the sentences around it. Weights stand in
`relevance_weights.yaml`; `python -m evaluation.fit_relevance` fits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import numpy as np
import yaml
from numpy.typing import NDArray

from answering.questions import QuestionKind, question_kind
from core.terms import index_terms
from retrieval.demands import demands, gives
from retrieval.late_interaction import Signs

WEIGHTS = Path(__file__).with_name("relevance_weights.yaml")
EVEN, FURTHEST = -1.5, 3.0  # log-odds to answer that count neither for nor against, and how far beside them they count
LENGTHY = 30  # words from which on a sentence has room enough to say something

SIGNALS = (
    "cosine", "passage", "coverage", "before", "around", "neighbour", "pairs", "figure", "cause", "said", "length",
    "heading", "section", "section_best", "words", "words_before", "sought",
)  # fmt: skip
"""What the numbers of `signals` are, in order; each from 0 to 1 but for rounding."""

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAUSE = re.compile(
    r"\b(because|reason|since|due to|owing|led to|deter|fear|discourag|explain|so that|therefore|result|blame|put off|reluctan)",
    re.I,
)
_SAID = re.compile(
    r"\b(said|says|argu|call|told|wrot|writ|warn|want|oppos|support|reject|propos|recommend|conclud|found|think|believ|criticis|welcom|claim|insist|demand|urge)",
    re.I,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence in its place: `paragraph` and `section` name those it stands in among all, `above` holds the terms of its
    headings. Cosines are to the question; `heading` is that of the nearest heading above it, of a title where there is none.
    `signs` are those of its words; `sought` is the cosine to where the query encoder looks for the answer."""

    text: str
    paragraph: tuple[str, int]
    section: tuple[str, str]
    above: frozenset[str]
    cosine: float
    passage: float
    heading: float
    signs: Signs
    sought: float


def signals(
    question: str, weights: Mapping[str, float], sentences: Sequence[Seen], like: Callable[[Sequence[Signs]], Sequence[float]]
) -> Floats:
    """Signals of sentences in reading order, shape `(n, len(SIGNALS))`. `weights` are the rarities of the question's
    terms, `like` gives the likeness of words to those of the question.

    `before` and `around` are coverage with the sentence before, and with those on both sides, in one paragraph; `neighbour` is
    the better cosine of those two; `pairs` is the share of the question's neighbouring terms that neighbour here too;
    `section` and `section_best` are the mean and the best cosine of the sentences of its section; `words` and `words_before`
    are the likeness of its words, alone and with those of the sentence before.
    """
    kind, asked = question_kind(question), demands(question).figure
    order = index_terms(question)
    wanted = set(pairwise(order))
    runs = [index_terms(sentence.text) for sentence in sentences]
    held = [frozenset(run) for run in runs]
    sections: dict[tuple[str, str], list[float]] = {}
    for sentence in sentences:
        sections.setdefault(sentence.section, []).append(sentence.cosine)
    pointed = [
        np.concatenate([sentences[at - 1].signs, sentence.signs])
        if at and _lends(sentences[at - 1], sentence)
        else sentence.signs
        for at, sentence in enumerate(sentences)
    ]
    words, words_before = like([sentence.signs for sentence in sentences]), like(pointed)
    rows = np.zeros((len(sentences), len(SIGNALS)))
    for at, sentence in enumerate(sentences):
        near = [n for n in (at - 1, at + 1) if 0 <= n < len(sentences) and _lends(sentences[n], sentence)]
        own = held[at] | sentence.above
        before = own | held[at - 1] if at - 1 in near else own
        around = own.union(*(held[n] for n in near))
        rows[at] = (
            sentence.cosine,
            sentence.passage,
            _share(weights, own),
            _share(weights, before),
            _share(weights, around),
            max((sentences[n].cosine for n in near), default=sentence.cosine),
            len(wanted & set(pairwise(runs[at]))) / max(1, len(wanted)),
            gives(asked, sentence.text, question) if asked else _fits(kind, sentence.text),
            kind == "why" and bool(_CAUSE.search(sentence.text)),
            kind in ("who", "debate") and tells_what_was_said(sentence.text),
            min(1.0, len(sentence.text.split()) / LENGTHY),
            sentence.heading,
            fmean(sections[sentence.section]),
            max(sections[sentence.section]),
            words[at],
            words_before[at],
            sentence.sought,
        )
    return rows


def tells_what_was_said(text: str) -> bool:
    """True for a sentence with a verb of saying, thinking or siding."""
    return bool(_SAID.search(text))


def _lends(neighbour: Seen, sentence: Seen) -> bool:
    """True if a sentence can be about what its neighbour is about. A question holds all the words that are asked for, and what
    stands beside it may be anything."""
    return neighbour.paragraph == sentence.paragraph and not neighbour.text.rstrip().endswith("?")


def _share(weights: Mapping[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values()) or 1.0
    return sum(weight for term, weight in weights.items() if term in present) / total


def _fits(kind: QuestionKind, text: str) -> bool:
    return bool((kind == "figure" and _DIGIT.search(text)) or (kind == "when" and _YEAR.search(text)))


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Two linear models: bias and weights that go with `SIGNALS`, shape `(1 + len(SIGNALS),)`. `known` is for collections that
    the query encoder was fitted to, `unknown` for others, of which what it says counts for less. Scaled so that a sentence on
    the question has about 0.5 to 0.8. `predicted` is what being known to answer this very question adds."""

    unknown: Floats
    known: Floats
    predicted: float
    read: float

    def relevance(self, rows: Floats, predicted: Floats, known: bool) -> Floats:
        """What each row of signals is worth, roughly 0 to 1. `predicted`: how like the question is to a known one."""
        weights = self.known if known else self.unknown
        worth: Floats = weights[0] + rows @ weights[1:] + self.predicted * predicted
        return worth

    def with_reading(self, worth: Floats, answers: Floats) -> Floats:
        """The same with what a reader of question and sentence made of them: log-odds, shape `(n,)`, NaN for those unread, which
        count like the worst that was read, if that is little."""
        if np.isnan(answers).all():
            return worth
        gained = self.read * np.clip(answers - EVEN, -FURTHEST, FURTHEST)
        return worth + np.where(np.isnan(gained), min(0.0, float(np.nanmin(gained))), gained)


@lru_cache(maxsize=1)
def load_relevance() -> RelevanceModel:
    """The model in use, from its file."""
    raw = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    return RelevanceModel(
        **{kind: np.array([raw[kind][name] for name in ("bias", *SIGNALS)]) for kind in ("unknown", "known")},
        predicted=float(raw["predicted"]),
        read=float(raw["read"]),
    )
