"""Positions, timelines, how points stand, and where sources differ, as data and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from answering.conflicts import difference
from answering.overview import conflicts, first_date, held_positions, one_sided, overview, points, timeline
from answering.remarks import speaks_of_the_collection
from answering.render import article_facts, render_text
from core.text import sentence_spans
from core.types import Article, Citation, Position, Sentence, Source
from tests.factories import make_answer, make_article
from webui.html import answer_html


def shown(*articles: Article, **keys: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Every sentence of the articles, resting on the sources whose keys are given by article."""
    found: list[Sentence] = []
    for article in articles:
        for start, end in sentence_spans(article.text):
            citation = Citation(
                len(found) + 1, f"{article.article_id}:0", article.article_id, article.text[start:end], start, end,
                keys.get(article.article_id, ()),
            )  # fmt: skip
            found.append(Sentence(citation.quote, (citation,), 1.0, "verbatim", "extracted"))
    return tuple(found)


def by_id(*articles: Article) -> Any:
    return {article.article_id: article for article in articles}.__getitem__


def no_sentences(article: Article) -> list[tuple[int, int, str]]:
    return []


def post(text: str, **changes: Any) -> Article:
    return make_article(text, article_id="b", url="https://example.org/b", publisher="The Post", **changes)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "Of 4,924 responses to the consultation, 92% agreed that managers should be regulated.",
            "Of 4,924 responses to the consultation, 29% agreed that managers should be regulated.",
            "figure",
        ),
        ("The report on boards appeared on 2 June 2020.", "The report on boards appeared on 2 June 2023.", "figure"),
        (
            "Vacancies among nurses in England rose sharply last winter.",
            "Vacancies among nurses in England fell sharply last winter.",
            "direction",
        ),
        (
            "Ministers will regulate senior managers of hospital trusts.",
            "Ministers will not regulate senior managers of hospital trusts.",
            "direction",
        ),
        (
            "Managers should be barred by law, Ann Able told the Commons committee.",
            "Managers should be barred by law, Ben Bold told the Commons committee.",
            "name",
        ),
        (
            "NHS England counted 10,589 managers in its hospital trusts in 2012.",
            "NHS England counted 12,400 managers in its many hospital trusts in 2019.",
            "later",
        ),
        (
            "In the 2024 survey, 17.6% of staff said that they had been harassed, bullied or abused by colleagues.",
            "In the 2023 survey, 10.17% of staff said that they had been harassed, bullied or abused by managers.",
            "apart",  # another year's figure of another group
        ),
        (
            "The Act that created hospital trusts received royal assent on 20 November 2003.",
            "The Act that created larger hospital boards received royal assent on 27 March 2012.",
            None,  # two days are no figure and its successor
        ),
        (
            "Of 4,924 responses to the consultation, 92% agreed that managers should be regulated.",
            "Of all responses to the consultation, 92% agreed that managers should be regulated.",
            None,  # nothing else is said
        ),
        (
            "The journal planned 500 more places a year for it by 2020, said the Healthcare Leader in June 2018.",
            "The journal planned 600 more places a year for it by 2020, said the Healthcare Leader in June 2018.",
            "figure",
        ),
        (
            "The fund said that transfers from capital grew in each of the two years.",
            "The fund said that transfers from capital shrank in each of the two years.",
            "word",
        ),
        (
            "The fund said that transfers from capital grew in each of the two years.",
            "The fund said that transfers from capital increased in each of the two years.",
            None,  # a synonym
        ),
        ("Managers earn £90,000 a year on average.", "Nurses waited 18 weeks for a rota at the trust.", None),
        ("Costs rose.", "Costs fell.", None),  # too short to tell
    ],
)
def test_how_two_passages_differ(one: str, other: str, expected: str | None) -> None:
    assert difference(one, other) == expected
    assert difference(other, one) == expected


