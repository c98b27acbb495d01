"""How likely a sentence is to answer: what goes below the fold, what goes altogether, and the grades it was fitted to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answering.arrangement import ANSWERS, BESIDE, MOST_FURTHER, NEAR, by_worth, steadied, topped_up, without_subsumed
from answering.composing import ALSO_NEAR, also_near
from answering.evidence import Candidate
from answering.relevance import SIGNALS
from answering.render import FURTHER
from answering.worth import KNOWN, NAMES, rows_of, worth
from core.errors import InputError
from evaluation.grades import first_words, load_grades, precision
from tests.factories import candidates, make_article

TEXT = "Able asked for a register. This was refused by ministers. Bold wanted more nurses. Cold spoke of the weather."


def found() -> list[Candidate]:
    return candidates(make_article(TEXT), {})


def likely(found: list[Candidate], *shares: float) -> dict[Candidate, float]:
    return dict(zip(found, shares, strict=True))


def test_what_is_less_likely_to_answer_goes_below_and_the_least_likely_goes() -> None:
    able, this, bold, cold = own = found()
    shares = likely(own, 0.1, 0.0, ANSWERS, NEAR - 0.01)
    assert by_worth([(None, c) for c in own], shares, []) == [(None, bold), (FURTHER, able), (FURTHER, this)]
    assert this.text.startswith("This")
    assert cold.text.startswith("Cold")


def test_a_sentence_that_points_back_lifts_the_one_before_it() -> None:
    able, this, *_ = own = found()
    assert by_worth([(None, able), (None, this)], likely(own, 0.1, 0.9, 0, 0), []) == [(None, able), (None, this)]


def test_where_nothing_is_likely_the_best_one_answers() -> None:
    able, _, bold, cold = own = found()
    rows = by_worth([(None, able), (None, bold), (None, cold)], likely(own, 0.1, 0, 0.2, 0.01), [])
    assert rows == [(None, bold), (FURTHER, able)]
    assert by_worth([], {}, []) == []
    assert by_worth([(None, able), (None, bold), (None, cold)], likely(own, 0.1, 0, 0.2, 0.01), [], fewest=3) == [
        (None, able),
        (None, bold),
    ]


def test_what_was_not_chosen_tops_up_what_stands_below_the_fold() -> None:
    able, this, bold, cold = own = found()
    shares = likely(own, 0.9, 0.8, ALSO_NEAR, ALSO_NEAR - 0.01)
    above: list[tuple[str | None, Candidate]] = [(None, able)]
    question = "Who asked for a register?"
    assert also_near(question, "who", above, own, shares) == [this, bold]
    assert also_near(question, "who", [(None, bold)], own, shares) == [able]  # "This" has nothing to point at
    assert also_near(question, "who", [*above, *[(FURTHER, cold)] * MOST_FURTHER], own, shares) == []
    assert also_near("How many nurses were wanted?", "figure", above, own, shares) == []  # none holds a figure
    assert topped_up(above, [bold], shares) == [(None, able), (FURTHER, bold)]


def test_what_is_likely_is_not_below_the_fold_where_nothing_above_is() -> None:
    able, _, bold, cold = own = found()
    rows: list[tuple[str | None, Candidate]] = [("In favour: P", able), (FURTHER, cold)]
    assert topped_up(rows, [bold], likely(own, 0.1, 0, ANSWERS, 0.1)) == [rows[0], (BESIDE, bold), rows[1]]
    assert topped_up(rows, [bold], likely(own, ANSWERS, 0, ANSWERS, 0.1)) == [*rows, (FURTHER, bold)]
    assert topped_up(rows, [bold], likely(own, 0.1, 0, ANSWERS - 0.01, 0.1)) == [*rows, (FURTHER, bold)]


def test_what_stands_under_a_side_stays_there() -> None:
    able, _, bold, cold = own = found()
    rows = [("In favour: P", able), ("Against: P", bold), (BESIDE, cold)]
    assert by_worth(rows, likely(own, 0, 0, 0, 0.06), []) == [rows[0], rows[1], (BESIDE, cold)]
    assert by_worth(rows, likely(own, 0.5, 0, 0, 0.06), []) == [rows[0], rows[1], (FURTHER, cold)]


def test_what_stands_together_is_not_torn_apart() -> None:
    able, _, bold, cold = own = found()
    rows = [(None, able), (None, bold), (None, cold)]
    assert by_worth(rows, likely(own, 0.5, 0, 0.1, 0.1), [bold, cold]) == rows


def test_a_sentence_near_the_question_in_good_company_is_likelier() -> None:
    signals = dict.fromkeys(SIGNALS, 0.8)
    near, far = (tuple(value * share for value in signals.values()) for share in (1.0, 0.3))
    own = [replace(c, signals=far, relevance=0.3, answers=-3.0) for c in found()]
    own[0] = replace(own[0], signals=near, relevance=0.8, answers=1.0)
    assert rows_of("Why was it refused?", own).shape == (4, len(KNOWN))
    shares = worth("Who wanted a register?", own)
    assert shares[own[0]] > max(shares[other] for other in own[1:])
    assert all(0 < share < 1 for share in shares.values())
    assert worth("Why?", []) == {}


def test_articles_that_the_query_encoder_does_not_know_have_weights_of_their_own() -> None:
    own = [replace(c, signals=(0.5,) * len(SIGNALS)) for c in found()]
    shares = worth("Who wanted a register?", own)
    known = worth("Who wanted a register?", [replace(c, familiar=True) for c in own])
    assert all(0 < share < 1 for share in (*shares.values(), *known.values()))
    assert not np.allclose(list(shares.values()), list(known.values()))
    like = worth("Who wanted a register?", [replace(c, familiar=True, predicted=float(at == 0)) for at, c in enumerate(own)])
    first, *others = zip(like.values(), known.values(), strict=True)
    assert first[0] > first[1]
    assert all(one == other for one, other in others)


def line(grades: dict[str, dict[str, int]]) -> str:
    return json.dumps({"question": "q1", "part": "tune", "grades": grades}) + "\n"


def shown(*texts: str) -> dict[str, object]:
    sentences = [
        {"citations": [{"article_id": "a", "quote": text}], "group": FURTHER if text == "Bold" else None} for text in texts
    ]
    return {"id": "q1", "answer": {"sentences": sentences}}


def test_precision_counts_grades_and_tells_what_has_none(tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl"
    file.write_text(line({"a": {first_words("Able  asked " + "x" * 80): 2, "Bold": 0, "Cold": 1}}), encoding="utf-8")
    grades = load_grades(file)
    rows = [shown("Able asked " + "x" * 80, "Bold", "Cold", "New")]
    everything = precision(rows, grades)
    assert everything is not None
    assert (everything.sentences, everything.ungraded, everything.first, everything.whole) == (4, 1, 1.0, 0.0)
    assert everything.shares == (1 / 3, 1 / 3, 1 / 3)
    above = precision(rows, grades, folded=False)
    assert above is not None
    assert above.shares == (0.5, 0.5, 0.0)
    assert above.whole == 1.0
    assert precision(rows, grades, part="check") is None
    assert precision([shown()], grades) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (line({"a": {"Able": 3}}), "line 1: a grade is 2, 1 or 0, not 3"),
        ('{"question": "q1"}\n', "line 1: not a question"),
        ("nothing\n", "line 1"),
    ],
)
def test_grades_that_cannot_be_used_are_named_with_their_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_grades(file)
    with pytest.raises(InputError, match="cannot be read"):
        load_grades(tmp_path / "none.jsonl")


def test_a_sentence_that_holds_more_of_the_names_asked_for_is_likelier() -> None:
    told = make_article("Able wrote to the board. Able answered Bold. Bold wrote to the board.")
    own = [replace(candidate, signals=(0.0,) * len(SIGNALS)) for candidate in candidates(told, {})]
    column = NAMES.index("names")
    assert rows_of("Did Ann Able agree with Ben Bold?", own)[:, column].tolist() == [0.5, 1.0, 0.5]
    assert rows_of("What did Ann Able want?", own)[:, column].tolist() == [0.0, 0.0, 0.0]  # one name is not shared out


def test_what_goes_on_from_something_else_does_not_open_an_answer() -> None:
    one, other, third = candidates(
        make_article("A survey of May found fear. In the same survey half felt blamed. The union wanted a vote."), {}
    )
    shares = {one: 0.2, other: 0.9, third: 0.5}
    assert steadied([(None, other), (None, third)], shares) == [(None, third), (None, other)]
    assert steadied([(None, other), (None, third), (None, one)], shares) == [(None, one), (None, other), (None, third)]
    assert steadied([(None, third), (None, other)], shares) == [(None, third), (None, other)]
    far = shares | {third: 0.1}
    assert steadied([(None, other), (None, third)], far) == [(None, other), (None, third)]
    assert steadied([(None, other), (BESIDE, third)], shares) == [(None, other), (BESIDE, third)]
    assert steadied([], {}) == []


def test_of_two_that_say_the_same_the_fuller_stays() -> None:
    opening = "Wards were counted."
    less = "The fund put vacant senior posts at 40 in the spring."
    more = "The fund put vacant senior posts at 40 in the spring, and blamed pay."
    other = "The fund put vacant senior posts at 50 in the autumn count of trusts."
    article = make_article(" ".join((opening, less, more, other)))
    first, one, two, three = candidates(article, dict.fromkeys((opening, less, more, other), 0.9))
    assert without_subsumed([(None, first), (None, one), (None, three), (None, two)]) == [
        (None, first),
        (None, two),
        (None, three),
    ]
    assert without_subsumed([(None, first), (None, two), (None, one)]) == [(None, first), (None, two)]
    assert without_subsumed([(None, one), (None, two)]) == [(None, one), (None, two)]
    assert without_subsumed([(None, first), (BESIDE, one), (None, two)]) == [(None, first), (BESIDE, one), (None, two)]
    assert without_subsumed([]) == []


def test_figures_told_twice_are_told_once() -> None:
    article = make_article(
        "The 2024–25 survey had 4,924 replies, and 92% of them agreed. "
        "Replies to the survey on bars and pay, held in 2024 and 2025, were 4,924, of which 92% agreed that bars are right. "
        "Pay rose by 92% and by 4,924 pounds for cleaners, porters, cooks, drivers and clerks alike."
    )
    short, full, other = candidates(article, {"Replies": 0.5, "survey": 0.6})
    assert without_subsumed([(None, other), (None, full), (None, short)]) == [(None, other), (None, full)]
    assert without_subsumed([(None, full), (None, other)]) == [(None, full), (None, other)]
