"""Questions that ask what a term means, and what answers them."""

from __future__ import annotations

import pytest

from answering.explained import explained
from answering.wordings import notice
from core.definitions import Term, asked_term, asks_who, defines, holds
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


@pytest.mark.parametrize(
    ("question", "who"),
    [("Who was Ann Able?", True), ("What does MiP mean?", True), ("What did Ann Able say?", False), ("Who said so?", False)],
)
def test_when_it_is_asked_who_somebody_is(question: str, who: bool) -> None:
    assert asks_who(question) is who


@pytest.mark.parametrize(
    ("term", "sentence", "how"),
    [
        ("star rating", "Star ratings were grades that trusts were given each year.", 3),
        ("patient bodies", "A patient body is a group that speaks for patients.", 3),
        ("CQC", "The Care Quality Commission (CQC) reported in July.", 2),
        ("Health Watch", "Health Watch (HW), a network of patients' groups, was set up in 2012.", 2),
        ("Ann Able", "Ann Able, then chair of the board, argued for a vote.", 2),
        ("Ann Able", "Ann Able of the Fund argued for a vote.", 1),
        ("block contract", "The trust was paid a fixed sum, known as a block contract.", 2),
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
    meant = explained(Term("star rating", False), [(None, found[2]), (None, found[0])], found)
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
    assert explained(Term("league table", False), rows, found) == (rows[:1], notice("term_not_explained", term="league table"))
    assert explained(Term("clinical network", False), rows, found) == (rows, notice("term_not_used", term="clinical network"))
    assert explained(Term("league table", True), rows, found) is None
