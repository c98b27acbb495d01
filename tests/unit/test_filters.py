"""Restrictions on sources: what a question says, what passes, what is left of the question. The clock is injected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from core.dates import PartialDate
from core.types import Filter, Kind, RetrievedChunk, Source, SourceMark
from retrieval.date_phrases import date_phrase
from retrieval.filters import filters_in, passes, spoken_of, unrestricted
from retrieval.origins import Behind, Origin, PassageOrigins, behind_chunk, behind_sentence
from retrieval.source_names import SourceNames
from tests.factories import make_article, make_chunk

TODAY = date(2026, 3, 31)


def origin(
    publisher: str | None = None, published: str | None = None, kind: Kind = "other", authors: tuple[str, ...] = ()
) -> Origin:
    return Origin(publisher, authors, PartialDate(published) if published else None, kind)


NAMES = SourceNames(
    [
        origin("The Guardian", authors=("Richard Vize",)),
        origin("The Guardian (repost)"),
        origin("The Guardian"),
        origin("BMJ", authors=("David Oliver", "Smith")),
        origin("King's Fund and NHS Providers"),
        origin("King's Fund"),
        origin("Nuffield Trust", authors=("Ann Smith", "Nuffield Trust")),
        origin("Care Quality Commission", authors=("Bob Smith", "Fulop and colleagues")),
        origin("Public Sector"),
        origin("Building"),
        origin("i"),
    ]
)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("since 2020", "2020-01-01", None),
        ("since March 2020", "2020-03-01", None),
        ("since 30 November 2016", "2016-11-30", None),
        ("since 31 November 2016", "2016-11-01", None),
        ("from 2020 onwards", "2020-01-01", None),
        ("since the 1990s", "1990-01-01", None),
        ("after 2015", "2016-01-01", None),
        ("after March 2015", "2015-04-01", None),
        ("after the 2012 Act", "2012-03-27", None),
        ("after the 2019 election", "2019-01-01", None),
        ("since the Health and Social Care Act 2012", "2012-03-27", None),
        ("before 2012", None, "2011-12-31"),
        ("before the 2012 Act", None, "2012-03-26"),
        ("before the 2019 election", None, "2019-12-31"),
        ("prior to June 2013", None, "2013-05-31"),
        ("until 2012", None, "2012-12-31"),
        ("between 2013 and 2016", "2013-01-01", "2016-12-31"),
        ("from 2013 to 2016", "2013-01-01", "2016-12-31"),
        ("since 2010 and before 2015", "2010-01-01", "2014-12-31"),
        ("in 2016", "2016-01-01", "2016-12-31"),
        ("in February 2016", "2016-02-01", "2016-02-29"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("in the last five years", "2021-03-31", "2026-03-31"),
        ("over the past decade", "2016-03-31", "2026-03-31"),
        ("in the last 13 months", "2025-02-28", "2026-03-31"),
        ("recent", "2023-03-31", "2026-03-31"),
    ],
)
def test_a_phrase_is_a_span_of_days(question: str, first: str | None, last: str | None) -> None:
    phrase = date_phrase(f"What was written {question}?", TODAY)
    assert phrase is not None
    assert (phrase.first and phrase.first.isoformat(), phrase.last and phrase.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Why?",
        "in 2015/16",
        "in 2015-16",
        "the 2012 Act",
        "by 2020",
        "between 2016 and 2013",
        "before 2010 and since 2012",
        "in 20166",
    ],
)
def test_no_phrase(question: str) -> None:
    assert date_phrase(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What has been said about managers since 2020?", ["date 2020-01-01/.."]),
        ("How many managers left since 2020?", ["date 2020-01-01/.."]),
        ("Articles on targets between 2006 and 2010", ["date 2006-01-01/2010-12-31"]),
        ("What did critics argue before the 2012 Act?", ["date ../2012-03-26"]),
        ("What was said in Parliament in 1986?", ["kind debate", "date 1986-01-01/1986-12-31"]),
        ("What did MPs say about pay-offs?", ["kind debate"]),
        ("opinion pieces in the Guardian", ["kind opinion", "publisher The Guardian"]),
        ("What do inquiry reports say about boards?", ["kind inquiry"]),
        ("Which studies looked at nurse numbers?", ["kind research"]),
        ("What is the academic evidence on targets?", ["kind research"]),
        ("news reports on the Nightingale hospitals", ["kind news"]),
        ("official statistics on sickness", ["kind statistics"]),
        ("What has been written in the guardian about pay?", ["publisher The Guardian"]),
        ("According to the King’s Fund, are there too many?", ["voice King's Fund"]),
        ("according to the kings fund are there too many?", ["voice King's Fund"]),
        ("What did the BMJ publish on weekends?", ["publisher BMJ"]),
        ("What did the British Medical Journal publish?", ["publisher BMJ"]),
        ("What did the Guardian say about pay?", ["publisher The Guardian"]),  # what it says, it prints
        ("What has Nuffield Trust said?", ["voice Nuffield Trust"]),
        ("What did the CQC's report say? What did the CQC conclude?", ["voice Care Quality Commission"]),
        ("Which share of managers said so in the King's Fund's survey?", ["voice King's Fund"]),
        ("What was written by the King's Fund?", ["publisher King's Fund"]),
        ("What was published in 2019 by the King's Fund?", ["publisher King's Fund", "date 2019-01-01/2019-12-31"]),
        ("articles by Richard Vize", ["author Richard Vize"]),
        ("What did Vize write about Hunt?", ["author Richard Vize"]),
    ],
)
def test_a_question_that_restricts_its_sources(question: str, expected: list[str]) -> None:
    assert [f"{row.field} {row.value}" for row in filters_in(question, NAMES, TODAY)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What did Hunt announce in 2016?",
        "What was spent before 2012?",
        "How many nurses were hired last year?",
        "What did the 2017 paper find?",
        "What did the white papers in 2010 propose?",
        "Who told MPs that managers must go?",
        "What did Fowler tell the Commons?",
        "Who chaired the Griffiths inquiry?",
        "Do people in the Guardian's offices vote?",
        "What did Smith write?",  # there are three
        "What did David Oliver say about beds?",  # others report what a person says
        "Is building in the public sector slow?",
        "What has been said about pay in the public sector?",
        "what has been said about pay in the public sector?",
        "What has been said about building in the NHS?",
        "Does the King's Fund matter?",
        "What do the King's Fund and the union say?",  # neither shuts out the other
        "How much was written off by the King's Fund?",
        "According to the King's Fund, the Nuffield Trust and others, who left?",
        "What did the Care Quality Commission do to find savings?",
    ],
)
def test_a_question_that_does_not(question: str) -> None:
    assert filters_in(question, NAMES, TODAY) == ()


def dated(first: str, last: str) -> Filter:
    return Filter("date", f"{first}/{last}", "then")


@pytest.mark.parametrize(
    ("rows", "where", "expected"),
    [
        ([], [], True),
        ([dated("2016-06-01", "..")], [], False),
        ([dated("2016-06-01", "..")], [origin(published="2016")], True),  # part of 2016 is in it
        ([dated("2016-06-01", "..")], [origin(published="2016-05")], False),
        ([dated("2016-06-01", "..")], [origin()], False),
        ([dated("..", "2016-06-01")], [origin(published="2016")], True),
        ([dated("..", "2016-06-01")], [origin(published="2016-06-02")], False),
        ([dated("2016-06-01", "2016-06-30")], [origin(published="2016-06-30")], True),
        ([Filter("kind", "opinion", "")], [origin(kind="news"), origin(kind="opinion")], True),
        ([Filter("kind", "debate", "")], [origin("Hansard", kind="statistics")], True),
        ([Filter("publisher", "The Guardian", "")], [origin("The Guardian (via a mirror)")], True),
        ([Filter("publisher", "King's Fund", "")], [origin("King's Fund and NHS Providers")], True),
        ([Filter("publisher", "BMJ", "")], [origin("BMJ Careers")], False),
        ([Filter("publisher", "BMJ", "")], [origin(None)], False),
        ([Filter("author", "Richard Vize", "")], [origin(authors=("Vize",))], True),
        ([Filter("author", "Richard Vize", "")], [origin(authors=("John Vize",))], False),
        ([dated("2020-01-01", "..")], [origin(published="2021"), origin(published="2001")], False),  # it may be the older one's
        ([dated("2020-01-01", "..")], [origin(published="2021"), origin()], True),
        (
            [dated("2020-01-01", ".."), Filter("publisher", "BMJ", "")],
            [origin("BMJ", published="2021"), origin("HSJ", published="2022")],
            True,
        ),
        (  # one publication must meet them all
            [Filter("kind", "opinion", ""), Filter("publisher", "BMJ", "")],
            [origin("BMJ", kind="news"), origin("HSJ", kind="opinion")],
            False,
        ),
    ],
)
def test_what_passes(rows: list[Filter], where: list[Origin], expected: bool) -> None:
    assert passes(rows, Behind(tuple(where))) is expected


def test_a_briefing_stands_for_the_originals_behind_each_sentence() -> None:
    sources = (Source("x", "X", publisher="P", published=PartialDate("2001")), Source("y", "Y", publisher="Q"))
    text = "One is old. Another is new. Both are."
    marks = (SourceMark(11, "x"), SourceMark(27, "y"), SourceMark(37, "x"), SourceMark(37, "y"))
    article = make_article(text, form="briefing", sources=sources, marks=marks)
    chunk = make_chunk(article, sentences=((0, 11), (12, 27), (28, 37)))
    old, new = origin("P", "2001"), origin("Q")
    assert behind_chunk(article, chunk) == [Behind((old,)), Behind((new,)), Behind((old, new))]
    own = Behind((origin("The Paper", "2016-12-02", "opinion", ("Ann Author",)),))
    assert behind_chunk(make_article(), chunk) == [own]
    assert behind_sentence(make_article("Unison said so."), 0, 15) == Behind(own.origins, ("Unison",))


def test_origins_of_chunks_by_row_also_after_saving(tmp_path: Path) -> None:
    old, new, undated = origin("P", "2001"), origin("Q", "2021"), origin()
    rows_behind = [[Behind((old,)), Behind((old, new), ("GMB",))], [], [Behind((undated,)), Behind((old,))]]
    built = PassageOrigins.build(rows_behind)
    built.save(tmp_path / "saved")
    for rows in (built, PassageOrigins.load(tmp_path / "saved")):
        assert rows.origins == (old, new, undated)
        assert rows.sets == (Behind((old,)), Behind((old, new), ("GMB",)), Behind((undated,)))
        assert rows.of([0, 1, 2]) == [old, new, undated]
        assert rows.of([2, 1]) == [undated, old]
        wanted = np.array([passes([Filter("publisher", "Q", "")], behind) for behind in rows.sets])
        assert rows.rows_with(wanted).tolist() == [True, False, False]
        assert rows.of([0, 2], wanted) == [old, new]
        assert rows.rows_with(np.array([False, False, True])).tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What has been said since  2020?", "What has been said?"),
        ("What was said in Parliament in 1986 about pay?", "What was said about pay?"),
        ("What did MPs say about pay?", "What did say about pay?"),
        ("What do opinion pieces say about pay?", "What do say about pay?"),
        ("", ""),
    ],
)
def test_what_is_left_of_the_question(question: str, left: str) -> None:
    assert unrestricted(question, filters_in(question, NAMES, TODAY)) == left


def test_a_voice_is_heard_in_what_others_print() -> None:
    voice = Filter("voice", "British Medical Association", "the BMA")
    behind = Behind((origin("The Paper", "2016-01-01"),))
    assert passes([voice], behind, "The BMA wanted a vote.")
    assert passes([voice], Behind(()), "The British Medical Association wanted a vote.")
    assert not passes([voice], behind, "The union wanted a vote.")
    assert not passes([Filter("voice", "NHS England", "NHS England")], behind, "The NHS in England wanted a vote.")
    assert passes([voice], Behind((origin("British Medical Association"),)), "The union wanted a vote.")
    since = dated("2020-01-01", "..")
    assert not passes([voice, since], behind, "The BMA wanted a vote.")
    assert passes([voice, dated("2015-01-01", "..")], behind, "The BMA wanted a vote.")
    assert not passes([voice, Filter("publisher", "Another Paper", "Another Paper")], behind, "The BMA wanted a vote.")


def test_what_others_print_tells_of_a_body_too() -> None:
    hits = [RetrievedChunk(make_chunk(make_article("The BMA wanted a vote.")), 1, 0.5, None, None, 0.5)]
    assert spoken_of(Filter("publisher", "British Medical Association", "the BMA"), hits)
    assert not spoken_of(Filter("publisher", "The Paper", "The Paper"), hits)
    assert not spoken_of(Filter("kind", "opinion", "BMA"), hits)
