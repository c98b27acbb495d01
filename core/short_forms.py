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
FPPT/fit and proper person test; NHSE/NHS England; VSM/very senior manager; LTWP/Long Term Workforce Plan
"""
_INITIALS = dict(pair.strip().split("/") for pair in _INITIALS_TEXT.split(";"))
_SHORT = re.compile(rf"\b(?P<short>{'|'.join(_INITIALS)})(?P<more>s?)\b", re.I)
_BY_SMALL = {short.lower(): long for short, long in _INITIALS.items()}
_INITIAL = re.compile(r"\b(?:[A-Z]\. ){1,3}(?=(?!Who|What|When|Why|How|Which|Is|Are|Did|Do|The|In)[A-Z][a-z])")
"""Initials before a surname: it is the surname that is asked after."""
_ASKED = re.compile(r"\b(?:stand|short) for\b|\bmean\b", re.I)
_EVERYDAY_TEXT = r"""
struck off => barred
(?:chief execs|CEOs) => chief executives
(?:chief exec|CEO) => chief executive
pen[- ]?pushers => managers
fat cats => managers
red tape => bureaucracy
(?:are there|(?:does|has) the nhs(?: have| got)?) (?:actually )?too many managers(?: in the nhs)? => is the NHS over-managed
(hospital|trust) bosses => chief executives of \1s
(hospital|trust) boss => chief executive of a \1
nhs bosses => NHS managers
(since|before|during|after) (?:the )?covid(?:-19)?(?! (?:inquiry|vaccine|pandemic)) => \1 the pandemic
(?:mckinsey|deloitte|kpmg|pwc)(?: and|,)? (?:the rest|co|others|the like|friends|types?) => management consultants
purchaser[ /-]+provider split => internal market
lansley(?:[’']s)? (?:act|bill|shake-?up) => Lansley reforms
2012 re-?organi[sz]ation => Lansley reorganisation
(?-i:PAs) => physician associates
(?-i:FTs) => foundation trusts
(?:4|four)[ -]?h(?:ou)?rs? (target|standard|a&e|wait) => four-hour \1
7[ -]?day (services?|working|nhs) => seven-day \1
consultants ((?:go|going|move|moving|get|getting|come|coming|went)\b.{0,20}?manage\w*) => doctors \1
(?:want|like|wish) to (?:be|become) (?:an? )?(?:nhs |hospital )?managers? => want to enter management
(?:be|become|becoming) (?:nhs |hospital )?managers => enter management
(?:2012 health and social care act|health and social care act(?: of)? 2012)(?: re-?organi[sz]ation)? => Lansley reforms
goodhart[’']?s law => gaming of targets
(privati[sz]\w+|cut|cuts) by the back door => \1
"""
_EVERYDAY = tuple(
    (re.compile(rf"\b(?:{said})\b", re.I), printed)
    for said, printed in (line.split(" => ") for line in _EVERYDAY_TEXT.strip().splitlines())
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
    """The question without initials before a surname; with counties, COVID, usual abbreviations and everyday words as articles
    print them, unless it asks what they stand for. A county alone needs its capital: "staffs" may be people."""
    question = _PLACE.sub(_county, _INITIAL.sub("", question))
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
