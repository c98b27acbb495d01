"""Names as people type them, and as articles print them."""

from __future__ import annotations

import pytest

from core.names import mentions, names_whole
from core.short_forms import other_first_names, written_out


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("What happened at Mid Staffs?", "What happened at Mid Staffordshire?"),
        ("what went wrong at mid staffs", "what went wrong at Mid Staffordshire"),
        ("What of trusts in Notts and Lancs?", "What of trusts in Nottinghamshire and Lancashire?"),
        ("what do staffs and bucks mean", "what do staffs and bucks mean"),
        ("on covid, and Covid-19", "on COVID, and COVID-19"),
        ("since covid and before the Covid inquiry", "since the pandemic and before the COVID inquiry"),
        ("How long do hospital bosses last?", "How long do chief executives of hospitals last?"),
        ("Is McKinsey and co worth it? And McKinsey?", "Is management consultants worth it? And McKinsey?"),
        ("was the purchaser/provider split worth it", "was the internal market worth it"),
        ("was the lansley act so bad", "was the Lansley reforms so bad"),
        ("how much did the 2012 reorganisation cost", "how much did the Lansley reorganisation cost"),
        ("what about PAs and the PA news agency", "what about physician associates and the PA news agency"),
        ("arguments on the 4 hr target", "arguments on the four-hour target"),
        ("why dont more consultants go into management", "why dont more doctors go into management"),
        ("Do consultants save money?", "Do consultants save money?"),
        ("what did NHSE say", "what did NHS England say"),
        ("privatised by the back door", "privatised"),
        ("What did H. A. Dewar say?", "What did Dewar say?"),
        ("Was it plan B. Who said so?", "Was it plan B. Who said so?"),
        ("why don't doctors want to be managers", "why don't doctors want to enter management"),
        ("cost of the 2012 Health and Social Care Act reorganisation", "cost of the Lansley reforms"),
        ("What do CCGs do, and the npfit?", "What do clinical commissioning groups do, and the National Programme for IT?"),
        ("Are BAME leaders rare?", "Are BME leaders rare?"),
        ("What does ICB stand for?", "What does ICB stand for?"),
        ("did ned say 20 pct so", "did ned say 20 pct so"),
        ("What became of PCTs?", "What became of primary care trusts?"),
        ("Should managers be struck off?", "Should managers be barred?"),
        ("why dont consultants become chief execs", "why dont consultants become chief executives"),
        (
            "Are there too many pen-pushers and too much red tape?",
            "is the NHS over-managed and too much bureaucracy?",
        ),
        ("does the NHS have too many managers?", "is the NHS over-managed?"),
        ("Why do too many managers leave?", "Why do too many managers leave?"),
        ("Who is the boss?", "Who is the boss?"),
        ("Who are covidians?", "Who are covidians?"),
    ],
)
def test_short_forms_are_written_out(question: str, written: str) -> None:
    assert written_out(question) == written


def test_somebody_may_go_by_another_first_name() -> None:
    assert other_first_names("Jim") == {"James"}
    assert {"Steven", "Stephen"} <= other_first_names("Steve")
    assert names_whole("Jim Able", "Sir James Able spoke.")
    assert mentions("James Able", "Sir Jim Able spoke.")
    assert not mentions("Jim Able", "James Best spoke.")
    assert not names_whole("Jim", "James spoke.")
    assert not mentions("Jim", "James spoke.")
