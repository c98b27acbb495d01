"""What goes wrong in a retelling that keeps the words, and the orders in which a sentence may stand."""

from __future__ import annotations

import pytest

from answering.checks.dropped import dropped_nothing
from answering.checks.garble import garbled
from answering.checks.grammar import cut_off
from answering.checks.ground import Ground
from answering.checks.links import differences_hold, links_hold, times_in_order
from answering.checks.names import names_hold
from answering.checks.numbers import numbers_hold
from answering.checks.order import order_holds
from answering.checks.parts import parts_hold
from answering.checks.polarity import polarity_holds
from answering.checks.readings import MOST, readings
from answering.checks.speakers import speaker_holds
from answering.checks.strength import strength_holds
from answering.checks.times import times_hold
from answering.checks.wording import changed
from answering.checks.words import Word, words_of


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        (
            "Nurses held a larger share of the ward posts than of the board posts.",
            "Nurses held a larger share of the board posts than of the ward posts.",
            "In 1986 nurses held a larger share of the ward posts than of the board posts.",
        ),
        (
            "General management opened new rifts, which repeated change then widened.",
            "Repeated change opened new rifts.",
            "General management opened new rifts.",
        ),
        (
            "Guardians handled 20,000 cases, and a study of 80 guardians found too little time.",
            "A study of 20,000 cases found too little time.",
            "A study of 80 guardians found too little time.",
        ),
        (
            "Care trusts and regional bodies gave way to the Agency, local groups and others.",
            "Care trusts and local groups gave way to the Agency.",
            "Care trusts and regional bodies gave way to local groups.",
        ),
        (
            "The notes attached three conditions to any direction.",
            "Ann Able attached three conditions to any direction.",
            "The notes attached three conditions.",
        ),
        (
            "The High Court, on appeal by the Council, ordered removal.",
            "The Court of Appeal ordered removal.",
            "The High Court ordered removal.",
        ),
        (
            "The official share was 19 points above the share reported by patients.",
            "The share reported by patients was 19 points above the official share.",
            "In 2004 the official share was 19 points above the share reported by patients.",
        ),
        (
            "A York study, as quoted by Ann Able, found no gain.",
            "Ann Able found no gain.",
            "A York study found no gain.",
        ),
        (
            "The paper said that a nurse had reported fears, and that Bill Bold had called the ward bad.",
            "The paper said that a nurse had reported fears and had called the ward bad.",
            "The paper said that a nurse had reported fears and Bill Bold had called the ward bad.",
        ),
        (
            "The body moved from good to inadequate.",
            "The body moved from inadequate to good.",
            "In May the body moved from good to inadequate.",
        ),
        (
            "A third of finance directors had been appointed since May.",
            "A third of chief executives had been appointed since May.",
            "A third of finance directors had been appointed in the months since May.",
        ),
    ],
)
def test_what_stands_on_one_side_may_not_stand_on_the_other(quote: str, false: str, true: str) -> None:
    assert not order_holds(false, [quote])
    assert order_holds(true, [quote])
    assert order_holds(quote, [quote])


def test_an_author_may_be_named_for_the_work() -> None:
    assert order_holds("Ann Able found that wards were full.", ["The review found that wards were full."])


def test_a_cause_is_not_put_in_nor_each_for_together() -> None:
    assert not links_hold("It lost trust because it saw less.", ["It lost trust and saw less."])
    assert links_hold("It lost trust because it saw less.", ["It lost trust since it saw less."])
    assert not links_hold("It was cut, so posts fell.", ["It was cut, and posts fell, so that wards closed."])
    assert links_hold("It was cut, so wards closed.", ["It was cut, and posts fell, so that wards closed."])
    assert not links_hold("One share was above the other, at 45% against 41%.", ["One share was 45% and the other 41%."])
    assert not links_hold("Each hospital treated 150.", ["The hospitals treated 150 together."])
    assert links_hold("Each hospital treated 150.", ["The hospitals treated 150 each, or 600 together."])


