"""What is settled before any search: unusable input, and requests for advice on somebody's own health. Pure.

Knows no list of subjects: whether a question is off-topic is judged later, against the collection in use.
"""

from __future__ import annotations

import re

from core.text import fold_space, without_hidden

MAX_QUESTION = 1_000  # characters; the longest question anyone was seen to ask has a quarter of it

_AILMENTS = (
    r"migraines?|headaches?|pains?|aches?|fever|temperature|coughs?|colds?|flu|rash(es)?|infections?|asthma|diabetes|"
    r"blood pressure|depress(ed|ion)|anxi(ety|ous)|insomnia|nausea|dizzy|dizziness|vomiting|diarrhoea|constipation|"
    r"allerg(y|ies)|eczema|acne|arthritis|cancer|tumou?rs?|lumps?|strokes?|heart attack|burns?|wounds?|cuts?|sprains?|"
    r"bleeding|pregnan(t|cy)|hangovers?|symptoms?|sore throats?|back ?aches?|tooth ?aches?|heartburn|shingles|covid|"
    r"epilepsy|seizures?|stomach|chest|bite"
)
_REMEDIES = (
    r"ibuprofen|paracetamol|aspirin|antibiotics?|medicines?|medication|tablets?|pills?|dose|dosage|drugs?|vaccines?|statins?"
)
_PROCEDURES = (
    r"operations?|surgery|treatment|cataracts?|(new )?(hip|knee)( replacement| operation)?|scans?|biops(y|ies)|chemo(therapy)?|"
    r"radiotherapy|screening"
)
_PERSONAL_ADVICE = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(treat|cure|relieve|ease|heal|soothe|get rid of|stop|diagnose)\b( \w+){{0,4}} ({_AILMENTS})\b",
        rf"\b(my|i have|i've|i am having|i'm having|i've got|i feel)\b.{{0,40}}\b({_AILMENTS})\b",
        rf"\b(should|can|could|may|do) (i|we|my \w+)\b.{{0,30}}\b(take|use|stop taking|have)\b.{{0,40}}\b({_REMEDIES})\b",
        rf"\b(how (much|many)|what (dose|dosage))\b.{{0,20}}\b({_REMEDIES})\b.{{0,40}}\b(take|give|safe|child|need)\b",
        rf"\bwhat (is|are) (the )?(best )?(remed(y|ies)|treatments?|cures?|medicines?) for\b.{{0,40}}\b({_AILMENTS})\b",
        rf"\bshould (i|my \w+) (have|give birth to|deliver|book) (my|our|her|his|the|a) (baby|{_PROCEDURES})\b",
        rf"\b(my|i have|i've) (been )?waiting\b.{{0,60}}\b({_PROCEDURES})\b.{{0,40}}\b(can|could|should|how do) i\b",
        rf"\b(is|are) (it|this|that|my)\b.{{0,30}}\b(serious|normal|dangerous|contagious)\b.{{0,40}}\b({_AILMENTS})\b",
    )
]
_OWN_CARE = re.compile(r"\bshould (i|my \w+) (have|give birth to|deliver|book)\b", re.I)
_OWN_ROLE = re.compile(r"\b(my|our) (trust|hospital|ward|team|department|organisation|staff|managers?|patients)\b", re.I)


def cleaned_question(raw: str) -> str:
    """The question without control, zero-width and bidirectional characters, white space folded."""
    return fold_space(without_hidden(raw))


def unusable(question: str) -> str | None:
    """Why a cleaned question cannot be asked, in one sentence; `None` if it can."""
    if not question:
        return "The question is empty. Type one, for example: Why do few clinicians enter management?"
    if len(question) > MAX_QUESTION:
        return (
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} are read. "
            "Ask for one thing, in a sentence or two."
        )
    if not any(character.isalpha() for character in question):
        return "The question has no words in it. Ask in a sentence, for example: Should NHS managers be regulated?"
    return None


def asks_personal_advice(question: str) -> bool:
    """True for a request to treat, diagnose or medicate a person; false for questions on how care is run."""
    return (not _OWN_ROLE.search(question) or bool(_OWN_CARE.search(question))) and any(
        pattern.search(question) for pattern in _PERSONAL_ADVICE
    )
