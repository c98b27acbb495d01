"""What people type around a question that says nothing of what is asked: "please", "in two minutes", "explain". Pure."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"^(?:(?:please|pls|ok|okay|hi|hello|hey|so|right|well)\b[,.!]* +)*"
    r"(?:(?:can|could|would) you (?:please )?(?:tell me|explain|say)|(?:please )?(?:tell me|explain(?: to me)?|remind me)|"
    r"i(?:[’']d| would) like to know|i want to know|do you know)(?: about)? +(?=\w+ +\w)",
    re.I,
)
_TASK = re.compile(
    r"^i(?:[’']m| am|[’']ve got| have| need| want| must)?(?: to)? "
    r"(?:writ(?:e|ing)|do(?:ing)?|draft(?:ing)?|prepar(?:e|ing)|giv(?:e|ing)) (?:an?|my|our|the) (?:\w+ ){0,2}"
    r"(?:essay|piece|article|story|briefing|paper|talk|speech|presentation|dissertation|report) (?:on|about) +(?=\w+ +\w)",
    re.I,
)  # what it is on may be all that tells the subject
_OF_MYSELF = (
    r"(?:(?:i|we)(?:[’'](?:m|re)| am| are) "
    r"(?:an?|the|on|new|not|just|going|trying|writing|doing|drafting|preparing|giving|working|speaking)|"
    r"(?:i|we)(?:[’']ve got| have| need| must| want) to (?:write|put|give|prepare|explain|brief|speak|present|argue|make|do)|"
    r"i (?:can[’']?t|cannot|don[’']?t) (?:remember|recall)|(?:i|we) (?:work|write)|my (?:essay|piece|editor|tutor|boss|member))\b"
)
_BEHIND = re.compile(rf"(?:[,;:]| [-–—]|(?<=[.!?]))\s+(?:because |as |since |and )?{_OF_MYSELF}(?:[^?.]|\.(?! ))*[?!.\s]*$", re.I)
"""Who asks and why, behind a question that is whole without it."""
_QUESTION_WORDS = re.compile(
    r"\b(?:who|what|how|when|where|why|which|whether|is|are|was|were|did|do|does|should|arguments?|case)\b", re.I
)
LEAST_WORDS = 4  # of a question that may stand without what is behind it
_AFTER = re.compile(
    r"[,;:\s]+(?:(?:the )?short (?:version|answer)|in (?:two|five|\d+) minutes|"
    r"in (?:simple|plain|layman[’']?s) (?:terms|english|words)|"
    r"with (?:dates|names|figures|sources|examples)(?: and \w+)?(?: if (?:possible|you can))?|"
    r"in a (?:sentence|nutshell|few words)|briefly|(?:evidence |quick(?:ly)? |answer )?please|pls|thanks?(?: you)?|honestly)"
    r"(?=[?!.\s]*$)",
    re.I,
)


def without_asides(question: str) -> str:
    """The question without what is said around it; as it is where nothing would be left."""
    bare = _TASK.sub("", _BEFORE.sub("", question))
    while (shorter := _AFTER.sub("", bare)) != bare:
        bare = shorter
    before = _BEHIND.sub("", bare)
    if len(before.split()) >= LEAST_WORDS and _QUESTION_WORDS.search(before):
        bare = before
    return bare if len(bare.split()) > 1 else question
