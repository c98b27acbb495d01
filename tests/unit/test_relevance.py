"""What makes a sentence worth showing, and how the weights of its signals are fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.relevance import SIGNALS, Seen, load_relevance, signals
from evaluation.fit_relevance import SOUGHT, Case, cross_validated, fitted, of_strangers, outcome, scaled

RARITY = {"nurs": 2.0, "pay": 1.0}


def seen(text: str, paragraph: int = 0, cosine: float = 0.5) -> Seen:
    return Seen(text, ("a", paragraph), ("a", ""), frozenset(), cosine, 0.4, 0.3, np.zeros((1, 1), np.uint8), 0.35)


def signal(name: str, question: str, *sentences: Seen, at: int = 0) -> float:
    return float(signals(question, RARITY, sentences, lambda words: [float(len(own)) for own in words])[at, SIGNALS.index(name)])


def test_a_sentence_is_covered_by_what_stands_around_it_in_its_paragraph_alone() -> None:
    around = [seen("Nurses met."), seen("They left early."), seen("Pay was low."), seen("Pay of nurses.", paragraph=1)]
    question = "Why do nurses leave?"
    assert [signal(name, question, *around, at=1) for name in ("coverage", "before", "around")] == pytest.approx([0, 2 / 3, 1])
    assert signal("around", question, *around, at=2) == pytest.approx(1 / 3)


def test_a_question_lends_its_words_to_no_neighbour() -> None:
    told = [seen("Pay of nurses.", cosine=0.9), seen("They left early.", cosine=0.1)]
    asked = [seen("Pay of nurses?", cosine=0.9), seen("They left early.", cosine=0.1)]
    for name in ("before", "around", "neighbour"):
        assert signal(name, "pay of nurses", *told, at=1) > signal(name, "pay of nurses", *asked, at=1)


def test_a_sentence_is_worth_what_its_section_is() -> None:
    here = [seen("Pay.", cosine=0.2), seen("Nurses.", cosine=0.6)]
    there = replace(seen("Pay.", cosine=0.9), section=("b", ""))
    assert signal("section", "pay", *here, there) == pytest.approx(0.4)
    assert signal("section_best", "pay", *here, there) == pytest.approx(0.6)
    assert signal("section_best", "pay", *here, there, at=2) == pytest.approx(0.9)


def test_the_words_of_the_sentence_before_are_lent_within_a_paragraph() -> None:
    told = [seen("Pay."), seen("Nurses."), seen("Rotas.", paragraph=1)]
    assert [signal("words", "pay", *told, at=at) for at in range(3)] == [1, 1, 1]
    assert [signal("words_before", "pay", *told, at=at) for at in range(3)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("name", "question", "text", "expected"),
    [
        ("figure", "How many nurses left?", "Some 300 nurses left.", 1),
        ("figure", "How many nurses left?", "Many nurses left.", 0),
        ("figure", "When did nurses strike?", "They struck in 2023.", 1),
        ("cause", "Why do nurses leave?", "They leave because of pay.", 1),
        ("cause", "Who pays nurses?", "They leave because of pay.", 0),
        ("said", "Who opposed the plan?", "Ann Able opposed it.", 1),
        ("pairs", "Nurse pay?", "It sets nurse pay.", 1),
        ("pairs", "Nurse pay?", "It pays a nurse.", 0),
    ],
)
def test_a_question_wants_its_own_sort_of_sentence(name: str, question: str, text: str, expected: float) -> None:
    assert signal(name, question, seen(text)) == expected


def test_a_fit_finds_the_signal_that_tells_and_leaves_gives_no_other_as_much() -> None:
    rng = np.random.default_rng(0)
    cases = []
    for number in range(40):
        rows = rng.uniform(size=(30, len(SIGNALS)))
        cases.append(Case(rows, rows[:, 3] > 0.8, str(number % 7)))
    weights = fitted(cases)
    assert weights.argmax() == 3
    assert weights.min() >= 0
    assert weights[3] > 2 * np.delete(weights, 3).max()
    assert outcome(cases, cross_validated(cases)).startswith("first 1.000, in three 1.000")


def test_scaling_keeps_the_order_of_sentences() -> None:
    rng = np.random.default_rng(1)
    cases = [Case(rng.uniform(size=(30, len(SIGNALS))), np.ones(30, bool), "a") for _ in range(3)]
    weights = rng.uniform(size=len(SIGNALS))
    bias, smaller = scaled(weights, cases)
    assert (np.argsort(cases[0].rows @ weights) == np.argsort(bias + cases[0].rows @ smaller)).all()


def test_no_signal_of_the_weights_in_use_counts_against_a_sentence() -> None:
    model = load_relevance()
    assert min(*model.known[1:], *model.unknown[1:]) >= 0


def test_what_a_query_encoder_finds_counts_for_less_in_articles_it_does_not_know() -> None:
    model = load_relevance()
    neither, sought = np.zeros(len(SIGNALS)), np.array([name == "sought" for name in SIGNALS], float)

    def gained(known: bool) -> float:
        found = model.relevance(np.stack([neither, sought]), np.zeros(2), known)
        return float(found[1] - found[0])

    assert 0 < gained(False) < gained(True)
    assert all(
        model.relevance(neither[None], np.ones(1), k) > model.relevance(neither[None], np.zeros(1), k) for k in (True, False)
    )


def test_fitted_without_the_query_encoder_a_set_weight_of_it_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(2)
    cases = []
    for number in range(40):
        rows = rng.uniform(size=(30, len(SIGNALS)))
        cases.append(Case(rows, rows[:, SIGNALS.index("sought")] > 0.8, str(number % 7)))
    assert of_strangers(cases) == 0
    lines = capsys.readouterr().out.splitlines()
    printed = dict(line.strip().split(": ") for line in lines[lines.index("unknown:") + 1 :])
    assert 0 < float(printed["sought"]) <= SOUGHT + 0.05
    within = [float(line.split("in three ")[1].split(",")[0]) for line in lines if line.startswith("cross-validated")]
    assert within == sorted(within)
    assert within[-1] > within[0]
