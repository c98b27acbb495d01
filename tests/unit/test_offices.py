"""Who holds a post, by what the sentences say."""

from __future__ import annotations

import pytest

from answering.offices import Office, asked_office, held, latest, names_holder, without_others
from answering.render import FURTHER
from tests.factories import candidates, make_article


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the chief executive of NHS England?", Office("chief executive", "NHS England")),
        ("who's the boss of the CQC", Office("chief executive", "CQC")),
        ("Who was the chairman of Monitor?", Office("chair", "Monitor")),
        ("Who is the health secretary?", Office("health secretary", "")),
        ("who was chief executive at the Fund when it all went wrong?", Office("chief executive", "Fund")),
        ("Who is Ann Able?", None),
        ("Who says the chief executive of Monitor was wrong?", None),
        ("Who sacks the chief executive of a trust?", None),
    ],
)
def test_which_post_is_asked_for(question: str, office: Office | None) -> None:
    assert asked_office(question) == office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sir Bob Best became transition chief executive of the Fund on 1 April 2025.", True),
        ("Ann Able, then chief executive of the Fund, wrote so.", True),
        ("It reported that Ann Able had been named as the next chief executive of the Fund.", True),
        ("Ann Able led the Fund from 2019.", True),
        ("Ann Able, the Fund chief executive, wrote so.", True),
        ("Ann Able, the NHS chief executive, wrote so.", False),
        ("Ann Able, then chief executive of a trust, wrote so.", False),
        ("The chief executive of the Fund wrote so.", False),
        ("Ann Able, in The chief executive's tale of May, wrote so.", False),
        ("Ann Able told the chief executive of the Fund so.", False),
    ],
)
def test_when_a_sentence_names_a_holder(text: str, names: bool) -> None:
    assert names_holder(Office("chief executive", "Fund"), text) is names


def test_a_health_secretary_may_speak_as_one() -> None:
    office = Office("health secretary", "")
    assert names_holder(office, "As Health Secretary, Able said so.")
    assert names_holder(office, "Able said as Health Secretary that it was so.")
    assert not names_holder(office, "The new Health Secretary had to choose.")


def test_the_latest_holder_comes_first() -> None:
    text = (
        "Ann Able led Monitor from 2019 to March 2025. Bob Best became chief executive of Monitor on 1 April 2025. "
        "Monitor met in 2026."
    )
    found = candidates(make_article(text), {})
    assert [(group, c.text.split()[0]) for group, c in held(Office("chief executive", "Monitor"), found)] == [
        (None, "Bob"),
        (None, "Ann"),
    ]
    assert held(Office("chief executive", "Trust"), found) == []
    many = " ".join(f"Ann Able{letter} became chief executive of Monitor in {1990 + at}." for at, letter in enumerate("abcdef"))
    assert [group for group, _ in held(Office("chief executive", "Monitor"), candidates(make_article(many), {}))][-1] in (
        None,
        FURTHER,
    )


def test_the_latest_date_of_a_text() -> None:
    assert latest("From 1 May 2019 to March 2025, and in 2024.") == (2025, 3, 0)
    assert latest("Nobody knows.") == (0, 0, 0)


def test_where_nobody_is_named_somebody_elses_post_is_not_told() -> None:
    article = make_article("Ann Able resigned as NHS chief executive. The Fund was inspected. Bob Best chaired the inquiry.")
    rows = [(None, candidate) for candidate in candidates(article, {"Ann": 0.7, "Fund": 0.6, "Bob": 0.5})]
    kept = [candidate.text for _, candidate in without_others(Office("chief executive", "Fund"), rows)]
    assert kept == ["The Fund was inspected.", "Bob Best chaired the inquiry."]
    assert without_others(Office("chair", "inquiry"), rows) == rows
