"""A small word in another's place, and words that changed places: what is withheld and what must pass."""

from __future__ import annotations

import pytest

from answering.checks.replaced import CHANGES, exchanged_nothing, replaced_nothing

CHARGE = "The union defended him against the charge of bullying."
TWO = "Ann Able was the critic and Ben Bold the supporter of the plan."
SHARES = "Doctors were about 8% of general managers in 1986, and nurses about 2%."


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (CHARGE, "The union defended him for the charge of bullying."),
        ("They stayed in post until the crisis passed.", "They stayed in post after the crisis passed."),
        ("A report on the council by the inspectors came.", "A report by the council by the inspectors came."),
        ("Doctors or nurses may apply for it.", "Doctors and nurses may apply for it."),
        ("The law would let hospitals borrow.", "The law would make hospitals borrow."),
        ("No article names a second supporter of it.", "No article names any supporter of it."),
        ("Every board accepted all the recommendations.", "Every board accepted most of the recommendations."),
        ("The rules had existed for years.", "The rules should have existed for years."),
    ],
)
def test_a_small_word_in_anothers_place_is_withheld(quote: str, text: str) -> None:
    assert not replaced_nothing(text, ["Something else was said.", quote])


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (CHARGE, CHARGE),
        (CHARGE, "Against the charge of bullying the union defended him."),
        (CHARGE, "He was defended by the union."),
        ("About a third of trusts replied.", "Some third of trusts replied."),
        ("The board, which met in May, left.", "The board that met in May left."),
        (CHARGE, ""),
        ("The plan by the Department was late.", "The plan of the Department was late."),
        ("There were no managers or clinicians on it.", "There were no managers and clinicians on it."),
    ],
)
def test_other_small_words_pass(quote: str, text: str) -> None:
    assert replaced_nothing(text, [quote])


def test_without_a_quotation_nothing_is_replaced() -> None:
    assert replaced_nothing("The union left.", [])
    assert exchanged_nothing("The union left.", [])


@pytest.mark.parametrize(
    ("quote", "text", "holds"),
    [
        (TWO, "Ann Able was the supporter and Ben Bold the critic of the plan.", False),
        ("It cut costs but not posts, they said.", "It cut posts but not costs, they said.", False),
        (TWO, TWO, True),
        (SHARES, "Nurses were about 2% of general managers in 1986, and doctors about 8%.", True),
        ("The rules on pay and on leave were to apply.", "The rules on leave and on pay were to apply.", True),
        ("Doctors and nurses left.", "Nurses and doctors left.", True),
        ("Doctors, nurses and managers left.", "Managers, nurses and doctors left.", True),
        (
            "The rules on whistleblowing and on directors’ fitness.",
            "The rules on directors’ fitness and on whistleblowing.",
            True,
        ),
        ("It compared English with Dutch trusts.", "It compared Dutch with English trusts.", True),
    ],
)
def test_two_words_that_changed_places_are_withheld_unless_they_are_listed_or_all_goes_with_them(
    quote: str, text: str, holds: bool
) -> None:
    assert exchanged_nothing(text, [quote]) is holds


def test_no_change_is_one_to_the_same() -> None:
    assert all(old and new and old != new for old, new in CHANGES)
