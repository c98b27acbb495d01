"""Answers to questions that ask for nothing but a name ("Who is Ann Able?", "What did Able say?"): what names it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from answering.arrangement import MOST_FURTHER, Row, by_section
from answering.discourse import dangles
from answering.evidence import Candidate
from answering.relevance import tells_what_was_said
from answering.remarks import speaks_of_the_collection
from answering.render import FURTHER
from answering.selection import readable, says_nothing, spread, value
from core.definitions import defines
from core.names import names_whole

LEAST = -1.0  # value that is enough: they are like the question in their names alone
MOST = 7  # sentences above the fold


def told_of(names: Sequence[str], candidates: Sequence[Candidate], called: str = "", together: bool = False) -> list[Row]:
    """Sentences that name one of `names`, or all of them `together`, or whose author it is: first one that names it whole and
    tells what it said or did, or, where it is asked who that is and `called` what, one that says it."""
    enough = all if together else any
    own = [
        c
        for c in readable(candidates)
        if enough(_tells_of(name, c) for name in names) and not c.text.endswith("?") and not speaks_of_the_collection(c.text)
    ]
    own = [candidate for candidate in own if not says_nothing(candidate.text)] or own
    picked = spread(own, [], MOST, LEAST)
    if not picked:
        return []
    first = max(picked, key=lambda candidate: (_opens(names, candidate, called), value(candidate)))
    picked = [first, *(candidate for candidate in picked if candidate is not first)]
    rest = spread(own, picked, MOST_FURTHER, LEAST)
    return by_section(picked) + [(FURTHER, candidate) for candidate in rest]


def _tells_of(name: str, candidate: Candidate) -> bool:
    """True if a sentence holds a name, or the last word of one that its article gives whole."""
    if names_whole(name, candidate.text):
        return True
    if candidate.article.form == "original" and name in " ".join(candidate.article.authors):
        return True
    return names_whole(name.split()[-1], candidate.text) and names_whole(name, candidate.article.text)


def _opens(names: Sequence[str], candidate: Candidate, called: str) -> int:
    whole = any(names_whole(name, candidate.text) for name in names)
    explains = max(defines(name, candidate.text) for name in (*names, called)) if called else 0
    return 2 * explains + whole + (whole and tells_what_was_said(candidate.text)) - dangles(candidate.text)
