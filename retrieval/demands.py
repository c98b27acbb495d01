"""What a question demands of evidence, read off its form: names, whose view, and which kind of figure. Pure.

Knows nothing of any subject: the patterns are those of English questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from core.names import names_in
from core.terms import content_terms, words

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
    """`voice` are those of the names whose view is asked for."""

    names: tuple[str, ...]
    voice: tuple[str, ...]
    figure: Figure | None


def demands(question: str) -> Demands:
    """The demands of a question that stands alone."""
    asked = next((kind for kind, pattern in _ASKED if pattern.search(question)), None)
    voice = _VOICE.search(question)
    speaker = next((part for part in voice.groups() if part), "") if voice else ""
    return Demands(tuple(names_in(question)), tuple(names_in(f"by {speaker}")), asked)


def gives(figure: Figure, sentence: str, question: str) -> bool:
    """True if a sentence holds a figure of that kind which the question does not name itself."""
    named = set(words(question))
    return any(not set(words(match[0])) <= named for match in _GIVEN[figure].finditer(sentence))
