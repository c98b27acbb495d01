"""What is said around a question."""

from __future__ import annotations

import pytest

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
        ("how many reorganisations since 1974, with dates if possible", "how many reorganisations since 1974"),
        ("arguments against a register, I have to put the other side in my piece", "arguments against a register"),
        ("Why was it contested? I'm writing an A-level essay.", "Why was it contested?"),
        ("I have to write an essay on whether the market worked. Who says so?", "whether the market worked. Who says so?"),
        ("did targets work? I need something on Wales", "did targets work? I need something on Wales"),
        ("Did targets work? I am told that waits fell.", "Did targets work? I am told that waits fell."),
        ("should we trust our managers?", "should we trust our managers?"),
    ],
)
def test_asides_say_nothing_of_what_is_asked(question: str, bare: str) -> None:
    assert without_asides(question) == bare
