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
_INITIALS_TEXT = """
BAME/BME; NPfIT/National Programme for IT; ICB/integrated care board; ICS/integrated care system; PbR/payment by results;
CCG/clinical commissioning group; PCT/primary care trust; SHA/strategic health authority; FTSU/Freedom to Speak Up;
EPR/electronic patient record; PFI/private finance initiative; NED/non-executive director; AfC/Agenda for Change;
FPPT/fit and proper person test
"""
_INITIALS = dict(pair.strip().split("/") for pair in _INITIALS_TEXT.split(";"))
_SHORT = re.compile(rf"\b(?P<short>{'|'.join(_INITIALS)})(?P<more>s?)\b", re.I)
_BY_SMALL = {short.lower(): long for short, long in _INITIALS.items()}
_ASKED = re.compile(r"\b(?:stand|short) for\b|\bmean\b", re.I)
_EVERYDAY = (
    (re.compile(r"\bstruck off\b", re.I), "barred"),
    (re.compile(r"\b(?:chief execs|CEOs)\b", re.I), "chief executives"),
    (re.compile(r"\b(?:chief exec|CEO)\b", re.I), "chief executive"),
    (re.compile(r"\bpen[- ]?pushers\b", re.I), "managers"),
    (re.compile(r"\bred tape\b", re.I), "bureaucracy"),
    (re.compile(r"\b(hospital|trust) bosses\b", re.I), r"chief executives of \1s"),
    (re.compile(r"\b(hospital|trust) boss\b", re.I), r"chief executive of a \1"),
    (re.compile(r"\bnhs bosses\b", re.I), "NHS managers"),
    (
        re.compile(r"\b(since|before|during|after) (?:the )?covid(?:-19)?\b(?! (?:inquiry|vaccine|pandemic))", re.I),
        r"\1 the pandemic",
    ),
    (
        re.compile(r"\b(?:mckinsey|deloitte|kpmg|pwc)(?: and|,)? (?:the rest|co|others|the like|friends)\b", re.I),
        "management consultants",
    ),
    (re.compile(r"\bpurchaser[ /]+provider\b", re.I), "purchaser-provider"),
    (re.compile(r"\bgoodhart[’']?s law\b", re.I), "gaming of targets"),
    (re.compile(r" by the back door\b", re.I), ""),
)
"""What people say, and what articles say for it."""
_FIRST_NAMES_TEXT = """
Jim/James Bill/William Bob/Robert Rob/Robert Mike/Michael Dave/David Steve/Stephen Steve/Steven Chris/Christopher Andy/Andrew
Tony/Anthony Ed/Edward Nick/Nicholas Tom/Thomas Ben/Benjamin Matt/Matthew Dan/Daniel Sam/Samuel Alex/Alexander Jon/Jonathan
Liz/Elizabeth Kate/Katherine Sue/Susan Pat/Patricia Jo/Joanna Penny/Penelope
"""
_OTHERS: dict[str, set[str]] = {}
for _pair in _FIRST_NAMES_TEXT.split():
    _one, _other = _pair.split("/")
    _OTHERS.setdefault(_one, set()).add(_other)
    _OTHERS.setdefault(_other, set()).add(_one)


def written_out(question: str) -> str:
    """The question with counties, COVID, usual initials and some everyday words as articles print them, unless it asks what they
    stand for. A county alone needs its capital: "staffs" may be people."""
    question = _PLACE.sub(_county, question)
    if not _ASKED.search(question):
        for said, printed in _EVERYDAY:
            question = said.sub(printed, question)
        question = _SHORT.sub(_long, question)
    return _COVID.sub(lambda match: "COVID" + (match[1] or ""), question)


def _long(match: re.Match[str]) -> str:
    if match["short"] in ("ned", "pct"):
        return match[0]  # somebody's name, or per cent
    long = _BY_SMALL[match["short"].lower()]
    return long if long.isupper() or not long[-1].islower() else long + match["more"]


def _county(match: re.Match[str]) -> str:
    place = match["place"]
    if not match["quarter"] and not place[0].isupper():
        return match[0]
    quarter = match["quarter"] or ""
    return quarter[:1].upper() + quarter[1:] + _PLACES[place.capitalize()]


def other_first_names(word: str) -> frozenset[str]:
    """What somebody of that first name may be called: James of Jim, and Jim of James."""
    return frozenset(_OTHERS.get(word, ()))
