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
TO_THAT = 2  # words from a negation to a "that" whose clause it covers too
_AXES_TEXT = """
attitude concern direction amount quality extreme ease blame existence rank legality holding outcome fulfilment taking place
union honesty fullness freedom pace timing size activity allowing including staffing balance share publicity reward likelihood
certainty time duty lasting likeness scope
"""
AXES = tuple(_AXES_TEXT.split())
"""The axes by weight: a sentence agrees with a claim if it does so on the first of the claim's."""
DENIALS = frozenset(
    map(stem, ("reject", "deny", "denied", "dispute", "dismiss", "wrong", "refute", "rebut", "contradict", "gainsay"))
)
"""Stems of words by which somebody says that a thing is not so."""

_TOKEN = re.compile(r"\d[\d.,]*%?|[^\W\d_]+(?:[’'-][^\W\d_]+)*|[.;:!?()—–,]")
_CUES_TEXT = """
not no non never none nobody nothing neither nor without cannot hardly scarcely barely fail fails failed failing lack lacks
lacked lacking
"""
_CUES = frozenset(_CUES_TEXT.split())
_FAILED = frozenset({"fail", "fails", "failed"})  # no negation where nothing follows
_DESCRIBING = frozenset({"failed", "failing"})
_ENDS = frozenset(".;:!?()—–,") | {"but", "however", "although", "though", "while", "whereas", "because", "that", "which"}
_NO_CUE_BEFORE = frozenset({"only", "just", "merely", "least", "than", "longer"})
_NOUNS = frozenset({"recommendation", "recommendations", "proposal", "proposals", "supporters", "backers"})  # things, not stances
_VERB_OR_THING = frozenset({"dispute", "disputes", "attack", "attacks"})
_DETERMINERS_TEXT = "a an the this that these those first second in under its their doctors"
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())


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


def axis_of(term: str) -> str | None:
    """The axis a stem lies on, if any."""
    placed = _tables().axis.get(_tables().root.get(term, term))
    return placed[0] if placed else None


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
        if token in _FAILED and (at + 1 == len(tokens) or tokens[at + 1] in _ENDS):
            signs.setdefault("outcome", set()).add(-1)
        if not token[0].isalpha() or token == "unchanged" or _is_cue(token):
            continue
        key = stem(_tables().root.get(token, token))
        is_name = raw[at][0].isupper() and (at > 0 or (len(raw) > 1 and raw[1][:1].isupper()))
        is_thing = token in _NOUNS or (token in _VERB_OR_THING and at > 0 and tokens[at - 1] in _DETERMINERS)
        axis = None if is_name or is_thing else _tables().axis.get(key)
        if axis and axis[0] == "direction" and tokens[at + 1 : at + 2] == ["than"]:
            axis = None  # "higher than": two things are compared, nothing has moved
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
        follows = tokens[at + 1] if at + 1 < len(tokens) else ""
        described = token in _DESCRIBING and at > 0 and tokens[at - 1] in _DETERMINERS  # "the failed programme"
        if not _is_cue(token) or described or follows in _NO_CUE_BEFORE or follows[:1].isdigit():  # "No 10" is an address
            continue
        last = at + REACH
        for place in range(at + 1, len(tokens)):
            if tokens[place] == "that" and place - at <= TO_THAT:
                last = place + REACH  # "does not prove that": what follows is what is not so
            elif place > last or tokens[place] in _ENDS:
                break
            else:
                reached ^= {place}
    return reached
