"""The score of support: its signals, and what passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.checks.ground import Ground
from answering.support import NOTHING, WEIGHTS, SupportModel, coverage, load_support, signals
from answering.verify import COVERAGE, Checker
from core.terms import words
from tests.factories import WordEmbeddings, make_article, make_sentence

QUOTE = "The review backed a regulator in 2013, and ministers opposed the plan."
GROUND = Ground((QUOTE,), "Robert Francis, 2013", ("Robert Francis",), QUOTE)
VECTORS = WordEmbeddings().words


def test_a_quotation_supports_itself_wholly() -> None:
    found = signals(QUOTE, GROUND, VECTORS)
    whole = ("cosine", "coverage", "mean", "lowest", "strangest", "pairs", "clause")
    assert {name: found[name] for name in whole} == pytest.approx(dict.fromkeys(whole, 1.0), abs=1e-5)
    assert (found["no_name"], found["no_number"], found["affirmed"]) == (0, 0, 0)
    assert load_support().passes(found)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Penny Dash backed a regulator.", "no_name", 1.0),
        ("Robert Francis backed a regulator.", "no_name", 0.0),
        ("The review backed a regulator in 2014.", "no_number", 1.0),
        ("The review backed zebras.", "strangest", 0.0),
        ("The review thought of a regulator.", "strangest", 1.0),  # "thought" has little weight
        ("Ministers opposed it; zebras grazed well.", "clause", 0.0),
    ],
)
def test_what_is_absent_shows(text: str, name: str, value: float) -> None:
    assert signals(text, GROUND, VECTORS)[name] == pytest.approx(value, abs=1e-6)


def test_neighbours_that_lie_apart_in_the_quotation_are_no_pair() -> None:
    near = signals("The review backed a regulator.", GROUND, VECTORS)["pairs"]
    far = signals("The review opposed a plan.", GROUND, VECTORS)["pairs"]
    assert near == pytest.approx(1.0)
    assert far < near


def test_the_metadata_give_names_and_no_deeds() -> None:
    ground = Ground(("It met in spring.",), "Abolition of the Healthwatch network", ())
    assert coverage("Healthwatch met.", ground) == 1.0
    assert coverage("They met after the abolition.", ground) == 0.5


@given(st.text(max_size=60))
def test_signals_stay_within_their_range(text: str) -> None:
    found = signals(text, GROUND, VECTORS)
    assert found.keys() == NOTHING.keys()
    assert all(0 <= value <= 1.0001 or (name == "cosine" and value >= -1) for name, value in found.items())


def test_the_file_names_signals_and_holds_what_it_may() -> None:
    model = load_support()
    assert set(model.weights) <= NOTHING.keys()
    assert all((weight < 0) is (name.startswith("no_") or name == "affirmed") for name, weight in model.weights.items())
    assert all(0 < bound < 1 for bound in (model.least, model.coverage, model.likeness))
    assert WEIGHTS.exists()


@pytest.mark.parametrize(("low", "passes"), [(None, True), ("strangest", False), ("coverage", False), ("cosine", False)])
def test_each_floor_holds_alone(low: str | None, passes: bool) -> None:
    model = SupportModel(bias=-1.0, weights={"cosine": 3.0}, least=0.6, coverage=0.5, likeness=0.4)
    found = dict.fromkeys(("strangest", "coverage", "cosine"), 0.9) | ({low: 0.2} if low else {})
    assert model.passes(found) is passes


def test_without_word_vectors_nine_terms_in_ten_must_be_held() -> None:
    article = make_article(QUOTE)
    draft = make_sentence(article, 0, len(QUOTE), text="The review endorsed a regulator.", origin="generated", verdict="withheld")
    checked = Checker({"a": article}.__getitem__).check(draft)
    assert checked.support < COVERAGE
    assert "coverage" in checked.reasons


def test_words_are_encoded_once() -> None:
    seen: list[str] = []

    class Counting(WordEmbeddings):
        def encode_with_spans(self, texts, spans):  # type: ignore[no-untyped-def]
            seen.extend(texts)
            return super().encode_with_spans(texts, spans)

    vectors = Counting().words
    first = vectors.of(["A plan.", "A plan.", "Another."])
    assert vectors.of(["Another."])[0] is first[2]
    assert seen == ["A plan.", "Another."]
    assert [list(worded.words) for worded in first] == [words(text) for text in ("A plan.", "A plan.", "Another.")]
    assert all(worded.rows.shape[0] == len(worded.words) == len(worded.spans) for worded in first)
