"""The quotation behind a sentence that a model wrote."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.attribution import Attributor
from answering.evidence import Candidate
from core.types import Article
from tests.factories import WordEmbeddings, candidates, make_article

TEXT = (
    "Managers should be regulated, the inquiry said. Doctors answer to their own council. "
    "The cost of a register was put at twelve million pounds. Ministers promised a law within two years."
)


def candidates_of(article: Article) -> list[Candidate]:
    encode = WordEmbeddings().encode
    return [replace(candidate, vector=encode([candidate.text])[0]) for candidate in candidates(article, {})]


@pytest.fixture
def attributor() -> Attributor:
    return Attributor(candidates_of(make_article(TEXT)), WordEmbeddings())


def test_the_best_quotation_is_exact_and_carries_its_speaker(attributor: Attributor) -> None:
    sentence = attributor.attribute("A register would cost twelve million pounds.")
    (citation,) = sentence.citations
    assert citation.quote == "The cost of a register was put at twelve million pounds." == TEXT[citation.start : citation.end]
    assert (sentence.origin, sentence.verdict, sentence.speaker) == ("generated", "withheld", "Ann Author")


def test_a_sentence_that_joins_two_gets_both(attributor: Attributor) -> None:
    sentence = attributor.attribute(
        "The inquiry said managers should be regulated, and ministers promised a law within two years."
    )
    assert [c.quote[:9] for c in sentence.citations] == ["Ministers", "Managers "]
    assert [c.number for c in sentence.citations] == [1, 2]


def test_a_marker_decides_between_equals_and_nothing_else() -> None:
    twice = make_article("Managers should be regulated. Managers should be regulated.")
    attributor = Attributor(candidates_of(twice), WordEmbeddings())
    assert attributor.attribute("Managers should be regulated.", hints=[2]).citations[0].start == 30
    assert attributor.attribute("Managers should be regulated.", hints=[7, 0, -1]).citations[0].start == 0
    other = Attributor(candidates_of(make_article(TEXT)), WordEmbeddings())
    assert other.attribute("Doctors answer to their own council.", hints=[1]).citations[0].quote.startswith("Doctors")


@pytest.mark.parametrize("text", ["", "The of and.", "Zebras graze quietly."])
def test_what_shares_nothing_with_the_passages_cites_nothing(attributor: Attributor, text: str) -> None:
    assert attributor.attribute(text).citations == ()


def test_our_summaries_have_no_speaker() -> None:
    attributor = Attributor(candidates_of(make_article(TEXT, form="digest")), WordEmbeddings())
    assert attributor.attribute("Doctors answer to their own council.").speaker is None


def test_no_candidates_no_citation() -> None:
    assert Attributor([], WordEmbeddings()).attribute("Doctors answer to their council.").citations == ()


def test_vectors_of_the_stand_in_are_unit_rows() -> None:
    assert np.allclose(np.linalg.norm(WordEmbeddings().encode(["a b", "c"]), axis=1), 1)
