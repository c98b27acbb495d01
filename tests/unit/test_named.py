"""Questions that ask for nothing but a name, and what answers them."""

from __future__ import annotations

import pytest

from answering.named import MOST, told_of
from answering.render import FURTHER
from core.names import named_alone, names_in, names_whole, said_of
from tests.factories import candidates, make_article


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Ann Able?", ("Ann Able",)),
        ("Who was Ann Able, and what did she say?", ("Ann Able",)),
        ("What did Dido Harding say?", ("Dido Harding",)),
        ("What was Lord Darzi's view?", ("Darzi",)),
        ("What do Ann Able and Unison think?", ("Ann Able", "Unison")),
        ("What did Ann Able and colleagues argue?", ("Ann Able",)),
        ("What did Ann Able say about pay?", ()),
        ("What did Ann Able say in 2016?", ()),
        ("Who runs the NHS?", ()),
        ("What do managers say?", ()),
    ],
)
def test_what_asks_for_a_name_alone(question: str, names: tuple[str, ...]) -> None:
    assert named_alone(question) == names


def test_a_question_written_like_a_headline_names_nobody() -> None:
    assert names_in("Should NHS Managers be Regulated?") == []
    assert names_in("Is Wes Streeting right?") == ["Wes Streeting"]
    assert names_in("Who is Wes Streeting?") == ["Wes Streeting"]


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("King Fund", "The King's Fund said so.", True),
        ("TaxPayers Alliance", "The TaxPayers' Alliance said so.", True),
        ("Ann Able", "Able and Ann Bold said so.", False),
        ("RCN", "The Royal College of Nursing said so.", True),
        ("Able", "It was Ableton who said so.", False),
    ],
)
def test_a_name_stands_in_a_text_with_its_words_together(name: str, text: str, whole: bool) -> None:
    assert names_whole(name, text) is whole


def test_an_answer_on_a_name_opens_with_what_they_said_and_names_them_throughout() -> None:
    text = (
        "A review by Ann Able came first. Wards were closed in the year after. Able was chair of the board until then. "
        "Ann Able argued that wards should stay open. Ann Bold was against it. What did Ann Able want?"
    )
    rows = told_of(["Ann Able"], candidates(make_article(text), {}))
    shown = [candidate.text for _, candidate in rows]
    assert shown[0] == "Ann Able argued that wards should stay open."
    assert set(shown[1:]) == {"A review by Ann Able came first.", "Able was chair of the board until then."}
    assert told_of(["Ann Cold"], candidates(make_article(text), {})) == []


def test_what_a_named_author_wrote_counts_and_the_rest_goes_below_the_fold() -> None:
    words = [
        "pay",
        "rotas",
        "wards",
        "nurses",
        "theatres",
        "clinics",
        "budgets",
        "targets",
        "ratings",
        "boards",
        "mergers",
        "audits",
    ]
    text = " ".join(f"The {word} of {word}shire were unlike the {word} of other {word} towns." for word in words)
    article = make_article(text, authors=("Ann Able",), form="original")
    rows = told_of(["Ann Able"], candidates(article, {}))
    assert 0 < sum(group is None for group, _ in rows) <= MOST
    assert {group for group, _ in rows} <= {None, FURTHER}
    assert told_of(["Ann Able"], candidates(make_article(text, authors=("Ann Able",), form="briefing"), {})) == []


def test_where_it_is_only_announced_that_is_shown() -> None:
    text = "An article by Ann Able set out the case against many managers."
    assert [c.text for _, c in told_of(["Ann Able"], candidates(make_article(text), {}))] == [text]


@pytest.mark.parametrize(
    ("question", "names", "of_another"),
    [
        ("What did Able say about the Fund?", ["Able", "Fund"], True),
        ("What does Able think of Bold?", ["Able", "Bold"], True),
        ("What did Able and Bold say?", ["Able", "Bold"], False),
        ("What did Able say about it?", ["Able"], False),
        ("What did Able say about the King's Fund?", ["Able", "King Fund"], True),
        ("What is the view of Able and of Bold?", ["Able", "Bold"], False),
        ("What does Able think of Bold and of Cold?", ["Able", "Bold", "Cold"], False),
    ],
)
def test_what_is_said_of_another_is_told_from_what_two_said(question: str, names: list[str], of_another: bool) -> None:
    assert said_of(question, names) is of_another


def test_what_one_said_of_another_is_told_where_both_are_named() -> None:
    text = (
        "Ann Able argued that wards should stay open. Ann Able told Ben Bold that wards should stay open. Ben Bold left in May."
    )
    rows = told_of(["Ann Able", "Ben Bold"], candidates(make_article(text), {}), together=True)
    assert [candidate.text for _, candidate in rows] == ["Ann Able told Ben Bold that wards should stay open."]
