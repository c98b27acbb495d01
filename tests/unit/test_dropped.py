"""A word before a statement that makes another of it: each rule with what it withholds and what it must let pass."""

from __future__ import annotations

import pytest

from answering.checks.dropped import dropped_nothing

CONSIDER = "The board agreed to consider closing the two wards in Leeds."
CALLS = "Ministers rejected calls to publish the names of managers."
HEARD = "The committee heard that managers had ignored the warnings of nurses."
TWICE = "Private hospitals spent twice as much on managers as public hospitals did."
UNLIKE = "Unlike doctors, managers were not struck off after the scandal."


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (CONSIDER, "The board agreed to close the two wards in Leeds."),
        ("Ministers promised to look at barring managers who lie.", "Ministers promised to bar managers who lie."),
        ("The department will consult on plans to license managers.", "The department will license managers."),
        ("The trust was considering selling two wards.", "The trust was selling two wards."),
        (CALLS, "Ministers called to publish the names of managers."),
        (CALLS, "Ministers publish the names of managers."),
        ("The union dropped its demand for an inquiry into pay.", "The union demanded an inquiry into pay."),
        (HEARD, "Managers had ignored the warnings of nurses."),
        (HEARD, "The committee said that managers had ignored the warnings of nurses."),
        ("MPs were told that the closure had saved no money.", "The closure had saved no money."),
        ("It was reported that the closure had saved no money.", "The closure had saved no money."),
        (TWICE, "Private hospitals spent as much on managers as public hospitals did."),
        ("The trust had three times as many managers as the council.", "The trust had as many managers as the council."),
        ("The trust paid twice the average salary to its managers.", "The trust paid the average salary to its managers."),
        ("Nurses cost half as much as managers.", "Nurses cost as much as managers."),
        (UNLIKE, "Doctors and managers were not struck off after the scandal."),
        ("The ban announced in May would close two wards.", "The ban announced in May that two wards would close."),
        ("Unlike earlier plans, the plan of 2019 gave trusts money.", "Earlier plans gave trusts money."),
    ],
)
def test_a_dropped_word_is_seen(quote: str, text: str) -> None:
    assert not dropped_nothing(text, (quote,))


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (CONSIDER, "The board agreed to consider closing two wards."),
        ("The board considered closing wards, and closed two in May.", "The board closed two in May."),
        ("The review examined training for managers.", "Training for managers was reviewed."),
        ("The review considered spending on managers.", "Spending on managers was reviewed."),
        (CALLS, "Ministers rejected calls to publish names."),
        (CALLS, "Ministers would not publish the names of managers."),
        ("Ministers rejected calls from unions to publish pay.", "Unions called to publish pay."),
        ("Ministers rejected the plan, and unions called for a ban.", "Unions called for a ban."),
        (HEARD, "The committee heard managers had ignored the warnings of nurses."),
        (HEARD, "Managers had ignored the warnings of nurses, it was told."),
        ("The committee heard that a nurse had said that wards were short.", "A nurse said that wards were short."),
        ("The inquiry found that managers had ignored the nurses.", "Managers had ignored the nurses."),
        ("Staff were told to reapply for their jobs.", "Staff were told to reapply for jobs."),
        (TWICE, "Private hospitals spent twice as much as public hospitals."),
        ("The survey was held twice, and nurses earned as much as managers.", "Nurses earned as much as managers."),
        ("Half of managers earned as much as nurses.", "Managers earned as much as nurses."),
        ("The board announced in May that wards would close.", "The board announced in May that two wards would close."),
        ("Wards are short, the council reported in May.", "The council reported in May that wards are short."),
        ("The ban announced in May would close two wards.", "The ban announced in May would close wards."),
        (UNLIKE, "Managers were not struck off after the scandal."),
        (UNLIKE, "Managers, unlike doctors, were not struck off."),
        (UNLIKE, "Doctors were struck off, but managers were not."),
    ],
)
def test_what_keeps_it_or_tells_something_else_passes(quote: str, text: str) -> None:
    assert dropped_nothing(text, (quote,))
