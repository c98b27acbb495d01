"""Questions that ask what a term means, and what answers them."""

from __future__ import annotations

import pytest

from answering.explained import explained
from answering.wordings import notice
from core.definitions import (
    Term,
    asked_term,
    asked_terms,
    asked_who,
    asks_besides,
    asks_how_many,
    defines,
    holds,
    with_topic_last,
)
from tests.factories import candidates, make_article


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is an integrated care board?", "integrated care board"),
        ("what's a quango", "quango"),
        ("What is meant by gaming?", "gaming"),
        ("What does CQC stand for?", "CQC"),
        ("What do you mean by “lay members”?", "lay members"),
        ("Define duty of candour", "duty of candour"),
        ("Explain what special measures are.", "special measures"),
        ("What is clinical leadership in the NHS?", "clinical leadership"),
        ("What is the meaning of star rating?", "star rating"),
        ("What do governors do?", "governors"),
        ("What does a speaking-up guardian actually do, and do they help?", "speaking-up guardian"),
        ("What is the role of lay members?", "lay members"),
        ("What is payment by results?", "payment by results"),
        ("What is the Agenda for Change?", "Agenda for Change"),
        ("What is gaming of targets?", "gaming of targets"),
        ("What is the evidence for targets?", None),
        ("What is closing hospitals good for?", None),
        ("quangos", "quangos"),
        ("Purchaser-provider split?", "Purchaser-provider split"),
        ("what next", None),
        ("why are quangos disliked", None),
        ("What is being done about it?", None),
        ("What is wrong with managers?", None),
        ("What is the point of governors?", None),
        ("What are the waiting times?", None),
        ("What is the case for league tables?", None),
        ("What is a good manager?", None),
        ("What is it that managers do?", None),
        ("What did the review find?", None),
        ("Why are quangos disliked?", None),
    ],
)
def test_which_term_is_asked_for(question: str, term: str | None) -> None:
    found = asked_term(question)
    assert (found.text if found else None) == term


def test_a_thing_asked_for_with_the_is_told_from_a_word() -> None:
    assert asked_term("What is the fit and proper person test?") == Term("fit and proper person test", True)
    assert asked_term("What is a duty of candour?") == Term("duty of candour", False)
    assert asked_term("What is Able review?") == Term("Able review", True)


@pytest.mark.parametrize(
    "question", ["What do governors do?", "What is a quango, and why are they disliked?", "What is payment by results?"]
)
def test_where_a_meaning_is_no_whole_answer_or_may_not_be_asked_for(question: str) -> None:
    found = asked_term(question)
    assert found
    assert found.more


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What is a quango?", (Term("quango", False),)),
        (
            "What is the difference between a trust and a foundation trust?",
            (Term("trust", True, True), Term("foundation trust", True, True)),
        ),
        ("When were care boards set up?", (Term("care boards", True, True, True),)),
        ("When did the star ratings begin?", (Term("star ratings", True, True, True),)),
        ("When did managers say that?", ()),
        ("Why are quangos disliked?", ()),
    ],
)
def test_two_terms_are_asked_for_by_their_difference_and_one_by_its_beginning(question: str, terms: tuple[Term, ...]) -> None:
    assert asked_terms(question) == terms


def test_a_number_asked_for() -> None:
    assert asks_how_many("How many care boards are there now?")
    assert not asks_how_many("How many said so?")


@pytest.mark.parametrize(
    ("question", "who"),
    [("Who was Ann Able?", "Ann Able"), ("What does MiP mean?", "MiP"), ("What did Ann Able say?", ""), ("Who said so?", "")],
)
def test_who_it_is_that_is_asked_for(question: str, who: str) -> None:
    assert asked_who(question) == who


@pytest.mark.parametrize(
    ("term", "sentence", "how"),
    [
        ("star rating", "Star ratings were grades that trusts were given each year.", 3),
        ("patient bodies", "A patient body is a group that speaks for patients.", 3),
        ("CQC", "The Care Quality Commission (CQC) reported in July.", 2),
        ("Health Watch", "Health Watch (HW), a network of patients' groups, was set up in 2012.", 2),
        ("Ann Able", "Ann Able, then chair of the board, argued for a vote.", 2),
        ("Ann Able", "Ann Able of the Fund argued for a vote.", 1),
        ("Jim Able", "Sir James Able became transition chief executive in April.", 3),
        ("Ann Able", "Ann Able led the Fund from 2019.", 3),
        ("Ann Able", "Ann Able KC, whose review came first, wrote so.", 2),
        ("Ann Able", "Ann Able was against it.", 0),
        ("block contract", "The trust was paid a fixed sum, known as a block contract.", 2),
        ("cqc", "The Care Quality Commission (CQC) is a regulator.", 3),
        ("manager", "An NHS manager is a person who runs a service.", 3),
        ("gaming", "Gaming of targets is the practice of altering figures.", 3),
        ("star rating", "Star ratings, the union said, should go.", 0),
        ("star rating", "In July star ratings were a matter of dispute.", 0),
        ("board", "The boardroom is a place of dispute.", 0),
        ("CQC", "The Commission (CQCX) reported.", 0),
    ],
)
def test_how_far_a_sentence_says_what_a_term_is(term: str, sentence: str, how: int) -> None:
    assert defines(term, sentence) == how


