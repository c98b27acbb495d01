"""Sentences made false on purpose: that they are, and that half of their words are none the checks know."""

from __future__ import annotations

import pytest

from answering.checks.lexicon import lexicon
from answering.checks.wording import kept_pairs
from answering.checks.words import words_of
from evaluation.errors import AIMS
from evaluation.made_errors import FALSE, TRUE, Told, lists, made

TOLD = Told(
    text="In 2016, Sir David Rose told Jeremy Hunt that some of the 1,200 managers in Leeds left before March, at £5 million.",
    passage="In 2016 there were 3,400 nurses.",
    names=("Penny Dash", "Jeremy Hunt"),
    following="The board agreed.",
)


@pytest.mark.parametrize("kind", [*FALSE, *TRUE])
def test_each_kind_changes_a_sentence_and_nothing_else_of_it(kind: str) -> None:
    texts = [text for _, text in made({**FALSE, **TRUE}[kind], [TOLD], 50, seed=1)]
    assert all(text != TOLD.text for text in texts)
    if kind not in ("joined", "declared untrue", "clause dropped"):
        assert all(kept_pairs(words_of(text), [words_of(TOLD.text)]) > 0.5 for text in texts)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("new number", "Leeds"),
        ("number from elsewhere", "3,400"),
        ("unit or month", "£5 billion"),
        ("name from elsewhere", "Penny Dash"),
        ("roles exchanged", "Jeremy Hunt told Sir David Rose"),
        ("direction word, in the lexicon", "after March"),
        ("strengthened, words of the lexicon", "all of the"),
        ("lead reworded", "million in 2016."),
    ],
)
def test_what_becomes_of_a_sentence(kind: str, part: str) -> None:
    assert any(part in text for _, text in made({**FALSE, **TRUE}[kind], [TOLD], 50, seed=1))


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert made(FALSE["new number"], [TOLD] * 3, 9, seed=4) == made(FALSE["new number"], [TOLD] * 3, 9, seed=4)


def on_lists(word: str) -> bool:
    lex = lexicon()
    return bool(lex.axis(word) or word in lex.pairs or word in lex.stances)


@pytest.mark.parametrize("name", ["direction", "stance"])
def test_unseen_pairs_are_no_opposites_that_the_checks_know(name: str) -> None:
    for old, new in lists().pairs(name, "unseen"):
        assert not (on_lists(old.split()[-1]) and on_lists(new.split()[0])), (old, new)
    seen = [on_lists(old) and on_lists(new) for old, new in lists().pairs(name, "seen")]
    assert sum(seen) / len(seen) > 0.7


def test_every_kind_has_its_aim() -> None:
    assert {*AIMS} == {*FALSE, *TRUE, "paraphrase"}
