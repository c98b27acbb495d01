"""The same sentence in other grammar: active or passive, a list the other way round, whoever is described before or behind the
description. Pure.

Each form says what the sentence says, or nothing is made: a pattern that might take in a second verb does not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon

_WORD = r"(?:(?!(?:is|are|was|were|has|have|had|will|would|could|should|may|might|which|who|that|and|or|but|not)\b)[\w’'%£.-]+)"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,8}}?"
_CAPITALS = r"[A-Z][\w’'-]*"
_NAME = rf"{_CAPITALS}(?: (?:{_CAPITALS}|(?:of|for)(?: the)? {_CAPITALS}))*"
_DID = r"(?:(?:had|has|have|was|were|is|are|made|gave|took|rose|fell|\w{2,}ed)\b(?! by\b))"
_LATER = r"(?:from|as|in|on|at|to|by|for|with|when|after|before|because|during|between|of)"
_ACTIVE = re.compile(rf"^(?P<who>{_WORDS}) (?P<did>\w{{2,}}ed) (?P<what>(?:the|an?|its|their|his|her|[A-Z]|\d).*)$")
_PASSIVE = re.compile(
    rf"^(?P<what>[^,;:]+?) (?:was|were) (?P<did>\w{{2,}}ed) by (?P<who>{_WORDS})(?P<rest>(?:,? {_LATER}\b.*)?)$"
)
_DESCRIBED = re.compile(rf"^(?P<what>(?:An?|The) [a-z][^,;:]*?),? (?P<who>{_NAME}), (?P<rest>.+)$")
_NAMED = re.compile(rf"^(?P<who>{_NAME}), (?P<what>(?:an?|the) [a-z][^,;:]*), (?P<rest>.+)$")
_VERBAL = re.compile(r"\w{2,}ed\b")
_TWO_NAMES = re.compile(rf"(?<!, )\b(?P<one>(?:the )?{_NAME}) and (?P<other>(?:the )?{_NAME})(?! and\b)")
_TWO_VERBS = re.compile(rf"^(?P<who>(?:[^;:]{{,80}}? that )?{_WORDS}) (?P<one>{_DID} [^,;:]+?) and (?P<other>{_DID} [^,;:]+)$")
_WHICH = re.compile(r", which (\w{2,}?)ed (?=(?:[^,]|,(?=\d))+, )")


def recasts(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """Other forms of a sentence without its full stop; a verb is made passive only where a quotation has it so."""
    yield from _turned(text, quotes)
    yield from _named_first(text)
    yield from _listed(text)
    if (other := _WHICH.sub(r", \1ing ", text)) != text:
        yield other


def _turned(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """Active for passive, and the other way round, with what follows an object as part of it or not."""
    if (match := _PASSIVE.match(text)) and not _says(match["did"]):
        yield f"{_capital(match['who'])} {match['did']} {_small(match['what'])}{match['rest']}"
    elif (match := _ACTIVE.match(text)) and not _says(match["did"]) and not _VERBAL.search(match["who"]):
        if not any(f"{match['did']} by" in quote for quote in quotes):
            return
        what = match["what"]
        ends = [place.start() for place in re.finditer(rf",? {_LATER}\b", what)]
        for end in [*ends[:3], len(what)]:
            if not re.search(r"[,;:]|\b(?:and|but)\b", what[:end]):
                head = what[: ends[0] if ends else len(what)].split()[-1]
                be = "were" if head.endswith("s") and not head.endswith("ss") else "was"
                yield f"{_capital(what[:end])} {be} {match['did']} by {_small(match['who'])}{what[end:]}"


def _named_first(text: str) -> Iterator[str]:
    """Of "A nurse, Ann Able, wrote" "Ann Able, a nurse, wrote", and the other way round."""
    if match := _DESCRIBED.match(text):
        yield f"{match['who']}, {_small(match['what'])}, {match['rest']}"
    elif match := _NAMED.match(text):
        for comma in (",", ""):
            yield f"{_capital(match['what'])}{comma} {match['who']}{comma} {match['rest']}"


def _listed(text: str) -> Iterator[str]:
    """Two names joined by "and", or what somebody did and did, the other way round."""
    for names in _TWO_NAMES.finditer(text):
        if names.start():
            yield f"{text[: names.start()]}{names['other']} and {names['one']}{text[names.end() :]}"
    if match := _TWO_VERBS.match(text):
        yield f"{match['who']} {match['other']} and {match['one']}"


def _says(verb: str) -> bool:
    return verb in lexicon().reporting


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    first = text.split(" ", 1)[0]
    return (
        text[:1].lower() + text[1:] if first in ("The", "A", "An", "Its", "Their", "His", "Her", "About", "One", "Two") else text
    )