def test_sources_that_differ_are_named_with_their_dates() -> None:
    one = make_article("A survey found that 92% of managers agreed with the plan for boards.")
    other = post("A survey found that 29% of managers agreed with the plan for boards.")
    found = overview("How many managers agreed?", shown(one, other), by_id(one, other), no_sentences, all_asked)
    (told,) = found.notices
    assert told.code == "sources_differ"
    assert "passages 1 and 2" in told.text
    assert "The Paper, 2 December 2016" in told.text
    assert [point.standing for point in found.points] == ["contested", "contested"]
    assert found.points[0].disputed_by == ("The Post",)


def test_no_more_than_the_two_clearest_differences_are_told() -> None:
    texts = [f"A survey found that {share}% of managers agreed with the plan for boards." for share in (92, 29, 41)]
    texts.append("A survey in spring found that 57% of managers agreed with the new plan for boards.")
    articles = [
        make_article(text, article_id=f"a{at}", url=f"https://example.org/{at}", publisher=f"Paper {at}")
        for at, text in enumerate(texts)
    ]
    found = overview("How many managers agreed?", shown(*articles), by_id(*articles), no_sentences, all_asked)
    assert len(conflicts(shown(*articles), by_id(*articles))) == 6
    told = [n.text for n in found.notices]
    assert ["passages 1 and 2" in told[0], "passages 1 and 3" in told[1], len(told)] == [True, True, 2]
    assert {point.standing for point in found.points} == {"contested"}


def test_one_original_never_differs_from_itself() -> None:
    one = make_article("A survey found that 92% of managers agreed with the plan for boards.")
    digest = make_article("A survey found that 29% of managers agreed with the plan for boards.", article_id="d", form="digest")
    assert conflicts(shown(one, digest), by_id(one, digest)) == []  # both carry the address of one publication


def test_a_later_figure_is_called_so_and_contests_nothing() -> None:
    later = make_article("NHS England counted 12,400 managers in its many hospital trusts in 2019.")
    earlier = post("NHS England counted 10,589 managers in its hospital trusts in 2012.")
    found = overview("How many managers are there?", shown(later, earlier), by_id(later, earlier), no_sentences, all_asked)
    assert [n.text for n in found.notices] == ["Passage 1 gives a later figure than passage 2."]
    assert "contested" not in {point.standing for point in found.points}


def test_what_two_publishers_tell_is_agreed() -> None:
    one = make_article("A survey found that most managers agreed with the plan.")
    other = post("Most managers agreed with the plan, a survey found. Nurses were never asked at all.")
    found = points(shown(one, other), [], (), by_id(one, other))
    assert [point.standing for point in found] == ["agreed", "agreed", "single_source"]
    assert found[0].publishers == ("The Paper", "The Post")


PROPOSITION = "Senior managers should be regulated"


def debate(*positions: Position) -> Article:
    text = "Ann Able wants managers regulated by law. Ben Bold rejects regulated managers."
    return make_article(
        text,
        form="briefing",
        sources=(Source("a", "A", publisher="Able Weekly"), Source("b", "B", publisher="Bold Daily")),
        positions=positions,
    )