def test_a_term_is_held_in_the_singular_and_the_plural_and_by_its_initials() -> None:
    assert holds("care boards", "The Care Board met.")
    assert holds("RCN", "The Royal College of Nursing met.")
    assert not holds("care board", "Care was discussed by the board.")


TEXT = "Trusts dislike star ratings. Star ratings were yearly grades for trusts. The union wanted other grades."


def test_what_says_what_a_term_is_comes_first_and_only_what_holds_it_follows() -> None:
    found = candidates(make_article(TEXT), {})
    meant = explained([Term("star rating", False)], [(None, found[2]), (None, found[0])], found)
    assert meant
    rows, remark = meant
    assert [candidate.text for _, candidate in rows] == [
        "Star ratings were yearly grades for trusts.",
        "Trusts dislike star ratings.",
    ]
    assert remark is None


def test_a_term_that_no_sentence_explains_or_uses_is_said_to_be_so() -> None:
    found = candidates(make_article("Trusts dislike league tables. The union wanted other grades."), {})
    rows = [(None, candidate) for candidate in found]
    assert explained([Term("league table", False)], rows, found) == (rows[:1], notice("term_not_explained", term="league table"))
    assert explained([Term("clinical network", False)], rows, found) == (rows, notice("term_not_used", term="clinical network"))
    assert explained([Term("league table", True)], rows, found) is None


def test_the_whole_entry_of_a_glossary_is_shown_once() -> None:
    found = candidates(make_article("A star rating was a yearly grade. Star ratings were given by a body.", kind="glossary"), {})
    meant = explained([Term("star rating", True, True)], [(None, found[1])], [*found, found[1]])
    assert meant
    assert [candidate for _, candidate in meant[0]] == found
    plain = candidates(make_article("A star rating was a yearly grade. Nobody asked for them."), {})
    meant = explained([Term("star rating", True, True)], [(None, plain[0])], plain)
    assert meant
    assert [candidate for _, candidate in meant[0]] == plain[:1]


def test_of_a_term_whose_end_is_asked_for_what_gives_a_year_comes_first() -> None:
    found = candidates(make_article("A star rating was a yearly grade. Star ratings ended in 2005.", kind="glossary"), {})
    meant = explained([Term("star ratings", True, True, dated=True)], [(None, found[0])], found)
    assert meant
    assert [candidate for _, candidate in meant[0]] == [found[1], found[0]]


def test_two_terms_are_both_explained_or_neither() -> None:
    found = candidates(
        make_article("A star rating was a yearly grade. A league table is a list of trusts. All were disliked."), {}
    )
    both = [Term("league table", True, True), Term("star rating", True, True)]
    meant = explained(both, [(None, found[2])], found)
    assert meant
    assert [candidate for _, candidate in meant[0]] == [found[1], found[0], found[2]]
    assert explained([*both[:1], Term("scorecard", True, True)], [(None, found[2])], found) is None


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("fit and proper person test nhs what is it and does it work", "what is the fit and proper person test and does it work"),
        ("The Kark review, what was it?", "what was The Kark review?"),
        ("What is it?", "What is it?"),
        ("why did targets end and what are they", "why did targets end and what are they"),
        ("How long is the list, and what is it made of?", "How long is the list, and what is it made of?"),
    ],
)
def test_a_topic_named_first_is_asked_after(question: str, read: str) -> None:
    assert with_topic_last(question) == read


@pytest.mark.parametrize(
    ("question", "besides"),
    [
        ("What is the Kark review and did it help?", "did the Kark review help?"),
        ("what are league tables and why do trusts dislike them", "why do trusts dislike league tables"),
        ("What is a quango?", ""),
        ("Why did it fail, and what is a quango?", ""),
    ],
)
def test_what_is_asked_of_a_term_besides_its_meaning(question: str, besides: str) -> None:
    assert asks_besides(question) == besides


def test_a_difference_may_be_asked_for_without_a_verb() -> None:
    assert [term.text for term in asked_terms("difference between an ICB and an ICS")] == ["ICB", "ICS"]
