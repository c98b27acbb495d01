"""A sentence that rests on several quotations may join them, clause by clause; it may not make one statement out of two. Pure.

"The DAUK has supported full sanctions" does not follow from what the DAUK said of one thing and somebody else of sanctions.
"""

from __future__ import annotations

import re

from answering.checks.ground import Ground
from core.terms import content_terms

OF_ONE = 0.9  # share of a clause's content terms that one quotation must hold; metadata are those of all quotations together
_JOINT = re.compile(r"(?:[,;]\s*)?\b(?:and|but|while|whereas|although|though)\b|;", re.I)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def joins_hold(text: str, ground: Ground) -> bool:
    """True if the sentence falls, at its conjunctions, into stretches that one quotation each holds with its numbers."""
    if len(ground.quotes) < 2:
        return True
    parts = _JOINT.split(text)
    at = 0
    while at < len(parts):
        end = next((end for end in range(len(parts), at, -1) if _held(" ".join(parts[at:end]), ground)), None)
        if end is None:
            return False
        at = end
    return True


def _held(clause: str, ground: Ground) -> bool:
    wanted = set(content_terms(clause))
    figures = set(_NUMBER.findall(clause))
    return any(
        len(wanted & set(content_terms(quote))) >= OF_ONE * len(wanted)
        and figures <= set(_NUMBER.findall(f"{quote} {ground.about}"))
        for quote in ground.quotes
    )
