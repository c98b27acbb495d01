"""Since when, in what time, and how much: words that a year, a sum or a comparison cannot lose."""

from __future__ import annotations

import pytest

from answering.checks.conditions import conditions_hold
from answering.checks.degrees import degrees_hold
from answering.checks.ground import Ground
from answering.checks.names import names_hold
from answering.checks.times import times_hold


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Queues grew in 2015.", "Queues have grown since 2015.", False),
        ("Queues have grown since 2015.", "Queues have grown since 2015.", True),
        ("The wards close in March 2027.", "The wards close by March 2027.", False),
        ("The wards closed in 2017.", "The wards closed before May 2017.", False),
        ("They closed in 2004 and 2013.", "They closed between 2004 and 2013.", False),
        ("They closed from 2004 to 2013.", "They closed between 2004 and 2013.", True),
        ("In July 2015 it named 40 wards.", "The report of 6 July 2015 named 40 wards.", True),
        ("In 2015 it named 40 wards.", "The 2015 report named 40 wards.", True),  # without a preposition any may stand
        ("In 2015 the wards closed.", "In 2015 the wards closed, and have been missed since 2015.", True),
        ("Pay doubled by May 2025.", "Pay doubled by the May 2025 framework.", False),
        ("Pay doubled by the May 2025 framework.", "Pay doubled by the May 2025 framework.", True),
        ("In 2024 porters were few.", "In the 2024 data porters were few.", True),
        ("It would save £400m.", "It would save £400m a year.", False),
        ("It would save £400m a year.", "It would save £400m a year.", True),
        ("It would save £400m annually.", "It would save £400m a year.", True),
        ("The scheme takes 150 trainees.", "The scheme takes 150 trainees a year.", False),
        ("It would save £400m.", "It would save £400m a year, and £400m was spent on it.", True),
        ("It would save much.", "It would save £400m a year.", True),
    ],
)
def test_a_year_keeps_its_preposition_and_a_rate_its_time(text: str, quote: str, holds: bool) -> None:
    assert times_hold(text, Ground((quote,), "", ())) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Porters were likely to leave.", "Porters were more likely to leave than nurses.", False),
        ("Porters were more likely to leave.", "Porters were more likely to leave than nurses.", True),
        ("Porters were willing to stay.", "Porters were less willing to stay.", False),
        ("It was their first role.", "It was their first such role.", False),
        ("The role was theirs.", "Such roles were theirs.", True),
        ("They were harassed by staff.", "They were harassed by other staff.", False),
        ("Wards had few porters.", "Wards had too few porters.", False),
        ("Wards wanted extra porters.", "Wards wanted more porters.", True),
        ("Porters left.", "More porters left, and porters elsewhere stayed.", True),
        ("The deficit was the largest.", "The deficit was the largest since 2006.", False),
        ("The deficit was the largest since 2006.", "The deficit was the largest since 2006.", True),
        ("The deficit was the largest.", "The deficit was the largest. It has fallen since 2006.", True),
        ("", "The deficit was the largest since 2006.", True),
    ],
)
def test_what_is_compared_is_not_told_as_plain(text: str, quote: str, holds: bool) -> None:
    assert degrees_hold(text, [quote]) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Hunt said that wards were full.", "Hunt's adviser said that wards were full.", False),
        ("Hunt's adviser said that wards were full.", "Hunt's adviser said that wards were full.", True),
        ("Kark recommended a list.", "Kark's review recommended a list.", True),
        ("Goodall found a link.", "Goodall's 2011 study found a link.", True),
    ],
)
def test_nobody_takes_over_what_others_of_theirs_did(text: str, quote: str, holds: bool) -> None:
    assert names_hold(text, Ground((quote,), "", ())) is holds


def test_what_somebody_is_accused_of_is_not_told_as_done() -> None:
    quote = "Porters were accused of bullying staff in 2012."
    assert not conditions_hold("Porters were bullying staff in 2012.", [quote])
    assert conditions_hold("Porters were accused of bullying staff.", [quote])


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("The doctors were very well prepared.", "The preparation of the doctors was highly variable.", False),
        ("The wards were severely short of staff.", "The wards were short of staff.", False),
        ("The wards were severely short of staff.", "The wards were very short of staff.", True),
        ("The wards were highly valued.", "The wards were liked.", True),  # a word that is not there is for other checks
        ("The wards were short of staff.", "The wards were very short of staff.", True),
    ],
)
def test_no_degree_is_put_in(text: str, quote: str, holds: bool) -> None:
    assert degrees_hold(text, (quote,)) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("It ruled that the lane was unlawful in January 2022.", "It ruled in January 2022 that the lane was unlawful.", False),
        ("It ruled in January 2022 that the lane was unlawful.", "It ruled in January 2022 that the lane was unlawful.", True),
        ("In 2022 it ruled that the lane was unlawful.", "It ruled in 2022 that the lane was unlawful.", True),
        ("It ruled that the lane was unlawful, in 2022.", "It ruled in 2022 that the lane was unlawful.", True),
        ("It said that queues grew in 2022.", "It said that queues grew in 2022.", True),
        ("It said that queues grew in 2022.", "It said in 2022 that queues grew in 2022.", True),
    ],
)
def test_when_it_was_said_is_not_when_it_was_so(text: str, quote: str, holds: bool) -> None:
    assert times_hold(text, Ground((quote,), "", ())) is holds
