"""Words that may not be cut out of a quotation, or changed in it, since what is left says something else."""

from __future__ import annotations

import pytest

from answering.checks.agents import agents_hold
from answering.checks.binding import bindings_hold
from answering.checks.ground import Ground
from answering.checks.joins import joins_hold
from answering.checks.marks import marks_hold
from answering.checks.names import names_hold
from answering.checks.owners import owners_hold
from answering.checks.speakers import speaker_holds
from answering.checks.strength import strength_holds
from answering.checks.wording import changed
from tests.factories import make_article


def ground(*quotes: str) -> Ground:
    return Ground(quotes, "", ())


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("The NHS had 15,300 staff.", "NHS England had 15,300 staff.", False),
        ("NHS England had 15,300 staff.", "NHS England had 15,300 staff.", True),
        ("The NHS had 15,300 staff.", "NHS England had 15,300 staff, and the NHS had 1.5 million.", True),
        ("The NHS's staff had doubled.", "NHS England's staff had doubled.", False),
        ("Francis found no fault.", "Robert Francis QC found no fault.", True),
        ("Addenbrooke's was rated inadequate.", "Addenbrooke's Hospital was rated inadequate.", True),
        ("The letter was signed by Healthwatch.", "The Healthwatch letter was signed by Healthwatch.", True),
        ("The chair resigned in May.", "The deputy chair resigned in May.", False),
        ("The deputy chair resigned in May.", "The deputy chair resigned in May.", True),
        ("The chair resigned in May.", "The deputy chair resigned in May, and the chair resigned in June.", True),
        ("Two of them had been clerks.", "Two of them were former clerks.", True),
        ("In May the secretary wrote.", "In May the former secretary wrote.", False),
    ],
)
def test_a_name_or_an_office_is_told_whole(text: str, quote: str, holds: bool) -> None:
    assert names_hold(text, ground(quote)) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("He put the risk on a Sunday in July.", "He put the risk on a Sunday at 15% in July.", False),
        ("He put the risk on a Sunday at 15%.", "He put the risk on a Sunday at 15% in July.", True),
        ("He told of the risk on a Sunday.", "He put the risk on a Sunday at 15% in July.", True),
        ("Costs rose to £3m.", "Costs rose by £3m to £61m.", False),
        ("Costs rose by £61m.", "Costs rose by £3m to £61m.", False),
        ("Costs rose by £3m.", "Costs rose by £3m to £61m.", True),
        ("Costs rose to £61m.", "Costs rose by £3m to £61m.", True),
        ("Costs came to £3m.", "Costs rose by £3m, and £3m was lost.", True),
    ],
)
def test_a_figure_keeps_its_verb_and_its_preposition(text: str, quote: str, holds: bool) -> None:
    assert bindings_hold(text, ground(quote)) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Better care would have prevented it.", "Better care would be expected to have prevented it.", False),
        ("Better care would be expected to have prevented it.", "Better care would be expected to have prevented it.", True),
        ("Patients should hold boards to account.", "Patients should be able to hold boards to account.", False),
        ("Patients should be able to hold boards to account.", "Patients should be able to hold boards to account.", True),
        ("It may help.", "It may possibly help.", True),
    ],
)
def test_of_two_hedges_none_is_dropped(text: str, quote: str, holds: bool) -> None:
    assert strength_holds(text, [quote]) is holds


EXPLAINED = "The union explained in May what the reset of 2025 required of wards and clinics."


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("The union said in May that the reset of 2025 required of wards.", EXPLAINED, {"wording"}),
        ("The union explained in May what the reset required of wards.", EXPLAINED, set()),
        (
            "The report set out death rates, staff warned and the review of the wards.",
            "The report set out death rates, staff warnings and the review of the wards.",
            {"wording"},
        ),
        (
            "The agency was to double its places to 200 in 2018.",
            "The agency was to explore a new grade for porters, and the scheme was to double its places to 200 in 2018.",
            {"roles"},
        ),
        (
            "The agency was to double its places to 200 in 2018.",
            "The agency was to explore a new grade for porters, and was to double its places to 200 in 2018.",
            set(),
        ),
        ("Wards were told to close in May.", "Wards and clinics were told to close in May.", set()),
    ],
)
def test_what_was_asked_or_whose_verb_it_is_stays(text: str, quote: str, found: set[str]) -> None:
    assert changed(text, ground(quote)) == found


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("After the talks Hunt criticised nurses for the delay.", False),
        ("After the talks Hunt was criticised for the delay.", True),
        ("After the talks nurses criticised Hunt for the delay.", True),
    ],
)
def test_whoever_suffers_does_not_act(text: str, holds: bool) -> None:
    quote = "After the talks Hunt was criticised for the delay by nurses."
    assert agents_hold(text, Ground((quote,), "", ())) is holds