def test_what_came_first_comes_first() -> None:
    quote = "Ann Able said that it would be led by nurses, and Bill Bold then halted the work."
    assert not times_in_order("After Bill Bold halted the work, Ann Able said that it would be led by nurses.", [quote])
    assert times_in_order(
        "After Ann Able said so, Bill Bold halted the work.", ["Ann Able said so, and Bill Bold then halted it."]
    )
    assert times_in_order("After the ward closed, nurses left.", ["Nurses left once the ward closed."])


def test_more_is_not_less_and_a_share_is_no_difference() -> None:
    assert not differences_hold("It was 2,770 more than before.", ["It was 2,770 fewer than before."])
    assert differences_hold("It was 2,770 lower than before.", ["It was 2,770 fewer than before."])
    assert not differences_hold("They were 80% more likely.", ["At 80% of trusts they were more likely."])
    assert differences_hold("They were 30% more likely.", ["They were more likely, by 30%."])


def test_what_cannot_be_said_is_not_told() -> None:
    quote = "The Fund wrote that research cannot say which part of the reform, which came with new money, made the difference."
    assert not polarity_holds("The Fund wrote that the new money of the reform made the difference.", [quote])
    assert polarity_holds("The Fund wrote that it is unclear which part of the reform made the difference.", [quote])


def test_what_nobody_knew_is_not_told() -> None:
    quote = "The authors wrote that it seemed better but that nobody knew how genuine the gains were."
    assert not polarity_holds("The authors wrote that it seemed better and that the gains were genuine.", [quote])


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        ("The task needs proper funding.", "The task has proper funding.", "The task requires proper funding."),
        ("Staff per trust rose from 53 to 109.", "Staff rose from 53 to 109.", "Staff for each trust rose from 53 to 109."),
        ("It asked senior managers.", "It asked managers.", "It asked the senior managers."),
    ],
)
def test_what_narrows_a_thing_is_not_dropped(quote: str, false: str, true: str) -> None:
    assert not dropped_nothing(false, [quote])
    assert dropped_nothing(true, [quote])


def test_a_hedge_reaches_over_an_adverb() -> None:
    assert not strength_holds("Better hospitals attract doctors.", ["Better hospitals may simply attract doctors."])


def test_what_something_does_not_do_alone_it_may_do() -> None:
    quote = "Barring will not by itself prevent failures."
    assert not dropped_nothing("Barring will not prevent failures.", [quote])
    assert dropped_nothing("Barring alone will not prevent failures.", [quote])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "Private deals drained trusts, argued Ann Able of the Fund in September 2019.",
            "Ann Able of the Fund argued in September 2019 that private deals drained trusts.",
        ),
        (
            "The test failed, Ann Able concluded in 2019, and it did not stop anybody.",
            "Ann Able concluded in 2019 that the test failed and did not stop anybody.",
        ),
        ("Pay rose, the union told MPs in May 2013.", "The union told MPs in May 2013 that Pay rose."),
        (
            "After the decision of July, the union agreed that a register costs too much.",
            "The union agreed after the decision of July that a register costs too much.",
        ),
        ("In May 2015 Lord Able proposed a move.", "Lord Able proposed in May 2015 a move."),
        ("According to the report, wards were full.", "Wards were full, according to the report."),
        (
            "After years of waiting, the Fund said in 2023, the plan was welcome.",
            "The Fund said in 2023 that the plan was welcome, after years of waiting.",
        ),
        (
            "Whether they help is in dispute, and most figures are about their work.",
            "Most figures are about their work, and whether they help is in dispute.",
        ),
    ],
)
def test_a_sentence_is_read_in_other_orders(text: str, other: str) -> None:
    found = readings(text)
    assert found[0] == text
    assert other in found
    assert len(found) <= MOST