def all_asked(propositions: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(propositions, 1.0)


FOR = Position("Ann Able", PROPOSITION, "for", "nurse", "RCN", source="a")
AGAINST = Position("Ben Bold", PROPOSITION, "against", source="b")


def test_positions_come_with_holder_publisher_and_exact_passage() -> None:
    article = debate(AGAINST, FOR)
    (able, bold) = shown(article)
    sentences = (
        Sentence(able.text, (Citation(1, "a:0", "a", able.text, 0, 41, ("a",)),), 1.0, "verbatim", "extracted"),
        Sentence(bold.text, (Citation(2, "a:0", "a", bold.text, 42, 78, ("b",)),), 1.0, "verbatim", "extracted"),
    )
    held = held_positions("Should managers be regulated?", sentences, by_id(article), no_sentences, all_asked)
    assert [(h.holder, h.role, h.organisation, h.stance, h.publisher) for h in held] == [
        ("Ann Able", "nurse", "RCN", "for", "Able Weekly"),
        ("Ben Bold", None, None, "against", "Bold Daily"),
    ]
    assert all(h.citation and article.text[h.citation.start : h.citation.end] == h.citation.quote for h in held)
    assert [point.disputed_by for point in points(sentences, [], held, by_id(article))] == [("Ben Bold",), ("Ann Able",)]
    answer = make_answer({"a": article_facts(article)}, sentences, positions=held)
    assert "  In favour: Ann Able, nurse, RCN (Able Weekly) [1]" in render_text(answer)
    assert "Who stands where" in answer_html(answer, 1)
    assert held_positions("What is the price of bread?", sentences, by_id(article), no_sentences, lambda _: {}) == ()


def test_a_remark_on_the_collection_tells_of_nobodys_position() -> None:
    text = "Ann Able wants managers regulated by law. As of 2026, this collection lacks a second voice beside Ann Able."
    article = replace(debate(FOR), text=text)
    told, remark = shown(article)
    assert speaks_of_the_collection(remark.text)

    def all_sentences(_: Article) -> list[tuple[int, int, str]]:
        return [(*span, "a:0") for span in sentence_spans(text)]

    found = overview("Should managers be regulated?", (remark,), by_id(article), all_sentences, all_asked)
    assert (found.positions, found.points) == ((), ())
    both = overview("Should managers be regulated?", (remark, told), by_id(article), no_sentences, all_asked)
    assert [point.number for point in both.points] == [told.citations[0].number]


@pytest.mark.parametrize(
    ("question", "positions", "expected"),
    [
        ("Should managers be regulated?", (FOR,), True),
        ("Should managers be regulated?", (FOR, AGAINST), False),
        ("Does Ann Able want managers regulated?", (FOR,), False),  # asks after her alone
        ("Should managers be regulated?", (), False),  # nothing is on record
    ],
)
def test_a_missing_side_is_said(question: str, positions: tuple[Position, ...], expected: bool) -> None:
    article = debate(*positions)
    held = held_positions(question, shown(article), by_id(article), no_sentences, all_asked)
    assert one_sided(question, held) is expected
    codes = {n.code for n in overview(question, shown(article), by_id(article), no_sentences, all_asked).notices}
    assert ("one_side_missing" in codes) is expected


def test_the_missing_side_is_named_and_voices_in_between_are_not_denied() -> None:
    between = Position("Cy Cole", PROPOSITION, "mixed", source="b")
    for positions, words in (
        ((FOR, between), "name voices in favour and in between, but none against."),
        ((AGAINST,), "name voices against, but none in favour."),
    ):
        article = debate(*positions)
        (told,) = overview("Should managers be regulated?", shown(article), by_id(article), no_sentences, all_asked).notices
        assert told.text == f"On “{PROPOSITION}” the articles cited {words}"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("It closed on 18 February 2025 after months.", "2025-02-18"),
        ("In May 2011 it said so.", "2011-05"),
        ("By 2009 there were more.", "2009"),
        ("The deficit of 2015/16 grew.", None),  # a financial year is no date
        ("On 31 June 2019 nothing happened, but in 2020 it did.", "2020"),
        ("There were 2,019 of them.", None),
    ],
)
def test_the_date_of_a_passage(text: str, iso: str | None) -> None:
    date = first_date(text)
    assert (date.iso if date else None) == iso


def test_a_timeline_is_in_order_and_says_how_far_the_sources_reach() -> None:
    article = make_article("It ended in 2019. It began on 3 May 2011. It grew in 2014. It was liked.")
    found = overview("When was it?", shown(article), by_id(article), no_sentences, all_asked)
    assert [(event.date.iso, event.citation.quote) for event in found.timeline] == [
        ("2011-05-03", "It began on 3 May 2011."),
        ("2014", "It grew in 2014."),
        ("2019", "It ended in 2019."),
    ]
    assert found.as_of is not None
    assert found.as_of.iso == "2016-12-02"
    assert timeline(shown(make_article("It began in 2011. It was liked.")), asked=False) == ()
