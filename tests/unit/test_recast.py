"""Other grammar for the same sentence: what is made of one, and what never is."""

from __future__ import annotations

import re

import pytest

from answering.checks.ground import Ground
from answering.checks.leads import leads_hold
from answering.checks.readings import MOST, readings
from answering.checks.recast import recasts


@pytest.mark.parametrize(
    ("sentence", "quote", "other"),
    [
        (
            "The framework doubled the ceiling on bonuses.",
            "The ceiling on bonuses was doubled by the framework.",
            "The ceiling on bonuses was doubled by the framework.",
        ),
        (
            "The ceiling was doubled by the new framework, from 5% to 10%.",
            "The new framework doubled the ceiling, from 5% to 10%.",
            "The new framework doubled the ceiling, from 5% to 10%.",
        ),
        ("A ward nurse, Ann Able, raised it.", "", "Ann Able, a ward nurse, raised it."),
        ("Ann Able, the chair of the board, raised it.", "", "The chair of the board, Ann Able, raised it."),
        ("The cuts at Monitor and the Health Fund went on.", "", "The cuts at the Health Fund and Monitor went on."),
        ("Trusts made use of beds and had good grades.", "", "Trusts had good grades and made use of beds."),
        ("A report, which covered 1,100 wards in May, found a link.", "", "A report, covering 1,100 wards in May, found a link."),
        ("According to the Fund, nurses left.", "", "The Fund said that nurses left."),
        ("Staff left, according to the Fund in May.", "", "The Fund in May said that staff left."),
        ("The Fund said in May that staff left.", "Staff left, according to us.", "Staff left, according to the Fund in May."),
    ],
)  # fmt: skip
def test_a_sentence_is_held_to_its_quotation_in_other_grammar(sentence: str, quote: str, other: str) -> None:
    assert other in readings(sentence, [quote])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Ann Able chaired the Fund.", "Ann Able, who chaired the board, wrote to the Fund."),
        ("The union warned the board.", "The board was warned by the union."),
        ("The union argued a case and the board a second one.", "A case was argued by the union."),
    ],
)
def test_no_verb_is_turned_that_the_quotation_does_not_turn_or_that_says_something(sentence: str, quote: str) -> None:
    assert not any(re.search(r"\bby (?:the union|Ann Able)", other) for other in readings(sentence, [quote]))


def test_nobody_is_made_to_say_what_the_quotation_gives_as_a_fact() -> None:
    said = "Ann Able said in 2025 that wards closed."
    assert not any("according to" in other for other in readings(said, ["Wards closed, on which Ann Able wrote in 2025."]))


def test_a_long_list_is_read_in_the_time_of_a_list() -> None:
    """A pattern that tried every split of it would never end."""
    text = ", ".join(["Ann Able and Bob Best of the Fund for Health"] * 40) + " warned of " + "the cuts in the trust and " * 60
    assert list(recasts(text, ["warned by"]))
    assert len(readings(text)) <= MOST


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Each 7% more lowered it by 10%.", "Each 10% more lowered it by 7%.", False),
        ("It fell by 7% for each 10% more.", "Each 10% more lowered it by 7%.", True),
        ("A rise by 7% was seen.", "A rise of 7% was seen.", True),
        ("The share was 2024 in 25%.", "The share was 25% in 2024.", False),
        ("Delays were found in 25% of trusts.", "25% of trusts had delays.", True),
        ("In May 2015 of those asked agreed.", "In May 2015, 88% of those asked agreed.", False),
        ("61% feared it, up from 20%, and 45% hid it.", "61% feared it, and 45% hid it, up from 20%.", False),
        ("45% hid it, up from 20%.", "61% feared it, and 45% hid it, up from 20%.", True),
        ("The 3 Year Plan came in July.", "The 10 Year Plan came in July.", False),
        ("The 10-Year Plan came in July.", "The 10 Year Plan came in July.", True),
    ],
)
def test_a_number_keeps_the_word_that_leads_it(text: str, quote: str, holds: bool) -> None:
    assert leads_hold(text, Ground((quote,), "", ())) is holds
