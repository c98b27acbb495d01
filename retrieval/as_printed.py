"""A question in the letters and words that the passages print for what it means. Pure.

Names are told by their capitals, and whoever asks types them as it comes: small ("what did chris hopson say"), large ("What is a
Clinical Director?", which names nobody), or by initials that the articles spell out ("What did the RCN say?").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.definitions import Term, asked_term
from core.names import GENERAL
from retrieval.capitals import typed_small, with_capitals
from retrieval.chunk_table import StoredChunk

_INITIALS = re.compile(r"\b[A-Z]{3,5}\b")
_SMALL_WORDS = r"(?:(?:and|of|for|the|in|on) )*"


def reads_otherwise(question: str) -> bool:
    """True for a question that passages may print in other letters."""
    return typed_small(question) or asked_term(question) is not None or bool(_initials(question))


def as_printed(question: str, rows: Sequence[StoredChunk]) -> str:
    """The question as the passages print what it names, those that share most of its words."""
    read = [f"{row.above}\n{row.chunk.text}" for row in rows]
    if typed_small(question):
        question = with_capitals(question, read)
    elif term := asked_term(question):
        question = with_term(question, term, [row.chunk.text for row in rows])
    return with_initials_spelled_out(question, read)


def with_term(question: str, term: Term, passages: Sequence[str]) -> str:
    """The question with a term in the letters that most of the passages write it in, unless one writes it as it stands."""
    pattern = re.compile(rf"(?<!\w){re.escape(term.text)}(?=s?(?!\w))", re.I)
    found = Counter(match[0] for passage in passages for match in pattern.finditer(passage))
    return question.replace(term.text, found.most_common(1)[0][0]) if found and term.text not in found else question


def with_initials_spelled_out(question: str, passages: Sequence[str]) -> str:
    """The question with initials in the words that the passages print for them, where they print those more often."""
    for short in _initials(question):
        words = f" {_SMALL_WORDS}".join(rf"{letter}[\w’'-]+" for letter in short)
        full = Counter(match[0] for passage in passages for match in re.finditer(rf"\b{words}", passage))
        printed = sum(len(re.findall(rf"\b{short}\b", passage)) for passage in passages)
        if full.total() > printed:
            question = re.sub(rf"\b{short}\b", full.most_common(1)[0][0], question)
    return question


def _initials(question: str) -> list[str]:
    return [short for short in dict.fromkeys(_INITIALS.findall(question)) if short not in GENERAL]
