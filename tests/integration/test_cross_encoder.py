"""The cross-encoder that judges sentences: the real weights, what they were fitted from, and files that do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from answering.cross_encoder import WEIGHTS, FittedCrossEncoder, as_read, cross_encoder, load_cross_encoder
from answering.service import Service
from core.errors import ModelError
from evaluation.dataset import Question
from evaluation.fit_cross_encoder import Fitted
from evaluation.graded_pairs import Told, asked_of, load_all, own_and_others, told_of

QUESTION = "Why do few doctors become managers?"
ANSWER = (
    "England has few doctor chief executives partly because of insecurity: the post, doctors said, put their careers at risk."
)
BESIDE = (
    "Hospitals in England were managed by doctors and matrons together in 1948.",
    "Doctors who are managers should be regulated, the review recommended in 2019.",
    "Waiting lists grew from 4.6m to 7.6m between 2020 and 2023.",
)


@pytest.fixture(scope="module")
def encoder() -> FittedCrossEncoder:
    return cross_encoder()


def test_what_answers_scores_above_what_is_beside_the_question(encoder: FittedCrossEncoder) -> None:
    scores = encoder.scores(QUESTION, [ANSWER, *BESIDE])
    assert scores.shape == (4,)
    assert scores[0] > scores[1:].max()


def test_pairs_read_before_are_remembered_and_others_keep_their_place(encoder: FittedCrossEncoder) -> None:
    scores = encoder.scores(QUESTION, [BESIDE[0], ANSWER])
    again = encoder.scores(QUESTION, [ANSWER, BESIDE[0], ANSWER])
    assert again.tolist() == [scores[1], scores[0], scores[1]]
    assert encoder.scores(QUESTION, []).shape == (0,)


def test_a_sentence_scores_the_same_alone_and_beside_others() -> None:
    alone, together = load_cross_encoder(), load_cross_encoder()
    one = alone.scores(QUESTION, [ANSWER])
    several = together.scores(QUESTION, [*BESIDE, ANSWER])
    assert one[0] == pytest.approx(several[-1], abs=0.2)  # padding moves the last digits of bfloat16


def test_a_long_sentence_is_cut_and_read(encoder: FittedCrossEncoder) -> None:
    assert np.isfinite(encoder.scores(QUESTION, ["word " * 3_000])).all()


def test_what_was_fitted_is_what_is_loaded(tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = Fitted().eval()
    with torch.no_grad():
        for update in model.updates.values():
            update.b.normal_(std=0.02)
    model.head.bias.data.fill_(0.5)
    save_file(model.tensors(), tmp_path / "own.safetensors")
    pairs = [(QUESTION, sentence) for sentence in (ANSWER, *BESIDE)]
    with torch.inference_mode():
        fitted = model(pairs, parts=2).numpy()
    assert load_cross_encoder(tmp_path / "own.safetensors").scores(QUESTION, [ANSWER, *BESIDE]) == pytest.approx(fitted, abs=0.05)
    other = Fitted().eval()
    other.take(load_file(tmp_path / "own.safetensors"))
    with torch.inference_mode():
        assert other(pairs, parts=1).numpy() == pytest.approx(fitted, abs=0.05)


@pytest.mark.parametrize("how", ["missing", "not one", "cut", "lacks a layer", "lacks the head", "of another size"])
def test_weights_that_do_not_fit_are_named(how: str, tmp_path: Path) -> None:
    file = tmp_path / "own.safetensors"
    tensors = load_file(WEIGHTS)
    name = next(name for name in tensors if name.endswith(".a"))
    if how == "not one":
        file.write_text("weights")
    elif how == "cut":
        file.write_bytes(WEIGHTS.read_bytes()[:100_000])
    elif how == "lacks a layer":
        save_file({key: tensor for key, tensor in tensors.items() if key != name}, file)
    elif how == "lacks the head":
        save_file({key: tensor for key, tensor in tensors.items() if key != "head.weight"}, file)
    elif how == "of another size":
        save_file(tensors | {name: torch.zeros(2, 7)}, file)
    with pytest.raises(ModelError, match=r"own\.safetensors cannot be used"):
        load_cross_encoder(file)


def test_graded_sentences_are_found_again_in_their_articles(tmp_path: Path) -> None:
    text = "Able asked for a register. Bold wanted more nurses."
    told = [Told("a", 0, text[:26], "On registers: it"), Told("a", 27, text[27:], "On nurses: it")]
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": "one", "question": "Who asked?"}) + "\n")
    grades = {"a": {"Able asked for a register.": 2, "Nobody says this.": 0}, "gone": {"Bold wanted": 1}}
    (tmp_path / "g.jsonl").write_text(json.dumps({"question": "one", "part": "fit", "grades": grades}) + "\n")
    (asked,) = asked_of(load_all([tmp_path / "q.jsonl"]), [tmp_path / "g.jsonl"], told)
    assert (asked.question, asked.sentences, asked.grades, asked.part) == (
        "Who asked?",
        ("On registers: it",),
        (2,),
        "fit",
    )


def test_a_question_written_for_a_sentence_has_it_and_others_that_do_not_tell_the_same() -> None:
    texts = [
        "Able asked for a register of managers.",
        "Able asked for a register of all managers.",
        "Bold wanted more nurses on wards.",
    ]
    told = [Told("a", at, text, f"Register: {text}") for at, text in enumerate(texts)]
    asked = Question(id="one", question="who wanted a list", gold_doc_ids=["a"], gold_evidence=[texts[0]])
    elsewhere = Question(id="two", question="who wanted a list", gold_doc_ids=["b"], gold_evidence=[texts[0]])
    assert own_and_others([], told, [asked, elsewhere]) == [
        ("who wanted a list", [f"Register: {texts[0]}"], [f"Register: {texts[2]}"])
    ]


def test_a_sentence_is_read_below_its_heading_as_in_an_answer(bundled: Service) -> None:
    store = bundled.store()
    article = store.article("clinicians-into-management")
    read = {one.start: one.read for one in told_of(store, [article])}
    found = [c for c in store.chunks_of(article.article_id) if c.heading_path and c.sentences]
    start, end = found[0].sentences[0]
    assert read[start] == f"{found[0].heading_path[-1]}: {article.text[start:end]}"
    assert as_read("Title", (), "Told.") == "Title: Told."
