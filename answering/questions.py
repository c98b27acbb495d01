"""What kind of answer a question wants, by rules. Pure."""

from __future__ import annotations

import re
from typing import Literal

QuestionKind = Literal["why", "who", "when", "figure", "debate", "compare", "other"]

_ARGUMENTS = (
    r"\b(?:criticisms?|critics|critiques?|objections?|downsides?|drawbacks?|disadvantages|pros and cons|both sides|"
    r"for and against|against and for|arguments?|benefits of|advantages of|case (?:for|against))\b"
)
_PATTERNS: list[tuple[QuestionKind, tuple[str, ...]]] = [
    (
        "figure",
        (
            r"\bhow (many|much|often|long|large|big|high|low|fast)\b",
            r"\bwhat (share|proportion|percentage|number|figure|fraction)\b",
            r"\b(cost|pay|salary) of\b",
            r"\bwhat (was|were|is|are) the (turnout|total|average|median|rate|ratio|size)\b",
            r"\bwhat (does|did|do|is|was|were) .*\b(cost|percentage|share|ratio|number)\b",
        ),
    ),
    (
        "when",
        (
            r"^(?:and |but |so |since |until |by )*when\b(?!.*, ?(?:what|who|how|why|which|where)\b)",
            r"\bwhen (?:was|were|did|does|do|is|are|will|would|has|have|had)\b",
            r"\b(?:what|which) (?:year|date|day|month)\b|\bhow long ago\b",
            r"\btimeline\b|\bhistory of\b",
            r"\bhow (has|have|did) .* (change|develop|evolve)",
        ),
    ),
    ("compare", (r"\b(compare[ds]?|comparison|differ(s|ed|ence|ences)?|versus|vs\.?|(better|worse|rather) than)\b",)),
    (
        "other",  # what a work says is its contents, not who takes which side on it
        (
            r"\bwhat (?:do|did|does|have|has) (?:the |this )?(?:[\w’'.-]+ ){0,6}?(?:reviews?|reports?|inquir(?:y|ies)|papers?|"
            r"plans?|frameworks?|codes?|acts?|bills?|stud(?:y|ies)|surveys?|guidance|strateg(?:y|ies)|consultations?) "
            r"(?:say|said|find|found|show|recommend|argue|conclude|propose|want|make of)\b",
        ),
    ),
    (
        "who",
        (
            r"^(and |but )?(who|whom)\b",
            r"\bwho (else )?(has |have )?(said|says?|argue[sd]?|back(s|ed)|support(s|ed)|oppose[sd]?|warn(s|ed)|dispute[sd]?)\b",
            r"\bwhich (researchers|academics|studies|commentators|experts|critics|figures|mps|campaigners|economists)\b",
            r"\bwhere (do|did|does) .* (stand|come down)\b",
            r"\bwhich (people|person|politicians?|ministers?|groups?|bodies|organisations?|unions?|voices)\b",
            _ARGUMENTS,
            r"\b(positions?|views?|sides?|opinions?) (on|of|about)\b",
            r"\bwhat (do|did|does|have|has) .* (say|said|think|argue|argued|want|believe)",
        ),
    ),
    (
        "why",
        (
            r"\bwhy\b|\bhow come\b|\breasons? (for|why|that)\b",
            r"\bwhat (are|were|is|was) the (main )?(reasons?|causes?)\b",
            r"\bwhat (explains?|causes?|caused|led|deters?|stops?|puts? off)\b",
        ),
    ),
    (
        "debate",
        (
            r"^(and |but |so )?(should|is|are|was|were|do|does|did|can|could|would|will|has|have|had|must|may)\b",
            r"\bis it (true|right|fair)\b|\bwhether\b|\bshould\b",
        ),
    ),
]
_HAPPENED = re.compile(r"^(?:and |but |so )?(?:has|have|did|was|were) (?:any|anyone|anybody|an? [\w ]{1,30}\bever)\b", re.I)
_DID = re.compile(
    r"^(?:and |but )?who (?:did|led|wrote|chaired|ran|runs|made|created|started|introduced|set up|brought|invented|appointed|"
    r"replaced|became|bids?|won|sold|bought|carried out|conducted|commissioned|decide[sd]?|owns|pays)\b",
    re.I,
)
_DIFFERS = re.compile(r"\bhow (?:do|does|did|is|are|was|were)\b[^?]*\bdiffer|\bdifferences? between\b", re.I)
_OUGHT = re.compile(r"\b(should|ought|must|right to|wise|good idea|too (many|much|few|little))\b", re.I)
_RULES = [(kind, re.compile("|".join(patterns), re.I)) for kind, patterns in _PATTERNS]
_MANY = (
    r"(?:the |some |any )?(?:people|anybody|critics|opponents|supporters|they|others|anyone|everyone|both|each|experts|unions|"
    r"mps|peers|doctors|nurses|managers|patients|politicians|economists)\b"
)
_ONE_SAID = re.compile(
    rf"\bwhat (?:did|does|do|has|have) (?!{_MANY})\S.{{0,60}}? "
    r"(?:say|said|think|thought|argue|argued|find|found|conclude|concluded|write|written|recommend|recommended)\b"
    rf"|^(?:do|does|did|has|have) (?!{_MANY})\S.{{0,60}}? (?:(?:say|said) (?:anything|much)|mention|mentioned)\b",
    re.I,
)


def asks_for_arguments(question: str) -> bool:
    """True for a question that wants what is said for or against something."""
    return bool(re.search(_ARGUMENTS, question, re.I))


def asks_what_should_be(question: str) -> bool:
    """True for a question of what ought to be done, on which people take sides; false for one of what is or was."""
    return bool(_OUGHT.search(question))


def asks_what_happened(question: str) -> bool:
    """True for a question of who did something, or whether it ever happened: nobody takes sides on that."""
    return bool(_HAPPENED.search(question) or _DID.search(question))


def asks_what_one_said(question: str) -> bool:
    """True for a question of what a named person, body or document says: others' sides are beside it."""
    return bool(_ONE_SAID.search(question)) and not asks_for_arguments(question)


def may_take_sides(question: str) -> bool:
    """True for a question whose answer may be laid out by side."""
    if question_kind(question) not in ("who", "debate", "compare"):
        return False
    return not (asks_what_happened(question) or asks_how_it_differs(question) or asks_what_one_said(question))


def asks_how_it_differs(question: str) -> bool:
    """True for a question of what sets two things apart, which is no dispute."""
    return bool(_DIFFERS.search(question)) and not asks_for_arguments(question)


def question_kind(question: str) -> QuestionKind:
    """The first rule that matches decides; `other` is a plain request for what the sources say."""
    return next((kind for kind, pattern in _RULES if pattern.search(question)), "other")
