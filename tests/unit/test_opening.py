"""Which sentence opens an answer, and which propositions a question is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.arrangement import BESIDE, MOST_BESIDE, MOST_BESIDE_ONE, by_section, by_side
from answering.opening import asks_for_one_date, meets, opened, sides_asked
from answering.questions import may_take_sides, question_kind
from answering.selection import spread, undecided, with_conflicts
from tests.factories import candidates, make_article


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How many managers left?", "Some 300 managers left.", True),
        ("How many managers left?", "Managers left in numbers.", False),
        ("When was the board abolished?", "The board was abolished in March 2025.", True),
        ("When was the board abolished?", "The board was abolished.", False),
        ("Why did the plan fail?", "It failed because nobody was asked.", True),
        ("Why did the plan fail?", "It failed within months.", False),
        ("Who opposed the plan?", "Ann Able opposed it.", True),
        ("Who opposed the plan?", "The plan was long.", False),
        ("What do unions think of the plan?", "The union Unison rejects it.", True),
        ("What did Ann Able recommend?", "Her seven recommendations covered pay and rest.", True),
        ("What did Ann Able recommend?", "Ann Able met a thousand people.", False),
        ("What do unions think of the plan?", "Hospitals in America do better.", False),
        ("What was in the plan?", "It held three chapters.", True),
    ],
)
def test_a_sentence_meets_the_sort_of_its_question(question: str, text: str, expected: bool) -> None:
    assert meets(question, question_kind(question), text) is expected


def test_a_date_asked_for_comes_first_and_a_history_in_order() -> None:
    assert asks_for_one_date("When was the board abolished, and what came next?")
    assert not asks_for_one_date("Give me a timeline of the board")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who opposed the plan?", ("against",)),
        ("What do critics say of the plan?", ("against",)),
        ("Who backed the plan?", ("for",)),
        ("Who backed the plan and who rejected it?", ()),
        ("Who wants the plan, and who is against it?", ()),
        ("What was in the plan?", ()),
    ],
)
def test_the_side_that_is_asked_for(question: str, expected: tuple[str, ...]) -> None:
    assert sides_asked(question) == expected


@pytest.mark.parametrize(
    ("question", "proposition", "expected"),
    [
        ("criticisms of the council", "The council should be abolished", ("for",)),
        ("Who opposes abolishing the council?", "The council should be abolished", ("against",)),
        ("criticisms of the plan", "The plan was a sound goal", ("against",)),
        ("drawbacks of the plan", "The plan was a sound goal", ("against",)),
        ("pros and cons of the plan", "The plan was a sound goal", ()),
        ("league tables, evidence for and against", "Ranking trusts is useful", ()),
    ],
)
def test_who_is_against_what_is_asked_about(question: str, proposition: str, expected: tuple[str, ...]) -> None:
    assert sides_asked(question, proposition) == expected


def test_the_side_asked_for_comes_first_and_what_takes_none_last() -> None:
    about = "The plan was sound"
    article = make_article("Ann Able praised it all. Ben Bold rejected it. The plan had three chapters.")
    sides = {0: [(about, "for")], 1: [(about, "against")]}
    able, bold, neutral = candidates(article, {}, stances=sides)
    picked = [neutral, able, bold]
    asked = [(group, c) for group, c in by_side(picked, about, ("against",), opens=False)]
    assert asked == [(f"Against: {about}", bold), (f"In favour: {about}", able), (BESIDE, neutral)]
    assert by_side(picked, about, (), opens=True)[0] == (None, neutral)
    assert by_side([neutral], about, (), opens=False) == [(None, neutral)]


def test_who_asks_for_one_side_gets_little_beside_it() -> None:
    about = "The plan was sound"
    article = make_article("Ann Able praised it all. " + " ".join(f"Chapter {n} had {n} pages." for n in range(3, 11)))
    able, *chapters = candidates(article, {}, stances={0: [(about, "for")]})
    rows = by_side([able, *chapters], about, ("for",), opens=False)
    assert [group for group, _ in rows].count(BESIDE) == MOST_BESIDE_ONE
    rows = by_side([able, *chapters], about, (), opens=False)
    assert [group for group, _ in rows].count(BESIDE) == MOST_BESIDE


def test_a_sentence_that_points_back_is_taken_with_the_one_before_it_or_not_at_all() -> None:
    text = (
        "Hunt made a grand promise to them. It was never kept by anybody. They left the room at once. They came back much later."
    )
    promise, kept, left, back = candidates(make_article(text), {"It was": 0.7})
    assert spread([promise, kept], [], 3, 0.5) == [promise, kept]
    assert spread([left, back], [replace(promise, paragraph=9)], 3, 0.1) == []


def test_what_meets_the_question_opens_and_a_far_worse_sentence_does_not() -> None:
    question = "Why did the plan fail?"
    found = candidates(make_article("The plan failed early. They failed because of cost. Nurses left because of it."), {})
    plain, dangling, cause = (replace(c, relevance=0.6) for c in found)
    assert opened(question, "why", [plain], [plain, dangling, cause]) == [cause, plain]
    assert opened(question, "why", [plain], [plain, replace(cause, relevance=0.4)]) == [plain]
    assert opened(question, "why", [], []) == []


def test_a_conflict_is_told_even_where_neither_side_was_chosen() -> None:
    one = make_article("A survey of trusts found that 92% of managers agreed with the plan.")
    other = make_article(one.text.replace("92", "29"), article_id="b", url="https://example.org/b")
    (told,), (false,) = candidates(one, {}), candidates(other, {})
    assert undecided([told, false], [], 0.2, 1) == [told]
    assert undecided([told, false], [false], 0.2, 1) == []
    assert undecided([told, false], [], 0.9, 1) == []
    (third,) = candidates(make_article("Another matter entirely came up.", article_id="c"), {})
    assert with_conflicts([told, third, false], [told, false, third], 0) == [told, false, third]  # what was chosen comes forward


def test_an_answer_is_read_section_by_section_as_its_writers_ordered_them() -> None:
    first = candidates(make_article("Ann Able spoke. Ben Bold replied. Cat Cold left."), {"replied": 0.9, "left": 0.8})
    other = candidates(make_article("Dan Dole agreed.", article_id="b"), {"agreed": 0.85})
    rows = by_section([first[1], other[0], first[2], first[0]])
    assert [row.text for _, row in rows] == ["Ben Bold replied.", "Ann Able spoke.", "Cat Cold left.", "Dan Dole agreed."]


def test_a_caution_on_figures_does_not_open_before_they_are_told() -> None:
    found = candidates(
        make_article("The two figures of pay do not form one series. Pay rose by 3% in 2019."), {"series": 0.6, "3%": 0.55}
    )
    assert opened("How has pay changed?", "other", found, found) == [found[1], found[0]]


def test_what_tells_of_the_dispute_itself_comes_before_its_sides() -> None:
    article = make_article("Ann Able is for it. Whether it helps is disputed. The rest is cost.")
    found = candidates(article, {"Ann": 0.7, "Whether": 0.5, "rest": 0.6}, stances={0: [("It helps", "for")]})
    read = [(group, candidate.text.split()[0]) for group, candidate in by_side(found, "It helps", (), opens=False)]
    assert read == [(None, "Whether"), ("In favour: It helps", "Ann"), (BESIDE, "The")]
    asked = [candidate.text.split()[0] for _, candidate in by_side(found, "It helps", ("for",), opens=False)]
    assert asked[0] == "Ann"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did Darzi say in 2024 about management capacity", False),
        ("What did the responses to the consultation on regulating managers say?", False),
        ("What do critics say about ranking hospitals against each other?", True),
        ("what do doctors think of managers", True),
        ("Should managers be regulated?", True),
        ("has any trust ever been fined?", False),
        ("how does a register differ from a barring list?", False),
        ("how many managers are there?", False),
        ("who bid against them for the contract", False),
        ("Does the plan say anything about managers?", False),
        ("Do doctors say anything about managers?", True),
    ],
)
def test_what_one_voice_said_is_not_laid_out_by_side(question: str, expected: bool) -> None:
    assert may_take_sides(question) is expected
