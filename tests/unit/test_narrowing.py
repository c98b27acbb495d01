"""What of a question is asked alone where nothing is found on the whole of it."""

from __future__ import annotations

import pytest

from answering.narrowing import holds_part, narrower


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How much did the IT programme cost and who took the blame?", ["How much did the IT programme cost"]),
        ("Targets and terror - what is it and did it work?", ["Targets and terror"]),
        ("Did competition cut death rates? I remember a study but who disagreed", ["Did competition cut death rates"]),
        ("mum died and nobody answers, does the duty of candour mean anything",
         ["does the duty of candour mean anything"]),
        ("Did trusts cut waiting lists under Blair?", ["Did trusts cut waiting lists?"]),
        ("has productivity fallen since the pandemic or is it the way the ONS counts",
         ["has productivity fallen or is it the way the ONS counts", "has productivity fallen since the pandemic",
          "has productivity fallen"]),
    ],
)  # fmt: skip
def test_parts_that_can_be_asked_alone(question: str, parts: list[str]) -> None:
    assert [text for text in narrower(question) if text in parts] == parts


@pytest.mark.parametrize(
    "question",
    [
        "Why do few clinicians enter management?",
        "What did Cooper et al. find?",
        "What divides doctors and managers?",
        "Who wants it, and why?",
        "Before the cuts of 2025, what was it?",
        "Ann Able gave way over her reforms as the protests grew. Which did she drop?",
        "",
    ],
)
def test_a_question_of_one_piece_has_no_parts(question: str) -> None:
    assert narrower(question) == []


def test_what_points_back_or_says_little_is_no_part() -> None:
    found = narrower("What did the review recommend, and was it carried out? bedpan quote?")
    assert all("carried" not in text and "bedpan" not in text for text in found)


def test_likeness_alone_does_not_hold_a_part() -> None:
    assert holds_part({"coverage": 0.5})
    assert not holds_part({"coverage": 0.4, "cosine": 0.9})
