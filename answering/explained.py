"""Answers to questions that ask what a term means: sentences that say it first, and a notice where none does. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from answering.arrangement import Row
from answering.evidence import Candidate
from answering.selection import readable, repeats, told, value
from answering.wordings import notice
from core.definitions import Term, defines, holds
from core.types import Notice

MOST = 2  # sentences that say what a term is: more say it again


def explained(term: Term, rows: Sequence[Row], candidates: Sequence[Candidate]) -> tuple[list[Row], Notice | None] | None:
    """The rows that tell of the term, after what says what it is, or with a notice that nothing does. `None` for a thing asked
    for with "the" that nothing explains: it is known by what is told of it."""
    first: list[Candidate] = []
    ranked = sorted(readable(candidates), key=lambda c: (-defines(term.text, c.text), -value(c)))
    for candidate in ranked:
        if len(first) < MOST and defines(term.text, candidate.text) and not repeats(candidate, first):
            first.append(candidate)
    held = [row for row in rows if holds(term.text, told(row[1]))]
    rest = [row for row in held or rows if row[1] not in first]
    if first:
        return [(None, candidate) for candidate in first] + rest, None
    if term.definite:
        return None
    return (held, notice("term_not_explained", term=term.text)) if held else (list(rows), notice("term_not_used", term=term.text))
