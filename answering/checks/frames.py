"""What a quotation frames, and a retelling may tell bare: a wish, a description of oneself, hearsay, "not only". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.terms import content_terms, index_terms, stem

_SELF = re.compile(
    r"\b(?:present|describe|call|style|see|regard|portray|market)\w* (?:itself|himself|herself|themselves) as ([^,.;]+)", re.I
)
_ONESELF = re.compile(r"\b(?:itself|himself|herself|themselves)\b", re.I)
_TO_BE_DONE = re.compile(r"\b(?:to|should|would|will|must|could|might|may|can) be (?:\w+ly )?(?P<done>\w+)\b", re.I)
_IS_DONE = re.compile(r"\b(?P<be>is|are|was|were|been|being) (?:being )?(?:\w+ly )?(?P<done>\w+)\b", re.I)
_NOT_ONLY = re.compile(r"\b(?:cannot|not|never|nor)\b[^,.;]*?\b(?:only|alone|solely|merely|just)\b", re.I)
_LIMITED = re.compile(r"\b(?:only|alone|solely|merely|just|mainly|simply)\b", re.I)
_NEGATED = re.compile(r"\b(?:cannot|not|never|nor)\b|n['’]t\b", re.I)
_HEARSAY = re.compile(
    r"\b(?:hear\w*|idea|suggestion|rumour|myth|claim|notion) (?:it )?(?:said |told |claimed )?that ([^,.;]+)", re.I
)
_HEARD = re.compile(r"\b(?:hear\w*|idea|suggestion|rumour|myth|claim\w*|notion|said|suggest\w*|told)\b", re.I)
_PASSED_ON = re.compile(
    r"\b(?:report|study|survey|review|analysis|paper|figures?|letter)\w* (?:listed|cited|quoted|carried|covered|mentioned|noted|"
    r"reproduced|seen|obtained) (?:by|in) (?:the )?(?P<who>[A-Z][\w’'-]+)",
)
_PASSING = re.compile(r"\b(?:listed|cited|quoted|carried|covered|mentioned|noted|reproduced|seen|obtained)\b")
_HAPPENED = re.compile(r"\b(?:had|has|have) (?:\w+ly )?(\w+(?:ed|en|wn))\b", re.I)
_AHEAD = re.compile(r"\b(?:would|will|could|may|might|can|should) (?:\w+ly )?(?P<done>[a-z]\w+)\b")
_WHETHER_TO = re.compile(r"\bwhether to (\w+)", re.I)
_RISKS = re.compile(
    r"\b(?:risk(?:s|ed|ing)?|threaten(?:s|ed|ing)? to|aim(?:s|ed)? to|seeks? to|sought to|hope[sd]? to) (?P<done>[a-z]+)"
)
_RISKY = re.compile(r"\b(?:risk\w*|threat\w*|aim\w*|seek\w*|sought|hope\w*|could|may|might|would|should|meant|intend\w*)\b", re.I)
_SHOWING = re.compile(r"\b(?:show|prove|demonstrat|establish)\w*\b", re.I)
_NOT_SHOWN = re.compile(
    r"\b(?:do|does|did|could|can)(?: not|n[’']t) (?:show|prove|demonstrate|establish) (?:that |whether )?(?P<what>[^,.;]+)", re.I
)
_IS_NOT = re.compile(r"\b(?:is|are|was|were)(?: not|n[’']t)\b", re.I)
_IS_TO = re.compile(r"\b(?:is|are|was|were) to (?P<done>[a-z]+)\b")
_HAS_DONE = re.compile(r"\b(?:has|have|had) (?:already |now |since )?(?P<done>[a-z]+)\b")
_ON_HOW = re.compile(r"\b(?:on|of|about) (?:how|whether|why|what)\b(?P<what>[^,.;]+)", re.I)
_OPEN = re.compile(r"\b(?:how|whether|why|what|extent)\b", re.I)
_DONE_HOW = re.compile(r"\b(?:who|that|which) (?P<how>\w{3,}ly) (?P<did>\w+)\b", re.I)
_MADE_MORE = re.compile(
    r"\bma(?:de|kes?|king)\b[^,.;]*\b(?:better|worse|higher|lower|more|less|fewer|faster|slower|safer|larger|smaller|\w+er)\b",
    re.I,
)
_MAKES = re.compile(r"\bma(?:de|kes?|king)\b", re.I)
MOSTLY = 0.6  # share of the terms of what was framed from which a sentence tells it


def frames_hold(text: str, quotes: Sequence[str]) -> bool:
    """True if nothing that a quotation tells as a wish, a claim of somebody's own or hearsay is told without that."""
    told = " ".join(quotes)
    return not (
        _drops_self(text, told)
        or _is_done_already(text, told)
        or _drops_only(text, told)
        or _tells_hearsay(text, told)
        or _takes_passed_on(text, told)
        or _drops_how(text, told)
        or _foretells(text, told)
        or _settles(text, told)
        or _tells_what_was_asked(text, told)
        or _drops_risk(text, told)
        or _denies_what_is_not_shown(text, told)
        or _has_done_already(text, told)
        or (bool(_MADE_MORE.search(text)) and not _MAKES.search(told))
    )


