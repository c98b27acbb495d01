"""The fit of the weights of evidence: what it finds, what it must not have seen, and its command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.fit_evidence import Sample, cross_validated, fitted, main, outcome, report, shares


def sample(n: int = 200) -> Sample:
    random = np.random.default_rng(0)
    signal = random.uniform(size=n)
    answerable = random.uniform(size=n) < 1 / (1 + np.exp(-8 * (signal - 0.3)))
    return Sample({"good": signal, "noise": random.uniform(size=n)}, answerable, [str(at // 4) for at in range(n)])


def test_the_fit_finds_the_weights_behind_the_data() -> None:
    bias, weight = fitted(sample(20_000).matrix(["good"]), sample(20_000).answerable)
    assert weight == pytest.approx(8, rel=0.05)
    assert -bias / weight == pytest.approx(0.3, abs=0.02)


def test_the_fit_is_where_its_penalised_likelihood_is_flat() -> None:
    made = sample()
    x, y = made.matrix(["good", "noise"]), made.answerable
    weights = fitted(x, y, ridge=1.0)
    residual = shares(weights, x) - y
    assert [residual.sum(), *(residual @ x + weights[1:])] == pytest.approx([0, 0, 0], abs=1e-6)


def test_no_question_is_judged_by_a_model_that_saw_its_debate() -> None:
    made = sample()
    flipped = Sample(made.signals, np.where(np.arange(200) < 4, ~made.answerable, made.answerable), made.groups)
    assert cross_validated(flipped, ["good"])[:4] == pytest.approx(cross_validated(made, ["good"])[:4])


def test_what_a_threshold_does() -> None:
    p, y = np.array([0.9, 0.4, 0.6, 0.1]), np.array([True, True, False, False])
    assert outcome(p, y, 0.5) == {"coverage": 0.5, "accuracy": 0.5, "wrongly_declined": 0.5, "decline_f1": 0.5}
    assert outcome(p, y, 0.0)["decline_f1"] == 0.0
    assert outcome(p, y, 1.0)["accuracy"] == 1.0


def test_the_report_tells_what_each_signal_is_worth() -> None:
    made = sample()
    text = report(made, ["good"], [("other", made)], 0.5)
    assert "noise: 0." in text
    assert "not in the model" in text
    assert "other, not fitted to" in text


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_run_is_fitted_from_its_saved_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = sample(60)
    questions, answers = [], []
    for at, (value, answerable) in enumerate(zip(made.signals["good"], made.answerable, strict=True)):
        kind = "false_premise" if at == 0 else "fact"
        questions.append({"id": str(at), "question": "q", "kind": kind, "answerable": bool(answerable), "debate": str(at // 3)})
        found = {"fitting": value, "figure_coverage": 1 - value / 2, "voice_coverage": 1.0}
        answers.append({"id": str(at), "model": "m", "answer": {"retrieval": {"signals": found}}})
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
    (tmp_path / "generated.jsonl").write_text("".join(json.dumps(a) + "\n" for a in answers), encoding="utf-8")
    assert main([str(tmp_path), "--check", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert f"{made.answerable[1:].sum()} answerable" in out
    assert "weights:\n  fitting: " in out
