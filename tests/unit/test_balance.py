"""The balance line: counts of distinct publications, in numbers and in words."""

from __future__ import annotations

import pytest

from core.balance import Balance, balance_of
from core.dates import PartialDate

Row = tuple[str | None, str, PartialDate | None]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no publication"),
        ([(None, "other", None)], "1 publication: 1 other; 1 undated"),
        ([("HSJ", "news", PartialDate("2016"))], "1 publication, 2016: 1 news; 1 publisher"),
        (
            [
                ("BMJ", "opinion", PartialDate("2025-03")),
                ("HSJ", "news", PartialDate("2016-12-01")),
                ("HSJ", "opinion", PartialDate("2016")),
                (None, "news", None),
                ("HSJ", "news", PartialDate("2020")),
            ],
            "5 publications, 2016 to 2025: 3 news, 2 opinion; 2 publishers, most from HSJ (3); 1 undated",
        ),
    ],
)
def test_a_balance_in_words(rows: list[Row], words: str) -> None:
    assert balance_of(rows).words == words


def test_a_balance_as_data() -> None:
    rows: list[Row] = [("B", "news", PartialDate("2016-05")), ("A", "news", PartialDate("2016")), ("A", "report", None)]
    assert balance_of(rows) == Balance(3, {"A": 2, "B": 1}, {"news": 2, "report": 1}, PartialDate("2016"), PartialDate("2016"), 1)
