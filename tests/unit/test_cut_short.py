"""What is cut short: a span, a sum, a share, a title; an object or a report without what leads it in."""

from __future__ import annotations

import pytest

from answering.checks.ground import Ground
from answering.checks.joins import joins_hold
from answering.checks.names import names_hold
from answering.checks.parts import parts_hold
from answering.checks.polarity import polarity_holds
from answering.checks.wording import changed

SAVED = "The merger saved between £4m and £6m a year, the trust told councillors."


@pytest.mark.parametrize(
    ("quote", "text", "holds"),
    [
        ("The cut meant 300 posts and £20m to £25m a year.", "The cut meant 300 posts and £20m a year.", False),
        ("The cut meant 300 posts and £20m to £25m a year.", "The cut meant 300 posts.", True),
        ("The cut meant 300 posts and £20m to £25m a year.", "The cut meant £20m to £25m a year.", True),
        ("The cut meant 300 posts and £20m to £25m a year.", "The cut meant up to £25m a year.", True),
        ("The cut meant 300 posts and £20m to £25m a year.", "The cut meant at least £20m a year.", True),
        ("The three causes were pay, heat and beds, and noise.", "The three causes were pay, heat, and beds.", False),
        ("The three causes were pay, heat and beds, and noise.", "The three causes were pay, heat and beds, and noise.", True),
        ("The three causes were pay, heat and noise.", "Pay was one of the causes.", True),
        (SAVED, "The merger saved £6m a year.", False),
        (SAVED, "The merger saved up to £6m a year.", True),
        ("Some 10–15% of wards were short.", "Some 15% of wards were short.", False),
        ("The list grew from 5 to 6 wards.", "The list grew to 6 wards.", True),
        ("Ratings ran from 2001 to 2005.", "Ratings began in 2001.", True),
        ("Ratings in 2001–05 were coarse, 3 to 5 stars in all.", "Ratings in 2001 were coarse.", True),
    ],
)
def test_a_span_is_told_with_both_ends(quote: str, text: str, holds: bool) -> None:
    assert parts_hold(text, (quote,)) is holds


@pytest.mark.parametrize(
    ("quote", "text", "stranded"),
    [
        (
            "Boards were told to cut costs by a third on average, to £9 a head, from spending that had reached £14 in places.",
            "Boards were told to cut costs by a third on average spending that had reached £14 in places.",
            True,
        ),
        (
            "The trust was fined by the court in May for a breach of the rules on safety that the inspectors had found.",
            "The trust was fined by the court for a breach of the rules on safety that the inspectors had found.",
            False,
        ),
        (
            "The figures were published by the Fund in May in the journal that its members read every month.",
            "The figures were published in the journal that its members read every month.",
            False,
        ),
    ],
)
def test_an_object_keeps_what_leads_it_in(quote: str, text: str, stranded: bool) -> None:
    assert bool(changed(text, Ground((quote,), "", ()))) is stranded


CHAIRS = "In June 131 network chairs and officers signed a letter."
LIKELY = "In the new data, older applicants were more likely to be chosen from shortlists at 80% of the trusts."


@pytest.mark.parametrize(
    ("quote", "text", "holds"),
    [
        (CHAIRS, "In June 131 network chairs signed a letter.", False),
        (CHAIRS, "In June 131 network chairs and officers signed.", True),
        (CHAIRS, "Chairs and officers signed a letter, 131 in all.", True),
        ("The 40 boards and the council met.", "The 40 boards met.", True),
        (LIKELY, "In the new data, older applicants were more likely to be chosen from shortlists.", False),
        (LIKELY, "In most of the trusts older applicants were more likely to be chosen from shortlists.", True),
        (LIKELY, "Older applicants were in the new data.", True),
    ],
)
def test_a_number_keeps_all_that_it_counts(quote: str, text: str, holds: bool) -> None:
    assert parts_hold(text, (quote,)) is holds


def test_a_title_is_not_cut() -> None:
    quote = "Ann Able's report, The long dark winters of the wards, found that few slept."
    ground = Ground((quote,), "The long dark winters of the wards\nAnn Able, 2014", ("Ann Able",))
    assert not names_hold("The dark winters of the wards found that few slept.", ground)
    assert names_hold("The long dark winters of the wards found that few slept.", ground)
    assert names_hold("Ann Able's report found that few slept.", ground)


def test_nothing_is_set_against_what_the_quotation_does_not() -> None:
    quote = "The platform is disputed for the benefits claimed, Able's background and the award of the contract."
    assert not polarity_holds("The contract was for the platform, not Able.", [quote])
    assert polarity_holds("The platform, not Able, is disputed.", ["The platform is disputed, and not Able."])
    assert polarity_holds("The platform is disputed.", [quote])


def test_what_somebody_reports_does_not_hang_loose() -> None:
    quote = "The Post reported that the trust bought a new system in 2023, and that reports link such systems to harm."
    loose = "The trust bought a new system in 2023, and that reports link such systems to harm."
    assert "wording" in changed(loose, Ground((quote,), "", ()))
    assert "wording" not in changed(quote, Ground((quote,), "", ()))
    told = "The promises were broken, and that history tells."
    assert not changed(told, Ground((told,), "", ()))


def test_a_list_is_not_told_without_what_is_said_of_it() -> None:
    quote = "Two bodies stood before the council: the patients' forum of 1990, and the local network."
    assert not joins_hold("The patients' forum of 1990, and the local network.", Ground((quote,), "", ()))
    assert joins_hold("Two bodies stood before the council.", Ground((quote,), "", ()))
    told = "The board found one thing: the forum had failed patients."
    assert joins_hold("The forum had failed patients.", Ground((told,), "", ()))
