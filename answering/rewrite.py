"""A follow-up → a question that stands alone, without a model. Pure.

Only a question that refers back is changed: the user's last question is put before it, which is what retrieval needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.terms import content_terms
from core.types import Message

_OPENING = re.compile(
    r"^(and|but|so|or|why( not)?\??$|how so|how come|what about|how about|what else|who else|anyone else|go on|more|such as|"
    r"since when|when was that|says who|really|for example|compared)\b",
    re.I,
)
_POINTING = re.compile(
    r"\b(he|she|they|him|her|them|his|hers|their|theirs|it|its|this|that|these|those|there|the (first|second|third|latter|"
    r"former|same|other)|one|ones|instead|either)\b",
    re.I,
)
_HARMLESS = re.compile(
    r"\b(is|are|was|were) (it|there)\b|\bit (is|was)\b|\bthere (is|are|was|were)\b|\bthat (the|a|an|few|most|many|some)\b", re.I
)


def refers_back(question: str) -> bool:
    """True if the question cannot be understood alone: it opens like a continuation or points at something unnamed."""
    if _OPENING.search(question):
        return True
    if not content_terms(question):
        return True
    return bool(_POINTING.search(_HARMLESS.sub(" ", question))) and len(content_terms(question)) <= 4


def standalone(question: str, history: Sequence[Message]) -> tuple[str, str | None]:
    """The question to search with, and the earlier question it was read against (`None` if it stands alone)."""
    earlier = [message.content for message in history if message.role == "user"]
    if not earlier or not refers_back(question):
        return question, None
    topic = next((turn for turn in reversed(earlier) if not refers_back(turn)), earlier[-1])
    return f"{topic} {question}", topic
