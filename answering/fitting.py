"""What every sentence of an answer must have, by what is asked: a figure, a year, the sort of people whose view it is. Pure.

Where too few have it the answer is left as it is: a weak answer is better than half of one, and its notices say what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from answering.checks.numbers import is_date, numbers_in
from answering.questions import QuestionKind
from core.names import mentions, names_in
from core.terms import content_terms

ENOUGH = 2  # sentences that must have what is asked for before the others go
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VIEW = re.compile(
    r"\b(?:what|how) (?:do|does|did|have|has) (?:the )?(?P<who>[a-z][a-z -]+?)(?: in (?:the )?(?:NHS|England))? "
    r"(?:say|said|think|thought|feel|felt|argue|argued|want|wanted|believe|believed|make)\b"
)
_MEANWHILE = "(?:since|before|after|during|until|throughout|amid)"
_BESIDES = re.compile(r"[?;]\s*\w|\band\b|\bor\b|, (?:when|who|what|how|why|where)\b", re.I)
_PEOPLE = {
    "nurs": frozenset({"rcn", "midwif", "midwiv", "matron"}),
    "midwiv": frozenset({"midwif"}),
    "patient": frozenset({"famili", "healthwatch", "carer"}),
    "famili": frozenset({"parent", "patient"}),
    "carer": frozenset({"famili"}),
    "union": frozenset({"unison", "bma", "rcn", "gmb"}),
    "staff": frozenset({"nurs", "doctor", "employe", "worker"}),
    "student": frozenset({"traine"}),
    "traine": frozenset({"student"}),
}
"""People, by the stem of their name, who are called so where they speak, with other words for them. Ministers and doctors are not
here: they speak under their own names, and a sentence does not say that Streeting is a minister."""


@lru_cache(maxsize=1_000)
def people_asked(question: str) -> str | None:
    """The sort of people whose view a question asks for ("What do nurses say …?"); `None` for named ones, and for what is no
    people ("What did the inquiry say?")."""
    match = _VIEW.search(question[:1].lower() + question[1:])
    stems = content_terms(match["who"]) if match else []
    return match["who"] if match and stems and stems[-1] in _PEOPLE else None


def speaks_of(people: str, text: str) -> bool:
    """True if a text names people of that sort."""
    stems = set(content_terms(people))
    wanted = stems | {wide for one in stems for wide in _PEOPLE.get(one, ())}
    return bool(wanted & set(content_terms(text)))


def unnamed(question: str, shown: Sequence[str]) -> str | None:
    """The people whose view is asked for, if no sentence shown names them."""
    people = people_asked(question)
    return people if people and not any(speaks_of(people, text) for text in shown) else None


@lru_cache(maxsize=1_000)
def named_asked(question: str) -> str | None:
    """Whose doing, saying or case a question asks after ("What has Wes Streeting said …?"), if it names them, and asks after
    nothing else besides."""
    for name in names_in(question):
        if not name[0].isdigit() and (match := _subject(name).search(question)):
            return None if _BESIDES.search(question[match.end() :]) else name
    return None


@lru_cache(maxsize=1_000)
def _subject(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:do|does|did|has|have|had|was|were|is|are) (?:the )?(?:[A-Z][\w.’'-]* )*{re.escape(name)}\b(?![’'])")


@lru_cache(maxsize=1_000)
def only_named(question: str) -> str | None:
    """The one name in a question that asks one thing ("What went wrong at Peterborough hospital?"); none that tells only when
    ("since Covid")."""
    names = [name for name in names_in(question) if not name[0].isdigit()]
    if len(names) != 1 or _BESIDES.search(question):
        return None
    return None if re.search(rf"\b{_MEANWHILE} (?:the )?{re.escape(names[0])}\b", question, re.I) else names[0]


def tells_of_named(question: str, told: str, around: str) -> bool:
    """True if what is told, a sentence with its headings, title and sources, names whom the question asks after, by a surname
    at least; of a name that the question only holds it is enough if it stands `around` the sentence, in its paragraph."""
    if name := named_asked(question):
        return mentions(name.split()[-1], told)
    name = only_named(question)
    return name is None or mentions(name.split()[-1], f"{told} {around}")


def fits(question: str, kind: QuestionKind, text: str) -> bool:
    """True if a sentence has what each sentence of the answer should have."""
    people = people_asked(question)
    if people and not speaks_of(people, text):
        return False
    if kind == "figure":
        return any(not is_date(number) for number in numbers_in(text))
    return kind != "when" or bool(_YEAR.search(text))
