"""Whose deed, whose number, whose words: by a real parser, in made sentences."""

from __future__ import annotations

import pytest

from answering.checks.clauses import clauses_of, parts_of
from answering.checks.relations import relations_hold
from answering.parsing import one_after_another, parsed

TIED_OTHERWISE = [
    ("The college is to set standards for wards.", "The agency is to set standards for wards, and a college is planned."),
    ("Ann Able is a member of the board and is funded by councils.",
     "Ann Able is a member of the board, and local groups are funded by councils."),
    ("The trusts had 36 board members.", "All 36 trusts had at least one board member."),
    ("The fund said that the data showed that patients wait longer.",
     "The fund said that patients wait longer, and that the data showed progress."),
    ("The response rejected a new duty and hid a shortage of nurses.",
     "The response rejected a new duty, and Ann Able said that day that the response hid a shortage of nurses."),
    ("Half feared blame, up from 20% in May, and a third said that managers hid it.",
     "Half feared blame, and a third said that managers hid it, up from 20% in May."),
    ("Ann Able told hospitals in July that it was unsafe to keep planned care going during strikes.",
     "Ann Able told hospitals in July to keep planned care going during strikes, which the union called unsafe."),
    ("The target was not the right target.", "The result does not show that the target is the right one."),
    ("It was announced, according to a website.", "It was announced, according to an account by Ann Able copied on a website."),
    ("The minister opposed the union.", "The union opposed the minister."),
]  # fmt: skip
TIED_ALIKE = [
    ("Wards were closed by the trust in May.", "The trust closed wards in May."),
    ("Ann Able, who chaired the review, found wards empty.", "Ann Able chaired the review and found wards empty."),
    ("Wards closed, the union said.", "The union said that wards closed."),
    ("The trust closed wards and sold land.", "The trust, which sold land, closed wards."),
    ("Hospitals rated inadequate lost managers.", "Managers left hospitals; hospitals rated inadequate lost managers."),
    ("By May the plan had cost £3m, the auditors said.", "The auditors said that the plan had cost £3m by May."),
    ("The response hid a shortage, according to Ann Able.", "Ann Able said that the response hid a shortage."),
    ("The minister met the union.", "The union met the minister."),
    ("Half feared blame, up from 20%.", "Half feared blame in June, up from 20% in May."),
    ("Nobody showed that the target is right.", "It was not shown that the target is right."),
    ("The number of trusts in deficit was 36.", "36 trusts were in deficit."),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "quotation"), TIED_OTHERWISE)
def test_a_relation_that_is_anothers_does_not_hold(sentence: str, quotation: str) -> None:
    assert not relations_hold(sentence, [quotation])
    assert relations_hold(quotation, [quotation])


@pytest.mark.parametrize(("sentence", "quotation"), TIED_ALIKE)
def test_other_grammar_for_the_same_holds(sentence: str, quotation: str) -> None:
    assert relations_hold(sentence, [quotation])


def test_quotations_are_read_one_by_one() -> None:
    quotes = ["The trust closed wards.", "The union welcomed nurses."]
    assert relations_hold("The trust closed wards, and the union welcomed nurses.", quotes)
    assert not relations_hold("The union closed wards.", ["The trust closed wards.", "The union welcomed nurses."])


def test_subjects_and_objects_are_found_in_any_voice() -> None:
    found = clauses_of("Wards that the trust had opened were closed by the minister.")
    words = {token.text: token.at for token in found.tokens}
    assert found.of(words["closed"], "subject") == [words["minister"]]
    assert found.of(words["closed"], "object") == [words["Wards"]]
    assert found.of(words["opened"], "subject") == [words["trust"]]


def test_only_whole_clauses_are_parts() -> None:
    assert parts_of("The trust closed wards, and the union went to court.") == [
        "The trust closed wards",
        "the union went to court.",
    ]
    assert parts_of("The trust closed wards, beds, and theatres.") == ["The trust closed wards, beds, and theatres."]
    assert parts_of("") == []


def test_texts_one_after_another_keep_their_own_heads() -> None:
    alone, both = parsed("Wards closed."), one_after_another(["Trusts merged.", "Wards closed."])
    assert [token.text for token in both] == ["Trusts", "merged", ".", "Wards", "closed", "."]
    assert [token.head - 3 for token in both[3:]] == [token.head for token in alone]
    assert [token.at for token in both] == list(range(6))
