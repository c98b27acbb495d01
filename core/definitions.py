"""Questions that ask what a term means ("What is a duty of candour?"), and sentences that say it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.names import names_whole
from core.short_forms import other_first_names

_ASKED = re.compile(
    r"^(?:so|and|but|ok)?,? ?(?:"
    r"what(?: exactly)?(?: is|[’']s| are| was| were) (?:meant by )?(?P<is>.+?)(?: exactly)?"
    r"|(?:what (?:does|do|did) |what[’']s )(?P<means>.+?) (?:mean|stand for)"
    r"|what (?:do|does) (?:you|they|people|it) mean by (?P<by>.+?)"
    r"|(?:can you |please )?(?:define|explain) (?:what )?(?P<define>.+?)(?: (?:is|are|means?))?"
    r")(?:,? (?:in|within|for) the (?:English )?(?:NHS|health service))?[ ?.!]*$",
    re.I,
)
_ROLE = re.compile(
    r"^(?:so|and|but|ok)?,? ?what (?:"
    r"(?:does|do|did) (?P<does>.+?) (?:actually |really )?do(?: all day| exactly| (?:in|at|for) [a-z -]+)?"
    r"|(?:is|are|was|were) the (?:role|job|purpose|function|remit)s? of (?P<role>.+?))"
    r"(?:,? (?:in|within|for) the (?:English )?(?:NHS|health service))?[ ?.!]*$",
    re.I,
)
_TOPIC_FIRST = re.compile(
    r"^(?:(?:so|and|but|ok),? )?(?P<topic>[^,;:?]{3,60}?)(?: (?:in|for) the nhs| nhs)?[,;:]? (?:what|who) "
    r"(?P<is>is|are|was|were) (?:it|they|that|those|these)\b(?P<on>.*)$",
    re.I,
)
_HOW_MANY = re.compile(r"^(?:so|and|but|ok)?,? ?how many .+ (?:are|were) there\b", re.I)
_SINCE_WHEN = re.compile(
    r"^(?:so|and|but|ok)?,? ?when (?:did|was|were|is|are) (?P<term>.+?) (?:first )?(?:set up|founded|created|established|formed|"
    r"abolished|closed|introduced|begun|begin|start(?:ed)?|ended|end)[ ?.!]*$",
    re.I,
)
_DIFFERENCE = re.compile(
    r"^(?:so|and|but|ok)?,? ?(?:(?:what(?: is|[’']s| are)|how do i tell|explain) )?"
    r"(?:the )?differences? between (?P<one>.+?) and (?P<other>.+?)[ ?.!]*$",
    re.I,
)
_ASKS_ON = re.compile(
    r",? (?:and|but) (?=(?:do|does|did|is|are|was|were|how|why|what|who|when|has|have|should|can|will)\b)", re.I
)
_WHO = re.compile(
    r"^(?:so |and )?(?:wh(?:o|at)(?: is| was| are| were|[’']s) (?P<is>.+?)|"
    r"what (?:does|do|did) (?P<means>.+?) (?:mean|stand for))[ ?.!]*$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the (?:meaning|definition) of )?(?:(an?|the) )?(?=\w|['\"‘“])", re.I)
_TITLE = r"(?:(?:Sir|Dame|Lord|Lady|Dr|Professor|Baroness) )?"
_WHOLE_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+$")
_MOST_WORDS = 6
_MOST_ALONE = 4
_NAMED_THING = re.compile(r"[A-Z][\w’'-]*[a-z] [a-z]+$")  # "Leng review"
_NO_TERM = re.compile(
    r"[,;:?]|^(?:it|this|that|these|those|they|there|your|our|his|her|being|going|happening|known|wrong|best|better|new|good|bad|"
    r"different|next|left|needed|more|most|so|to)\b|^\w+ing (?!of\b)\w|"
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|should|could|can|who|which|that|when|why|how|said|say|about|if)\b",
    re.I,
)
_BOUND = re.compile(r"\b(?:for|in|on|at|with|by|from|between|behind|against|to|like|after|before|since|under)\b", re.I)
_NAME_WITHIN = re.compile(r"(?-i:[A-Z])\w* (?:for|in|on|at|with|by|from|to) (?-i:[A-Z])", re.I)
_PART_OF = re.compile(
    r"^(?:(?:main|key|real|whole|biggest|current|average|total) )?(?:points?|aims?|roles?|purposes?|effects?|results?|outcomes?|"
    r"impacts?|costs?|causes?|reasons?|evidence|arguments?|case|cases|problems?|trouble|history|future|difference|status|number|"
    r"numbers|rate|size|views?|positions?|advantages?|benefits?|risks?|consequences?|functions?|duties|powers?) of\b",
    re.I,
)
_NOUN_PHRASE = r"(?:an?|the|one|those|any|where|when|how|part|bodies|people|posts|rules|staff|managers|organisations|trusts)"
_AND_ABBREVIATION = r"(?:,? ?\([^)]{1,40}\)|[’']s?)?"
_SORT = (
    r"(?:chief|director|chair|president|minister|secretary|professor|leader|surgeon|doctor|nurse|editor|head|manager|researcher|"
    r"economist|columnist|journalist|campaigner|consultant|paediatrician|physician|union|bod(?:y|ies)|regulator|charity|network|"
    r"think[ -]tank|watchdog|inquiry|review|company|programme|scheme|agency|department|association|magazine|newspaper|website|"
    r"form|kind|sort|type|set|list|system|term|word|name|investigator|inspectorate)"
)
"""What a thing or a person is said to be, beside its name."""
_SORT_ENDS = r"(?=[,.;)]| (?:of|for|in|at|that|which|who|to|and|on|with|set|made)\b)"


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is asked for. `definite` if asked for with "the": then it may be a thing rather than a word. `more` if
    what it does is asked for, or something besides: then its meaning is no whole answer. `dated` if it is asked when it began
    or ended. `bare` if the question is nothing but the term."""

    text: str
    definite: bool
    more: bool = False
    dated: bool = False
    bare: bool = False


