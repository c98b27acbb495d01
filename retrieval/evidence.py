"""Do the passages found hold an answer? A few explainable signals joined to one share between 0 and 1. Pure.

Likeness alone cannot tell: "How many managers does NHS Scotland employ?" is like every passage on the managers of England. So a
sentence counts as evidence only as far as it also has what the question demands: its names, the person whose view is asked for,
a figure of the kind asked for, the thing that is counted. Weights stand in `evidence_weights.yaml`;
`python -m evaluation.fit_evidence` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import yaml

from core.names import longer_names, mentions, words_mentioned
from core.terms import index_terms, stem
from retrieval.chunk_table import StoredChunk
from retrieval.demands import FORM, Demands, demands, gives
from retrieval.embeddings import Vectors

WEIGHTS = Path(__file__).with_name("evidence_weights.yaml")
PASSAGES = 10  # of the final ranking, whose sentences are looked at
STRONG = 0.75  # share of the best sentence's cosine from which sentences may complete one another's names
NO_FIGURE = 0.5  # what a sentence is worth without the figure asked for
NO_THING = 0.75  # and without the thing that is counted, paid or picked out
UNLIKE = 0.375  # best cosine of a sentence, to it or to where its answer is sought, below which a question is unlike all here …
BARELY = 0.45  # … unless one sentence with its heading covers this share of its words
EVERYWHERE = frozenset({"nhs"})  # a word that tells nothing of what a question is about
FEW_WORDS = 3  # from so many words on a question may share none with what answers it
UNSEEN = 6.0  # weight of a name's term that has none among the question's content terms


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, its cosine to the question, the sentence before, and what stands above: headings, title, byline.

    `own` are the stemmed words of the two sentences, `terms` those of all of it.
    """

    sentence: str
    cosine: float
    before: str
    above: str
    byline: str
    own: frozenset[str]
    terms: frozenset[str]

    @property
    def text(self) -> str:
        return f"{self.sentence} {self.before} {self.above}"


class SentenceTerms(Protocol):
    """Knows the stemmed words of stored sentences."""

    def sentence_terms(self, chunk_id: str) -> list[frozenset[str]]:
        """Those of each sentence of a stored chunk."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one window offers, each from 0 to 1."""

    names: float
    voice: float
    figure: bool
    thing: bool
    coverage: float
    topic: float


def windows_of(chunks: Sequence[StoredChunk], cosines: Mapping[str, Vectors], table: SentenceTerms) -> list[Window]:
    """The sentences of chunks in order; `cosines` has those of each chunk's sentences to the question."""
    found = []
    for stored in chunks:
        chunk, above, who = stored.chunk, stored.above, stored.byline
        head = _terms(above)
        before, words_before = "", frozenset[str]()
        rows = zip(chunk.sentences, cosines[chunk.chunk_id].tolist(), table.sentence_terms(chunk.chunk_id), strict=True)
        for (start, end), cosine, words in rows:
            sentence = chunk.text[start - chunk.start : end - chunk.start]
            own = words | words_before
            found.append(Window(sentence, cosine, before, above, who, own, own | head))
            before, words_before = sentence, words
    return found


def signals(
    question: str,
    windows: Sequence[Window],
    weights: Mapping[str, float],
    agreement: float,
    sought: float,
    publications: Collection[str] = (),
) -> dict[str, float]:
    """The signals by name, each from 0 to 1.

    `weights` are the rarities of the question's content terms; `agreement` is the share of the five best passages of one
    ranking that are among the five best of the other; `sought` is the best cosine of a sentence to where the answer is sought.
    `fitting` is the best cosine of a sentence, lessened by what it lacks of the question's demands; a sentence must have all the
    names, unless several may share them (`Demands.apart`), and one of `publications` that merely ends in a name does not count
    for it. `voice_coverage` is the share of the question's other words, by rarity, beside the person whose view is asked for.
    `spoken_of` tells if a window has any word of a question of one or two; longer ones may be put in other words throughout.
    """
    demanded = demands(question)
    windows = _without(windows, longer_names(demanded.names, publications))
    weights = {term: weight for term, weight in weights.items() if term not in FORM}
    telling = weights.keys() - EVERYWHERE
    cosine = max((window.cosine for window in windows), default=0.0)
    strong = [window for window in windows if window.cosine >= STRONG * cosine]
    together = _named(demanded.names, strong, weights) if demanded.apart else 0.0
    rows = [_row(question, demanded, window, weights, together) for window in windows]
    beside = max((row.coverage * row.names for row in rows if row.figure), default=0.0)
    return {
        "cosine": cosine,
        "coverage": max((row.coverage for row in rows), default=0.0),
        "names": max((row.names * row.voice for row in rows), default=0.0),
        "spoken_of": float(len(telling) >= FEW_WORDS or any(window.terms & telling for window in windows)),
        "agreement": agreement,
        "sought": sought,
        "fitting": max((_fit(row) * w.cosine for row, w in zip(rows, windows, strict=True)), default=0.0),
        "figure_coverage": beside if demanded.figure else 1.0,
        "voice_coverage": max((row.topic * row.voice for row in rows), default=0.0) if demanded.voice else 1.0,
    }


