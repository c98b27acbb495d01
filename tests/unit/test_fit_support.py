"""Fitting the score of support."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.fit_evidence import shares
from evaluation.fit_support import Pairs, held_out, pairs_of, report, signed_fit
from tests.factories import WordEmbeddings

NAMES = ["cosine", "no_name"]


def made_up(count: int = 200) -> Pairs:
    """Pairs whose first signal tells the label, and whose second is noise that points the wrong way."""
    chance = np.random.default_rng(1)
    labels = chance.random(count) < 0.5
    noise = labels * 0.2 + chance.random(count)
    return Pairs(np.column_stack([labels + chance.random(count), noise]), labels, ["one", "two"] * (count // 2))


def test_a_weight_of_the_wrong_sign_is_left_out() -> None:
    pairs = made_up()
    bias, cosine, no_name = signed_fit(pairs.x, pairs.supported, NAMES)
    assert cosine > 0
    assert no_name == 0
    p = shares(np.array([bias, cosine, no_name]), pairs.x)
    assert p[pairs.supported].mean() > 0.7 > 0.3 > p[~pairs.supported].mean()


def test_each_set_is_held_out_once() -> None:
    areas = held_out(made_up(), NAMES)
    assert set(areas) == {"one", "two"}
    assert all(area > 0.9 for area in areas.values())


def test_the_report_has_the_weights_as_the_file_takes_them() -> None:
    text = report(made_up(), NAMES, {"other": made_up(50)})
    assert "mean over sets held out" in text
    assert "other: 50 pairs" in text
    assert "  no_name: 0.00" in text


@pytest.mark.parametrize(("claim", "count"), [("The board met.", 1), ("Zebras graze.", 0)])
def test_a_claim_without_a_word_in_common_is_left_out(tmp_path: Path, claim: str, count: int) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"claim": claim, "evidence": "The board met in May.", "label": 1, "fine": "a"}) + "\n", "utf-8")
    pairs = pairs_of(path, NAMES, WordEmbeddings())
    assert len(pairs.sets) == count