def _holds(what: str, text: str) -> bool:
    terms = set(content_terms(what))
    return bool(terms) and len(terms & set(index_terms(text))) >= MOSTLY * len(terms)


def _drops_self(text: str, told: str) -> bool:
    """ "is that body" for "presents itself as that body"."""
    return any(not _ONESELF.search(text) and set(index_terms(m[1])) & set(index_terms(text)) for m in _SELF.finditer(told))


def _is_done_already(text: str, told: str) -> bool:
    """ "were drawn in" for "wanted them to be drawn in"."""
    ahead, done = _dones(_TO_BE_DONE, told), _dones(_IS_DONE, told)
    return bool((_dones(_IS_DONE, text) - _dones(_TO_BE_DONE, text)) & (ahead - done))


def _dones(pattern: re.Pattern[str], text: str) -> set[str]:
    return {stem(match["done"].lower()) for match in pattern.finditer(text)}


def _drops_only(text: str, told: str) -> bool:
    """ "cannot be judged by" for "cannot be judged only by"."""
    limited = _NOT_ONLY.search(told)
    return bool(limited and _NEGATED.search(text) and not _LIMITED.search(text) and _holds(limited[0], text))


def _tells_hearsay(text: str, told: str) -> bool:
    """ "offensive that he had" for "offensive to hear it said that he had"."""
    return any(not _HEARD.search(text) and _holds(match[1], text) for match in _HEARSAY.finditer(told))


def _takes_passed_on(text: str, told: str) -> bool:
    """ "HuffPost's report" for "one report listed by HuffPost"."""
    return any(
        not _PASSING.search(text)
        and re.search(rf"\baccording to (?:the )?{match['who']}|\b{match['who']}\w*(?: \w+)?[’']s\b", text, re.I)
        for match in _PASSED_ON.finditer(told)
    )


def _foretells(text: str, told: str) -> bool:
    """ "would cause problems" for "had caused problems before"."""
    happened = {stem(match[1].lower()) for match in _HAPPENED.finditer(told)}
    ahead = {stem(match["done"].lower()) for match in _AHEAD.finditer(told)}
    return any(stem(match["done"].lower()) in happened - ahead for match in _AHEAD.finditer(text))


def _settles(text: str, told: str) -> bool:
    """ "would have to keep it" for "would have to choose whether to keep it"."""
    open_ones = {match[1].lower() for match in _WHETHER_TO.finditer(told)}
    return not re.search(r"\bwhether\b", text, re.I) and any(
        re.search(rf"\bto {re.escape(verb)}\b", text, re.I) for verb in open_ones
    )


def _tells_what_was_asked(text: str, told: str) -> bool:
    """ "reported that trusts had taken it up" for "reported on how widely trusts had taken it up"."""
    return not _OPEN.search(text) and any(_holds(match["what"], text) for match in _ON_HOW.finditer(told))


def _denies_what_is_not_shown(text: str, told: str) -> bool:
    """ "was not the right one" for "does not show that it is the right one"."""
    if _SHOWING.search(text) or not _IS_NOT.search(text):
        return False
    ours = set(index_terms(text))
    return any(set(content_terms(match["what"])) & ours for match in _NOT_SHOWN.finditer(told))


def _drops_risk(text: str, told: str) -> bool:
    """ "will silence them" for "risks silencing them"."""
    if _RISKY.search(text):
        return False
    ours = {stem(word) for word in re.findall(r"[a-z]+", text.lower())}
    return any(stem(match["done"].lower()) in ours for match in _RISKS.finditer(told))


def _has_done_already(text: str, told: str) -> bool:
    """ "has set standards" for "is to set standards"."""
    ahead = {stem(match["done"].lower()) for match in _IS_TO.finditer(told)}
    done = {stem(match["done"].lower()) for match in _HAS_DONE.finditer(told)}
    return any(stem(match["done"].lower()) in ahead - done for match in _HAS_DONE.finditer(text))


def _drops_how(text: str, told: str) -> bool:
    """ "managers who failed" for "managers who persistently failed"."""
    for match in _DONE_HOW.finditer(told):
        relative = re.search(rf"\b(?:who|that|which) {re.escape(match['did'])}\b", text, re.I)
        if relative and match["how"].lower() not in text.lower():
            return True
    return False
