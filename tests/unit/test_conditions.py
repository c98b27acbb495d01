"""What is asked, meant or holds on a condition; what is told of a part; what of two is left open."""

from __future__ import annotations

import pytest

from answering.checks.alternatives import alternatives_hold
from answering.checks.conditions import conditions_hold
from answering.checks.parts import parts_hold


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Boards bar such managers.", "Boards plan to bar such managers.", False),
        ("Boards plan to bar such managers.", "Boards plan to bar such managers.", True),
        ("Boards bar such managers.", "Boards bar such managers, and plan to bar others.", True),
        ("The porters strike in June.", "The porters threatened to strike in June.", False),
        ("Porters were asked to strike in June.", "The porters threatened to strike in June.", True),  # for others to see
        ("The ward reviewed the plan.", "The ward was asked to review the plan.", False),
        ("Queues will lengthen, a nurse said.", "If beds are cut, queues will lengthen, a nurse said.", False),
        ("If beds are cut, queues will lengthen.", "If beds are cut, queues will lengthen, a nurse said.", True),
        ("Cut beds will mean that queues lengthen.", "If beds are cut, queues will lengthen, a nurse said.", True),
        ("The clinic would close in May.", "Without more money the clinic would close in May.", False),
        ("Without money the clinic would close.", "Without more money the clinic would close in May.", True),
        ("The clinic closed in May.", "If anybody asks, the clinic closed in May.", True),
        ("The clinic will close in May.", "The clinic will close in May.", True),
        ("", "If beds are cut, queues will lengthen.", True),
    ],
)
def test_a_condition_or_a_wish_stays(text: str, quote: str, holds: bool) -> None:
    assert conditions_hold(text, [quote]) is holds


def test_without_quotations_no_condition_is_dropped() -> None:
    assert conditions_hold("The clinic will close in May.", [])


def test_another_quotation_may_say_it_without_the_condition() -> None:
    quotes = ["If beds are cut, queues will lengthen, a nurse said.", "Queues will lengthen, the audit found."]
    assert conditions_hold("Queues will lengthen.", quotes)


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Clinics missed the target.", "One in five clinics missed the target.", False),
        ("One in five clinics missed the target.", "One in five clinics missed the target.", True),
        ("Some clinics missed the target.", "One in five clinics missed the target.", True),
        ("A fifth of clinics missed the target.", "One in five clinics missed the target.", True),
        ("The three clinics improved.", "Two of the three clinics improved.", False),
        ("Two clinics improved.", "Two of the three clinics improved.", True),
        ("Porters left in the first year.", "About 14% of porters left in the first year.", False),
        ("About 14% of porters left.", "About 14% of porters left in the first year.", True),
        ("Porters left.", "About 14% of porters left, and porters elsewhere stayed.", True),  # of which it is said is open
        ("Of 1.5 million staff, 39,800 were managers.", "There were 39,800 managers in 2024, out of 1.5 million staff.", True),
        ("Nothing of the kind.", "One in five clinics missed the target.", True),
    ],
)
def test_a_part_is_not_the_whole(text: str, quote: str, holds: bool) -> None:
    assert parts_hold(text, [quote]) is holds


VACANT = "In the survey 8% of posts were vacant or held by interims."


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("In the survey 8% of posts were vacant.", VACANT, False),
        ("In the survey 8% of posts were held by interims.", VACANT, False),
        ("In the survey 8% of posts were vacant or held by interims.", VACANT, True),
        ("The survey was of posts.", VACANT, True),
        ("In the survey many hospitals had a vacant post.", f"{VACANT[:-1]}, and many hospitals had a vacancy.", True),
        ("Clinics did not write.", "Clinics did not write or call.", True),  # where both are denied, each is
        ("Boards may write.", "Boards may write or call.", True),
        ("Any clinic was asked.", "Any clinic or ward was asked.", True),
        ("There were 30 wards.", "There were 30 or more wards.", True),
        ("The unit, or team, was small.", "The unit, or team, was small.", True),
        ("There were two wards.", "There were two or three wards.", True),  # numbers have checks of their own
        ("", VACANT, True),
    ],
)
def test_neither_of_two_is_told_alone(text: str, quote: str, holds: bool) -> None:
    assert alternatives_hold(text, [quote]) is holds