def with_topic_last(question: str) -> str:
    """ "The Kark review, what is it and did it help?" as "What is the Kark review and did it help?"; any other as it stands."""
    match = _TOPIC_FIRST.match(question.strip())
    if not match or _NO_TERM.search(match["topic"]):
        return question
    the = "" if re.match(r"(?:an?|the) ", match["topic"], re.I) else "the "
    return f"what {match['is']} {the}{match['topic']}{match['on']}"


def asks_besides(question: str) -> str:
    """What a question asks of a term besides its meaning, with the term in it: "does the Kark review work" of "What is the Kark
    review and does it work?"; "" where it asks nothing else."""
    asked, *on = _ASKS_ON.split(question.strip(), maxsplit=1)
    term = asked_term(asked) if on else None
    if not term:
        return ""
    called = f"the {term.text}" if term.definite else term.text
    return re.sub(r"\b(?:it|they|them|those|these)\b", called, on[0], count=1, flags=re.I)


def asked_term(question: str) -> Term | None:
    """The term whose meaning a question asks for, or what it does; `None` for a question of anything else."""
    asked, *on = _ASKS_ON.split(question.strip(), maxsplit=1)
    role = _ROLE.match(asked)
    match = role or _ASKED.match(asked)
    if not match:
        return _named_alone(question)
    raw = next(group for group in match.groups() if group).strip(" '\"‘’“”")
    article = _ARTICLE.match(raw)
    text = _bare(raw)
    definite = bool(article and (article[1] or "").lower() == "the") or bool(_NAMED_THING.match(text))
    if not text or len(text.split()) > _MOST_WORDS or _NO_TERM.search(text) or _PART_OF.search(text):
        return None
    bound = bool(_BOUND.search(text))
    if bound and definite and not _NAME_WITHIN.search(text):
        return None  # "What is the evidence for targets?" asks for more than words
    if definite and text.endswith("s") and text.islower():
        return None  # "What are the waiting times?" asks for their state
    return Term(text, definite, bool(role or on or bound))


def _named_alone(question: str) -> Term | None:
    """The term that is all a question consists of: "quangos", "Foundation trusts?"."""
    bare = _bare(question.strip(" ?.!"))
    few = 0 < len(bare.split()) <= _MOST_ALONE and not _NO_TERM.search(bare) and not re.search(r"[^\w\s’'/-]|^what\b", bare, re.I)
    return Term(bare, True, True, bare=True) if few else None


def asked_terms(question: str) -> tuple[Term, ...]:
    """The term that a question asks for, or whose beginning or end, or the two whose difference."""
    if since := _SINCE_WHEN.match(question.strip()):
        text = _bare(since["term"])
        return (Term(text, True, True, True),) if 0 < len(text.split()) <= _MOST_WORDS else ()
    if difference := _DIFFERENCE.match(question.strip()):
        both = [_bare(difference[name]) for name in ("one", "other")]
        return tuple(Term(text, True, True) for text in both) if all(0 < len(b.split()) <= _MOST_WORDS for b in both) else ()
    term = asked_term(question)
    return (term,) if term else ()


