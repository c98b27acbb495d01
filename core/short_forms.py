"""Short forms of names that people type, and the names that articles print. Pure."""

from __future__ import annotations

import re

_PLACES_TEXT = """
Staffs/Staffordshire Lancs/Lancashire Notts/Nottinghamshire Cambs/Cambridgeshire Herts/Hertfordshire Bucks/Buckinghamshire
Berks/Berkshire Lincs/Lincolnshire Northants/Northamptonshire Wilts/Wiltshire Worcs/Worcestershire
"""
_PLACES = dict(pair.split("/") for pair in _PLACES_TEXT.split())
_QUARTER = r"(?:mid|north|south|east|west)[ -]"
_PLACE = re.compile(rf"\b(?P<quarter>{_QUARTER})?(?P<place>{'|'.join(_PLACES)})\b", re.I)
_COVID = re.compile(r"\bcovid(-19)?\b", re.I)
_FIRST_NAMES_TEXT = """
Jim/James Bill/William Bob/Robert Rob/Robert Mike/Michael Dave/David Steve/Stephen Steve/Steven Chris/Christopher Andy/Andrew
Tony/Anthony Ed/Edward Nick/Nicholas Tom/Thomas Ben/Benjamin Matt/Matthew Dan/Daniel Sam/Samuel Alex/Alexander Jon/Jonathan
Liz/Elizabeth Kate/Katherine Sue/Susan Pat/Patricia Jo/Joanna Penny/Penelope
"""
_OTHERS: dict[str, set[str]] = {}
for _pair in _FIRST_NAMES_TEXT.split():
    _short, _long = _pair.split("/")
    _OTHERS.setdefault(_short, set()).add(_long)
    _OTHERS.setdefault(_long, set()).add(_short)


def written_out(question: str) -> str:
    """The question with counties and COVID as articles print them. A county alone needs its capital: "staffs" may be people."""
    return _COVID.sub(lambda match: "COVID" + (match[1] or ""), _PLACE.sub(_county, question))


def _county(match: re.Match[str]) -> str:
    place = match["place"]
    if not match["quarter"] and not place[0].isupper():
        return match[0]
    quarter = match["quarter"] or ""
    return quarter[:1].upper() + quarter[1:] + _PLACES[place.capitalize()]


def other_first_names(word: str) -> frozenset[str]:
    """What somebody of that first name may be called: James of Jim, and Jim of James."""
    return frozenset(_OTHERS.get(word, ()))
