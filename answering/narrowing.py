"""What can be asked alone of a question for which nothing is found as a whole: one of its parts, or all but an aside. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from answering.rewrite import refers_back
from core.parts import opens_a_question, parts_of
from core.terms import content_terms

MOST_OF_TOPIC = 3  # words of weight of a topic that is named before it is asked about
COVERED = 0.45  # share of a part's words, by rarity, that one sentence with its heading must have
LEAST_TERMS = 2  # words of weight that a part needs to be asked alone
_ERA = re.compile(
    r",? +(?:under|since|during|before|after|in the (?:days|time|years) of) +(?:(?:the|mrs?|david|tony|gordon|margaret|boris|"
    r"theresa|new) +)*(?:blair|brown|thatcher|major|cameron|may|johnson|sunak|starmer|labour|tories|conservatives|coalition|"
    r"covid(?:-19)?|(?:the )?pandemic|brexit|lockdown|austerity)\b(?:[’']s)?(?: government)?",
    re.I,
)
"""A time told by who governed or what happened then, behind what is asked."""
_LEADS_IN = re.compile(
    r"(?:before|after|since|in|on|at|by|during|under|if|when|as|back|given|now|now that|with|for|our|my)\b", re.I
)


def holds_part(found: Mapping[str, float]) -> bool:
    """True for the signals of evidence that has words of the part too: for half a question likeness is not enough."""
    return found["coverage"] >= COVERED


def narrower(question: str) -> list[str]:
    """The question without the era it names, then its parts that can be asked alone, with it and without; not the question.

    A later part must be a question: "natural experiment?" says little alone. The first may be a bare topic, but no statement:
    what is taken for granted is not asked.
    """
    first, *later = parts_of(question)
    topic = len(content_terms(first)) <= MOST_OF_TOPIC and not _LEADS_IN.match(first)
    parts = [
        *([first] if topic or opens_a_question(first) else []),
        *(part for part in later if opens_a_question(part) and len(content_terms(part)) > LEAST_TERMS),
    ]
    alone = [part for part in parts if len(content_terms(part)) >= LEAST_TERMS and not refers_back(part)]
    texts = [_ERA.sub("", question).strip(), *(text for part in alone for text in (part, _ERA.sub("", part).strip()))]
    kept = [text for text in dict.fromkeys(texts) if len(content_terms(text)) >= LEAST_TERMS]
    return [text for text in kept if text != question.strip()]
