"""Does a sentence name somebody, and for themselves? Pure."""

from __future__ import annotations

import re

_WORKS = r"(?:reforms?|changes|reviews?|reports?|plans?|acts?|inquiry|tests?|recommendations?|proposals?|schemes?|cuts)\b"


def named_in(subject: str, text: str) -> bool:
    """True if a text holds a name, or, of an acronym, capitalised words with its initials."""
    if re.search(rf"\b{re.escape(subject)}\b", text):
        return True
    initials = r"\w*(?: (?:of|for|and|the))* ".join(subject)
    return subject.isupper() and len(subject) > 2 and bool(re.search(rf"\b{initials}", text))


def only_names_a_work(subject: str, sentence: str) -> bool:
    """True if a subject stands in a sentence only to name what is called after it: of "objected to the Lansley reforms" Lansley
    is not who objects."""
    name = re.escape(subject)
    return bool(re.search(rf"\b{name} {_WORKS}", sentence)) and not re.search(rf"\b{name}\b(?! {_WORKS})", sentence)
