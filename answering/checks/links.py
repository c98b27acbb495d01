"""Links that a sentence puts in between facts: "because", "so", "after", "above", "each", "12 more". Pure.

Each says something of two facts that neither says alone; where no quotation links them so, the sentence does not follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.checks.words import words_of

LED = 4  # words of weight behind "because" or "so", one of which a quotation has behind such a word
_LINKS = re.compile(
    r"\b(?:because|due to|owing to|as a (?:direct )?result|therefore|thus|hence|thanks to|caused|causing|led to|leading to|"
    r"resulted in|resulting in|so that|which meant|meaning that)\b",
    re.I,
)
_LINKED = re.compile(
    r"\b(?:because|since|due|owing|results?|resulted|resulting|therefore|thus|hence|thanks|caus\w+|led|lead|leads|leading|reasons?|"
    r"explain\w*|blam\w+|driv\w+|drove|why|attribut\w+|so|given|made|makes?|making|mean\w*|through|stem\w*|follow\w*|put down)\b",
    re.I,
)
_JOINS = re.compile(
    r"\b(?:because(?: of)?|since(?! (?:(?:early|late|mid) ?)?(?:\d|(?-i:[A-Z])))|as a result(?: of)?|owing to|due to|"
    r"so(?: that)?|therefore|thus|hence)\b(?! (?:far|many|much|few|little|long|called|as)\b)",
    re.I,
)
_AFTER = re.compile(
    r"\bafter (?!(?:19|20)\d\d|\d|(?:the )?(?:end|start) of)(?=[^,.]*\b(?:\w+ed|had|was|were|took|came|left|went)\b)", re.I
)
_AFTER_IN = re.compile(r"\b(?:after|following|followed|once|when|since|having|earlier|previously|had|before|until)\b", re.I)
_THEN = re.compile(r"\b(?:then|later|subsequently|afterwards|next)\b", re.I)
_EACH = re.compile(r"\b(?:each|every|apiece)\b", re.I)
_TOGETHER = re.compile(r"\b(?:together|altogether|combined|in total|in all|between them|jointly)\b", re.I)
_COMPARES = re.compile(
    r"\b(?:above|below|(?:more|less|fewer|higher|lower|larger|smaller|better|worse) than|exceed\w*|outnumber\w*)\b", re.I
)
_COMPARING = re.compile(
    r"\b(?:than|above|below|over|under|against|compared|more|less|higher|lower|larger|smaller|greater|better|worse|bigger|"
    r"up|down|rose|risen|fell|fallen|exceed\w*|outnumber\w*|behind|ahead|beyond|twice|double|half|most|least|nearly|almost)\b",
    re.I,
)
_APART = re.compile(r"\b(?:each|every|apiece|per)\b", re.I)
_COMPARED = re.compile(
    r"(?<![\w.,])([£$€]?\d[\d,.]*(?:%|m|bn)?)(?: [a-z]+)? (more|fewer|less|higher|lower|larger|smaller)\b", re.I
)


def links_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if a sentence makes a cause of what is only told beside it, compares what is not compared, or tells of each what is
    told of all together."""
    source = " ".join(quotes)
    if _LINKS.search(text) and not _LINKED.search(source):
        return False
    there = {stem for match in _JOINS.finditer(source) for stem in _behind(source, match)}
    if any((led := _behind(text, match)) and not led & there for match in _JOINS.finditer(text)):
        return False
    if _COMPARES.search(text) and not _COMPARING.search(source):
        return False
    return not (_EACH.search(text) and _TOGETHER.search(source) and not _APART.search(source))


def times_in_order(text: str, quotes: Sequence[str]) -> bool:
    """False for "after the vote they met" where the quotations have "they met, and then voted"."""
    source = " ".join(quotes)
    if _AFTER_IN.search(source):
        return True
    for match in _AFTER.finditer(text):
        clause = re.split(r"[,.;]", text[match.end() :])[0]
        done = {word.stem for word in words_of(clause) if word.text.endswith("ed")}
        then = _THEN.search(source)
        if then is None or not done <= {word.stem for word in words_of(source[: then.start()])}:
            return False
    return True


def _behind(text: str, match: re.Match[str]) -> set[str]:
    """Stems of the first words of weight behind a link."""
    return {word.stem for word in [word for word in words_of(text[match.end() :]) if word.content][:LED]}


def differences_hold(text: str, quotes: Sequence[str]) -> bool:
    """False for "12 more" where the quotations have "12 fewer"."""
    source = " ".join(quotes)
    there: dict[str, set[str]] = {}
    for number, way in _COMPARED.findall(source):
        there.setdefault(number, set()).add(_way(way))
    for number, way in _COMPARED.findall(text):
        if number in there and _way(way) not in there[number]:
            return False
        if number not in there and number.endswith("%") and re.search(rf"(?<![\d.,]){re.escape(number)} of\b", source):
            return False  # a share is no difference
    return True


def _way(word: str) -> str:
    return "more" if word.lower() in ("more", "higher", "larger") else "less"
