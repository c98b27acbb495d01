"""What a question demands of evidence, read off its form: names, whose view, and which kind of figure. Pure.

Knows nothing of any subject: the patterns are those of English questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from core.names import names_in
from core.terms import content_terms, stem, words

Figure = Literal["percent", "duration", "money", "count"]

_COUNTED = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?"
_SUMS = (
    r"costs?|spen[dt]|spending|paid|pay|pay-?offs?|worth|sav(?:e|ed|ings?)|budget|deficit|overspen[dt]|money|bill|funding|"
    r"loss(?:es)?|lose|salar(?:y|ies)|price|debts?"
)
_ASKED: tuple[tuple[Figure, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"\bwhat (?:\w+ )?(?:percentage|proportion|share|fraction|per ?cent)\b|\bwhat (?:is the )?%", re.I)),
    ("duration", re.compile(r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours)\b", re.I)),
    (
        "money",
        re.compile(
            rf"\bhow (?:much|big|large)\b.*\b(?:{_SUMS})\b|\bper head\b|"
            r"\bwhat(?:[’']?s| is| was| were) (?:the|its|their) (?:\w+ ){0,2}"
            r"(?:salary|costs?|price|bill|budget|spending|deficit|debts?)\b",
            re.I,
        ),
    ),
    (
        "count",
        re.compile(r"\bhow (?:many|much)\b|\bwhat number\b|\bwhat (?:is|was|were) the (?:number|turnout|ratio|rate)\b", re.I),
    ),
)
_GIVEN: dict[Figure, re.Pattern[str]] = {
    "percent": re.compile(
        r"\d\s?%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|tenths?|majority|most)\b|"
        r"\b(?:one|two|three|\d+) (?:in|out of|of)\b", re.I),
    "duration": re.compile(rf"(?:\d|\b(?:{_COUNTED}|half|a))\b[\w ,-]{{0,25}}\b(?:years?|months?|weeks?|days?|hours?)\b|"
                           r"\bwithin (?:years|months|weeks|days)\b|\bonly (?:years|months|weeks|days)\b", re.I),
    "money": re.compile(r"[£$€]\s?\d[\d,.]*", re.I),
    "count": re.compile(
        rf"(?<![\d/–.,-])(?!(?:19|20)\d\d\b)\d[\d,.]*|\b(?:{_COUNTED})\b|\b(?:half|thirds?|quarters?)\b", re.I),
}  # fmt: skip
FORM = frozenset(content_terms("share percentage proportion fraction per cent number figure amount total size roughly exactly"))
"""Stemmed words that say what form the answer should have. The passage that gives it seldom repeats them."""

_KINDS_TEXT = (
    "salary salaries pay paid paying payment payments payout payoff payoffs severance redundancy earn earned earnings wage wages",
    "cost costs costing spend spent spending price bill worth expense budget funding fund allocated allocation",
    "deficit deficits overspend overspent overspending loss losses lose lost shortfall gap red debt debts",
    "save saved saves saving savings",
)
_ALIKE_TEXT = (
    "reply replies response responses answer answers submission submissions",
    "job jobs post posts position positions role roles people person staff employee employees worker workers",
    "people person patient patients staff member members",
    "case cases family families",
    "trust trusts hospital hospitals provider providers site sites organisation organisations body bodies",
    "recommendation recommendations proposal proposals",
    "manager managers boss bosses director directors leader leaders executive executives",
    "doctor doctors consultant consultants medic medics clinician clinicians",
)
_KINDS = tuple(frozenset(map(stem, line.split())) for line in _KINDS_TEXT)
_ALIKE = tuple(frozenset(map(stem, line.split())) for line in _ALIKE_TEXT)
"""Words for one kind of money, and words for one kind of thing counted. Any of a line stands for the others."""

_VERB = r"did|do|does|was|were|is|are|had|has|have|will|would|can|could|won|lost|left|said|told|gave|took|\w+ed"
_COUNTED_THING = re.compile(
    r"\bhow many (?:(?:more|fewer|extra|new|of the|of) )*((?:[\w’'-]+ ){0,2}?[\w’'-]+?)"
    rf"(?= (?:{_VERB}|in|on|at|of|for|from|per|by|with|to|under|who|that|there|after|before)\b|[?,.]|$)",
    re.I,
)
_WHICH_THING = re.compile(rf"\bwhich ((?:[\w-]+ )?[\w-]+?) (?:{_VERB})\b", re.I)

_SIDE_BY_SIDE = re.compile(
    r"\b(?:differ\w*|compar\w*|both|each|versus|vs|between|respectively|(?:dis)?agree\w*|contrast|sides?|either|who)\b", re.I
)

_JOINED_NAMES = re.compile(r"\b[A-Z][\w’'-]+,? (?:and|or) [A-Z]")

_VOICE = re.compile(
    r"\bwhat (?:did|do|does|has|have|was|were) (?P<a>.+?) "
    r"(?:say|said|think|thought|argue|argued|want|wanted|make of|believe|stand|conclude|propose|react)\b"
    r"|\bwhere (?:do|does|did) (?P<b>.+?) (?:stand|come down)\b"
    r"|\bwhat (?:position|view|stance|line) (?:did|does|do|has) (?P<c>.+?) (?:take|hold|have)\b"
    r"|\bwhat (?:was|is|were) (?P<d>.+?)[’']s? (?:\w+ )?(?:response|reaction|view|position|verdict|stance|attitude)\b"
    r"|\bhow did (?P<e>.+?) (?:react|respond|reply)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Demands:
    """`voice` are those of the names whose view is asked for. One stem of `thing` must stand beside the answer: what is counted,
    which kind of money, which kind of body; empty if anything will do. `apart` if several sentences may share the names."""

    names: tuple[str, ...]
    voice: tuple[str, ...]
    figure: Figure | None
    thing: frozenset[str] = frozenset()
    apart: bool = True


@lru_cache(maxsize=1_000)
def demands(question: str) -> Demands:
    """The demands of a question that stands alone."""
    asked = next((kind for kind, pattern in _ASKED if pattern.search(question)), None)
    voice = _VOICE.search(question)
    speaker = next((part for part in voice.groups() if part), "") if voice else ""
    names, voices = tuple(names_in(question)), tuple(names_in(f"by {speaker}"))
    persons = [name for name in names if not name[0].isdigit()]
    alone = not voices and (len(persons) < 2 or bool(_SIDE_BY_SIDE.search(question) or _JOINED_NAMES.search(question)))
    apart = asked is None and (alone or len(voices) > 1)
    return Demands(names, voices, asked, _thing(question, asked), apart)


def _thing(question: str, figure: Figure | None) -> frozenset[str]:
    """Stems of which the sentence that answers must have one."""
    if figure == "money":
        asked = set(map(stem, words(question)))
        return next((kind for kind in _KINDS if kind & asked), frozenset())
    found = _COUNTED_THING.search(question) or (_WHICH_THING.search(question) if figure is None else None)
    term = content_terms(found[1])[-1:] if found else []
    return frozenset(term).union(*(line for line in _ALIKE if line & set(term)))


def gives(figure: Figure, sentence: str, question: str) -> bool:
    """True if a sentence holds a figure of that kind which the question does not name itself."""
    named = set(words(question))
    return any(not set(words(match[0])) <= named for match in _GIVEN[figure].finditer(sentence))
