"""What several quotations may be made into, what a share is of, and what is no claim at all."""

from __future__ import annotations

import pytest

from answering.checks.binding import bindings_hold
from answering.checks.ground import Ground
from answering.checks.joins import joins_hold
from answering.generative import says_something


def ground(*quotes: str) -> Ground:
    return Ground(quotes, "", ())


NURSES = "The nurses' union, in a petition of August 2023 for a regulator, reported 14,000 signatures."
DOCTORS = "The doctors' society, in its submission of 2025, supported regulation with the full range of sanctions."


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The nurses' union reported 14,000 signatures, and the doctors' society supported regulation.", True),
        ("The doctors' society supported regulation; the nurses' union reported 14,000 signatures.", True),
        ("The doctors' society supported regulation with the full range of sanctions.", True),
        ("While the nurses' union reported 14,000 signatures, the doctors' society supported regulation.", True),
        (f"{NURSES[:-1]}, and {DOCTORS[0].lower()}{DOCTORS[1:]}", True),
        (
            "in its submission of 2025 the doctors' society supported regulation with the full range of sanctions, and "
            "14,000 signatures in a petition of August 2023 for a regulator were reported by the nurses' union.",
            True,
        ),
        # An order of events, or a phrase, made of two statements
        ("The nurses' union reported, in a petition of August 2023, and supported regulation with sanctions.", False),
        ("The doctors' society supported the full range of sanctions in 2025, and 14,000 signatures were reported.", False),
        # The one's name with the other's opinion
        ("The nurses' union, in a petition of August 2023, supported regulation with the full range of sanctions.", False),
        ("The doctors' society reported 14,000 signatures.", False),
        ("The nurses' union reported 14,000 signatures and wanted all hospitals closed tomorrow.", False),
    ],
)
def test_each_clause_rests_on_one_quotation(text: str, holds: bool) -> None:
    assert joins_hold(text, ground(NURSES, DOCTORS)) is holds


def test_a_relative_clause_of_another_quotation_is_no_clause_of_this_one() -> None:
    quotes = (
        "Sir Gordon Messenger's review of June 2022 recommended consistent standards and a career function for managers.",
        "Messenger and Pollard found that leadership matters but that developing it is not embedded in health and care.",
    )
    text = (
        "Sir Gordon Messenger's review of June 2022 recommended a career function for managers, "
        "which was not embedded in health and care."
    )
    assert not joins_hold(text, ground(*quotes))


def test_a_sentence_with_one_quotation_joins_nothing() -> None:
    assert joins_hold("Anything at all.", ground(NURSES))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("In 2018, 7% of NHS staff in the top tier identified as BME.", True),
        ("In 2018, 7% of staff in the NHS's top tier were BME.", True),
        ("In 2018, 7% of NHS staff identified as BME.", False),  # of all staff, it says
        ("In 2018, 18% of staff identified as BME.", True),
    ],
)
def test_a_share_is_of_what_the_quotation_says(text: str, holds: bool) -> None:
    quote = "In 2018, 7% of NHS staff in the top tier identified as BME, and 18% of all staff identified as BME."
    assert bindings_hold(text, ground(quote)) is holds


@pytest.mark.parametrize(
    ("quote", "holds"),
    [
        ("It counted 1,694 managers with more than £100,000, of whom 512 had salaries above £172,153.", False),
        ("It counted 1,694 managers with more than £100,000, down from 512 with salaries above £172,153.", True),
        ("It counted 1,694 managers with more than £100,000, and 512 with salaries above £172,153, down from 600.", False),
    ],
)
def test_down_from_is_no_of_whom(quote: str, holds: bool) -> None:
    text = "It counted 1,694 managers with more than £100,000, down from 512 with salaries above £172,153."
    assert bindings_hold(text, ground(quote)) is holds


def test_a_bare_name_says_nothing() -> None:
    assert not says_something("Saffron Cordery of NHS Providers")
    assert not says_something("The Florence Nightingale Foundation")
    assert says_something("Saffron Cordery warned against it.")
