"""What a question takes for granted, as claims in its own words. Pure.

Every question but one that asks whether presupposes what it says apart from its question word: "When did X leave Y?" that X
left Y, "Given that X left Y, …" the same. Claims are cut out of the wording, not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answering.checks.numbers import MONTHS
from answering.opposites import Saying, axis_of, saying
from core.names import names_in
from core.terms import content_terms, index_terms, stem

_TELLING = frozenset({"attitude", "existence", "quality", "outcome", "holding", "blame"})
"""Axes by which the main verb of a what question says something itself ("What did X dislike about Y?")."""
_CIRCUMSTANCE = ("by", "in", "on", "for", "at", "since", "until", "under")
"""Before what or which: asks how or when something came about ("On what grounds did X …")."""
LEAST_TERMS = 3  # content words a claim needs
SUBJECT_WITHIN = 8  # words at the beginning of a claim among which its subject is looked for

_AUX = r"(?:did|does|do|was|were|is|are|had|has|have|will|would|can|could|should)(?:n['’]t)?"
_LEAD = r"(?:(?:and|but|so|by|in|on|for|at|to|from|with|of|under|since|until|about) )*"
_QUESTION = re.compile(rf"^{_LEAD}(?:why|how|when|where|what|which|whose?|whom|{_AUX}) ", re.I)
_ASKED = re.compile(
    rf"^(?P<lead>{_LEAD})(?P<wh>why|how|when|where|what|which|whose|whom)\b"
    rf"(?P<thing>(?: (?!(?:that|who|if|whether)\b)[\w’'%&-]+,?){{0,10}}?) {_AUX} (?P<claim>.+)$",
    re.I,
)
_CAUSED = re.compile(
    r"^(?:what|who|which \w+) (?:had |has |have )?"
    r"(?:made|led|drove|caused|prompted|persuaded|convinced|allowed|enabled|forced|moved|inspired) "
    r"(?P<claim>.+)$",
    re.I,
)
_EXPLAINED = re.compile(
    r"^(?:what|who) (?:(?:lies|lay|is|was) behind|explains?|explained|accounts? for|accounted for) (?P<claim>.+)$", re.I
)
_CLEFT = re.compile(r"^(?P<wh>who|what|which(?: [\w’'-]+){1,4}?) (?:was|is) it (?:that|who|which) (?P<claim>.+)$", re.I)
_HOW_COME = re.compile(r"^how come (?P<claim>.+)$", re.I)
_SUBJECT_ASKED = re.compile(
    r"^(?:who|which(?P<thing>(?: [\w’'-]+){1,9}?)|whose(?: \w+)?) "
    r"(?P<claim>(?:\w+ed|had|has|have|was|were|is|are|set|gave|led|won|took) .+)$",
    re.I,
)
_COUNTED = re.compile(
    r"^(?:which|what|how many) of (?P<claim>(?:the |its |his |her )?\d[\d,.]* [a-z]+ (?:of|in|by|from) (?:the )?"
    r"[A-Z][\w’'-]+(?: [\w’'-]+)?)",
    re.I,
)
_GRANTED = (
    "given that|given how|seeing that|considering that|since|as|now that|when|after|once|if|because|although|though|even though|"
    "despite the fact that"
)
_BEFORE = re.compile(
    rf"^(?:{_GRANTED}) (?P<claim>.+?), (?P<rest>(?:(?:and|then|so) )?(?:what|who|why|how|when|where|which|whom|whose|by|in|on|"
    rf"{_AUX})\b.+)$",
    re.I,
)
_AFTER = re.compile(r"^.+? (?:given that|now that|seeing that|after|once|because|even though|although) (?P<claim>.+)$", re.I)
_POLAR = re.compile(rf"^{_AUX} ", re.I)
_FOUND_BY = re.compile(
    r"^(?P<what>.+?) (?:that|which) (?P<who>(?:the )?[A-Z][\w’'-]+(?:[ ,][^?]*?)?) "
    r"(?P<verb>found|saw|reported|gave|made|described|claimed|proposed|attributed|won|got|reached|set)\b(?P<rest>.*)$"
)
_TOLD = re.compile(
    r"^(?P<who>.+?) (?:mean|intend|hope) when (?:he|she|they|it) (?P<claim>(?:said|wrote|told|argued|claimed) .+)$", re.I
)
_WHEN_THEY = re.compile(r"^(?P<who>(?:the )?(?:[A-Z][\w’'-]+ )+)[^,]*? (?:when|after|once) (?:he|she|they|it) (?P<claim>.+)$")
_AND_ASKED = re.compile(r",? and (?:does|do|did|is|are|was|were|what|how|who|why|which|when)\b.*$", re.I)
_REPORTING = re.compile(r"\b(say|think|describe|see|make|respond|react|do|mean|conclude|want|propose|recommend)\b", re.I)
_FAULTS_ASKED = re.compile(
    r"\b(?:th(?:ink|ought)|f(?:ind|ound)|s(?:ee|aw)|say|said|believed?|considered?) (?:was|were|is|are|went|has gone|had gone) "
    r"(?:wrong|right|good|bad|amiss)\b",
    re.I,
)
_CHANGED = re.compile(r"\b(?:chang|develop|evolv|far|mov|shift|var)(?:e|ed|ied|y)?\b", re.I)
_OBJECT = re.compile(r"\b(?:of|about|on|in|for|from|with|at|that|when|after)\b")
_POINTING = re.compile(r"^(he|she|it|they|them|him|her|this|that|these|those|there|i|we|you|one|people)\b", re.I)
_PERSONAL = re.compile(r"\b(i|i'm|i’m|i've|my|need|please|looking|writing)\b", re.I)
_SENTENCES = re.compile(
    r"(?<=[.?!])\s+(?=[A-Z‘“\"']|(?:why|how|what|which|who|when|where|by how|did|does|do|was|were|is|are) )"
)  # some type no capitals
_ASSERTED = re.compile(
    r"\b(found|find|conclu\w+|said|say|says|told|view|claim\w*|argu\w+|show\w*|believ\w+|th(?:ink|ought)|justif\w+|admit\w*|"
    r"confirm\w*|prove\w*|establish\w*|conced\w*|describ\w*|call(?:s|ed)?|reckon\w*|explain\w*|expect\w*|predict\w*|agree\w*|"
    r"insist\w*|warn\w*|account for|arrive at)\b",
    re.I,
)
_OPENINGS_TEXT = "In On At By For From After Before During Under Since Until Within Throughout As Over"
_OPENINGS = frozenset(_OPENINGS_TEXT.split())  # capitalised at the head of a statement, and no name
_SUFFERED = re.compile(r"^(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)* (?:\w+ly )?\w+(?:ed|en|un) by\b")
_MONTHS = frozenset(stem(month.lower()) for month in MONTHS)
_OFFICES_TEXT = "Secretary Minister Health Government Department Commons MPs Lords Parliament Prime Chancellor"
_OFFICES = frozenset(_OFFICES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Claim:
    """What a question takes for granted, in its own words.

    `subject` is the last word of the first name in it, an office aside; `topic` the stems of the rest, years aside. `asserted`
    if it reports that somebody said or found it; `open` if it only names a subject ("What did X say about Y?").
    """

    text: str
    says: Saying
    subject: str
    topic: frozenset[str]
    asserted: bool
    open: bool


def claims(question: str) -> list[Claim]:
    """The presuppositions of a question, the most particular first; none for one that only asks whether."""
    found = {claim.text: claim for claim in _claims(question) if not _POINTING.match(claim.text)}
    return [claim for claim in found.values() if len(content_terms(claim.text)) >= LEAST_TERMS and _has_object(claim)]


def _has_object(claim: Claim) -> bool:
    """False for "X propose in November 2016", which takes nothing for granted but that X took some side."""
    return "attitude" not in claim.says.signs or any(axis_of(term) != "attitude" for term in claim.topic - _MONTHS)


def _claims(question: str) -> Iterator[Claim]:
    for part in _SENTENCES.split(question.strip()):
        body = part.rstrip(" ?.!")
        if part.endswith("?") or _QUESTION.match(part) or _BEFORE.match(part):
            yield from _asked(body)
        elif part.endswith((".", "!")) and not _PERSONAL.search(part):  # without one it is words to search for, no statement
            yield _claim(body)


def _asked(body: str) -> Iterator[Claim]:
    if granted := _BEFORE.match(body):
        yield _claim(granted["claim"])
        yield from _asked(granted["rest"])
        return
    if cleft := _CLEFT.match(body):  # "Who was it that closed the ward?": somebody closed it
        yield _claim(cleft["claim"], is_open=cleft["wh"].lower() != "who")
        return
    told = _ASKED.match(body)
    if told and (said := _TOLD.match(told["claim"])):
        yield _claim(f"{said['who']} {said['claim']}")
        return
    if counted := _COUNTED.match(body):
        yield _claim(counted["claim"], is_open=True)
    if told and (own := _WHEN_THEY.match(told["claim"])):
        yield _claim(f"{own['who']}{own['claim']}")
    if (after := _AFTER.match(body)) and not _POLAR.match(body) and (claim := _claim(after["claim"])).subject:
        yield claim
    if caused := _CAUSED.match(body) or _EXPLAINED.match(body) or _HOW_COME.match(body):
        yield _turned(caused["claim"])
    elif asked := _ASKED.match(body):
        yield _of_asked(asked["lead"].lower(), asked["wh"].lower(), asked["thing"].strip(), _AND_ASKED.sub("", asked["claim"]))
    elif subject := _SUBJECT_ASKED.match(body):
        thing = re.sub(r"^ of\b", "", subject["thing"] or "")
        yield _claim(f"{subject['claim']}, {thing}".strip(" ,"), is_open=True)


def _of_asked(lead: str, wh: str, thing: str, text: str) -> Claim:
    """A question with its auxiliary: what is asked for joins the claim ("Which of X's points did Y reject?")."""
    if wh in ("what", "which", "whose") and not lead.strip().endswith(_CIRCUMSTANCE):
        thing = re.sub(r"^(?:of|share of|part of)\b ?", "", thing)
        main = _OBJECT.split(text, maxsplit=1)[0]
        asked = _FAULTS_ASKED.search(text) or not saying(f"{main} {thing}").signs.keys() & _TELLING
        return _claim(f"{text}, {thing}".strip(" ,"), is_open=bool(asked))
    counts = bool(re.match(r"(?:many|much)\b", thing, re.I)) and not lead.startswith("by ")
    how = wh == "how" and not thing and bool(_REPORTING.search(text[:40]) or _CHANGED.search(text))
    return _claim(text, is_open=counts or how)


def _turned(text: str) -> Claim:
    """`the effect that X found` as `X found the effect`."""
    if found := _FOUND_BY.match(text):
        text = f"{found['who']} {found['verb']} {found['what']}{found['rest']}"
    return _claim(text)


def _claim(text: str, is_open: bool = False) -> Claim:
    opening = text.split()[:SUBJECT_WITHIN]
    if len(opening) > 1 and opening[0] in _OPENINGS:
        opening[0] = opening[0].lower()
    names = names_in(f"x {' '.join(opening)}")
    words = [[word for word in name.split() if word[0].isupper() and word not in _OFFICES] for name in names]
    named = next((found for found in words if found), [])
    topic = frozenset(content_terms(text)) - frozenset(index_terms(" ".join(named)))
    topic = frozenset(term for term in topic if not term[0].isdigit())
    says = saying(text)
    suffers = bool(_SUFFERED.match(text)) and "attitude" in says.signs  # whose attitude it is, is said after the "by"
    return Claim(text, says, named[-1] if named else "", topic, bool(_ASSERTED.search(text)), is_open or suffers)
