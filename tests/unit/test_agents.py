"""Who acts, and upon whom."""

from __future__ import annotations

import pytest

from answering.checks.agents import agents_hold
from answering.checks.ground import Ground

CONCERNS = "It emerged in August 2023 that the consultants' concerns about her had been dismissed."
FUNDED = "About 152 local Healthwatch bodies, funded by councils, made up the rest of the network."
BLAMED = "Amyas Morse of the National Audit Office blamed the Peterborough board and the regulators in 2012."
WAITS = "In Chris Ham's account, the Health Secretary was intervening again over A&E waits within months."
CHAIRED = "Sharon Grant, who chaired the national commission of 2003, wrote of Healthwatch."


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("The Care Quality Commission funded about 152 local Healthwatch bodies.", FUNDED, False),
        ("Councils funded about 152 local Healthwatch bodies.", FUNDED, True),
        ("The bodies were funded by councils.", FUNDED, True),
        ("The bodies were funded by ministers.", FUNDED, False),
        ("Concerns had been dismissed by the ministers.", CONCERNS, False),  # no minister stands there
        ("The consultants' concerns had been dismissed.", CONCERNS, True),
        ("Morse blamed the Peterborough board.", BLAMED, True),
        ("Morse blamed the managers.", BLAMED, False),
        ("Lord Darzi blamed the Peterborough board.", BLAMED, False),
        ("Chris Ham intervened over A&E waits.", WAITS, False),
        ("The Health Secretary intervened over A&E waits.", WAITS, True),
        ("Sharon Grant chaired Healthwatch England.", CHAIRED, False),
        ("Sharon Grant chaired the national commission.", CHAIRED, True),
        ("The doctors' union estimated the cost.", "The estimate of the cost is the government's own.", False),
        ("Clinicians left.", "Doctors left.", True),
        ("Dash made nine recommendations that Darzi accepted.", "Nine recommendations of Dash's review were accepted.", False),
        ("The minister accepted them.", "Nine recommendations were accepted by the minister.", True),
        ("In May Ann Lee argued that wards need care.", "In May Ann Lee of the NHS Alliance argued that wards need care.", True),
        (
            "In May Tom Gray argued that wards need care.",
            "In May Ann Lee of the NHS Alliance argued that wards need care.",
            False,
        ),
        ("", BLAMED, True),
    ],
)
def test_whoever_acts_must_act_in_the_quotation(text: str, quote: str, holds: bool) -> None:
    about = "Lord Darzi, Care Quality Commission"
    assert agents_hold(text, Ground((quote,), about, ())) is holds


def test_a_voice_may_be_named_though_no_quotation_names_it() -> None:
    assert agents_hold("The Commission said so.", Ground(("The inspection failed.",), "", ("Care Quality Commission",)))
    assert not agents_hold("The Commission said so.", Ground(("The inspection failed.",), "", ()))
