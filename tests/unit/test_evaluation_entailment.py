"""Entailment by a cross-encoder: which output says yes, what its metrics are called, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ModelError
from core.settings import build_settings
from evaluation.answer_metrics import answer_metrics, context_of
from evaluation.catalogue import sections_of
from evaluation.citations import LEXICAL, Entails
from evaluation.entailment import load_entailments
from tests.evaluation_world import ARTICLES, QUESTIONS, answer, cite, perfect, say
from tests.tiny_models import tiny_cross_encoder

NLI = ("contradiction", "entailment", "neutral")
PAIRS = [
    ("managers should be regulated .", "the pay ."),
    ("the pay .", "managers should be regulated ."),
    ("nurses", "should managers be regulated ?"),
    ("nurses nurses", "the pay"),
]


def loaded(folder: Path) -> Entails:
    entailments = load_entailments(build_settings(verifier=str(folder)))
    assert list(entailments) == ["lexical", f"nli:{folder.name}"]
    return entailments[f"nli:{folder.name}"]


def outputs(folder: Path, premise: str, claim: str) -> list[float]:
    """The model asked without sentence-transformers."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    with torch.no_grad():
        read = AutoTokenizer.from_pretrained(folder)(premise, claim, return_tensors="pt")
        found: list[float] = AutoModelForSequenceClassification.from_pretrained(folder)(**read).logits[0].tolist()
    return found


def undecided(folder: Path) -> Path:
    """The same model with its outputs centred over the pairs, so that no answer is the same for all of them."""
    import torch
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification.from_pretrained(folder)
    found = torch.tensor([outputs(folder, *pair) for pair in PAIRS])
    model.classifier.bias.data -= found.mean(dim=0)
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("names", [NLI, ("ENTAILMENT", "NEUTRAL", "CONTRADICTION")])
def test_the_output_called_entailment_decides(names: tuple[str, ...], tmp_path: Path) -> None:
    folder = undecided(tiny_cross_encoder(tmp_path / "tiny", labels=3, names=names))
    entails = loaded(folder)
    best = [max(zip(outputs(folder, *pair), names, strict=True))[1] for pair in PAIRS]
    assert len(set(best)) > 1
    assert [entails(*pair) for pair in PAIRS] == [name.lower() == "entailment" for name in best]
    assert not entails("", "managers")


def test_a_single_output_says_yes_from_a_half(tmp_path: Path) -> None:
    folder = undecided(tiny_cross_encoder(tmp_path / "tiny"))
    entails = loaded(folder)
    told = [outputs(folder, *pair)[0] >= 0 for pair in PAIRS]
    assert set(told) == {True, False}
    assert [entails(*pair) for pair in PAIRS] == told


def test_without_a_verifier_entailment_is_lexical_alone() -> None:
    assert load_entailments(build_settings()) == LEXICAL


def test_each_entailment_has_metrics_of_its_own_name() -> None:
    beds = next(question for question in QUESTIONS if question.id == "beds")
    quote = "The trust closed 40 beds in 2016."
    paraphrased = answer(say("Forty beds went that year.", cite("beds", quote)), ranking="beds")
    asked: list[tuple[str, str]] = []

    def agrees(premise: str, claim: str) -> bool:
        asked.append((premise, claim))
        return bool(premise)

    context = context_of(ARTICLES, [], {**LEXICAL, "nli:agreeable": agrees})
    metrics = answer_metrics(beds, paraphrased, context)
    assert (metrics["citation_recall.lexical"], metrics["citation_recall.nli:agreeable"]) == (0.0, 1.0)
    assert metrics["citation_precision.nli:agreeable"] == 1.0
    assert asked[0] == (quote, "Forty beds went that year.")
    citations = [metric.name for metric in sections_of(name for name, value in metrics.items() if value is not None)["Citations"]]
    at = citations.index("citation_recall.lexical")
    assert citations[at : at + 2] == ["citation_recall.lexical", "citation_recall.nli:agreeable"]
    without = answer_metrics(beds, perfect()["beds"], context_of(ARTICLES, []))
    assert not any("nli" in name for name in without)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("good", "bad"), r"VERIFIER '.*tiny' has the outputs good, bad, none of them 'entailment'"),
        ((), r"VERIFIER '.*tiny' could not be loaded .* unset VERIFIER"),
    ],
)
def test_what_cannot_judge_is_refused(names: tuple[str, ...], words: str, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    if names:
        tiny_cross_encoder(folder, labels=len(names), names=names)
    else:
        folder.mkdir()
    with pytest.raises(ModelError, match=words):
        load_entailments(build_settings(verifier=str(folder)))
