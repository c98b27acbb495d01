"""The optional verifier: loaded from a real, tiny cross-encoder, and able only to withhold more."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from answering.entailment import load_entailment
from answering.verify import Checker
from core.errors import ModelError
from tests.factories import make_article, make_sentence
from tests.unit.test_rerank import tiny_cross_encoder


class Says:
    def __init__(self, probability: float) -> None:
        self.answer = probability
        self.asked: list[tuple[str, str]] = []

    def probability(self, premise: str, claim: str) -> float:
        self.asked.append((premise, claim))
        return self.answer


@pytest.mark.parametrize(("probability", "verdict", "reasons"), [(0.9, "supported", ()), (0.1, "withheld", ("verifier",))])
def test_it_may_withhold_what_the_checks_let_pass(probability: float, verdict: str, reasons: tuple[str, ...]) -> None:
    article = make_article()
    draft = make_sentence(article, 0, 29, text="The managers should be regulated.", origin="generated")
    says = Says(probability)
    checked = Checker({"a": article}.__getitem__, says).check(draft)
    assert (checked.verdict, checked.reasons) == (verdict, reasons)
    assert says.asked == [("Managers should be regulated.", "The managers should be regulated.")]


def test_it_cannot_let_pass_what_the_checks_withhold() -> None:
    article = make_article()
    draft = make_sentence(article, 0, 29, text="Managers should not be regulated.", origin="generated")
    says = Says(1.0)
    assert Checker({"a": article}.__getitem__, says).check(draft).reasons == ("polarity",)
    assert says.asked == []


def with_labels(folder: Path, *labels: str) -> Path:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["id2label"] = {str(at): label for at, label in enumerate(labels)}
    config["label2id"] = {label: at for at, label in enumerate(labels)}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def test_the_column_of_entailment_is_found_by_its_name(tmp_path: Path) -> None:
    from torch.nn import Identity

    names = ("contradiction", "entailment", "neutral")
    model = load_entailment(str(with_labels(tmp_path_tiny(tmp_path, 3), *names)))
    assert model.column == 1
    pair = ("managers should be regulated .", "the pay .")
    logits = model.model.predict([pair], activation_fn=Identity(), show_progress_bar=False)[0]
    assert model.probability(*pair) == pytest.approx(float(np.exp(logits)[1] / np.exp(logits).sum()), abs=1e-4)


def tmp_path_tiny(folder: Path, labels: int) -> Path:
    return tiny_cross_encoder(folder / f"tiny{labels}", labels=labels)


def test_a_single_logit_is_a_probability(tmp_path: Path) -> None:
    assert 0 < load_entailment(str(tmp_path_tiny(tmp_path, 1))).probability("pay .", "nurses .") < 1


def test_a_model_without_that_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"VERIFIER '.*' has no class called entailment .*unset VERIFIER"):
        load_entailment(str(with_labels(tmp_path_tiny(tmp_path, 3), "a", "b", "c")))


@pytest.mark.parametrize(("offline", "advice"), [(True, "unset OFFLINE"), (False, "check the name")])
def test_what_cannot_be_loaded_names_the_setting_and_the_remedy(offline: bool, advice: str, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    name = "nobody/no-such-model" if offline else str(folder)
    with pytest.raises(ModelError, match=rf"VERIFIER '{name}' could not be loaded.*{advice}.*, or unset VERIFIER"):
        load_entailment(name, offline)
