"""One side of a debate taken away: what goes, what stays, and how an answer without it is judged."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from evaluation.one_side import SIDES, choose_removals, without_sides
from evaluation.robustness_metrics import one_side_metrics
from tests.robustness_world import BY_COLE, CON, DEBATE, DECLINED, MARKDOWN, PRO, REGISTER, said


def test_a_side_is_left_out_with_its_sentences_marks_headings_positions_and_articles() -> None:
    (removal,) = choose_removals([REGISTER], {"debate": DEBATE}, seed=0)
    gone, stays = (CON, PRO) if removal.removed == "against" else (PRO, CON)
    text = without_sides(MARKDOWN, "debate", [removal])
    assert stays in text
    assert gone not in text
    assert ("[^c]" in text) == (stays == CON)
    assert ("What does Ben Cole say?" in text) == (stays == CON)
    assert "Others are undecided.[^a]" in text
    (position,) = yaml.safe_load(text.split("---\n")[1])["positions"]
    assert position["stance"] == removal.kept
    assert removal.takes_whole(BY_COLE) == (removal.removed == "against")


def test_what_no_removal_concerns_stays_byte_for_byte() -> None:
    removals = choose_removals([REGISTER], {"debate": DEBATE}, seed=0)
    other = "---\ntitle: Hens\n---\n# Hens\n\nHens lay eggs.[^a] They cluck.\n\n- One\n- Two\n"
    assert without_sides(other, "hens", removals) == other
    assert without_sides("A plain text. It ends.\n", "hens", removals) == "A plain text. It ends.\n"


def test_sides_are_drawn_by_the_seed_and_never_silence_what_another_question_keeps() -> None:
    drawn = {choose_removals([REGISTER], {"debate": DEBATE}, seed)[0].removed for seed in range(8)}
    assert drawn == {"for", "against"}
    first, second = (
        stand.model_copy(update={"stance": other}) for stand, other in zip(REGISTER.positions, SIDES[::-1], strict=True)
    )
    turned = REGISTER.model_copy(update={"id": "turned", "positions": [first, second]})
    for seed in range(8):
        both = choose_removals([REGISTER, turned], {"debate": DEBATE}, seed)
        assert {one.stands[0].holder for one in both} in ({"Ann Harper"}, {"Ben Cole"})


@pytest.mark.parametrize(
    "changes",
    [
        {"positions": REGISTER.positions[:1]},
        {"answerable": False},
        {"gold_doc_ids": []},
        {"positions": [stand.model_copy(update={"holder": "Ministers"}) for stand in REGISTER.positions]},
    ],
)
def test_a_question_without_two_sides_to_tell_is_left_alone(changes: dict[str, Any]) -> None:
    assert choose_removals([REGISTER.model_copy(update=changes)], {"debate": DEBATE}, seed=0) == []


def test_a_missing_side_is_named_or_not() -> None:
    (removal,) = choose_removals([REGISTER], {"debate": DEBATE}, seed=0)
    going, staying = (CON, PRO) if removal.removed == "against" else (PRO, CON)
    whole, half = said(("debate", going), ("debate", staying)), said(("debate", staying))
    named = said(("debate", staying), notices=("one_side_missing",))
    quiet = one_side_metrics(REGISTER, removal, whole, half)
    assert quiet == {
        "missing_named": 0.0, "missing_named_or_declined": 0.0, "missing_named_wrongly": 0.0,
        "removed_side_told": 0.0, "kept_side_told": 1.0, "error_rate": 0.0,
    }  # fmt: skip
    loud = one_side_metrics(REGISTER, removal, {**whole, "notices": named["notices"]}, named)
    assert (loud["missing_named"], loud["missing_named_wrongly"]) == (1.0, 1.0)
    silent = one_side_metrics(REGISTER, removal, half, DECLINED)
    assert (silent["missing_named"], silent["missing_named_or_declined"], silent["missing_named_wrongly"]) == (None, 1.0, None)
    assert one_side_metrics(REGISTER, removal, whole, whole)["removed_side_told"] == 1.0
