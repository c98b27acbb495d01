"""Exact dense search against a plain sort."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dense import ExactDense, best
from retrieval.embeddings import unit_rows


@given(st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5]), max_size=30), st.integers(1, 12))
def test_the_best_come_first_and_equal_ones_in_order_of_position(scores: list[float], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:k]
    assert best(np.array(scores, np.float32), k) == expected


def index(n: int = 50) -> ExactDense:
    rows = unit_rows(np.random.default_rng(3).normal(size=(n, 8)).astype(np.float32))
    return ExactDense([f"a:{at:03}" for at in range(n)], rows)


@pytest.mark.parametrize("allowed", [None, {"a:007", "a:031", "gone"}, set()])
def test_nearest_is_a_sort_of_all_cosines(allowed: set[str] | None) -> None:
    dense = index()
    query = dense.rows[7]
    cosines = {
        key: float(row @ query) for key, row in zip(dense.ids, dense.rows, strict=True) if allowed is None or key in allowed
    }
    expected = sorted(cosines, key=lambda key: -cosines[key])[:10]
    found = dense.nearest(query, 10, allowed)
    assert [key for key, _ in found] == expected
    assert [cosine for _, cosine in found] == pytest.approx([cosines[key] for key in expected], abs=1e-6)
    assert dense.cosines(query, ["a:031", "gone"]) == pytest.approx({"a:031": float(dense.rows[31] @ query)}, abs=1e-6)


def test_a_saved_index_answers_alike(tmp_path: Path) -> None:
    dense = index()
    dense.save(tmp_path / "saved")
    loaded = ExactDense.load(tmp_path / "saved")
    assert isinstance(loaded.rows, np.memmap)
    assert loaded.nearest(dense.rows[0], 5) == dense.nearest(dense.rows[0], 5)
