"""A sentence that rests on several quotations may set one beside the other; it may not make one statement out of two. Pure.

"The DAUK has supported full sanctions" does not follow from what the DAUK said of one thing and somebody else of sanctions. Nor
does "a contract was imposed, and 98% backed strikes" from two true sentences: "and" tells an order or a cause that neither has.
A contrast ("while", "but", a semicolon) tells nothing but that there are two, nor does "and" before somebody named or between
two whole quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from core.terms import content_terms

OF_ONE = 0.9  # share of a clause's content terms that one quotation must hold; metadata are those of all quotations together
WHOLE = 0.8  # share of a quotation's content terms that a clause must hold to be that quotation
SHORTEST = 4  # content terms of a clause: fewer are a phrase, and the clause is another's
_JOINT = re.compile(r"[,;]\s*(?:and\s+)?\b(?i:but|while|whereas|although|though)\b|;|,\s*and\s+(?=the\s|[A-Z])")
_FINITE_TEXT = """
is are was were has have had will would may might can could should must did do does rose fell grew took made gave held left
led met saw went became began brought came cost cut got kept lost paid put ran set spent stood won
"""
FINITE = frozenset(_FINITE_TEXT.split())
_AFTER_PARTICIPLE = frozenset({"by", "in", "on", "at", "from", "to", "for", "as", "with", "of"})
_AND = re.compile(r",\s*and\s")
_OPENS = re.compile(r"(?:while|whereas|although|though)\b", re.I)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def joins_hold(text: str, ground: Ground) -> bool:
    """True if one quotation holds the sentence, or a contrast divides it into clauses that one quotation each holds."""
    if any(_is_list_alone(text, quote) for quote in ground.quotes):
        return False
    if len(ground.quotes) < 2 or _held(text, ground):
        return True
    if any(all(_held(clause, ground) for clause in clauses) and all(map(_tells, clauses)) for clauses in _divisions(text)):
        return True
    halves = ((text[: joint.start()], text[joint.end() :]) for joint in _AND.finditer(text))
    return any(all(_held(half, ground, WHOLE) for half in pair) for pair in halves)


def _is_list_alone(text: str, quote: str) -> bool:
    """True for what a quotation lists after a colon, without what it says of it."""
    listed = quote.partition(": ")[2].lower()
    return bool(listed) and listed.startswith(text.rstrip(".").lower()) and not _tells(text)


def _divisions(text: str) -> Iterator[list[str]]:
    """The sentence cut at its contrasts; "While the Fund doubts it, the union …" at any of its commas."""
    clauses = _JOINT.split(text)
    if len(clauses) > 1:
        yield clauses
    if opening := _OPENS.match(text):
        for comma in re.finditer(",", text):
            yield [text[opening.end() : comma.start()], text[comma.end() :]]


def _tells(clause: str) -> bool:
    """True if a clause has a verb of its own: "and the power to disbar" leans on that of the clause before. A participle ("the
    plan published in May") is none."""
    words = clause.lower().split()
    lex = lexicon()
    finite = FINITE | lex.reporting | set(lex.stances)
    after = [*words[1:], ""]
    return any(
        word.strip(",") in finite or (word.strip(",").endswith("ed") and then not in _AFTER_PARTICIPLE)
        for word, then in zip(words, after, strict=True)
    )


def _held(clause: str, ground: Ground, whole: float = 0.0) -> bool:
    """True if one quotation holds a clause, and the clause at least the share `whole` of the quotation."""
    wanted = set(content_terms(clause))
    figures = set(_NUMBER.findall(clause))
    if len(wanted) < SHORTEST:
        return False
    for quote in ground.quotes:
        there = set(content_terms(quote))
        shared = len(wanted & there)
        numbers = figures <= set(_NUMBER.findall(f"{quote} {ground.about}"))
        if shared >= OF_ONE * len(wanted) and shared >= whole * len(there) and numbers:
            return True
    return False
