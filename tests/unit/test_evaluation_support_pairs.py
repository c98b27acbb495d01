"""Verdicts beside those of people."""

from __future__ import annotations

import pytest

from core.types import Sentence
from evaluation.support_pairs import case_of, line, wilson
from tests.factories import WordEmbeddings

EVIDENCE = "Title: Managers\nThe inquiry met in 2013. Doctors answer to their own council. Nobody regulates managers in England."


def judged(claim: str) -> Sentence:
    checker, draft = case_of(claim, EVIDENCE, WordEmbeddings())
    return checker.check(draft)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Doctors answer to their own council.", "supported"),
        ("Doctors answer to their own council in 2014.", "withheld"),
        ("Zebras graze.", "withheld"),
    ],
)
def test_a_claim_goes_the_way_of_a_models_sentence(claim: str, verdict: str) -> None:
    sentence = judged(claim)
    assert sentence.verdict == verdict
    assert all(citation.quote in EVIDENCE for citation in sentence.citations)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 0, 0.0, 1.0), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763)])
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=0.001)


def test_a_row_counts_what_passed() -> None:
    found = [judged(claim) for claim in ("Doctors answer to their own council.", "Zebras graze.")]
    assert line("pairs", found, [True, False]) == "| pairs | 2 | 1 | 1.000 (0.207–1.000) | 0.50 | 1.00 | 1.000 |"
