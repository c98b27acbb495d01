"""Names in a question typed in small letters get the capitals that the passages give them; ordinary words do not."""

from __future__ import annotations

import pytest

from core.definitions import Term
from retrieval.as_printed import with_initials_spelled_out, with_term
from retrieval.capitals import typed_small, with_capitals

PASSAGES = [
    "Ann Able of the King's Fund told MPs that the Rose review was late. Costs rose. The trust paid Able's fees.",
    "In May the Royal College of Nursing asked Able about the CQC. A college of managers was refused, and a fund set up.",
    "The review found that the CQC had failed. Reviews such as Able's are rare, said GPs who knew the CQC, and GPs may leave.",
]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what did ann able say about the cqc?", "what did Ann Able say about the CQC?"),
        ("why did able criticise the cqc's review", "why did Able criticise the CQC's review"),
        ("what does the kings fund want from gps", "what does the King's Fund want from GPs"),
        ("did the royal college of nursing back a college of managers", None),
        ("how did the review fund the trust", "how did the review fund the trust"),
        ("WHY DID ANN ABLE LEAVE?", "why did Ann Able leave?"),
        ("what did nigel nobody say", "what did nigel nobody say"),
        ("", ""),
    ],
)
def test_names_are_written_as_the_passages_write_them(typed: str, read: str | None) -> None:
    wanted = "did the Royal College of Nursing back a college of managers" if read is None else read
    assert with_capitals(typed, PASSAGES) == wanted


def test_a_word_that_is_small_elsewhere_stays_small_unless_its_neighbour_tells() -> None:
    assert with_capitals("what did the rose review find", PASSAGES) == "what did the rose review find"  # "rose" is a verb too
    assert with_capitals("what did ann rose find", ["Ann Rose found it. Costs rose."]) == "what did Ann Rose find"
    assert with_capitals("was able right", ["Able was right. She was able."]) == "was able right"
    heard = ["The board told the Commons. Nobody else in the Commons asked."]
    assert with_capitals("how common is it in the commons", heard) == "how common is it in the Commons"


def test_without_passages_nothing_changes() -> None:
    assert with_capitals("what did ann able say", []) == "what did ann able say"


@pytest.mark.parametrize(
    ("question", "small"),
    [
        ("what did ann able say?", True),
        ("What did ann able say?", True),
        ("what does the NHS say?", True),
        ("WHAT DOES THE NHS SAY?", True),
        ("What did Ann say?", False),
        ("NHS", True),
    ],
)
def test_a_question_with_capitals_of_its_own_is_left_alone(question: str, small: bool) -> None:
    assert typed_small(question) is small


@pytest.mark.parametrize(
    ("question", "term", "expected"),
    [
        ("What is a Clinical Director?", "Clinical Director", "What is a clinical director?"),
        ("What is a Clinical Directorate?", "Clinical Directorate", "What is a Clinical Directorate?"),
        ("What is the Fund?", "Fund", "What is the Fund?"),
        ("What do Governors do?", "Governors", "What do Governors do?"),
    ],
)
def test_a_term_is_written_as_the_passages_write_it(question: str, term: str, expected: str) -> None:
    passages = ["Two clinical directors met.", "The Fund has a fund of its own.", "Governors met. Three governors left."]
    assert with_term(question, Term(term, False), passages) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the RCN say?", "What did the Royal College of Nursing say?"),
        ("What is the RCN's view?", "What is the Royal College of Nursing's view?"),
        ("What did the BMA say?", "What did the BMA say?"),
        ("What was said by the RN?", "What was said by the RN?"),
        ("According to the CEN, who left?", "According to the Council of England's Nurses, who left?"),
        ("What does the NHS say of the XYZ?", "What does the NHS say of the XYZ?"),
    ],
)
def test_initials_are_spelled_out_where_the_passages_do_so(question: str, expected: str) -> None:
    passages = ["The Royal College of Nursing and the BMA met.", "The BMA, once the British Medical Association, left."]
    passages.append("It was reported that the Council of England's Nurses left.")
    assert with_initials_spelled_out(question, passages) == expected


def test_a_sentence_that_begins_before_a_small_word_names_nobody() -> None:
    passages = ["Regulation of NHS managers is disputed.", "Fans of regulation of NHS managers met."]
    assert (
        with_capitals("arguments against regulation of nhs managers", passages) == "arguments against regulation of NHS managers"
    )
