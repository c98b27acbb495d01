"""What is said around a question, and what a question calls its asker's own."""

from __future__ import annotations

import pytest

from answering.holdings import own_place
from core.asides import without_asides


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("Can you tell me what the review recommended, please?", "what the review recommended?"),
        ("explain why the plan failed", "why the plan failed"),
        ("arguments for and against targets, short version", "arguments for and against targets"),
        ("both sides on pay in two minutes", "both sides on pay"),
        ("do systems save money?? evidence please", "do systems save money??"),
        ("hi, please tell me about league tables in simple terms", "league tables"),
        ("Why do few clinicians enter management?", "Why do few clinicians enter management?"),
        ("please", "please"),
        ("explain targets", "explain targets"),
        ("What did the review please?", "What did the review?"),
    ],
)
def test_asides_say_nothing_of_what_is_asked(question: str, bare: str) -> None:
    assert without_asides(question) == bare


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("who will lead our trust", "trust"),
        ("why does our ICB keep merging", "ICB"),
        ("is my local hospital rated", "hospital"),
        ("why does our trust in Leeds close wards", None),
        ("do our hospitals have enough managers", None),
        ("Who runs the trust?", None),
    ],
)
def test_no_article_tells_what_is_the_askers(question: str, own: str | None) -> None:
    assert own_place(question) == own