def asks_how_many(question: str) -> bool:
    """True for a question of how many of something there are."""
    return bool(_HOW_MANY.search(question.strip()))


def asked_who(question: str) -> str:
    """What a question calls those of whom it asks who or what they are, or what their name means ("Who is Ann Able?"); "" for
    any other question."""
    match = _WHO.match(question.strip())
    return _bare(match["is"] or match["means"]) if match else ""


def _bare(called: str) -> str:
    """What is called so, without its article and quotation marks."""
    return _ARTICLE.sub("", called.strip(" '\"‘’“”")).strip(" '\"‘’“”")


def holds(term: str, text: str) -> bool:
    """True if a text holds a term, its words together, in the singular or the plural, or by its initials."""
    return bool(_pattern(term).search(text)) or (not term.islower() and names_whole(term, text))


def defines(term: str, sentence: str) -> int:
    """How far a sentence says what a term is: 3 as its predicate, 2 beside it or by its full name, 1 whose somebody is ("Ann Able
    of the union"), 0 not at all. Somebody may go by another first name."""
    first, _, rest = term.partition(" ")
    called = [term, *(f"{other} {rest}" for other in sorted(other_first_names(first)) if rest)]
    return max(_defines(one, sentence) for one in called)


def _defines(term: str, sentence: str) -> int:
    if not holds(term, sentence):
        return 0
    written = _written(term)
    short = re.fullmatch(r"[A-Za-z]{2,6}", term)
    if short and (full := re.search(rf"\w ?\({written}\)(?P<is>,? (?:is|was) {_NOUN_PHRASE}\b)?", sentence, re.I)):
        return 3 if full["is"] else 2
    a_thing = rf"(?:{_NOUN_PHRASE}\b|(?:\w+ )?\w{{2,}}s (?:that|which|who|of|for|in)\b)"
    said = rf"^(?:An?|The)? ?(?:NHS )?{written}(?: of \w+)?{_AND_ABBREVIATION},? (?:is|are|was|were|means?|refers? to) {a_thing}"
    if re.search(said, sentence, re.I):
        return 3
    beside = (
        rf"{written}{_AND_ABBREVIATION}, (?:which (?:is|are|was|were) {_NOUN_PHRASE}\b|(?:[\w’'-]+ ){{0,5}}{_SORT}{_SORT_ENDS})"
    )
    called = rf"\b(?:called|known as|termed|nicknamed) (?:an?|the)? ?[\"“]?{written}\b"
    ways = [(2, beside), (2, called), *(_of_somebody(written) if _WHOLE_NAME.match(term) else ())]
    return max((how for how, pattern in ways if re.search(pattern, sentence, re.I)), default=0)


def _of_somebody(written: str) -> list[tuple[int, str]]:
    """Patterns for what says who somebody is."""
    became = r"(?:became|was (?:appointed|named|made)|is|was|served as|has been)"
    return [
        (3, rf"^{_TITLE}{written},? (?:{became} (?:[\w’'-]+ ){{0,4}}?{_SORT}\b|(?:led|chaired|headed|ran) (?-i:[A-Z]|the\b))"),
        (2, rf"{written}(?: [QK]C)?, (?:who|whose) \w+"),
        (1, rf"\b{written} of (?:the )?(?-i:[A-Z])"),
    ]


@lru_cache(maxsize=1_000)
def _pattern(term: str) -> re.Pattern[str]:
    return re.compile(_written(term), 0 if term.isupper() else re.I)


@lru_cache(maxsize=1_000)
def _written(term: str) -> str:
    """A pattern for a term in the singular and the plural."""
    words = term.split()
    last = words[-1]
    stem = last[:-1] if last.endswith("s") and not last.endswith("ss") and len(last) > 3 and not last.isupper() else last
    ending = r"(?:y|ies)" if stem.endswith(("y", "ie")) else r"s?"
    stem = stem[:-1] if stem.endswith("y") else stem[:-2] if stem.endswith("ie") else stem
    head = "".join(rf"{re.escape(word)}[ -]" for word in words[:-1])
    return rf"(?<!\w){head}{re.escape(stem)}{ending}(?!\w)"
