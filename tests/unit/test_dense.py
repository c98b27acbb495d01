"""Exact dense search against a plain sort."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.dense import ExactDense, best
from retrieval.embeddings import Vectors, unit_rows
from retrieval.sketch import Sketch


@settings(deadline=None)  # the first call loads torch
@given(st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5]), max_size=30), st.integers(1, 12))
def test_the_best_come_first_and_equal_ones_in_order_of_position(scores: list[float], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:k]
    assert best(np.array(scores, np.float32), k) == expected


def index(n: int = 50) -> ExactDense:
    rows = unit_rows(np.random.default_rng(3).normal(size=(n, 8)).astype(np.float32))
    return ExactDense([f"a:{at:03}" for at in range(n)], rows)


@pytest.mark.parametrize("allowed", [None, {"a:007", "a:031"}, {f"a:{at:03}" for at in range(45)}, set()])
def test_nearest_is_a_sort_of_all_cosines(allowed: set[str] | None) -> None:
    dense = index()
    query = dense.rows[7]
    cosines = {
        key: float(row @ query) for key, row in zip(dense.ids, dense.rows, strict=True) if allowed is None or key in allowed
    }
    expected = sorted(cosines, key=lambda key: -cosines[key])[:10]
    found = dense.nearest(query, 10, None if allowed is None else np.isin(dense.ids, sorted(allowed)))
    assert [key for key, _ in found] == expected
    assert [cosine for _, cosine in found] == pytest.approx([cosines[key] for key in expected], abs=1e-6)
    assert dense.cosines(query, ["a:031", "gone"]) == pytest.approx({"a:031": float(dense.rows[31] @ query)}, abs=1e-6)


def test_a_saved_index_answers_alike(tmp_path: Path) -> None:
    dense = index()
    dense.save(tmp_path / "saved")
    loaded = ExactDense.load(tmp_path / "saved")
    assert isinstance(loaded.rows.base, np.memmap)
    assert loaded.nearest(dense.rows[0], 5) == dense.nearest(dense.rows[0], 5)


def near(seed: int, count: int, spread: float) -> Vectors:
    """Rows about one centre, near enough to one another that int8 alone would confuse them."""
    rng = np.random.default_rng(seed)
    centre = rng.normal(size=32)
    return unit_rows((centre + spread * rng.normal(size=(count, 32))).astype(np.float32))


@settings(deadline=None)
@given(st.integers(0, 1_000), st.sampled_from([0.001, 0.05, 1.0]), st.integers(1, 60))
def test_a_sketch_never_loses_one_of_the_nearest(seed: int, spread: float, k: int) -> None:
    rows = near(seed, 400, spread)
    query = near(seed + 1, 1, 1.0)[0] if seed % 2 else rows[seed % 400]
    allowed = np.random.default_rng(seed).random(400) < 0.5
    sketch = Sketch.of(rows)
    for mask in (None, allowed):
        exact = np.where(True if mask is None else mask, rows @ query, -np.inf)
        candidates = set(sketch.candidates(query, k, mask).tolist())
        assert set(best(exact, min(k, int((exact > -np.inf).sum())))) <= candidates


def test_a_sketch_leaves_out_what_is_far() -> None:
    rows = near(5, 2_000, 1.0)
    assert len(Sketch.of(rows).candidates(rows[0], 5)) < 500


def test_with_a_sketch_the_nearest_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.dense.SKETCHED_FROM", 100)
    rows = near(9, 1_500, 0.3)
    ids = [f"a:{at:04}" for at in range(len(rows))]
    plain, sketched = ExactDense(ids, rows), ExactDense(ids, rows, Sketch.of(rows))
    mask = np.arange(len(ids)) % 3 > 0
    for query in rows[:40]:
        for allowed in (None, mask):
            expected, found = (dense.nearest(query, 40, allowed) for dense in (plain, sketched))
            assert [key for key, _ in found] == [key for key, _ in expected]
            assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-6)
