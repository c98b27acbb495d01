"""Numbers and the words beside them."""

from __future__ import annotations

import pytest

from answering.checks.binding import bindings_hold
from answering.checks.ground import Ground
from answering.checks.owners import owners_hold

DEATHS = "The report of 2022 said that better care could have changed 45 of the 65 baby deaths examined."
TEST = "The fit and proper person test, introduced in 2014, was reviewed by Tom Kark in 2019."
SALARIES = "Salaries of senior managers cost £25.7m in 1986–87 and £383.8m in 1991–92."


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("The report examined 45 baby deaths.", DEATHS, False),
        ("The report examined 65 baby deaths.", DEATHS, True),
        ("Better care could have changed 45 baby deaths.", DEATHS, True),
        ("Better care could have changed 45 of 65 baby deaths.", DEATHS, True),
        ("The fit and proper person test was introduced in 2019.", TEST, False),
        ("The fit and proper person test was introduced in 2014.", TEST, True),
        ("In 2019 Tom Kark reviewed the test.", TEST, True),
        ("Tom Kark reviewed the test.", TEST, True),
        ("The panel of 65 sat in 2022.", DEATHS, True),  # words that the quotation lacks are judged elsewhere
        ("Salaries cost £25.7m in 1986-87.", SALARIES, True),
        ("It was £383.8m in 1991/92.", SALARIES, True),
        ("Salaries cost £25.7m in 1991-92 and £383.8m in 1991-92.", SALARIES, False),
        ("", DEATHS, True),
    ],
)
def test_a_number_belongs_to_the_words_it_stands_beside(text: str, quote: str, holds: bool) -> None:
    assert bindings_hold(text, Ground((quote,), "", ())) is holds


def test_any_quotation_may_hold_the_pair() -> None:
    assert bindings_hold("The test was introduced in 2014.", Ground((DEATHS, TEST), "", ()))
    assert not bindings_hold("The test was introduced in 2019.", Ground((DEATHS, TEST), "", ()))


TARGET = "The Foundation's forecast of 63.4% proved too low, since guidance had set the interim target at 65%."


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("The Foundation's forecast, too low, was 65%, despite the guidance.", TARGET, True),  # two words are not enough to tell
        ("The Foundation's forecast that proved too low was set at 65%.", TARGET, False),
        ("Guidance had set the target at 65%.", TARGET, True),
        ("The Foundation's forecast of 63.4% proved too low.", TARGET, True),
        ("The rule cut time in hospital by 14%.", "The rule cut time in hospital by 21 minutes and mortality by 14%.", True),
        ("The ceiling on bonuses was doubled to 10%.", "The ceiling on bonuses was doubled, from 5% to 10%.", True),
        ("The company got two contracts worth £9m.", "The company got two contracts, of £8m and £9m.", False),
        ("The company got two contracts, of £8m and £9m.", "The company got two contracts, of £8m and £9m.", True),
    ],
)
def test_a_number_belongs_to_what_stands_round_it_and_not_round_another(text: str, quote: str, holds: bool) -> None:
    assert owners_hold(text, Ground((quote,), "", ())) is holds
