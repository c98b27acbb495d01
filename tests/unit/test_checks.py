"""What is checked of a sentence that a model wrote, one table a check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.checks.ground import Ground
from answering.checks.marks import marks_hold
from answering.checks.names import names_hold
from answering.checks.numbers import numbers_hold
from answering.verify import Checker
from answering.wordings import REASONS
from core.types import Reason, Sentence
from tests.factories import make_article, make_sentence

QUOTE = (
    "On 2 March 2024 the Care Quality Commission told Sarah Jones that 1,234 of the 5,000 nurses, about 25%, "
    "left in 2015/16 at a cost of £1.85bn over three years."
)


def ground(quote: str, about: str = "", *voices: str) -> Ground:
    return Ground((quote,), about, voices)


def checked(text: str, quote: str = QUOTE, **facts: Any) -> Sentence:
    article = make_article(quote, **facts)
    draft = make_sentence(article, 0, len(quote), text=text, origin="generated", verdict="withheld")
    return Checker(lambda key: {"a": article}[key]).check(draft)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("It cost £1.85 billion.", True),
        ("It cost £1,850 million.", True),
        ("It cost $1.85bn.", False),
        ("It cost 1.85 billion pounds.", True),
        ("1234 nurses left.", True),
        ("5,000 nurses left in 2016.", True),
        ("25 per cent left.", True),
        ("A quarter of nurses left.", True),
        ("25 nurses left.", False),
        ("25 percentage points.", False),
        ("It took 3 years.", True),
        ("It took three months.", False),
        ("The 2 March meeting.", True),
        ("The 2 April meeting.", False),
        ("In April it met.", False),
        ("In 2024 it met.", True),
        ("In the 2010s it met.", False),
        ("Half of nurses left.", False),
        ("Sixteen left.", False),
        ("One may doubt it.", True),
        ("No number here.", True),
    ],
)
def test_numbers_units_and_dates(text: str, holds: bool) -> None:
    assert numbers_hold(text, ground(QUOTE)) is holds


def test_a_number_must_count_what_it_counts_in_the_quotation() -> None:
    quote = "There were 40 doctors and 12 managers on the boards."
    assert numbers_hold("The boards had 12 managers.", ground(quote))
    assert not numbers_hold("The boards had 12 doctors.", ground(quote))


def test_dates_may_come_from_the_metadata_but_small_numbers_may_not() -> None:
    about = "A title\nAnn Author, The Paper, 2 December 2016"
    assert numbers_hold("He wrote so on 2 December 2016.", ground("Managers matter.", about))
    assert not numbers_hold("He named 2 managers.", ground("Managers matter.", about))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Sarah Jones was told.", True),
        ("The CQC told Jones.", True),
        ("Sarah Smith was told.", False),
        ("The Care Inspectorate told Jones.", False),
        ("Nurses left the NHS.", True),
        ("Smith was told.", False),
        ("Ann Author was told.", True),
        ("The BMA was told.", False),
        ("Moreover, critics left.", True),
        ("It met in March.", True),
    ],
)
def test_names(text: str, holds: bool) -> None:
    assert names_hold(text, ground(QUOTE, "Ann Author, The Paper")) is holds


def test_a_name_keeps_the_word_that_leads_it_in() -> None:
    quote = "She came with her brother Brandon, and Brandon's wife, Leah."
    assert names_hold("She came with her brother Brandon.", ground(quote))
    assert not names_hold("She came with her brother Leah.", ground(quote))


def test_a_name_in_full_stands_where_its_initials_stand() -> None:
    assert names_hold("The Care Quality Commission reported.", ground("The CQC reported."))


@pytest.mark.parametrize(
    ("text", "form", "holds"),
    [
        ("He called it “a plain mistake”.", "original", True),
        ('He called it "a  plain mistake."', "original", True),
        ("He called it “a gross mistake”.", "original", False),
        ("He called it “a plain mistake.", "original", False),
        ("He called it ‘a plain error’.", "original", False),
        ("The trust's and managers’ plans.", "original", True),
        ("He called it “a plain mistake”.", "digest", False),
        ("He said “never again”.", "digest", True),
        ("He said “”.", "original", False),
        ("He made a plain mistake.", "digest", True),
    ],
)
def test_quotation_marks(text: str, form: Any, holds: bool) -> None:
    quote = "He made a plain mistake and said “never again” to us."
    article = make_article(quote, form=form)
    assert marks_hold(text, [(quote, article)]) is holds


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The Commission told Jones that 1,235 of the 5,000 nurses left.", "numbers"),
        ("The Commission told Brown that 1,234 of the 5,000 nurses left.", "names"),
        ("The Commission told Jones that 1,234 of the 5,000 nurses never left.", "polarity"),
        ("The Commission told Jones “1,234 nurses left”.", "quotation_marks"),
        ("The Commission worries about pay, rotas and morale.", "coverage"),
    ],
)
def test_a_withheld_sentence_says_why(text: str, reason: Reason) -> None:
    sentence = checked(text)
    assert sentence.verdict == "withheld"
    assert reason in sentence.reasons


def test_what_agrees_is_supported() -> None:
    sentence = checked("The Commission told Jones that 1,234 of the 5,000 nurses left.")
    assert (sentence.verdict, sentence.reasons) == ("supported", ())
    assert 0.8 <= sentence.support <= 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: replace(s, citations=()),
        lambda s: replace(s, citations=(replace(s.citations[0], start=3),)),
        lambda s: replace(s, citations=(replace(s.citations[0], article_id="unknown"),)),
    ],
)
def test_without_a_true_quotation_nothing_passes(spoil: Callable[[Sentence], Sentence]) -> None:
    article = make_article(QUOTE)
    draft = make_sentence(article, 0, len(QUOTE), origin="generated")
    sentence = Checker(lambda key: {"a": article}[key]).check(spoil(draft))
    assert (sentence.verdict, sentence.support, sentence.reasons) == ("withheld", 0.0, ("quotation",))


def test_an_extracted_sentence_is_checked_as_before() -> None:
    article = make_article(QUOTE)
    assert Checker(lambda key: article).check(make_sentence(article, 0, len(QUOTE))).verdict == "verbatim"


def test_every_reason_has_its_wording() -> None:
    assert set(REASONS) == set(get_args(Reason))


@settings(deadline=None)
@given(st.integers(min_value=32, max_value=10**9).filter(lambda n: n not in {1234, 5000, 2015, 2016, 2024}))
def test_a_number_from_nowhere_is_never_supported(number: int) -> None:
    sentence = checked(f"The Commission told Sarah Jones that {number:,} of the nurses left at a cost.")
    assert (sentence.verdict, "numbers" in sentence.reasons) == ("withheld", True)
