"""`python -m evaluation.fit_support FILE [--check FILE …]`: fit the score of support to pairs that people judged.

A ridge-penalised logistic regression whose weights may not have the wrong sign: a signal that would is left out. Each of the
sets that a file is made of (`fine`) is also held out once, the rest fitted: their mean tells what an unseen set may expect.
`--check` applies the fit, as it is, to other files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answering.checks.ground import ground_of
from answering.support import WEIGHTS, load_support, signals
from core.console import quiet_libraries
from core.settings import DEFAULT_EMBEDDINGS
from evaluation.fit_evidence import Floats, fitted, shares
from evaluation.stats import auroc
from evaluation.support_pairs import case_of
from retrieval.embeddings import SentenceEmbeddings, load_embeddings

RIDGE = 20.0  # penalty on the weights, on the scale of one standard deviation of each signal
FALLING = frozenset({"no_name", "no_number", "affirmed"})
"""Signals that may only count against a sentence; all others may only count for it."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Signals of each pair, shape `(pairs, signals)`, its label and the set it comes from."""

    x: Floats
    supported: NDArray[np.bool_]
    sets: list[str]


def pairs_of(path: Path, names: Sequence[str], embeddings: SentenceEmbeddings) -> Pairs:
    """The signals of a file's pairs. A claim that shares no word with its evidence has none and is left out."""
    rows, labels, sets = [], [], []
    for pair in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        checker, draft = case_of(pair["claim"], pair["evidence"], embeddings)
        if ground := ground_of(draft, checker.article):
            found = signals(draft.text, ground, embeddings.words)
            rows.append([found[name] for name in names])
            labels.append(bool(pair["label"]))
            sets.append(str(pair.get("fine", path.stem)))
    return Pairs(np.array(rows), np.array(labels), sets)


def signed_fit(x: Floats, y: NDArray[np.bool_], names: Sequence[str]) -> Floats:
    """Bias and weights, shape `(1 + signals,)`, on the signals' own scales; a weight of the wrong sign becomes 0."""
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    scaled, signs = (x - middle) / spread, np.array([-1.0 if name in FALLING else 1.0 for name in names])
    kept = np.ones(len(names), bool)
    while True:
        found = fitted(scaled[:, kept], y, RIDGE)
        wrong = found[1:] * signs[kept] < 0
        if not wrong.any():
            break
        places = np.flatnonzero(kept)
        kept[places[np.argmin(found[1:] * signs[kept])]] = False
    weights = np.zeros(len(names))
    weights[kept] = found[1:] / spread[kept]
    return np.concatenate([[found[0] - weights @ middle], weights])


def held_out(pairs: Pairs, names: Sequence[str]) -> dict[str, float]:
    """AUROC on each set by a fit to the others, where that set has both labels."""
    of = np.array(pairs.sets)
    found: dict[str, float] = {}
    for name in sorted(set(pairs.sets)):
        inside = of == name
        p = shares(signed_fit(pairs.x[~inside], pairs.supported[~inside], names), pairs.x[inside])
        area = auroc(p.tolist(), pairs.supported[inside].tolist())
        found |= {name: area} if area is not None else {}
    return found


def report(pairs: Pairs, names: Sequence[str], checks: Mapping[str, Pairs]) -> str:
    """Sets held out, signals alone, the fit itself on other files, and the weights as they go into the file."""
    weights = signed_fit(pairs.x, pairs.supported, names)
    areas = held_out(pairs, names)
    lines = [f"{name}, held out: AUROC {area:.3f}" for name, area in areas.items()]
    lines.append(f"mean over sets held out: {np.mean(list(areas.values())):.3f}")
    for name, column in zip(names, pairs.x.T, strict=True):
        sign = -1 if name in FALLING else 1
        lines.append(f"  {name} alone: {auroc((sign * column).tolist(), pairs.supported.tolist()):.3f}")
    for label, other in {"fitted to": pairs, **checks}.items():
        area = auroc(shares(weights, other.x).tolist(), other.supported.tolist())
        lines.append(f"{label}: {len(other.sets)} pairs, AUROC {area:.3f}")
    lines += [f"\nFor {WEIGHTS.name}:", f"bias: {weights[0]:.2f}", "weights:"]
    return "\n".join(lines + [f"  {name}: {weight:.2f}" for name, weight in zip(names, weights[1:], strict=True)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the report."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_support", description="Fit the score of support.")
    p.add_argument("file", type=Path, help="pairs: claim, evidence, label, and fine, the set that each comes from")
    p.add_argument("--check", type=Path, action="append", default=[], help="other pairs, to which nothing is fitted")
    options = p.parse_args(arguments)
    quiet_libraries()
    embeddings, names = load_embeddings(DEFAULT_EMBEDDINGS), list(load_support().weights)
    checks = {path.stem: pairs_of(path, names, embeddings) for path in options.check}
    print(report(pairs_of(options.file, names, embeddings), names, checks))


if __name__ == "__main__":
    main(sys.argv[1:])