def test_a_phrase_without_a_verb_leans_on_no_other_quotation() -> None:
    quotes = (
        "The fifth proposal would create a power to bar a director for serious misconduct.",
        "The seventh proposal would examine social care in the whole country.",
    )
    lean = "The seventh proposal would examine social care, and the power to bar a director for serious misconduct."
    assert not joins_hold(lean, ground(*quotes))
    whole = (
        "The seventh proposal would examine social care, and the fifth proposal would create a power to bar a director for "
        "serious misconduct."
    )
    assert joins_hold(whole, ground(*quotes))


@pytest.mark.parametrize(
    ("text", "holds"), [("[]The ward closed.", False), ("The ward closed.", True), ("It [the ward] closed.", True)]
)
def test_a_square_bracket_is_left_of_a_marker(text: str, holds: bool) -> None:
    article = make_article(text="It [the ward] closed.", form="original")
    quote = "The ward closed." if "It" not in text else "It [the ward] closed."
    assert marks_hold(text, [(quote, article)]) is holds


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        (
            "The wards depend on what is counted in the year.",
            "The cost of the wards depends on what is counted in the year.",
            {"roles"},
        ),
        ("The group of wards depends on what is counted.", "The group of wards depends on what is counted in the year.", set()),
        ("The wards depend on what is counted in the year.", "The group of wards depends on what is counted in the year.", set()),
        (
            "They found that more spending went with more waste in 2018.",
            "They found that more spending on agencies went with more waste in 2018.",
            {"roles"},
        ),
        (
            "They found that, across 120 wards, more spending went with waste.",
            "They found that, across 120 wards, more spending on agencies went with waste.",
            {"roles"},
        ),
        ("The plan went ahead in the year after the vote.", "The plan for porters went ahead in the year after the vote.", set()),
        ("Over 800 porters went home in the year.", "Over 800 porters in 50 towns went home in the year.", set()),
        (
            "The office, which was to close and the agency, was to join the council in May.",
            "The office were to close and the agency was to join the council in May.",
            {"roles"},
        ),
        ("The bus, which is late today, was to join the queue.", "The bus, late today, was to join the queue.", set()),
        (
            "It is not just about porters but about porters who make porters better.",
            "The review found that porters make wards better but that training them is not just about money.",
            {"wording"},
        ),
        ("The ward closed, and the ward will stay shut.", "The ward closed, and will stay shut.", set()),
    ],
)
def test_a_verb_keeps_its_subject(text: str, quote: str, found: set[str]) -> None:
    assert changed(text, ground(quote)) == found


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Payments to clerks were £277,273.", False),
        ("Payments to clerks averaged £277,273.", True),
        ("The average payment to clerks was £277,273.", True),
        ("Payments were made to 44 clerks.", True),
    ],
)
def test_an_average_is_told_as_one(text: str, holds: bool) -> None:
    assert owners_hold(text, ground("Payments to 44 clerks made redundant averaged £277,273.")) is holds


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Lee Trust said that strikes cost about £2bn in May.", "Strikes cost about £2bn in May, Lee Trust reported.", set()),
        (
            "Lee Trust said that strikes cost £2bn.",
            "Gray Trust said that strikes cost £2bn, Lee Trust reported.",
            {"names", "roles"},
        ),
    ],
)
def test_a_speaker_may_stand_first_or_last(text: str, quote: str, found: set[str]) -> None:
    assert changed(text, ground(quote)) == found


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        (
            "The causes were thrift, fog and noise, and the summary of the trust says.",
            "The causes were thrift, fog and noise, the summary of the trust says.",
            {"wording"},
        ),
        (
            "The causes were thrift, fog and noise, the trust says.",
            "The causes were thrift, fog and noise, the trust says.",
            set(),
        ),
    ],
)
def test_no_clause_ends_before_what_it_says(text: str, quote: str, found: set[str]) -> None:
    assert changed(text, ground(quote)) == found


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("In 2009, he argued that wards close.", False),
        ("In 2009, Lee argued that he had closed wards.", True),
        ("In Leeds, Lee argued that wards close.", True),
    ],
)
def test_nobody_is_left_open_behind_a_date(text: str, holds: bool) -> None:
    assert speaker_holds(text, ground("Ann Lee argued in 2009 that he had closed wards in Leeds.")) is holds
