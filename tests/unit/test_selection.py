"""Sentences that only announce what a publication is about, and near-copies that tell of another thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.selection import announces, repeats, says_nothing, value, voices_on_record
from core.types import Position, Source
from tests.factories import candidates, make_article

TELLING = "Ann Able asked managers in March 2019 to answer her"


@pytest.mark.parametrize(
    "text",
    [
        "Ann Able asked in the Post on 9 April 2019 why so few answer her",
        "The Post reported on 9 April 2019 on the findings of Ann Able",
        "Ann Able wrote a Post editorial on 9 April 2019 about many managers",
        "Ann Able of the Post gave a figure for the pay of managers",
        "A feature by Ann Able set out the case against many managers",
        "Two sets of figures on managers whom Ann Able asked are given here",
        "The navigator of March 2019 summarises the inquiry into managers",
    ],
)
def test_a_sentence_that_only_announces_counts_less(text: str) -> None:
    announcing, telling = candidates(make_article(f"{text}. {TELLING}."), {})
    assert value(announcing) < value(telling)


def test_a_list_told_in_its_sentence_is_no_announcement() -> None:
    assert announces("The seven main recommendations of Ann Able are set out here.")
    assert announces("Ann Able gave five reasons in the area of pay, rotas and rest.")
    assert not announces("The seven main recommendations of Ann Able covered pay, rotas and rest.")


def test_an_item_or_announcement_that_tells_something_may_be_shown() -> None:
    assert says_nothing("The Able review made seven recommendations in June 2022.")
    assert says_nothing("Second, the sources give no measure of it.")
    assert says_nothing("The third was that nobody had asked the wards.")
    assert not says_nothing("Able's third reason was skill, which fades within months of leaving the wards.")
    long = "Ministers accepted seven recommendations, under which two bodies would close and a third would join the regulator."
    assert announces(long)
    assert not says_nothing(long)


def test_a_holder_is_heard_in_words_of_his_own_before_an_announcement() -> None:
    about = "Managers should be regulated"
    article = make_article(
        "Ann Able wrote an article about managers. Ann Able wants managers regulated.",
        form="briefing",
        sources=(Source("a", "A"),),
        positions=(Position("Ann Able", about, "for", source="a"),),
    )
    sides = {n: [(about, "for")] for n in range(2)}
    found = candidates(article, {"wrote": 0.7}, stances=sides, keys=dict.fromkeys(range(2), ("a",)))
    assert voices_on_record(about, found, 0.2) == [found[1]]


def test_a_figure_of_another_group_in_like_words_is_no_repetition() -> None:
    one = make_article("In the 2024 survey, 17.6% of staff said that they had been harassed, bullied or abused by colleagues.")
    text = one.text.replace("2024", "2023").replace("17.6", "10.1").replace("colleagues", "managers")
    other = make_article(text, article_id="b", url="https://example.org/b")
    (colleagues,), (managers,) = candidates(one, {}), candidates(other, {})
    assert not repeats(managers, [colleagues])


def test_what_says_more_than_a_chosen_sentence_is_no_repetition_of_it() -> None:
    more = "Promises made by the reviews of leadership had not been kept, which qualified the welcome, Able wrote."
    less = "Able wrote of the reviews of leadership, and of promises."
    one, other = make_article(less), make_article(more, article_id="b", url="https://example.org/b")
    (short,), (full,) = candidates(one, {}), candidates(other, {})
    full = replace(full, vector=-short.vector)
    assert not repeats(full, [short])
    assert repeats(short, [full])
