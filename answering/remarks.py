"""Sentences of a briefing that are its own: remarks on what its sources say or leave open. Pure.

They carry a footnote like others, but nobody outside this collection said them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_OPEN = re.compile(
    r"\bthis collection (lacks|does not|cannot|holds no)\b|\bheld here\b|\b(in|for) this collection\b"
    r"|\bmissing from the sources (used|read|gathered) here\b|^The (first|second|third|fourth|last|other) gap\b"
    r"|\bare missing (from the (argument|debate|evidence|sources)|for judging)\b"
    r"|\b(series|evidence|figures?|count|study|comparisons?|account)\b[^.]{0,60}\b(is|are) missing\b(?!( too)?:)"
    r"|^readers should note\b|\bthe sources (used|read|gathered) here (say|give|tell) (nothing|no)\b"
    r"|\b(this|the) summary (given here )?rests on\b|\bwas read for this\b|\bonly an excerpt\b",
    re.I,
)


@lru_cache(maxsize=10_000)
def speaks_of_the_collection(text: str) -> bool:
    """True for a briefing's remark on what its sources leave open."""
    return bool(_OPEN.search(text))
