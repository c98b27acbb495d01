"""Answers to questions that ask what a term means: sentences that say it first, and a notice where none does. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.arrangement import Row, section_of
from answering.evidence import Candidate
from answering.selection import readable, repeats, told, value
from answering.wordings import notice
from core.definitions import Term, defines, holds
from core.types import Notice

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MOST = 2  # sentences that say what a term is: more say it again


def explained(
    terms: Sequence[Term], rows: Sequence[Row], candidates: Sequence[Candidate]
) -> tuple[list[Row], Notice | None] | None:
    """The rows that tell of the term asked for, or of two, after what says what it is, or with a notice that nothing does. `None`
    where nothing explains what was asked for as more than a word: a thing is known by what is told of it."""
    first: list[Candidate] = []
    for term in terms:
        own = _explaining(term, candidates, MOST // len(terms), first)
        if not own and len(terms) > 1:
            return None
        first += own if len(terms) > 1 else _entry(term, own, candidates)
    term = terms[0]
    held = [row for row in rows if holds(term.text, told(row[1]))]
    rest = [row for row in (() if term.more else held) or rows if _place(row[1]) not in map(_place, first)]
    if first:
        return [(None, candidate) for candidate in first] + rest, None
    if term.definite or term.more:
        return None
    return (held, notice("term_not_explained", term=term.text)) if held else (list(rows), notice("term_not_used", term=term.text))


def _explaining(term: Term, candidates: Sequence[Candidate], most: int, shown: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that say what a term is, the plainest first, none of which repeats another or what is `shown`."""
    found: list[Candidate] = []
    for candidate in sorted(readable(candidates), key=lambda c: (-defines(term.text, c.text), -value(c))):
        if len(found) < most and defines(term.text, candidate.text) and not repeats(candidate, [*shown, *found]):
            found.append(candidate)
    return found


def _entry(term: Term, own: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """What explains a term, with the rest of its entry where that is a glossary's; of a `dated` one only what gives a year."""
    entry = [c for c in own if c.article.kind == "glossary"][:1]
    for head in entry[:1]:
        same = {c.start: c for c in readable(candidates) if section_of(c) == section_of(head) and c.start > head.start}
        entry += [c for start, c in sorted(same.items()) if c not in own]
    if term.dated:
        dated = [candidate for candidate in entry if _YEAR.search(candidate.text)]
        return [candidate for candidate in dated if candidate not in own] or dated
    return [*own[:1], *entry[1:], *own[1:]] if entry[:1] == own[:1] else list(own)


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.article.article_id, candidate.start
