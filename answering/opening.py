"""Which sentence may open an answer: one that can be read alone and is of the sort that the question asks for, and no caution
on figures that are not told yet. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.discourse import dangles
from answering.evidence import Candidate
from answering.questions import QuestionKind
from answering.selection import announces, is_fragment_of_list, value
from core.names import names_in
from core.terms import content_terms
from core.types import Stance
from retrieval.demands import demands, gives

NEAR = 0.10  # the most that an opening may stay behind the best sentence
NEAR_CHOSEN = 0.20  # the same for one that is shown in any case

_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_PLAIN_WHEN = re.compile(r"\bwhen (?:was|were|did|is|will)\b|\b(?:what|which) (?:year|date|day)\b", re.I)
_CAUSE = re.compile(
    r"\b(because|reasons?|since|due to|owing to|led to|deter\w*|fear\w*|explain\w*|blame\w*|put off|so that)\b", re.I
)
_SAID = re.compile(
    r"\b(said|says?|argue[sd]?|called?|told|wrote|writes|warn(?:s|ed)|want(?:s|ed)|oppose[sd]?|support(?:s|ed)|reject(?:s|ed)|"
    r"propose[sd]?|recommend(?:s|ed)|conclude[sd]?|found|finds|believe[sd]?|criticise[sd]?|welcome[sd]?|demand(?:s|ed)|urge[sd]?|"
    r"backed|accepted|disputed?)\b",
    re.I,
)
_BACKED = re.compile(
    r"\b(in favour|supporters?|support(s|ed)|back(s|ed)|advocate[sd]?|case for|arguments? for|benefits|advantages|welcomed)\b",
    re.I,
)
_OPPOSED = re.compile(
    r"\b(oppos\w+|against|critics?|criticis\w+|reject(s|ed)|object(s|ed|ions?|ors?)|sceptic\w*|disput\w+|case against|downsides?|"
    r"drawbacks?|disadvantages)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:for and against|against and for|both sides|pros and cons)\b"
    r"|\bwho (?:thinks|wants|says|believes|likes|would)\b.*\band who\b.*\b(?:against|oppos\w+|disagree\w*|objects?|not)\b",
    re.I,
)
_AGAINST_ITS_SUBJECT = re.compile(
    r"\babolish\w*|\blimited\b|\bblame\w*|\bbarred\b|\bmistake\b|\bwithout\b|\bburden\b|\bover-managed\b|\btoo generously\b|"
    r"\bFewer\b|\bresigned\b"
)  # a proposition with one of these is against what it is about
_CAUTIONS = re.compile(
    r"\bdo not form one series\b|\bnot (?:be )?(?:read|added|compared?|comparable|add up|fit)\b|\bcannot be (?:added|compared)\b|"
    r"\bindicative only\b|\bmeasure (?:something|different things)\b",
    re.I,
)
_DEED = re.compile(
    r"\bwhat (?:do|does|did|has|have) [^?]*?\b(recommend|propose|warn|promise|demand|admit|apologis)(?:e|ed|ing)?\b", re.I
)
_WHOSE = re.compile(
    r"\bwhat (?:do|does|did|have|has) (?:the )?(.+?) (?:say|said|think|thought|argue|argued|want|wanted|believe|make)\b", re.I
)


def cautions(text: str) -> bool:
    """True for a sentence that says how figures are not to be read: it comes after them."""
    return bool(_CAUTIONS.search(text))


def asks_for_one_date(question: str) -> bool:
    """True for "when was …", which wants its date first; false for a history, which wants the earliest."""
    return bool(_PLAIN_WHEN.search(question))


def sides_asked(question: str, proposition: str = "") -> tuple[Stance, ...]:
    """The one side whose voices a question asks for; none if it asks for both or for neither.

    Who asks for criticisms of a body asks for those who say that it "should be abolished".
    """
    if _BOTH.search(question):
        return ()
    sides: list[Stance] = []
    if _BACKED.search(question):
        sides.append("for")
    if _OPPOSED.search(question):
        sides.append("against")
    if len(sides) != 1:
        return ()
    unlike = _AGAINST_ITS_SUBJECT.search(proposition)
    if unlike and not set(content_terms(unlike[0])) & set(content_terms(question)):
        return ("against",) if sides == ["for"] else ("for",)
    return tuple(sides)


def meets(question: str, kind: QuestionKind, text: str) -> bool:
    """True if a sentence is of the sort asked for: has the figure, a date, a cause, or a name with what was said; and speaks
    of those whose view is asked for, or of the deed ("What did X recommend?")."""
    asked = demands(question)
    if (whose := _WHOSE.search(question)) and not set(content_terms(whose[1])) & set(content_terms(text)):
        return False
    if (deed := _DEED.search(question)) and not set(content_terms(deed[1])) & set(content_terms(text)):
        return False
    if asked.voice and not any(re.search(rf"\b{re.escape(name.split()[-1])}\b(?!['’]s)", text) for name in asked.voice):
        return False
    if asked.figure:
        return gives(asked.figure, text, question)
    if kind == "when":
        return bool(_DATED.search(text))
    if kind == "why":
        return bool(_CAUSE.search(text))
    if kind == "who":
        return bool(_SAID.search(text)) and bool(names_in(f"x {text}"))
    return True


def opened(question: str, kind: QuestionKind, picked: Sequence[Candidate], usable: Sequence[Candidate]) -> list[Candidate]:
    """The chosen sentences with one in front that meets the question, if one near the best in value does; it may be new.

    A list whose announcement opens the answer stays where it is.
    """
    if not picked or (kind == "why" and is_fragment_of_list(picked[0].text)):
        return list(picked)
    best = value(picked[0])
    for candidate in [*picked, *sorted(usable, key=lambda c: (-value(c), c.start))]:
        least = best - (NEAR_CHOSEN if candidate in picked else NEAR)
        alone = not (dangles(candidate.text) or announces(candidate.text) or cautions(candidate.text))
        if value(candidate) >= least and alone and meets(question, kind, candidate.text):
            return [candidate, *(c for c in picked if c is not candidate)]
    return list(picked)
