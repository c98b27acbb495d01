"""The parts of a question that asks more than one thing. Pure."""

from __future__ import annotations

import re

from core.terms import content_terms

LEAST_TERMS = 3  # words of content by which a part names what it is about

_ASKING = (
    r"(?:who|what|how|when|where|why)(?:[’']?s)?|which|whether|is|are|was|were|did|do|does|has|have|had|can|could|would|will|should|"
    r"is there|are there"
)
_CUT = re.compile(
    rf"[?!]+ +(?=\S)|(?<!et al)\. +(?=[A-Za-z])|;+ +| +[-–—] +|, *(?:and|but|or|so)? *(?=(?:{_ASKING})\b)|"
    rf" +(?:and|but|or)(?: just)? +(?=(?:{_ASKING})\b(?! (?:not|n't)))",
    re.I,
)
_OPENS = re.compile(rf"(?:{_ASKING})\b", re.I)


def parts_of(question: str) -> list[str]:
    """What a question asks, one thing each, as it stands; the question alone where it asks one."""
    return [part.strip(" ,") for part in _CUT.split(question)]


def subjects_of(question: str) -> list[str]:
    """The parts of a question that can be asked alone, where it asks more than one thing: they ask, and name what about."""
    parts = parts_of(question)
    return [part for part in parts if len(parts) > 1 and opens_a_question(part) and len(content_terms(part)) >= LEAST_TERMS]


def opens_a_question(part: str) -> bool:
    """True for a part that begins as a question does."""
    return bool(_OPENS.match(part))
