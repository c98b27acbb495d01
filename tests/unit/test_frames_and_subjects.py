"""What a quotation frames as a wish, a claim or hearsay, and of whom its clauses tell."""

from __future__ import annotations

import pytest

from answering.checks.frames import frames_hold
from answering.checks.subjects import subjects_hold


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        (
            "Able said that closing the office risks silencing wards.",
            "Able said that closing the office will silence wards.",
            "Closing the office risks silencing wards, Able said.",
        ),
        (
            "The result does not show that the present target is the right one.",
            "The target was not the right target.",
            "That the present target is the right one the result does not show.",
        ),
        (
            "The agency is to set standards, the Fund noted.",
            "The agency has already set standards, the Fund noted.",
            "The Fund noted that the agency is to set standards.",
        ),
        (
            "Ward Weekly reported on how widely trusts had taken up the platform.",
            "Ward Weekly reported that trusts had taken up the platform.",
            "How widely trusts had taken up the platform was reported by Ward Weekly.",
        ),
        (
            "The academy, founded in 2012, presents itself as a college for leaders.",
            "The academy, founded in 2012, is a college for leaders.",
            "The academy presents itself as a college for leaders.",
        ),
        (
            "The report wanted nurses to be drawn into decisions.",
            "Nurses were being drawn into decisions, the report said.",
            "The report wanted nurses to be drawn into decisions.",
        ),
        (
            "The worth of the beds cannot be judged only by how many were filled.",
            "The worth of the beds cannot be judged by how many were filled.",
            "By how many beds were filled alone their worth cannot be judged.",
        ),
        (
            "Able found it offensive to hear it said that the inquiry had shown the figures wrong.",
            "Able found it offensive that the inquiry had shown the figures wrong.",
            "Able was offended to hear it said that the inquiry had shown the figures wrong.",
        ),
        (
            "Three wards closed, according to one report listed by Ward Weekly.",
            "Three wards closed, according to Ward Weekly.",
            "Three wards closed, said a report listed by Ward Weekly.",
        ),
        (
            "The Pay Body, in a report covered by Ward Weekly, warned of retirements.",
            "Ward Weekly's report warned of retirements.",
            "Ward Weekly reported that the Pay Body warned of retirements.",
        ),
        (
            "Able said that managers who persistently failed would be replaced.",
            "Able said that managers who failed would be replaced.",
            "Managers who persistently failed would go, Able said.",
        ),
        (
            "The Fund warned that control by ministers had caused trouble before.",
            "The Fund warned that control by ministers would cause trouble.",
            "Control by ministers had caused trouble, the Fund warned.",
        ),
        (
            "Able said that ministers would have to choose whether to keep the Bill.",
            "Able said that ministers would have to keep the Bill.",
            "Ministers must choose whether to keep the Bill, Able said.",
        ),
        (
            "Trusts with more managers did better on waiting.",
            "More managers made waiting better in trusts.",
            "Trusts with more managers did better on waiting times.",
        ),
    ],
)
def test_what_is_framed_is_not_told_bare(quote: str, false: str, true: str) -> None:
    assert not frames_hold(false, [quote])
    assert frames_hold(true, [quote])


@pytest.mark.parametrize(
    ("quote", "false", "true"),
    [
        (
            "Boards were told to halve their costs, and hospitals were told to return their budgets to old levels.",
            "Boards were told to halve their costs and to return their budgets to old levels.",
            "Hospitals were told to return their budgets to old levels.",
        ),
        (
            "Growth came from capital despite a promise to stop, and Ann Able objected.",
            "Growth came from capital despite a promise by Ann Able to stop.",
            "Growth came from capital despite a promise to stop.",
        ),
        (
            "In May 67% of trusts, and 86% of acute trusts, were in deficit.",
            "In May 67% of trusts, 86% of them acute, were in deficit.",
            "In May 86% of acute trusts were in deficit.",
        ),
        (
            "Able had long backed clinical chiefs, and called the larger scheme a vote of confidence.",
            "Able had long backed clinical chiefs, and called this a vote of confidence.",
            "Able called the larger scheme a vote of confidence.",
        ),
        (
            "It had cost £1bn, which the Office said was more than had been expected by then.",
            "It had cost £1bn, which was more than the Office had expected by then.",
            "It had cost £1bn, more than had been expected, the Office said.",
        ),
        (
            "Staff feared that general managers might bring autocracy, although the board welcomed a larger role for doctors.",
            "Staff feared that a larger role for doctors might bring autocracy.",
            "Staff feared that general managers might bring autocracy.",
        ),
        (
            "The framework, published on 16 August 2022 and in place by autumn 2023, replaced the old one.",
            "The framework replaced the old one in 2022 and was published by autumn 2023.",
            "The framework, published on 16 August 2022, replaced the old one.",
        ),
    ],
)
def test_a_clause_is_told_of_those_it_is_of(quote: str, false: str, true: str) -> None:
    assert not subjects_hold(false, [quote])
    assert subjects_hold(true, [quote])
