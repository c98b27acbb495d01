"""What a clause says yes or no to: stances, directions and amounts as signs, and the words that a negation reaches. Pure.

Each axis has two ends, listed in `opposites.yaml`; phrases are folded into one word first (`threw out` → `reject`), so that a
table of words is enough. Parity decides: `did not reject` is support, `no mistake` is no objection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from core.terms import QUESTION_WORDS, stem

REACH = 5  # words a negation covers, up to the end of its clause
AXES = (
    *(
        "attitude",
        "concern",
        "direction",
        "amount",
        "quality",
        "blame",
        "existence",
        "place",
        "union",
        "honesty",
        "fullness",
        "freedom",
    ),
    *("pace", "outcome", "time", "duty", "lasting", "likeness", "scope"),
)
"""The axes by weight: a sentence agrees with a claim if it does so on the first of the claim's."""
DENIALS = frozenset(map(stem, ("reject", "deny", "denied", "dispute", "dismiss", "wrong", "refute", "rebut", "contradict")))
"""Stems of words by which somebody says that a thing is not so."""

_TOKEN = re.compile(r"\d[\d.,]*%?|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[.;:!?()—–,]")
_CUES_TEXT = """
not no non never none nobody nothing neither nor without cannot hardly scarcely barely fail fails failed failing lack lacks
lacked lacking
"""
_CUES = frozenset(_CUES_TEXT.split())
_ENDS = frozenset(".;:!?()—–,") | {"but", "however", "although", "though", "while", "whereas", "because", "that", "which"}
_NO_CUE_BEFORE = frozenset({"only", "just", "merely", "least", "than", "longer"})
_NOUNS = frozenset({"recommendation", "recommendations", "proposal", "proposals", "supporters", "backers"})  # things, not stances


@dataclass(frozen=True, slots=True)
class Saying:
    """One clause. `signs` are the ends it takes on each axis, negations counted in; `words` its content stems and `terms`
    those on no axis; `negated` those of `terms` that a negation reaches; `unchanged` if it says that nothing changed."""

    signs: Mapping[str, frozenset[int]]
    words: frozenset[str]
    terms: frozenset[str]
    negated: frozenset[str]
    unchanged: bool


@dataclass(frozen=True, slots=True)
class _Tables:
    axis: Mapping[str, tuple[str, int]]
    root: Mapping[str, str]
    folds: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _tables() -> _Tables:
    """The lists, by stem. Read once."""
    lists = yaml.safe_load((Path(__file__).parent / "opposites.yaml").read_text(encoding="utf-8"))
    axis = {
        stem(word): (name, sign)
        for name, ends in lists["axes"].items()
        for sign, words in zip((1, -1), ends, strict=True)
        for word in words.split()
    }
    root = {form: word for word, forms in lists["irregular"].items() for form in forms.split()}
    folds = tuple((re.compile(rf"\b(?:{pattern})\b", re.I), f" {word} ") for pattern, word in lists["phrases"])
    return _Tables(axis, root, folds)


@cache
def saying(clause: str) -> Saying:
    """What a clause says, with negations counted. A capitalised word inside it is a name, not a stance (`Lord Rose`)."""
    for pattern, word in _tables().folds:
        clause = pattern.sub(word, clause)
    raw = [token.replace("’", "'") for token in _TOKEN.findall(clause)]
    tokens = [token.lower() for token in raw]
    reached = _reached(tokens)
    signs: dict[str, set[int]] = {}
    words: set[str] = set()
    terms: set[str] = set()
    negated: set[str] = set()
    for at, token in enumerate(tokens):
        if not token[0].isalpha() or token == "unchanged" or _is_cue(token):
            continue
        key = stem(_tables().root.get(token, token))
        is_name = raw[at][0].isupper() and at > 0
        axis = None if is_name or token in _NOUNS else _tables().axis.get(key)
        if axis or token not in QUESTION_WORDS:
            words.add(key)
        if axis:
            signs.setdefault(axis[0], set()).add(-axis[1] if at in reached else axis[1])
        elif token not in QUESTION_WORDS and len(token) > 1:
            terms.add(key)
            if at in reached:
                negated.add(key)
    if verdict := signs.pop("verdict", None):  # a stance on a verdict: who backs the idea that it was a mistake is against it
        signs["attitude"] = {one * other for one in signs.get("attitude", {1}) for other in verdict}
    taken = {axis: frozenset(found) for axis, found in signs.items()}
    return Saying(taken, frozenset(words), frozenset(terms), frozenset(negated), "unchanged" in tokens)


def _is_cue(token: str) -> bool:
    return token in _CUES or token.endswith("n't")


def _reached(tokens: list[str]) -> set[int]:
    """Positions of the words that a negation covers. Two negations over one word cancel out."""
    reached: set[int] = set()
    for at, token in enumerate(tokens):
        if not _is_cue(token) or (at + 1 < len(tokens) and tokens[at + 1] in _NO_CUE_BEFORE):
            continue
        for place in range(at + 1, min(at + 1 + REACH, len(tokens))):
            if tokens[place] in _ENDS:
                break
            reached ^= {place}
    return reached
