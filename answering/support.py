"""How likely a sentence in new words says what its quotations say: a few explainable signals joined to one share, 0 to 1.

The checks of `checks/` are hard rules and stand alone; this score ranks what they let through. Its weights were fitted to pairs
that people judged (`python -m evaluation.fit_support`) and stand in `support_weights.yaml`. Word vectors are MiniLM's in
context: "backed" comes near "supported", and "overturned" near nothing in "the convictions are disputed".
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.names import missing_names, name_runs
from answering.checks.numbers import FRACTION_WORDS, NUMBER_WORDS, numbers_in
from answering.checks.words import is_cue, words_of
from core.terms import QUESTION_WORDS, content_terms, stem
from retrieval.context_vectors import ContextVectors, Worded
from retrieval.embeddings import unit_rows

WEIGHTS = Path(__file__).with_name("support_weights.yaml")
LOWEST = 3  # words whose likeness makes `lowest`
APART = 4  # words between two that still count as neighbours in a quotation
LEAST_CLAUSE = 2  # content words of a clause that is looked at alone
_BOUNDARY = re.compile(r"[,;:—–]|\b(?:and|but|which|who|while|because|that|when|where)\b")

_HELD = ("cosine", "coverage", "mean", "lowest", "strangest", "pairs", "clause", "affirmed")
NOTHING = dict.fromkeys(_HELD, 0.0) | {"no_name": 1.0, "no_number": 1.0}  # signals of a text without content words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SupportModel:
    """A logistic model: `bias` and `weights` on the signals' own scales.

    A sentence passes with at least `least` as its score, `coverage` of its terms held, and `likeness` of the
    word that is likest none of the quotations'.
    """

    bias: float
    weights: Mapping[str, float]
    least: float
    coverage: float
    likeness: float

    def score(self, signals: Mapping[str, float]) -> float:
        """How likely the quotations support a sentence with these signals, going by the pairs it was fitted to."""
        return 1.0 / (1.0 + math.exp(-self.bias - sum(weight * signals[name] for name, weight in self.weights.items())))

    def passes(self, signals: Mapping[str, float]) -> bool:
        """True if a sentence says nothing that its quotations have no word for."""
        likest = signals["strangest"] >= self.likeness and signals["coverage"] >= self.coverage
        return likest and self.score(signals) >= self.least


@lru_cache(maxsize=1)
def load_support() -> SupportModel:
    """The model in use, from its file."""
    raw = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    weights = {str(name): float(weight) for name, weight in raw["weights"].items()}
    return SupportModel(float(raw["bias"]), weights, *(float(raw["passes"][name]) for name in ("score", "coverage", "likeness")))


def signals(text: str, ground: Ground, vectors: ContextVectors) -> dict[str, float]:
    """The signals by name, each 0 to 1.

    `cosine` to the quotations together; `coverage`; `mean`, `lowest` (three) and `strangest` likeness of a content word to the
    likest word of a quotation, 1 for the word itself; `pairs` the same of neighbours that are neighbours there; `clause` that
    of the clause that no single quotation holds well. `no_name` and `no_number` are shares and facts about what is absent.
    """
    ours, *theirs = vectors.of([text, *ground.quotes])
    mine = _content(ours)
    quotes = [(worded, kept) for worded in theirs if (kept := _content(worded))]
    if not mine or not quotes:
        return dict(NOTHING)
    likeness = [np.clip(ours.rows[mine] @ worded.rows[kept].T, 0, 1).astype(np.float64) for worded, kept in quotes]
    best = np.max([rows.max(axis=1) for rows in likeness], axis=0)
    together = unit_rows(np.sum([worded.whole for worded in theirs], axis=0, keepdims=True))[0]
    return {
        "cosine": float(ours.whole @ together),
        "coverage": coverage(text, ground),
        "mean": float(best.mean()),
        "lowest": float(np.sort(best)[:LOWEST].mean()),
        "strangest": _strangest([ours.words[at] for at in mine], best, _held(text, ground), ground.quotes),
        "pairs": _pairs(likeness, float(best.mean())),
        "clause": _clause(text, ours, mine, likeness),
        **_absent(text, ground),
    }


def coverage(text: str, ground: Ground) -> float:
    """Share of a sentence's content terms that stand in the ground, 0 to 1; 0 for a sentence without any.

    The metadata may give names and numbers. What was done must stand in a quotation.
    """
    wanted = set(content_terms(text))
    return len(wanted & _held(text, ground)) / len(wanted) if wanted else 0.0


def _held(text: str, ground: Ground) -> set[str]:
    """Terms of the quotations, and of the metadata those that are written as names or numbers in the sentence."""
    named = set(content_terms(" ".join(word for word in text.split() if not word[0].islower())))
    return set(content_terms(ground.text)) | (named & set(content_terms(ground.about)))


def _content(worded: Worded) -> list[int]:
    return [at for at, word in enumerate(worded.words) if word not in QUESTION_WORDS]


def _strangest(words: Sequence[str], best: Floats, held: set[str], quotes: Sequence[str]) -> float:
    """Likeness of the word that is likest none; words that are held, have a synonym there or little weight are left out."""
    said = {word.text for quote in quotes for word in words_of(quote)}
    open_words = [
        float(like)
        for word, like in zip(words, best, strict=True)
        if stem(word) not in held and not _is_light(word) and not any(_may_replace(word, other) for other in said)
    ]
    return min(open_words, default=1.0)


def _is_light(word: str) -> bool:
    """True for words of little weight, and for numbers, which have a check of their own."""
    return word in lexicon().light or word[0].isdigit() or word in NUMBER_WORDS or word in FRACTION_WORDS


def _may_replace(word: str, other: str) -> bool:
    """True for synonyms that name nobody: who acts must stand there."""
    lex = lexicon()
    return lex.are_synonyms(word, other) and not {word, word.rstrip("s")} & lex.actors


def _pairs(likeness: Sequence[Floats], alone: float) -> float:
    """Mean over neighbouring content words of the best place in a quotation where both are near each other."""
    if len(likeness[0]) < 2:
        return alone
    best = np.zeros(len(likeness[0]) - 1)
    for rows in likeness:
        width = rows.shape[1]
        for shift in range(-min(APART, width - 1), min(APART, width - 1) + 1):
            first = rows[:-1, max(0, -shift) : width - max(0, shift)]
            second = rows[1:, max(0, shift) : width - max(0, -shift)]
            best = np.maximum(best, np.minimum(first, second).max(axis=1))
    return float(best.mean())


def _clause(text: str, ours: Worded, mine: Sequence[int], likeness: Sequence[Floats]) -> float:
    """The mean likeness of a clause's words to one quotation, of the clause that is held worst."""
    clauses: list[list[int]] = [[]]
    before = 0
    for row, at in enumerate(mine):
        start, end = ours.spans[at]
        if clauses[-1] and _BOUNDARY.search(text, before, start):
            clauses.append([])
        clauses[-1].append(row)
        before = end
    kept = [clause for clause in clauses if len(clause) >= LEAST_CLAUSE] or [list(range(len(mine)))]
    return min(max(float(rows[clause].max(axis=1).mean()) for rows in likeness) for clause in kept)


@lru_cache(maxsize=256)
def _values(article: str) -> frozenset[Decimal]:
    """The numbers of an article, read once: it is long."""
    return frozenset(number.value for number in numbers_in(article))


def _absent(text: str, ground: Ground) -> dict[str, float]:
    known = "\n".join((ground.text, ground.about))
    runs = name_runs(text, known)
    there = {number.value for number in numbers_in(known)} | _values(ground.around)
    ours = any(map(is_cue, words_of(text)))
    theirs = any(is_cue(word) for quote in ground.quotes for word in words_of(quote))
    return {
        "no_name": len(missing_names(text, ground)) / len(runs) if runs else 0.0,
        "no_number": float(any(number.value not in there for number in numbers_in(text))),
        "affirmed": float(theirs and not ours),
    }
