"""The evaluator tests itself: each way of being wrong moves the metric that was made for it, and the gate fails."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.errors import InputError
from evaluation.catalogue import SECTIONS
from evaluation.gate import broken_bounds, load_bounds
from evaluation.score import Table
from tests.conftest import ROOT
from tests.evaluation_world import ARTICLES, Answers, answer, cite, judge, perfect, say

FULL_MARKS = (
    "nugget_recall", "accepted_recall", "position_recall", "sides_shown", "crag", "precision_answered", "quotation_exactness",
    "citation_validity", "citation_coverage", "number_fidelity", "name_fidelity", "polarity_fidelity", "speaker_fidelity",
    "gold_article_precision", "gold_article_recall", "gold_evidence_coverage", "ended_well", "answer_rate", "decline_rate",
    "balanced_accuracy", "decline_f1", "evidence_auroc", "false_premise_caught", "recall@5", "ndcg@10", "both_sides@5",
)  # fmt: skip
NO_MARKS = ("misattribution", "forbidden_rate", "opinion_as_fact", "error_rate")


@dataclass(frozen=True)
class Mutation:
    """One way of being wrong, the metric made for it, and whether that must fall or rise."""

    name: str
    change: Callable[[Answers], None]
    metric: str
    falls: bool = True


@cache
def unspoilt() -> Table:
    """The scores of perfect answers."""
    return judge(perfect())[0]


def sentence(answers: Answers, question: str, at: int = 0) -> Any:
    return answers[question]["sentences"][at]


def reworded(question: str, at: int, old: str, new: str) -> Callable[[Answers], None]:
    def change(answers: Answers) -> None:
        said = sentence(answers, question, at)
        assert old in said["text"]
        said["text"] = said["text"].replace(old, new)

    return change


def quotation_altered(answers: Answers) -> None:
    citation = sentence(answers, "beds")["citations"][0]
    citation["quote"] = citation["quote"].replace("closed", "shut")


def speakers_swapped(answers: Answers) -> None:
    first, second = answers["sides"]["sentences"]
    first["speaker"], second["speaker"] = second["speaker"], first["speaker"]


def turn_swapped(answers: Answers) -> None:
    sentence(answers, "merger")["speaker"] = "Dev Ellis"


def summary_given_a_speaker(answers: Answers) -> None:
    sentence(answers, "beds")["speaker"] = "Office for Beds"


def wrong_article_cited(answers: Answers) -> None:
    sentence(answers, "beds")["citations"] = [cite("noise", "The car park in Leeds was resurfaced in 2015 by a local firm.")]


def unneeded_citation_added(answers: Answers) -> None:
    sentence(answers, "beds")["citations"].append(cite("noise", "The car park in Leeds was resurfaced in 2015"))


def citations_dropped(answers: Answers) -> None:
    sentence(answers, "beds")["citations"] = []


def citation_out_of_range(answers: Answers) -> None:
    citation = sentence(answers, "beds")["citations"][0]
    citation["start"], citation["end"] = 9_000, 9_000 + len(citation["quote"])


def cited_article_invented(answers: Answers) -> None:
    sentence(answers, "beds")["citations"][0]["article_id"] = "invented"


def top_passage_pasted(answers: Answers) -> None:
    for answered in answers.values():
        if answered["sentences"]:
            key = answered["retrieval"]["ranking"][0]["chunk"]["article_id"]
            speaker = (ARTICLES[key]["authors"] or [None])[0] or ("Cara Dunn" if ARTICLES[key]["turns"] else None)
            answered["sentences"] = [say(ARTICLES[key]["text"], cite(key, ARTICLES[key]["text"]), speaker=speaker)]


def always_decline(answers: Answers) -> None:
    for given in answers.values():
        given["status"], given["sentences"] = "unanswerable_no_evidence", []


def never_decline(answers: Answers) -> None:
    text = ARTICLES["noise"]["text"]
    for key in ("moon", "premise"):
        answers[key] = answer(say(text, cite("noise", text)), ranking="noise")


def crashed(answers: Answers) -> None:
    answers["beds"] = answer(ranking="beds", status="error_model")


def other_side_removed(answers: Answers) -> None:
    del answers["sides"]["sentences"][1]


def other_side_not_ranked(answers: Answers) -> None:
    answers["sides"]["retrieval"] = answer(ranking="for noise")["retrieval"]


def opinion_without_its_speaker(answers: Answers) -> None:
    sentence(answers, "sides")["speaker"] = None


def forbidden_string_added(answers: Answers) -> None:
    sentence(answers, "beds")["text"] += " Some say 60 beds."


def premise_taken_for_granted(answers: Answers) -> None:
    text = ARTICLES["debate"]["text"]
    answers["premise"] = answer(say(text, cite("debate", text), speaker="Cara Dunn"), ranking="debate")


def gold_ranked_last(answers: Answers) -> None:
    answers["beds"]["retrieval"]["ranking"].reverse()


MUTATIONS = [
    Mutation("number swapped", reworded("beds", 0, "40", "90"), "number_fidelity"),
    Mutation("name swapped", reworded("pay", 0, "Fox", "Wolf"), "name_fidelity"),
    Mutation("negation flipped", reworded("beds", 1, "were not told", "were told"), "polarity_fidelity"),
    Mutation("opposite put in", reworded("sides", 1, "good", "bad"), "polarity_fidelity"),
    Mutation("speaker swapped", speakers_swapped, "misattribution", falls=False),
    Mutation("speaker swapped", speakers_swapped, "speaker_fidelity"),
    Mutation("speaker of another turn", turn_swapped, "speaker_fidelity"),
    Mutation("our summary given a speaker", summary_given_a_speaker, "speaker_fidelity"),
    Mutation("quotation altered", quotation_altered, "quotation_exactness"),
    Mutation("words in quotation marks altered", reworded("pay", 0, "slap in", "kick in"), "quotation_exactness"),
    Mutation("our words in quotation marks", reworded("beds", 0, "closed 40 beds", '"closed 40 beds"'), "quotation_exactness"),
    Mutation("wrong article cited", wrong_article_cited, "gold_article_precision"),
    Mutation("wrong article cited", wrong_article_cited, "citation_recall.lexical"),
    Mutation("unneeded citation added", unneeded_citation_added, "citation_precision.lexical"),
    Mutation("citations dropped", citations_dropped, "citation_coverage"),
    Mutation("citation out of range", citation_out_of_range, "citation_validity"),
    Mutation("cited article invented", cited_article_invented, "citation_validity"),
    Mutation("top passage pasted", top_passage_pasted, "nugget_recall"),
    Mutation("top passage pasted", top_passage_pasted, "copied_share", falls=False),
    Mutation("always decline", always_decline, "answer_rate"),
    Mutation("always decline", always_decline, "balanced_accuracy"),
    Mutation("never decline", never_decline, "decline_rate"),
    Mutation("never decline", never_decline, "balanced_accuracy"),
    Mutation("crashed", crashed, "error_rate", falls=False),
    Mutation("crashed", crashed, "answer_rate"),
    Mutation("other side removed", other_side_removed, "sides_shown"),
    Mutation("other side removed", other_side_removed, "position_recall"),
    Mutation("other side not ranked", other_side_not_ranked, "both_sides@5"),
    Mutation("opinion without its speaker", opinion_without_its_speaker, "opinion_as_fact", falls=False),
    Mutation("forbidden string added", forbidden_string_added, "forbidden_rate", falls=False),
    Mutation("false premise taken for granted", premise_taken_for_granted, "false_premise_caught"),
    Mutation("gold ranked last", gold_ranked_last, "mrr@10"),
]
IDS = [f"{mutation.name}: {mutation.metric}" for mutation in MUTATIONS]


def test_perfect_answers_get_full_marks() -> None:
    table, rows = judge(perfect())
    assert {name: table["overall"][name].value for name in FULL_MARKS} == dict.fromkeys(FULL_MARKS, 1.0)
    assert {name: table["overall"][name].value for name in NO_MARKS} == dict.fromkeys(NO_MARKS, 0.0)
    assert not [row["id"] for row in rows if row["failed"]]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=IDS)
def test_each_mutation_moves_its_metric_and_breaks_the_gate(mutation: Mutation, tmp_path: Path) -> None:
    before = unspoilt()
    answers = deepcopy(perfect())
    mutation.change(answers)
    after = judge(answers)[0]
    was, now = (table["overall"][mutation.metric].value for table in (before, after))
    assert now < was if mutation.falls else now > was
    gate = tmp_path / "gate.yaml"
    gate.write_text(yaml.safe_dump({"overall": {mutation.metric: {"min" if mutation.falls else "max": was}}}))
    assert broken_bounds(load_bounds(gate), before) == []
    (problem,) = broken_bounds(load_bounds(gate), after)
    assert problem.startswith(f"overall {mutation.metric}: ")


@pytest.mark.parametrize(
    ("change", "question", "fault"),
    [
        (crashed, "beds", "ended in an error"),
        (always_decline, "beds", "not answered"),
        (never_decline, "moon", "not declined"),
        (premise_taken_for_granted, "premise", "the false premise was not caught"),
        (reworded("beds", 0, "40 beds", "some beds"), "beds", "what was expected is missing"),
        (forbidden_string_added, "beds", "it shows a forbidden string"),
        (speakers_swapped, "sides", "a position is given to the other side"),
        (quotation_altered, "beds", "a quotation is not exact"),
    ],
)
def test_a_failure_says_what_is_wrong(change: Callable[[Answers], None], question: str, fault: str) -> None:
    answers = deepcopy(perfect())
    change(answers)
    row = next(row for row in judge(answers)[1] if row["id"] == question)
    assert (row["failed"], row["faults"]) == (True, [fault])


def test_pasting_the_top_passage_fools_every_citation_metric() -> None:
    """Why these are never shown without recall, length and copied share."""
    answers = deepcopy(perfect())
    top_passage_pasted(answers)
    before, after = unspoilt()["overall"], judge(answers)[0]["overall"]
    for name in ("citation_recall.lexical", "citation_precision.lexical", "citation_coverage", "quotation_exactness"):
        assert after[name].value >= before[name].value
    assert after["copied_share"].value == 1.0
    assert after["words"].value > before["words"].value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "file: Input should be a valid dictionary"),
        ("overall: {nugget_recall: {min: high}}", "overall nugget_recall min: Input should be a valid number"),
        ("overall: {nugget_recall: {least: 1}}", "Extra inputs are not permitted"),
        ("overall: {nugget_recall: {}}", "give min or max"),
        ("overall: [", "is no YAML file"),
    ],
)
def test_a_gate_that_cannot_be_used_says_why(content: str, words: str, tmp_path: Path) -> None:
    gate = tmp_path / "gate.yaml"
    gate.write_text(content)
    with pytest.raises(InputError) as raised:
        load_bounds(gate)
    assert words in raised.value.user_message
    with pytest.raises(InputError, match="cannot be read"):
        load_bounds(tmp_path / "none.yaml")


def test_a_metric_that_was_not_measured_breaks_the_gate(tmp_path: Path) -> None:
    gate = tmp_path / "gate.yaml"
    gate.write_text("who: {citation_recall.nli: {min: 0.5}}\nmoon: {crag: {max: 1}}\n")
    assert broken_bounds(load_bounds(gate), unspoilt()) == [
        "who citation_recall.nli: not measured",
        "moon crag: not measured",
    ]


def test_the_bundled_floors_bound_metrics_that_exist() -> None:
    known = {metric.name for metrics in SECTIONS.values() for metric in metrics}
    bounds = load_bounds(ROOT / "evaluation" / "floors.yaml").root
    assert {name for metrics in bounds.values() for name in metrics} <= known
    assert bounds["overall"]["quotation_exactness"].min == 1.0
    assert {"misattribution", "forbidden_rate", "opinion_as_fact"} <= {
        n for n, b in bounds["overall"].items() if b.max is not None
    }


def test_every_metric_and_mutation_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    catalogued = {metric.name for metrics in SECTIONS.values() for metric in metrics}
    measured = {name for cells in unspoilt().values() for name in cells}
    stages = ("dense.", "lexical.", "rrf.", "trial.", "fused.")
    assert {name for name in measured if not name.startswith(stages)} <= catalogued
    assert [name for name in sorted(catalogued) if f"`{name}`" not in text] == []
    for mutation in MUTATIONS:
        row = next((line for line in text.splitlines() if line.lower().startswith(f"| {mutation.name} |")), "")
        assert f"`{mutation.metric}`" in row, mutation.name
