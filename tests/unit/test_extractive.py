"""Which sentences make an extractive answer, and in what order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.arrangement import side_by_side
from answering.composing import ASKS_THE_SAME, LEFT_OPEN, LIKELY_ASKED, NOTHING_CLOSE, OF_A_FACT, composed, headed
from answering.discourse import dangles, passages, with_antecedent
from answering.relevance import SIGNALS
from answering.remarks import speaks_of_the_collection
from answering.render import FURTHER
from answering.selection import (
    PER_VOICE,
    about_the_named,
    contradicts,
    names_told,
    repeats,
    side_of,
    spread,
    voices_on_record,
    with_conflicts,
)
from core.types import Position, Source, Stance
from tests.factories import candidates, make_article, sure

ESSAY = (
    "The plan would be welcome. It would not touch the reasons why so few doctors become managers.\n\n"
    "Running a hospital can ruin a good name in months. That is known.\n\n"
    "Respected colleagues were seen to leave their posts in anger. Many noticed.\n\n"
    "Years away from patients mean that skills fade quickly. Nobody disputes it.\n\n"
    "But nothing would help more than trust. It is slow to build."
)


def test_reasons_that_share_no_word_with_the_question_are_found_by_their_place() -> None:
    found = candidates(make_article(ESSAY), {"reasons why": 0.7})
    rows = composed("Why do few doctors become managers?", found, {}, sure(found))
    shown = [candidate.text for group, candidate in rows if group != FURTHER]
    assert shown == [
        "The plan would be welcome.",
        "It would not touch the reasons why so few doctors become managers.",
        "Running a hospital can ruin a good name in months.",
        "Respected colleagues were seen to leave their posts in anger.",
        "Years away from patients mean that skills fade quickly.",
    ]


def test_an_announced_list_comes_with_its_items() -> None:
    text = (
        "Vize gave three reasons for the shortage. The first reason was reputation. An aside stands here. "
        "The second reason was skills. His third point was pay. Something else followed."
    )
    (passage,) = passages(candidates(make_article(text), {"three reasons": 0.7}), 0.4)
    assert passage.announced
    shown = [point.text for point in passage.points]
    assert shown == ["The first reason was reputation.", "The second reason was skills.", "His third point was pay."]


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    found = candidates(make_article("Hunt made a promise. It was never kept. They left."), {})
    assert dangles(found[1].text)
    assert [c.text for c in with_antecedent(found[1], found)] == ["Hunt made a promise.", "It was never kept."]
    assert with_antecedent(found[0], found) == [found[0]]
    assert with_antecedent(found[2], found) == [found[2]]  # the one before points back too


def test_both_sides_are_grouped_under_their_proposition() -> None:
    proposition = "Managers should be regulated"
    article = make_article(
        "Ann Able wants managers regulated by law. Ben Bold rejects regulating managers at all. Pay rose in 2016. "
        "This collection lacks a study of managers regulated elsewhere.",
        form="briefing",
        sources=(Source("a", "A"), Source("b", "B")),
        positions=(
            Position("Ann Able", proposition, "for", source="a"),
            Position("Ben Bold", proposition, "against", source="b"),
        ),
    )
    found = candidates(
        article,
        {"Ann": 0.7, "Ben": 0.6, "Pay": 0.2, "lacks": 0.65},
        keys={0: ("a",), 1: ("b",), 2: ("a",), 3: ("b",)},
        stances={0: [(proposition, "for")], 1: [(proposition, "against")]},
    )
    rows = [
        (group, candidate.text.split()[0])
        for group, candidate in composed("Should managers be regulated?", found, {proposition: 1.0}, sure(found))
    ]
    sides = [(f"In favour: {proposition}", "Ann"), (f"Against: {proposition}", "Ben")]
    assert rows == [*sides, (LEFT_OPEN, "This"), (FURTHER, "Pay")]
    assert side_of(found[2], proposition) is None
    doubtful = dict.fromkeys(found, NOTHING_CLOSE - 0.01)
    very_like = composed("Should managers be regulated?", found, {proposition: LIKELY_ASKED}, doubtful)
    assert [group for group, _ in very_like][:2] == [group for group, _ in sides]
    assert {
        group for group, _ in composed("Should managers be regulated?", found, {proposition: LIKELY_ASKED - 0.01}, doubtful)
    } == {
        None,
        LEFT_OPEN,
        FURTHER,
    }


def test_nothing_is_said_twice() -> None:
    article = make_article(
        "Managers are two per cent of all staff. Of all staff, managers are two per cent. Pay is another matter entirely."
    )
    found = candidates(article, {"staff": 0.7, "Pay": 0.6})
    assert repeats(found[1], [found[0]])
    assert len(spread(found, [], 3, 0.1)) == 2


def test_a_near_copy_that_differs_is_a_conflict_and_no_repetition() -> None:
    one = make_article("A survey of trusts found that 92% of managers agreed with the plan.")
    other = make_article(one.text.replace("92", "29"), article_id="b", url="https://example.org/b")
    same = make_article(one.text, article_id="c", url="https://example.org/c")
    (told,), (false,), (copy,) = (candidates(article, {}) for article in (one, other, same))
    assert not repeats(false, [told])
    assert repeats(copy, [told])
    assert with_conflicts([told], [told, copy, false], 1) == [told, false]
    assert with_conflicts([told], [told, copy, false], 0) == [told]


def test_a_figure_of_somebody_else_is_no_second_answer() -> None:
    text = "The Leeds report of 2022 counted 45 deaths. The Bristol report of 2001 counted 35 deaths. Some 20 deaths were missed."
    told = candidates(make_article(text), {"Leeds": 0.7, "Bristol": 0.7, "Some": 0.6})
    question = "How many deaths did the Leeds report count?"
    assert [c.text for c in about_the_named(question, told)] == ["The Leeds report of 2022 counted 45 deaths."]
    assert [c.text for _, c in composed(question, told, {}, sure(told))] == ["The Leeds report of 2022 counted 45 deaths."]
    assert about_the_named("How many deaths were there?", told) == told
    assert about_the_named("How many deaths did the Hull report count?", told) == told


def test_each_holder_on_record_is_heard_once_and_each_name_asked_after_is_told() -> None:
    proposition = "Managers should be regulated"
    holders: dict[str, Stance] = {"Ann Able": "for", "Ben Bold": "against", "Cai Calm": "for"}
    article = make_article(
        "Ann Able wanted managers regulated. Ann Able spoke again. Ben Bold rejected regulation. Cai Calm welcomed a law. "
        "Dai Deft kept bees.",
        form="briefing",
        sources=(Source("a", "A"),),
        positions=tuple(Position(name, proposition, stance, source="a") for name, stance in holders.items()),
    )
    sides = {n: [(proposition, side)] for n, side in enumerate(("for", "for", "against", "for"))}
    found = candidates(article, {"wanted": 0.7}, stances=sides, keys=dict.fromkeys(range(5), ("a",)))
    voices = [c.text for c in voices_on_record(proposition, found, 0.2)]
    assert voices == ["Ann Able wanted managers regulated.", "Ben Bold rejected regulation.", "Cai Calm welcomed a law."]
    told = names_told("What did Ben Bold and Dai Deft say in 2016?", found, found[2:3], 0.1)
    assert [c.text for c in told] == ["Dai Deft kept bees."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three kinds of evidence are missing from the sources used here.", True),
        ("The second gap is a count of managers.", True),
        ("This collection lacks a second named critic.", True),
        ("A single series of tenure figures is missing, since both numbers rest on different samples.", True),
        ("A count on one definition is missing: one paper printed 44,660, which does not fit its base.", False),
        ("Two things are missing from the argument over pay.", True),
        ("The gap between prices and costs grew.", False),
    ],
)
def test_remarks_on_what_is_missing_are_no_answers(text: str, expected: bool) -> None:
    assert speaks_of_the_collection(text) is expected


def test_one_voice_does_not_fill_an_answer() -> None:
    text = "Alpha came first of all. Beta ran next then. Gamma sat down slowly. Delta left us early. Eta ate at noon today."
    article = make_article(text)
    assert len(spread(candidates(article, {}), [], 8, 0.1)) == PER_VOICE


def test_without_candidates_there_is_no_answer() -> None:
    assert composed("Why?", [], {}, {}) == []


def test_a_question_is_no_answer_however_near_it_is() -> None:
    found = candidates(
        make_article("Why do so few doctors manage? Doctors fear for their good name."), {"Why": 0.95, "fear": 0.6}
    )
    assert [c.text for _, c in composed("Why do so few doctors manage?", found, {}, sure(found))] == [
        "Doctors fear for their good name."
    ]


def test_a_question_of_fact_is_answered_by_sides_only_where_its_best_sentences_take_them() -> None:
    proposition = "More managers help"
    article = make_article(
        "Ann Able argued that managers help. Ben Bold argued that they harm. Tables rank trusts. Tables praise boards. "
        "Tables hide causes. Tables mislead patients. Tables end careers.",
        positions=(Position("Ann Able", proposition, "for"), Position("Ben Bold", proposition, "against")),
    )
    sides = {0: [(proposition, "for")], 1: [(proposition, "against")]}

    def grouped(question: str, of_managers: float) -> bool:
        likely = {"Tables": 0.8, "Ann": of_managers, "Ben": of_managers}
        found = candidates(article, likely, stances=sides)
        rows = composed(question, found, {proposition: OF_A_FACT - 0.01}, sure(found))
        return {f"In favour: {proposition}", f"Against: {proposition}"} <= {group for group, _ in rows}

    assert not grouped("Did tables change how managers behaved?", 0.5)
    assert grouped("Should there be more managers?", 0.5)
    assert grouped("Did managers help?", 0.9)


def test_a_section_whose_heading_asks_the_question_is_read_in_its_order() -> None:
    text = (
        "Three reasons are given here. Able gave one of them in a speech. "
        "Bold gave two of them in a book. Cold told of the weather in Spain."
    )
    found = candidates(make_article(text), {"Able": 0.4, "Bold": 0.9, "Cold": 0.2})

    def under(heading: str, cosine: float) -> list[str]:
        signals = tuple(cosine if name == "heading" else 0.0 for name in SIGNALS)
        chunk = replace(found[0].chunk, heading_path=(heading,) if heading else ())
        return [candidate.text for candidate in headed([replace(c, chunk=chunk, signals=signals) for c in found])]

    assert under("Why so few?", ASKS_THE_SAME) == ["Able gave one of them in a speech.", "Bold gave two of them in a book."]
    assert under("Why so few?", ASKS_THE_SAME - 0.01) == []
    assert under("", 1.0) == []  # a title asks nothing


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The committee described a fast lane.", True),
        ("The trust recorded a deficit.", True),
        ("The scheme's first year went well.", True),
        ("The committee of public accounts described it.", False),
        ("The report by Ann Able described it.", False),
        ("The NHS described it.", False),
        ("Ann Able did not stop there, however, and blamed the board.", True),
        ("Doctors were therefore a tenth of them.", True),
        ("Ann Able described in many words all that the board had done and what therefore followed.", False),
    ],
)
def test_a_thing_that_has_no_name_points_at_one_told_before(sentence: str, expected: bool) -> None:
    assert dangles(sentence) is expected


def test_who_is_told_of_with_the_other_side_is_no_voice_of_one() -> None:
    article = make_article("Ann Able backed the plan. Ann Able and Ben Bold stood on different sides.")
    voiced = candidates(article, {}, stances={0: [("P", "for")], 1: [("P", "for")]})
    assert [side_of(candidate, "P") for candidate in voiced] == ["for", None]


def test_a_remark_stands_above_the_fold_and_a_conflict_comes_out_of_it() -> None:
    one = make_article("The trust had 120 managers in the year 2012. Managers had other duties.", article_id="one")
    other = make_article("The trust had 150 managers in the year 2012.", article_id="other", url="https://example.org/other")
    first, duties = candidates(one, {"120": 0.8, "duties": 0.6})
    (rival,) = candidates(other, {"150": 0.7})
    rival = replace(rival, vector=np.eye(64, dtype=np.float32)[9])
    assert contradicts(first, rival)
    rows = side_by_side([(None, first), (FURTHER, duties), (FURTHER, rival)], [first, duties, rival])
    assert rows == [(None, first), (None, rival), (FURTHER, duties)]

    remarked = candidates(
        make_article("Pay deters doctors from posts in management. Rotas were changed. This collection lacks a voice on pay."),
        {"Pay": 0.7, "Rotas": 0.65, "lacks": 0.7},
    )
    likely = {remarked[0]: 0.9, remarked[1]: 0.1}
    groups = [group for group, _ in composed("Why do doctors avoid management?", remarked, {}, likely)]
    assert groups == [None, LEFT_OPEN, FURTHER]
