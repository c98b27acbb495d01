"""What a model itself contributed: which answers asked one, what of it was shown, and the second method's findings."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.generated import generated_metrics, reading_markdown, to_read, was_asked
from tests.evaluation_world import ARTICLES, answer, cite, say

BEDS = "The trust closed 40 beds in 2016."
QUOTE = cite("beds", BEDS)
EXTRACTED = {**say(BEDS, QUOTE), "origin": "extracted", "verdict": "verbatim"}
FALLEN_BACK = {"code": "fallback_extractive", "text": "…"}


def told(*sentences: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**answer(*sentences, ranking="beds"), "withheld": [], "question": "How many beds went?", **changes}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (told(EXTRACTED), False),
        (told(say(BEDS, QUOTE)), True),
        (told(EXTRACTED, withheld=[say("It closed 60 beds.", QUOTE)]), True),
        (told(EXTRACTED, notices=[FALLEN_BACK]), True),
        (told(EXTRACTED, usage={"prompt_tokens": 400, "completion_tokens": 2}), True),
        (told(EXTRACTED, notices=[{"code": "premise_not_in_sources", "text": "…"}]), False),
    ],
)
def test_a_model_was_asked_if_anything_of_it_is_left(given: dict[str, Any], asked: bool) -> None:
    assert was_asked(given) is asked
    assert bool(generated_metrics(given, ARTICLES, frozenset())) is asked


def measured(*sentences: dict[str, Any], **changes: Any) -> dict[str, float | None]:
    return generated_metrics(told(*sentences, **changes), ARTICLES, frozenset({"the", "in", "it"}))


def test_only_shown_sentences_of_the_model_count() -> None:
    found = measured(EXTRACTED, say("In 2016 the trust closed 40 beds.", QUOTE), withheld=[say("It closed 60 beds.", QUOTE)])
    assert found == {"generated_kept": 1.0, "generated_sentences": 1.0, "generated_faults": 0.0}
    assert measured(EXTRACTED, notices=[FALLEN_BACK]) == {
        "generated_kept": 0.0,
        "generated_sentences": 0.0,
        "generated_faults": None,
    }


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 the trust closed 60 beds.",  # a number
        "In 2016 the trust closed 40 beds in Leeds.",  # a name
        "In March 2019 the trust closed 40 beds.",  # a date
        "In 2016 the trust never closed 40 beds.",  # a direction
    ],
)
def test_the_second_method_finds_what_the_quotation_does_not_hold(text: str) -> None:
    assert measured(say(text, QUOTE), say("In 2016 the trust closed 40 beds.", QUOTE))["generated_faults"] == 0.5


def test_a_quotation_that_is_not_in_its_article_supports_nothing() -> None:
    forged = {**QUOTE, "quote": "The trust closed 90 beds in 2016."}
    assert measured(say("In 2016 the trust closed 90 beds.", forged))["generated_faults"] == 1.0


def test_the_listing_draws_the_same_sentences_again() -> None:
    answers = {f"q{at}": told(EXTRACTED, say(f"Sentence {at}.", QUOTE)) for at in range(30)}
    assert [key for key, _ in to_read(answers, 100, 0)] == list(answers)
    drawn = to_read(answers, 5, 3)
    assert drawn == to_read(answers, 5, 3) != to_read(answers, 5, 4)
    text = reading_markdown(drawn, answers)
    assert [line for line in text.splitlines() if line.startswith("5. ")] == [f"5. {drawn[4][1]['text']}"]
    assert text.count(f"   - [1] {BEDS} (On beds)") == 5
    assert EXTRACTED["text"] not in [line[3:] for line in text.splitlines() if line[:1].isdigit()]
