"""Uncertainty: bootstrap intervals, paired differences, McNemar, AUROC, risk and coverage. Pure and seeded."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1_000
SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % percentile interval over `n` questions."""

    value: float
    low: float
    high: float
    n: int


def mean_estimate(values: Sequence[float]) -> Estimate | None:
    """Mean with a percentile bootstrap over questions (Efron and Tibshirani 1993); `None` without values."""
    if not values:
        return None
    rows = np.asarray(values, float)
    picks = np.random.default_rng(SEED).integers(0, len(rows), (RESAMPLES, len(rows)))
    return _estimate(float(rows.mean()), rows[picks].mean(axis=1), len(rows))


def set_estimate(count: int, measure: Callable[[NDArray[np.int64]], float | None]) -> Estimate | None:
    """A measure of a whole set, given the indices it covers, with a bootstrap over them; `None` where it has no value.

    Resamples without a value (one without any unanswerable question, say) are left out.
    """
    whole = measure(np.arange(count))
    if whole is None:
        return None
    generator = np.random.default_rng(SEED)
    found = [measure(generator.integers(0, count, count)) for _ in range(RESAMPLES)]
    return _estimate(whole, np.asarray([value for value in found if value is not None] or [whole]), count)


def _estimate(value: float, samples: NDArray[np.float64], n: int) -> Estimate:
    low, high = np.percentile(samples, [2.5, 97.5])
    return Estimate(round(value, 6), round(float(low), 6), round(float(high), 6), n)


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate | None:
    """Mean of `ours − theirs` over the same questions, with its bootstrap interval."""
    return mean_estimate([a - b for a, b in zip(ours, theirs, strict=True)])


def mcnemar(ours: Sequence[bool], theirs: Sequence[bool]) -> float:
    """Two-sided exact p-value for paired yes/no outcomes (McNemar 1947, binomial form); 1 without disagreements."""
    gained = sum(a and not b for a, b in zip(ours, theirs, strict=True))
    lost = sum(b and not a for a, b in zip(ours, theirs, strict=True))
    total = gained + lost
    if total == 0:
        return 1.0
    tail = sum(math.comb(total, k) for k in range(min(gained, lost) + 1)) / 2**total
    return float(min(1.0, 2 * tail))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Chance that a positive scores above a negative, ties counting half; `None` unless both occur."""
    ups = [s for s, p in zip(scores, positive, strict=True) if p]
    downs = [s for s, p in zip(scores, positive, strict=True) if not p]
    if not ups or not downs:
        return None
    above = np.asarray(ups)[:, None] - np.asarray(downs)[None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, share wrong) when only questions at or above a score are answered, one point for each score that occurs,
    the highest first (El-Yaniv and Wiener 2010)."""
    values = np.asarray(scores, float)
    order = np.argsort(-values, kind="stable")
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    last = [k for k in range(len(order)) if k + 1 == len(order) or values[order[k]] != values[order[k + 1]]]
    return [((k + 1) / len(order), float(wrong[k] / (k + 1))) for k in last]
