"""What weak models do instead of answering: decline, repeat themselves, write in another language. Pure."""

from __future__ import annotations

import re
from collections import Counter

from core.terms import words

DECLINE = "The notes do not answer this question."
"""The one phrase by which a model is told to decline; the prompt carries it."""

LOOP_WORDS = 6  # a run of this many words …
LOOP_TIMES = 3  # … that comes this often is a loop
LOOP_REACH = 60  # words at the end that are looked at
LOOP_FRESH = 0.75  # share of their runs from which on they are no loop
FOREIGN_LEAST = 20  # words before the language is judged
ENGLISH = frozenset(["the", "of", "and", "to", "that", "is", "for", "with", "are", "this", "by", "from"])
FOREIGN_SHARE = 0.05  # share of these words below which a text is not English; English prose has 0.15 and more

_DECLINES = re.compile(
    r"\b(notes?|evidence|sources?|passages?|text|context|information)\b.{0,40}\b(do(es)? not|don't|doesn't|cannot|can't)\b.{0,20}"
    r"\b(answer|say|mention|contain|provide|address|cover|include|state|specify)"
    r"|\bI\b.{0,15}\b(cannot|can't|can not|am unable|am not able|'m unable|do not know|don't know)\b"
    r"|\b(as|I am|I'm) an? (AI|language model|large language model|assistant)\b"
    r"|\b(no|not enough|insufficient) (information|evidence|notes?)\b",
    re.I,
)

_OF_NOTES = re.compile(r"\b(the|these|this|numbered|your|provided) (numbered |provided )?notes?\b|\bnotes? \d", re.I)


def declines(sentence: str) -> bool:
    """True for a sentence that says there is no answer; no claim about the sources' subject."""
    return sentence.strip().lower().startswith(DECLINE.lower().rstrip(".")) or bool(_DECLINES.search(sentence))


def speaks_of_notes(sentence: str) -> bool:
    """True for a sentence about the notes it was given instead of what they tell."""
    return bool(_OF_NOTES.search(sentence))


def loops(text: str) -> bool:
    """True if the end of the text has a run of words several times, and little else: the points of a list may begin alike."""
    run = words(text)[-LOOP_REACH:]
    grams = Counter(tuple(run[at : at + LOOP_WORDS]) for at in range(len(run) - LOOP_WORDS + 1))
    if grams and grams.most_common(1)[0][1] >= LOOP_TIMES and len(grams) < LOOP_FRESH * grams.total():
        return True
    return bool(re.search(r"(\S{1,12})\1{15,}$", text))


def is_foreign(text: str) -> bool:
    """True for a text of some length with hardly any English function words."""
    run = text.lower().split()
    if len(run) < FOREIGN_LEAST:
        letters = [c for c in text if c.isalpha()]
        return len(letters) >= FOREIGN_LEAST and sum(c.isascii() for c in letters) < len(letters) / 2
    return sum(word.strip(".,;:!?") in ENGLISH for word in run) / len(run) < FOREIGN_SHARE