def unlike(found: Mapping[str, float]) -> bool:
    """True for the signals of a question that is like no sentence in meaning and like none in words, or shares no word."""
    nearest = max(found["cosine"], found["sought"])
    return not found["spoken_of"] or (nearest < UNLIKE and found["coverage"] < BARELY)


def _without(windows: Sequence[Window], longer: Sequence[str]) -> list[Window]:
    """The windows with longer names than those asked for taken out of their texts."""
    found = list(windows)
    for name in longer:
        found = [
            replace(w, **{part: getattr(w, part).replace(name, " ") for part in ("sentence", "before", "above", "byline")})
            for w in found
        ]
    return found


def _fit(row: Row) -> float:
    worth = (1.0 if row.thing else NO_THING) if row.figure else NO_FIGURE
    return row.names * row.voice * worth


def _row(question: str, demanded: Demands, window: Window, weights: Mapping[str, float], together: float) -> Row:
    named = set(index_terms(" ".join(demanded.names)))
    other = {term: weight for term, weight in weights.items() if term not in named}
    heard = any(mentions(name, f"{window.sentence} {window.byline}") for name in demanded.voice)
    return Row(
        names=max(together, _named(demanded.names, [window], weights)),
        voice=float(heard or not demanded.voice),
        figure=demanded.figure is None or gives(demanded.figure, window.sentence, question),
        thing=not demanded.thing or bool(demanded.thing & window.own),
        coverage=_covered(weights, window.terms),
        topic=_covered(other, window.terms) if other else 1.0,
    )


def _covered(weights: Mapping[str, float], present: frozenset[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in present) / (sum(weights.values()) or 1.0)


def _named(names: Sequence[str], windows: Sequence[Window], weights: Mapping[str, float]) -> float:
    """Share of the names that the windows mention between them; of a name in part, the part by rarity. 1 without names."""
    if not names:
        return 1.0
    texts = " ".join(window.text for window in windows)
    shares = []
    for name in names:
        terms = {term: weights.get(term, UNSEEN) for term in index_terms(name)}
        there = {stem(word.lower()) for word in words_mentioned(name, texts)}
        found = sum(weight for term, weight in terms.items() if term in there)
        shares.append(1.0 if not terms or mentions(name, texts) else found / sum(terms.values()))
    return sum(shares) / len(shares)


@lru_cache(maxsize=5_000)
def _terms(text: str) -> frozenset[str]:
    return frozenset(index_terms(text))


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """A logistic model: `bias` and `weights` on the signals' own scales.

    Below `least` evidence is weak, below `hopeless` a question is declined unless the sentences found are sure to answer it.
    """

    bias: float
    weights: Mapping[str, float]
    least: float
    hopeless: float

    def share(self, found: Mapping[str, float]) -> float:
        """How likely, from 0 to 1, a question with these signals can be answered, going by the questions it was fitted to."""
        return 1.0 / (1.0 + math.exp(-self.bias - sum(weight * found[name] for name, weight in self.weights.items())))


@lru_cache(maxsize=1)
def load_model() -> EvidenceModel:
    """The model in use, from its file."""
    raw = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    weights = {str(name): float(weight) for name, weight in raw["weights"].items()}
    return EvidenceModel(float(raw["bias"]), weights, float(raw["least"]), float(raw["hopeless"]))
