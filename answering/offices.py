"""Questions of who holds a post ("Who is the chief executive of NHS England?"), and the sentences that say who did, latest first.

Articles tell who held a post when they were written; the date stands in the sentence, and nothing later is known. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.arrangement import MOST_FURTHER, Row
from answering.checks.numbers import MONTHS
from answering.evidence import Candidate
from answering.render import FURTHER
from answering.selection import readable, repeats, told

_HEADS = "chief executive"
_ASKED = re.compile(
    r"^(?:so |and )?who(?:[’']s| is| was)(?: now| currently)? (?:the )?(?:new |current |present |latest |last )?"
    r"(?P<post>head|boss|chief exec(?:utive)?(?: officer)?|ceo|chair(?:man|woman|person)?|health secretary|"
    r"secretary of state for health|president|medical director|national guardian|permanent secretary)"
    r"(?: (?:of|at|for) (?:the )?(?P<body>[^?]+?))?(?:,? (?:when|while|during|before|after|at the time)\b[^?]*)?[ ?.!]*$",
    re.I,
)
_POSTS = {
    "head": _HEADS, "boss": _HEADS, "ceo": _HEADS, "chief exec": _HEADS, "chief executive officer": _HEADS, "chairman": "chair",
    "chairwoman": "chair", "chairperson": "chair", "secretary of state for health": "health secretary",
}  # fmt: skip
_NAME = r"(?:[A-Z][\w’'-]+ )?(?:[A-Z][\w’'-]+ )[A-Z][\w’'-]+"
_BETWEEN = r"(?:in|of|by|to|with|for|at|on|from)"
_FIRST = 4  # sentences above the fold
_DATE = re.compile(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?\b((?:19|20)\d\d)\b")
_NUMBER = {month: at for at, month in enumerate(MONTHS, 1)}


@dataclass(frozen=True, slots=True)
class Office:
    """A post, as articles call it in small letters, and the body it belongs to, "" if none is named."""

    post: str
    body: str


def asked_office(question: str) -> Office | None:
    """The post whose holder a question asks for."""
    match = _ASKED.match(question.strip())
    if not match:
        return None
    post = match["post"].lower()
    return Office(_POSTS.get(post, post), (match["body"] or "").strip())


def held(office: Office, candidates: Sequence[Candidate]) -> list[Row]:
    """The sentences that name who held the post, latest first; none if none does."""
    found: list[Candidate] = []
    for candidate in sorted(readable(candidates), key=lambda c: (latest(c.text), -c.start), reverse=True):
        if (
            names_holder(office, candidate.text)
            and office.body.lower() in told(candidate).lower()
            and not repeats(candidate, found)
        ):
            found.append(candidate)
    return [(None if at < _FIRST else FURTHER, c) for at, c in enumerate(found[: _FIRST + MOST_FURTHER])]


def without_others(office: Office, rows: Sequence[Row]) -> list[Row]:
    """The rows without those that speak of such a post: where nobody is named as its holder they tell of somebody else's."""
    return [row for row in rows if not re.search(rf"\b{re.escape(office.post)}\b", row[1].text, re.I)]


def names_holder(office: Office, text: str) -> bool:
    """True if a sentence names somebody as holder of the post."""
    elsewhere = rf" of (?!(?:the )?{re.escape(office.body)})"
    own = "".join(rf"{re.escape(word)}|" for word in office.body.split())
    qualified = rf"(?:{own}[a-z][\w’'-]*)" if office.body else r"[\w’'-]+"  # "NHS chief executive" is no trust's
    post = rf"(?:(?!{_BETWEEN}\b){qualified} ){{0,3}}?(?i:{re.escape(office.post)})\b(?![’']s)(?!{elsewhere})"
    became = r"(?:became|(?:was|is|had been|has been)(?: appointed| named| made)?(?: as)?|took over as|served as)"
    patterns = [
        rf"\b{_NAME},? {became} (?:the |its )?{post}",
        rf"\b{_NAME}, (?:who is |who was )?(?:then |now |the |its |an? )*{post}",
    ]
    if office.post == _HEADS and office.body:
        patterns.append(rf"\b{_NAME} (?:led|ran|headed) (?:the )?{re.escape(office.body)}\b")
    if office.post == "health secretary":
        patterns.append(rf"\b[Aa]s (?:the )?(?i:{office.post}),? [A-Z][\w’'-]+|[A-Z][\w’'-]+ \w+ as (?i:{office.post})\b")
    return any(re.search(pattern, text) for pattern in patterns)


def latest(text: str) -> tuple[int, int, int]:
    """Year, month and day of the latest date in a text; 0 for what it leaves out."""
    dates = [(int(year), _NUMBER.get(month, 0), int(day or 0)) for day, month, year in _DATE.findall(text)]
    return max(dates, default=(0, 0, 0))