@pytest.mark.parametrize(
    "text",
    [
        "In May 2019 wards closed, the union said.",  # does not tell when it said so
        "In May 2019 the union said that wards closed.",  # nor when they closed
        "The union said that wards closed, and pay fell.",  # either may be what it said
    ],
)
def test_no_reading_moves_what_may_belong_to_either_part(text: str) -> None:
    for other in readings(text)[1:]:
        assert not other.endswith("2019.")
        assert not other.startswith("Pay fell")
        assert "said in May 2019" not in other or text.startswith("In May 2019 the union said")


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        ("It named a lack of voice among four causes.", "A lack of voice", "It named a lack of voice."),
        ("Status was told of as freedom from direction.", "Freedom from direction", "Status was told of as freedom."),
        (
            "Spending fell by half, the answer of 2025 recorded.",
            "Spending fell by half, the answer of 2025",
            "Spending fell by half.",
        ),
        (
            "It was 12% in the past year in 2017, 10% in 2023 and 9% in 2024.",
            "It was 12% in the past year",
            "It was 12% in the past year in 2017.",
        ),
    ],
)
def test_a_piece_that_says_nothing_alone_is_no_sentence(quote: str, false: str, true: str) -> None:
    assert cut_off(words(false), [words(quote)])
    assert not cut_off(words(true), [words(quote)])


def words(text: str) -> list[Word]:
    return [word for word in words_of(text) if word.text[0].isalnum()]


def test_where_something_was_is_not_dropped() -> None:
    quote = "About 150 patients were treated in them in the first wave."
    assert not dropped_nothing("About 150 patients were treated in the first wave.", [quote])
    assert dropped_nothing("About 150 patients were treated in them.", [quote])


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        ("Ministers argued that patients died.", "Patients died.", "Ministers said that patients died."),
        ("The auditor concluded that wards closed.", "Wards closed.", "The auditor judged that wards closed."),
        ("The CQC said that staff had described it as a shock.", "Staff had described it as a shock.", "The CQC described it."),
        (
            "Streeting said staff had complained, PA reported.",
            "Staff had complained, PA reported.",
            "Streeting spoke, PA reported.",
        ),
        ("A minister argued that people hold him to account.", "People hold him to account.", "In a minister's view people do."),
    ],
)
def test_a_view_is_told_with_whoever_holds_it(quote: str, false: str, true: str) -> None:
    assert not speaker_holds(false, Ground((quote,), "", (), ""))
    assert speaker_holds(true, Ground((quote,), "", (), ""))


def test_a_month_of_the_metadata_does_not_stand_for_one_of_the_quotation() -> None:
    ground = Ground(("She was convicted in August 2023.",), "Chester Standard, 19 October 2023", (), "")
    assert not numbers_hold("She was convicted in October 2023.", ground)
    assert numbers_hold("She was convicted in August 2023.", ground)
    assert numbers_hold("She was convicted in October 2023.", Ground(("She was convicted.",), "Standard, October 2023", (), ""))


def test_a_name_is_not_made_of_small_words() -> None:
    ground = Ground(("The High Court, on appeal, ordered it.",), "", (), "")
    assert not names_hold("The Court of Appeal ordered it.", ground)
    assert names_hold("The High Court ordered it.", ground)


def test_what_a_title_counts_is_not_told_of_something_else() -> None:
    ground = Ground(("The paper reported what the reform cost in redundancies.",), "Redundancies cost £435m in 2013", (), "")
    assert not numbers_hold("The reform cost £435m.", ground)
    assert numbers_hold("In 2013 the reform cost posts.", ground)


def test_a_counted_list_is_told_whole() -> None:
    quote = "Three bodies came before: councils, the forums and commission, and local networks."
    assert not parts_hold("Three bodies came before: councils, the forums and commission.", [quote])
    assert parts_hold("Three bodies came before, councils among them.", [quote])


def test_a_date_stays_with_its_verb() -> None:
    ground = Ground(("The managers recruited inside, as known in May 1986, were nurses.",), "", (), "")
    assert not times_hold("The managers recruited in May 1986 were nurses.", ground)
    assert times_hold("The managers recruited inside, as known in May 1986, were nurses.", ground)


def test_who_reports_reports_something() -> None:
    ground = Ground(('Ann Able told it that it had been "sad", the paper reported.',), "", (), "")
    assert "wording" in changed('Ann Able told it that it had been "sad" and the paper reported.', ground)


def test_what_is_cut_off_stays_so_in_any_order() -> None:
    ground = Ground(("In the survey, 12% told of it in the past year in 2017, 10% in 2023 and 9% in 2024.",), "", (), "")
    text = "In the survey, 12% told of it in the past year."
    assert garbled(text, ground)
    assert any(not garbled(other, ground) for other in readings(text))
