"""A question of several parts: what can be asked alone, and what is shown of each."""

from __future__ import annotations

import pytest

from answering.arrangement import Row, with_lists_whole
from answering.each_part import FOREIGN, asked_apart, with_each_part
from answering.render import FURTHER
from core.parts import subjects_of
from tests.factories import candidates, make_article


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "How much was lost on masks and gowns, and was the VIP route for suppliers legal?",
            ["How much was lost on masks and gowns", "was the VIP route for suppliers legal?"],
        ),
        (
            "When did Roy Griffiths report and who won the cup final in that same year?",
            ["When did Roy Griffiths report", "who won the cup final"],  # a time is no subject
        ),
        ("What did Tom Kark propose and did it work?", []),  # "it" has its subject before it
        ("how much less does each worker get done, why do i keep seeing different numbers", []),
        ("Who runs the NHS?", []),
    ],
)
def test_parts_that_can_be_asked_alone(question: str, parts: list[str]) -> None:
    assert asked_apart(question) == parts


def test_a_part_that_names_nothing_is_no_subject() -> None:
    assert subjects_of("How many managers left the service in 2014, and why?") == ["How many managers left the service in 2014"]


def test_each_part_is_answered_above_the_fold_and_what_is_not_told_is_named() -> None:
    article = make_article("Pay fell by a tenth. Boards meet in private. Beds were closed.")
    pay, boards, beds = candidates(article, {})
    rows: list[Row] = [(None, pay), (FURTHER, boards)]
    pay_again, boards_again, _ = candidates(article, {})  # judged by the part, they are other objects
    parts = [
        ("how far did pay fall", [(None, pay_again)], {pay_again: 0.9}),
        ("do boards meet in public", [(None, boards_again)], {boards_again: 0.8, beds: 0.1}),
        ("who closed the beds", [(None, beds)], {beds: 0.1}),
    ]
    assert with_each_part(rows, parts) == ([(None, pay), (None, boards_again)], ["who closed the beds"])


def test_where_one_part_alone_is_told_its_answer_is_the_answer() -> None:
    pay, boards, beds = candidates(make_article("Pay fell by a tenth. Boards meet in private. Beds were closed."), {})
    whole: list[Row] = [(None, boards), (None, beds)]
    own: list[Row] = [(None, pay), (FURTHER, beds)]
    parts = [("how far did pay fall", own, {pay: 0.9, beds: 0.1}), ("who won the cup final", whole, {boards: 0.01, beds: 0.01})]
    assert with_each_part(whole, parts) == (own, ["who won the cup final"])
    doubtful = [parts[0], ("who shut the beds", whole, {boards: 0.01, beds: FOREIGN})]
    assert with_each_part(whole, doubtful) == ([*whole, (None, pay)], ["who shut the beds"])


def test_the_points_of_a_counted_list_stand_together_in_order() -> None:
    article = make_article(
        "Vize's first reason is reputation. An aside. Vize's second reason is example. The third reason is skill. "
        "The first measure was pay. The second measure was training."
    )
    first, aside, second, third, pay, training = candidates(article, {})
    above: list[Row] = [(None, second), (None, aside), (None, first), (None, pay)]
    below: list[Row] = [(FURTHER, training), (FURTHER, third)]
    assert [row[1] for row in with_lists_whole([*above, *below])] == [first, second, third, aside, pay, training]
    assert with_lists_whole([(None, pay), (FURTHER, training)]) == [(None, pay), (FURTHER, training)]
