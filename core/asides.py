"""What people type around a question that says nothing of what is asked: "please", "in two minutes", "explain". Pure."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"^(?:(?:please|pls|ok|okay|hi|hello|hey|so|right|well)\b[,.!]* +)*"
    r"(?:(?:can|could|would) you (?:please )?(?:tell me|explain|say)|(?:please )?(?:tell me|explain(?: to me)?|remind me)|"
    r"i(?:[’']d| would) like to know|i want to know|do you know)(?: about)? +(?=\w+ +\w)",
    re.I,
)
_AFTER = re.compile(
    r"[,;:\s]+(?:(?:the )?short (?:version|answer)|in (?:two|five|\d+) minutes|"
    r"in (?:simple|plain|layman[’']?s) (?:terms|english|words)|"
    r"in a (?:sentence|nutshell|few words)|briefly|(?:evidence |quick(?:ly)? |answer )?please|pls|thanks?(?: you)?|honestly)"
    r"(?=[?!.\s]*$)",
    re.I,
)


def without_asides(question: str) -> str:
    """The question without what is said around it; as it is where nothing would be left."""
    bare = _BEFORE.sub("", question)
    while (shorter := _AFTER.sub("", bare)) != bare:
        bare = shorter
    return bare if len(bare.split()) > 1 else question
