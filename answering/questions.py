"""What kind of answer a question wants, by rules. Pure."""

from __future__ import annotations

import re
from typing import Literal

QuestionKind = Literal["why", "who", "when", "figure", "debate", "compare", "other"]

_RULES: list[tuple[QuestionKind, re.Pattern[str]]] = [
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("figure", r"\bhow (many|much|often|long|large|big|high|low|fast)\b|\bwhat (share|proportion|percentage|number|figure|fraction)\b|\b(cost|pay|salary) of\b|\bwhat (does|did|do|is|was|were) .*\b(cost|percentage|share|ratio|number)\b"),
        ("when", r"\b(when|what year|which year|what date|since when|how long ago)\b|\btimeline\b|\bhistory of\b|\bhow (has|have|did) .* (change|develop|evolve)"),
        ("compare", r"\b(compare[ds]?|comparison|differ(s|ed|ence|ences)?|versus|vs\.?|better than|worse than|rather than)\b"),
        ("who", r"^(and |but )?(who|whom|which (people|person|politicians?|ministers?|groups?|bodies|organisations?|unions?|voices))\b|\b(positions?|views?|sides?|opinions?) (on|of|about)\b|\b(arguments?|case) (for|against)\b|\bwhat (do|did|does|have|has) .* (say|said|think|argue|argued|want|believe)"),
        ("why", r"\bwhy\b|\bwhat (are|were|is|was) the (main )?(reasons?|causes?)\b|\bhow come\b|\bwhat (explains?|causes?|caused|led|deters?|stops?|puts? off)\b|\breasons? (for|why|that)\b"),
        ("debate", r"^(and |but |so )?(should|is|are|was|were|do|does|did|can|could|would|will|has|have|had|must|may)\b|\bis it (true|right|fair)\b|\bwhether\b|\bshould\b"),
    )
]  # fmt: skip


def question_kind(question: str) -> QuestionKind:
    """The first rule that matches decides; `other` is a plain request for what the sources say."""
    return next((kind for kind, pattern in _RULES if pattern.search(question)), "other")
