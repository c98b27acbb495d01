"""What every sentence of an answer must have, by what is asked: a figure, a year, the sort of people whose view it is. Pure.

Where too few have it the answer is left as it is: a weak answer is better than half of one, and its notices say what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.checks.numbers import is_date, numbers_in
from answering.questions import QuestionKind
from core.terms import content_terms

ENOUGH = 2  # sentences that must have what is asked for before the others go
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VIEW = re.compile(
    r"\b(?:what|how) (?:do|does|did|have|has) (?:the )?(?P<who>[a-z][a-z -]+?)(?: in (?:the )?(?:NHS|England))? "
    r"(?:say|said|think|thought|feel|felt|argue|argued|want|wanted|believe|believed|make)\b"
)
_WIDER = {
    "nurs": frozenset({"rcn", "midwif", "midwiv", "matron"}),
    "doctor": frozenset({"clinician", "physician", "consult", "surgeon", "bma", "gp", "medic"}),
    "clinician": frozenset({"doctor", "nurs", "physician", "consult", "surgeon", "medic"}),
    "manag": frozenset({"leader", "execut", "director"}),
    "patient": frozenset({"famili", "healthwatch", "carer"}),
    "union": frozenset({"unison", "bma", "rcn", "gmb"}),
}
_PEOPLE_TEXT = """
nurses midwives doctors clinicians physicians surgeons consultants medics managers leaders executives directors governors patients
families carers unions staff ministers politicians mps peers campaigners whistleblowers economists academics regulators
trainees students volunteers journalists
"""
_PEOPLE = frozenset(content_terms(_PEOPLE_TEXT))


def people_asked(question: str) -> str | None:
    """The sort of people whose view a question asks for ("What do nurses say …?"); `None` for named ones, and for what is no
    people ("What did the inquiry say?")."""
    match = _VIEW.search(question[:1].lower() + question[1:])
    stems = content_terms(match["who"]) if match else []
    return match["who"] if match and stems and stems[-1] in _PEOPLE else None


def speaks_of(people: str, text: str) -> bool:
    """True if a text names people of that sort."""
    stems = set(content_terms(people))
    wanted = stems | {wide for one in stems for wide in _WIDER.get(one, ())}
    return bool(wanted & set(content_terms(text)))


def unheard(question: str, shown: Sequence[str]) -> list[str]:
    """What an answer lacks if it shows nothing of the people whose view is asked for."""
    people = people_asked(question)
    return [f"the views of {people}"] if people and not any(speaks_of(people, text) for text in shown) else []


def fits(question: str, kind: QuestionKind, text: str) -> bool:
    """True if a sentence has what each sentence of the answer should have."""
    people = people_asked(question)
    if people and not speaks_of(people, text):
        return False
    if kind == "figure":
        return any(not is_date(number) for number in numbers_in(text))
    return kind != "when" or bool(_YEAR.search(text))
