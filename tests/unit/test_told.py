"""Whether a question is answered at all: what is read of the sentences found, and the model over it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from answering.evidence import Candidate
from answering.relevance import SIGNALS
from answering.told import KNOWN, SIGNS, SURE, load_told, signs
from answering.worth import UNREAD
from retrieval.evidence import load_model
from tests.factories import candidates, make_article

TEXT = "Able asked for a register. Bold wanted more nurses. Cold spoke of the weather. Dold said no."
EVIDENCE = 0.5


def found(*answers: float | None) -> list[Candidate]:
    own = candidates(make_article(TEXT), {})
    return [replace(c, answers=read, relevance=0.5) for c, read in zip(own, answers, strict=False)]


def test_the_best_and_the_mean_of_the_best_few_are_read() -> None:
    own = found(2.0, 1.0, -3.0, None)
    read = signs(EVIDENCE, dict(zip(own, (0.9, 0.5, 0.5, 0.1), strict=True)))
    assert read["read"] == 2.0
    assert read["read_of_few"] == pytest.approx(0.0)
    assert read["worth"] == pytest.approx(2.197, abs=1e-3)
    assert read["worth_of_few"] == pytest.approx(2.197 / 3, abs=1e-3)
    assert set(read) == set(KNOWN)


def test_how_near_a_sentence_comes_to_where_the_answer_is_sought_is_read() -> None:
    own = [
        replace(c, signals=tuple(float(name == "sought") * near for name in SIGNALS))
        for c, near in zip(found(1.0, 1.0), (0.3, 0.6), strict=False)
    ]
    assert signs(EVIDENCE, dict.fromkeys(own, 0.5))["sought"] == 0.6


def test_what_was_not_read_counts_as_little() -> None:
    read = signs(EVIDENCE, dict.fromkeys(found(None, -9.0), 0.2))
    assert read["read"] == read["read_of_few"] == UNREAD


def test_without_a_sentence_everything_is_at_its_least() -> None:
    read = signs(EVIDENCE, {})
    assert read["worth"] == read["worth_of_few"] == -SURE
    assert read["read"] == UNREAD
    assert read["value"] == read["predicted"] == 0.0


def test_certainty_has_bounds() -> None:
    one, other = found(0.0, 0.0)[:2]
    read = signs(EVIDENCE, {one: 1.0, other: 0.0})
    assert read["worth"] == SURE
    assert read["worth_of_few"] == pytest.approx(0.0)  # as sure that the other does not


@pytest.mark.parametrize("known", [True, False])
def test_the_model_is_the_surer_the_better_the_sentences(known: bool) -> None:
    model = load_told()
    assert set(model.unknown) == {"bias", *SIGNS}
    assert set(model.known) == {"bias", *KNOWN}
    shares = [
        model.share(signs(EVIDENCE, dict.fromkeys(found(read, read, read), worth)), known)
        for read, worth in ((UNREAD, 0.01), (-2.0, 0.2), (0.0, 0.5), (3.0, 0.95))
    ]
    assert all(a < b for a, b in pairwise(shares))
    assert 0 < shares[0] < model.least < model.unsure < shares[-1] < 1


def test_a_question_like_one_that_is_known_to_be_answered_is_likelier_to_be() -> None:
    far, near = ([replace(c, predicted=share) for c in found(0.0, 0.0)] for share in (0.0, 0.9))
    model = load_told()
    assert model.share(signs(EVIDENCE, dict.fromkeys(near, 0.5)), True) > model.share(
        signs(EVIDENCE, dict.fromkeys(far, 0.5)), True
    )


def test_articles_that_the_query_encoder_does_not_know_have_weights_of_their_own() -> None:
    read = signs(EVIDENCE, dict.fromkeys(found(0.0, 0.0), 0.5))
    assert 0 < load_told().share(read, False) < 1
    assert load_told().share(read, False) != load_told().share(read, True)


def test_against_hopeless_evidence_the_sentences_must_answer_the_surer() -> None:
    model, evidence = load_told(), load_model()
    assert model.enough(model.least, evidence.hopeless)
    assert not model.enough(model.least, evidence.hopeless / 2)
    assert model.enough(model.without, evidence.hopeless / 2)
