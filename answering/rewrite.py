"""A follow-up → a question that stands alone, without a model. Pure.

Only a question that refers back is changed: the user's last question is put before it, which is what retrieval needs. A word
points back only where the question itself does not name what it stands for: "who says the NHS has too many managers, and who
disputes it?" is complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.terms import content_terms
from core.types import Message

MOST_TERMS = 6  # content terms beyond which a question is taken to say what it is about

_OPENING = re.compile(
    r"^(and|but|so|or|what about|how about|what else|who else|anyone else|go on|such as|since when|when was that|says who|"
    r"for example)\b(?!-)|^(why|why not|how so|how come|more|more on|really|compared (to|with) (what|whom))\W*$",
    re.I,
)
_PERSONAL = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]ers?|[Tt]hem|[Hh]is|[Tt]heirs?|[Ii]ts?)\b(?! own\b)")
_SAME_CLAUSE = frozenset({"their", "its"})  # what these stand for may come before them in their own clause
_EXPLETIVE = re.compile(
    r"\b(is|was|were|will|would|makes?|made|takes?|took) it\b(?! (say|cover|cost|work|mean))|"
    r"\bit (is|was|costs?|takes?|took) (to|that)?\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[,;:–—]|\b(?:and|or|but|that|whether|if|because|when|while|who|which|says?|said|thinks?|claims?|argues?)\b", re.I
)
_POINTING = re.compile(
    r"\b(this|these)\b(?! (year|month|week|country|collection|century)\b)|\bthose\b(?! (who|that|which|of|in|with|from)\b)|"
    r"\b(did|does|do|is|was|has|had|of|on|to|about|with|for|by|after|before|since|from|than|like|against|at|in|just) that\b"
    r"(?= (true|still|so|right|why|how|when|what|the|change|happen|work|cost|mean|help|go|come|make|all|enough|case)\b|\W*$|,)|"
    r"(?<!\bare )(?<!\bis )(?<!\bwere )(?<!\bwas )(?<!\bbeen )\bthere(?=\W*$|,)|"
    r"\b(this|that|which|another|other|each) one\b|\bthe (\w+ )?ones?\b(?! (who|that|which)\b)|"
    r"\b(the latter|the same|the others?)\b|\bthe (first|second|third|last|former)(?=\W*$|,)|"
    r"\b(instead|either|too|(dis)?agreed?)(?=\W*$)|\bthings\b|\b(by|since|until|before) then\b",
    re.I,
)
_BARE = re.compile(
    r"\bthe (study|survey|report|review|inquiry|paper|article|letter|speech|plan|scheme|programme|proposals?|recommendations?|"
    r"idea|measures?|reforms?|changes?|cuts?|bill|act|rules?|framework|figures?|rise|increase|fall|budget|costs?|deadline|pledge|"
    r"decision|argument|authors?|critics|supporters|opponents)\b"
    r"(?! (of|on|for|by|in|from|about|into|at|to|against|behind|that|which|who|whose)\b)",
    re.I,
)


def refers_back(question: str) -> bool:
    """True if the question cannot be understood alone: it opens like a continuation or points at something unnamed."""
    terms = content_terms(question)
    if _OPENING.search(question) or not terms:
        return True
    if len(terms) > MOST_TERMS:
        return False
    return bool(_POINTING.search(question) or _BARE.search(question)) or _unnamed(question)


def _unnamed(question: str) -> bool:
    """True if a pronoun comes before anything in an earlier clause of the question that it could stand for."""
    text = _EXPLETIVE.sub(" ", question)
    for found in _PERSONAL.finditer(text):
        before = text[: found.start()]
        named = before if found.group().lower() in _SAME_CLAUSE else " ".join(_CLAUSE.split(before)[:-1])
        if not content_terms(named):
            return True
    return False


def standalone(question: str, history: Sequence[Message]) -> tuple[str, str | None]:
    """The question to search with, and the earlier question it was read against (`None` if it stands alone)."""
    earlier = [message.content for message in history if message.role == "user"]
    if not earlier or not refers_back(question):
        return question, None
    topic = next((turn for turn in reversed(earlier) if not refers_back(turn)), earlier[-1])
    return f"{topic} {question}", topic
