"""Kinds of publishers: the reviewed list, who is named in a sentence, and which questions ask for a kind of them."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from core.types import Filter
from retrieval.filters import filters_in, passes, unrestricted
from retrieval.origins import Behind, Origin
from retrieval.publisher_kinds import FILE, VOICES, kinds_of, meets, publisher_kind_in, publisher_kinds, voices_in
from retrieval.source_names import SourceNames

NAMES = SourceNames([])
TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("question", "value", "label"),
    [
        ("What did unions say about regulating managers?", "union", "unions"),
        ("What have the trade unions said about pay-offs since 2020?", "union", "trade unions"),
        ("what do health unions think of the ten-year plan", "union", "health unions"),
        ("How did unions react to the pay offer?", "union", "unions"),
        ("How have the unions responded to job cuts at ICBs?", "union", "unions"),
        ("According to unions, who is to blame for the deficits?", "union", "According to unions"),
        ("What was the view of the unions on the barring scheme?", "union", "the unions"),
        ("What were the reactions of trade unions to the Lansley reforms?", "union", "trade unions"),
        ("Are there statements by unions on whistleblowing?", "union", "unions"),
        ("What has been said by unions about clinical leaders?", "union", "by unions"),
        ("Is the NHS over-managed, according to think tanks?", "think tank", "according to think tanks"),
        ("According to the think-tanks, what would help?", "think tank", "According to the think-tanks"),
        ("What do think tanks say about manager numbers?", "think tank", "think tanks"),
        ("Which reports by thinktanks discuss targets?", "think tank", "thinktanks"),
        ("What did health think tanks recommend on integrated care?", "think tank", "health think tanks"),
        ("What has been written by think tanks on boards?", "think tank", "by think tanks"),
        ("From leading think tanks, what was the verdict on the 2012 Act?", "think tank", "From leading think tanks"),
        ("What did professional bodies argue about a register?", "professional body", "professional bodies"),
        ("What did the royal colleges say on safe staffing?", "professional body", "royal colleges"),
        ("According to the medical royal colleges, should leaders be doctors?", "professional body",
         "According to the medical royal colleges"),
        ("What have regulators said about special measures?", "regulator", "regulators"),
        ("What do charities say about waiting times?", "charity", "charities"),
        ("How did patient charities respond to the end of Healthwatch?", "charity", "patient charities"),
        ("What did employers' organisations warn of?", "employer body", "employers' organisations"),
        ("What do membership bodies think of league tables?", "membership body", "membership bodies"),
        ("How do law firms say the fit and proper person test works?", "law firm", "law firms"),
        ("What was reported in the press about the Nightingale hospitals?", "press", "in the press"),
        ("In the press, how was the Letby case covered?", "press", "In the press"),
        ("What did the media report about NHS managers' pay?", "press", "media"),
        ("Coverage by the national press of the Francis inquiry", "press", "the national press"),
        ("What did newspapers write about hospital managers?", "newspaper", "newspapers"),
        ("What was said in newspapers about bureaucrats?", "newspaper", "in newspapers"),
        ("Which articles in national newspapers defended managers?", "newspaper", "national newspapers"),
        ("What has been written in the trade press about the graduate scheme?", "trade press", "in the trade press"),
        ("What did the trade press say about Carter?", "trade press", "trade press"),
        ("What has been published in medical journals on doctors as leaders?", "journal", "in medical journals"),
        ("What do academic journals report about chief executive turnover?", "journal", "academic journals"),
        ("Papers in peer-reviewed journals on targets", "journal", "peer-reviewed journals"),
        ("What did broadcasters report about Mid Staffordshire?", "broadcaster", "broadcasters"),
        ("What do government documents say about the new failure regime?", "government", "government documents"),
        ("According to government sources, what will the Health Bill do?", "government", "According to government sources"),
        ("What have select committees recommended on workforce planning?", "parliament", "select committees"),
        ("What did parliamentary committees conclude about the deficits?", "parliament", "parliamentary committees"),
    ],
)  # fmt: skip
def test_a_question_that_asks_for_a_kind_of_publisher(question: str, value: str, label: str) -> None:
    assert publisher_kind_in(question) == Filter("publisher_kind", value, label)
    assert Filter("publisher_kind", value, label) in filters_in(question, NAMES, TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Should managers join unions?",
        "What did the report say about unions?",
        "Why do unions oppose a barring scheme?",
        "How many members do health unions have?",
        "Which trade unions represent managers?",
        "Did trade unions lose power in the 1980s?",
        "Do think tanks influence NHS policy?",
        "Who funds think tanks?",
        "What powers do regulators have over boards?",
        "Were regulators to blame at Mid Staffordshire?",
        "What did Hunt tell regulators to do?",
        "How did press reports change the debate?",
        "Why did ministers press managers to hit targets?",
        "Is the media hostile to NHS managers?",
        "What pressure did the press put on Burnham?",
        "What did the government say about the ten-year plan?",
        "What is the role of charities in the NHS?",
        "Did the royal colleges support the Lansley reforms?",
        "How should employers respond to the new standards?",
        "How much do trusts spend on law firms?",
        "What did the committee conclude?",
        "Which journals did Bevan and Hood choose?",
        "What did a newspaper column by Vize say?",
    ],
)
def test_a_question_that_does_not(question: str) -> None:
    assert publisher_kind_in(question) is None


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What did unions say about pay?", "What did say about pay?"),
        ("According to think tanks, is it over-managed?", ", is it over-managed?"),
        ("What was reported in the press about pay?", "What was reported about pay?"),
    ],
)
def test_what_is_left_of_the_question(question: str, left: str) -> None:
    assert unrestricted(question, filters_in(question, NAMES, TODAY)) == left


@pytest.mark.parametrize(
    ("publisher", "own", "expected"),
    [
        ("Managers in Partnership", None, {"union"}),
        ("The Guardian (repost)", None, {"newspaper"}),
        ("Guardian", None, {"newspaper"}),
        ("King's Fund and NHS Providers", None, {"think tank", "charity", "membership body"}),
        ("Institute for Government and Public First", None, {"think tank", "charity"}),
        ("BMA", None, {"union", "professional body"}),
        ("Nobody's Gazette", None, set()),
        (None, None, set()),
        ("Nobody's Gazette", "newspaper", {"newspaper"}),
        ("The Guardian", "trade press", {"trade press"}),  # the article knows better
    ],
)
def test_the_kinds_of_a_publisher(publisher: str | None, own: str | None, expected: set[str]) -> None:
    assert kinds_of(publisher, own) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unison called it dangerous, and the GMB agreed.", ("Unison", "GMB")),
        ("UNISON’s leader spoke; so did UNISON.", ("Unison",)),
        ("The King’s Fund found that the RCN was right.", ("King's Fund", "Royal College of Nursing")),
        ("The union said no. United, they stood.", ()),
        ("Unite's members and Unitel", ("Unite",)),
        ("The Guardian reported it.", ()),  # a newspaper speaks through what it publishes
        ("", ()),
    ],
)
def test_the_bodies_that_a_sentence_names(text: str, expected: tuple[str, ...]) -> None:
    assert voices_in(text) == expected


def test_what_is_unknown_never_meets_a_kind() -> None:
    row = [Filter("publisher_kind", "union", "unions")]
    unknown = Origin("Nobody's Gazette", (), None, "news")
    assert not passes(row, Behind((unknown,)))
    assert passes(row, Behind((unknown,), ("Unison",)))
    assert not passes(row, Behind((), ("Unison",)))  # nothing says where the sentence comes from
    assert passes(row, Behind((Origin("Nobody's Gazette", (), None, "news", "union"),)))
    assert not passes([*row, Filter("publisher", "BMJ", "BMJ")], Behind((unknown,), ("Unison",)))


def test_the_press_is_several_kinds() -> None:
    for name in ("The Times", "BBC", "PA (via Ireland Live)", "HSJ"):
        assert meets("press", name, None, ())
    assert not meets("press", "BMJ", None, ())
    assert not meets("newspaper", "BBC", None, ())


def test_each_line_of_the_list_is_one_publisher() -> None:
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [row["publisher"] for row in rows]
    assert names == sorted(set(names), key=str.casefold)
    spelt = [name for row in rows for name in (row["publisher"], row["also"]) if name]
    assert len(set(spelt)) == len(spelt)
    assert len(publisher_kinds().of_name) == len(spelt)
    assert all(kinds_of(name) & VOICES for found in publisher_kinds().voices.values() for _, name in found)


def test_a_kind_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    file = FILE.__class__(str(tmp_path)) / "publishers.csv"
    file.write_text("publisher,kinds,also\nThe Paper,union; gazette,\n", encoding="utf-8")
    monkeypatch.setattr("retrieval.publisher_kinds.FILE", file)
    with pytest.raises(ValueError, match="The Paper has the kinds 'union; gazette'"):
        publisher_kinds.__wrapped__()
