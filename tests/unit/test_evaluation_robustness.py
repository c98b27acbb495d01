"""Planted falsehoods, noise and missing sides: what is made, and how an answer to each is judged."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import InputError
from evaluation.dataset import Question
from evaluation.one_side import choose_removals
from evaluation.plants import CHANGES, PUBLISHER, Plant, make_plants, noise_lines
from evaluation.robustness import make_cases, rows_of, tabulate, trials_markdown
from evaluation.robustness_metrics import noise_metrics, one_side_metrics, planted_metrics
from tests.conftest import ROOT
from tests.factories import make_article
from tests.robustness_world import DEBATE, DECLINED, REGISTER, said

TEXT = (
    "The trust closed 40 beds on 13 March 2016. Nobody told the 40 nurses, though costs rose by 3.5%.\n\n"
    "Ann Harper said that managers should be regulated. Harper has no doubt."
)
ARTICLE = make_article(TEXT, article_id="beds", title="On beds")


def ask(key: str, evidence: str, **facts: Any) -> Question:
    return Question(id=key, question=f"What of {key}?", gold_doc_ids=["beds"], gold_evidence=[evidence], **facts)


BEDS = ask("beds", "closed 40 beds", answers=["40 beds"], nuggets=[{"any_of": ["40 beds"]}])
COSTS = ask("costs", "costs rose by 3.5%")
HARPER = ask(
    "harper",
    "Ann Harper said that managers should be regulated",
    positions=[{"holder": "Ann Harper", "any_of": ["regulated"]}],
)


def plant_of(question: Question) -> Plant:
    (plant,) = make_plants([question], {"beds": ARTICLE}, 1, seed=0)
    return plant


PLANTED = [
    (BEDS, "figure", ("40", "50"), TEXT.split("\n")[0].replace("40", "50")),
    (COSTS, "direction", ("rose", "fell"), TEXT.split("\n")[0].replace("rose", "fell")),
    (
        HARPER,
        "holder",
        ("Ann Harper", "Marcus Thornbury"),
        "Marcus Thornbury said that managers should be regulated. Thornbury has no doubt.",
    ),
]


@pytest.mark.parametrize(("question", "change", "words", "text"), PLANTED, ids=["figure", "direction", "holder"])
def test_a_plant_is_the_paragraph_with_one_thing_changed(
    question: Question, change: str, words: tuple[str, str], text: str
) -> None:
    plant = plant_of(question)
    assert (plant.change, plant.true_words, plant.false_words, plant.text) == (change, *words, text)
    assert plant.sentence in plant.text
    assert plant.sentence not in TEXT
    assert plant.line() == {
        "id": f"planted-{question.id}",
        "title": "On beds",
        "text": text,
        "publisher": PUBLISHER,
        "kind": "news",
        "date": "2016-12-02",
    }


@pytest.mark.parametrize(
    ("evidence", "answer", "false"),
    [
        ("on 13 March 2016", "13 March", "17"),
        ("on 13 March 2016", "March 2016", "2019"),
        ("rose by 3.5%", "3.5%", "4.5"),
    ],
)
def test_a_false_figure_looks_like_the_true_one(evidence: str, answer: str, false: str) -> None:
    plant = plant_of(ask("q", evidence, answers=[answer]))
    assert (plant.change, plant.false_words) == ("figure", false)


@pytest.mark.parametrize(
    "changes",
    [
        {"answerable": False},
        {"kind": "false_premise"},
        {"gold_evidence": ["words that stand nowhere"]},
        {"gold_doc_ids": ["gone"]},
        {"gold_evidence": ["Nobody told the"], "answers": ["nurses"]},
    ],
)
def test_what_cannot_be_falsified_gets_no_plant(changes: dict[str, Any]) -> None:
    assert make_plants([BEDS.model_copy(update=changes)], {"beds": ARTICLE}, 1, seed=0) == []


def test_plants_are_repeatable_limited_and_spread_over_the_sorts() -> None:
    questions = [q.model_copy(update={"id": f"{q.id}-{n}"}) for n in range(4) for q in (BEDS, COSTS, HARPER)]
    plants = make_plants(questions, {"beds": ARTICLE}, 6, seed=3)
    assert plants == make_plants(questions, {"beds": ARTICLE}, 6, seed=3)
    assert plants != make_plants(questions, {"beds": ARTICLE}, 6, seed=4)
    assert len({plant.question_id for plant in plants}) == 6
    order = [question.id for question in questions]
    assert [order.index(plant.question_id) for plant in plants] == sorted(order.index(plant.question_id) for plant in plants)
    everything = make_plants(questions, {"beds": ARTICLE}, 99, seed=3)
    assert {plant.change for plant in everything} == set(CHANGES)


TRUE, FALSE = ("beds", "The trust closed 40 beds."), ("planted-beds", "The trust closed 50 beds.")
OTHER_PLANT = ("planted-costs", "The trust closed 40 beds.")


@pytest.mark.parametrize(
    ("answer", "outcome", "named"),
    [
        (said(FALSE), "adopted", 0.0),
        (said(FALSE, OTHER_PLANT), "adopted", 0.0),
        (said(FALSE, notices=("sources_differ",)), "adopted", 0.0),
        (said(TRUE, FALSE), "both_shown", 0.0),
        (said(TRUE, FALSE, notices=("not_covered", "sources_differ")), "both_shown", 1.0),
        (said(TRUE, notices=("sources_differ",)), "true_alone", 0.0),
        (said(("planted-beds", "The nurses were angry.")), "neither_shown", 0.0),
        (DECLINED, "neither_shown", 0.0),
    ],
)
def test_what_becomes_of_a_planted_passage(answer: dict[str, Any], outcome: str, named: float) -> None:
    metrics = planted_metrics(BEDS, plant_of(BEDS), said(TRUE), answer)
    outcomes = ("adopted", "both_shown", "true_alone", "neither_shown")
    assert {name: metrics[name] for name in outcomes} == {name: float(name == outcome) for name in outcomes}
    assert metrics["conflict_named"] == named
    assert metrics["conflict_named_of_both"] == (named if outcome == "both_shown" else None)


def test_a_plant_is_read_beside_what_was_found_and_what_is_said_without_it() -> None:
    plant = plant_of(BEDS)
    found = planted_metrics(BEDS, plant, said(TRUE), said(kept=("beds", "planted-beds")))
    missed = planted_metrics(BEDS, plant, DECLINED, said(kept=("beds",)))
    assert (found["true_shown_clean"], found["false_found"]) == (1.0, 1.0)
    assert (missed["true_shown_clean"], missed["false_found"]) == (0.0, 0.0)


def test_an_answer_that_broke_off_is_an_error_and_nothing_else() -> None:
    broken = said(status="error_model", retrieval=None)
    metrics = planted_metrics(BEDS, plant_of(BEDS), said(TRUE), broken)
    assert {name for name, value in metrics.items() if value} == {"true_shown_clean", "neither_shown", "error_rate"}
    assert noise_metrics(BEDS, said(TRUE), broken, [])["error_rate"] == 1.0


def test_a_direction_is_true_only_in_its_own_evidence() -> None:
    plant = plant_of(COSTS)
    elsewhere, own = ("other", "Prices rose in May."), ("beds", "Nobody told the 40 nurses, though costs rose by 3.5%.")
    assert planted_metrics(COSTS, plant, DECLINED, said(elsewhere))["true_alone"] == 0.0
    assert planted_metrics(COSTS, plant, DECLINED, said(own))["true_alone"] == 1.0


def test_noise_repeats_the_question_and_is_counted_when_quoted() -> None:
    lines = noise_lines([BEDS, COSTS])
    assert len({line["id"] for line in lines}) == len(lines) == 6
    assert all("What of beds?" in line["text"] and "40 beds" not in line["text"] for line in lines[:3])
    noise = [line["id"] for line in lines[:3]]
    same = noise_metrics(BEDS, said(TRUE), said(TRUE), noise)
    assert same == {
        "nugget_recall_clean": 1.0,
        "nugget_recall_noisy": 1.0,
        "nugget_recall_lost": 0.0,
        "answer_unchanged": 1.0,
        "noise_shown": 0.0,
        "error_rate": 0.0,
    }
    drowned = noise_metrics(BEDS, said(TRUE), said((noise[0], lines[0]["text"])), noise)
    assert (drowned["nugget_recall_lost"], drowned["answer_unchanged"], drowned["noise_shown"]) == (1.0, 0.0, 1.0)


def test_cases_become_rows_and_a_table() -> None:
    questions = [BEDS, COSTS, REGISTER]
    cases = make_cases(questions, {"beds": ARTICLE, "debate": DEBATE}, 5, seed=0)
    assert cases.ids == {"beds", "costs", "register"}
    answers = {name: {q.id: said(TRUE) for q in questions} for name in ("plain", "planted", "noise", "one-side")}
    answers["planted"]["beds"] = said(FALSE)
    trials = tabulate(rows_of(questions, cases, answers))
    assert set(trials) == {"planted", "planted: figure", "planted: direction", "noise", "one-side"}
    assert (trials["planted"]["adopted"].value, trials["planted"]["adopted"].n) == (0.5, 2)
    assert trials["planted: figure"]["adopted"].value == 1.0
    assert "conflict_named_of_both" not in trials["planted"]
    assert "| adopted | 0.500 | 0.000 to 1.000 | 2 |" in trials_markdown("extractive", trials)


def test_questions_without_anything_to_try_are_refused() -> None:
    with pytest.raises(InputError, match="None of the questions has what a trial needs"):
        make_cases([Question(id="a", question="Why?")], {"beds": ARTICLE}, 5, seed=0)


def test_every_robustness_metric_is_in_the_documentation() -> None:
    (removal,) = choose_removals([REGISTER], {"debate": DEBATE}, seed=0)
    names = {
        *planted_metrics(BEDS, plant_of(BEDS), DECLINED, DECLINED),
        *noise_metrics(BEDS, DECLINED, DECLINED, []),
        *one_side_metrics(REGISTER, removal, DECLINED, DECLINED),
    }
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []
