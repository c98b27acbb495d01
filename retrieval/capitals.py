"""Names in a question typed in small letters, written as the passages write them. Pure.

What a question demands is read off its names, and names are known by their capitals: "what did chris hopson say?" names nobody
until the passages that hold its words tell that they write "Chris Hopson". A question with capitals of its own is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.terms import QUESTION_WORDS

LONGEST = 4  # words of a name
SHARE = 0.8  # of its places in the passages that must have capitals
SHARE_ALONE = 0.9  # the same for a single word: more of them are ordinary words too
LEAST_ALONE = 2  # places that a single word needs
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDS = re.compile(r"[.?!:;\n“\"‘(]\s*$")
_APOSTROPHES = re.compile(r"['’]")
_POSSESSIVE = re.compile(r"['’]s?$")
_PLURAL = re.compile(r"s$")
_SMALL = frozenset({"of", "for", "the", "and", "in", "on", "to", "a", "an", "at", "by", "as", "or"})


class _Token(NamedTuple):
    shown: str
    key: str
    opens: bool


def typed_small(question: str) -> bool:
    """True for a question without a capital after its first word, "I" and initials aside, or in capitals altogether."""
    letters = [c for c in question if c.isalpha()]
    if letters and all(c.isupper() for c in letters) and len(question.split()) > 2:
        return True
    return not any(word[:1].isupper() and not word.isupper() for word in _WORD.findall(question)[1:])


def with_capitals(question: str, passages: Sequence[str]) -> str:
    """The question with the names that `passages` write with capitals written so."""
    words = _tokens(question)
    shouted = len(words) > 2 and question.isupper()
    wanted = {word.key for word in words}
    written = _written([_tokens(passage) for passage in passages], wanted)
    found: dict[int, list[str]] = {}
    at = 0
    while at < len(words):
        run = next((run for run in _runs(words, at) if _keys(run) in written and _may_be(run, written[_keys(run)])), None)
        if run is None:
            at += 1
            continue
        found[at] = [_as(word.shown, shown) for word, shown in zip(run, written[_keys(run)], strict=True)]
        at += len(run)
    return _rewritten(question.lower() if shouted else question, found)


def _runs(words: Sequence[_Token], at: int) -> Iterator[Sequence[_Token]]:
    """The runs of words from a place on that may be a name, the longest first."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        run = words[at : at + length]
        if not {run[0].key, run[-1].key} & (_SMALL | QUESTION_WORDS):
            yield run


def _keys(run: Sequence[_Token]) -> tuple[str, ...]:
    return tuple(word.key for word in run)


def _written(passages: Sequence[Sequence[_Token]], wanted: set[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """How the passages mostly write each run of wanted words, where that is with capitals."""
    with_: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    without: Counter[tuple[str, ...]] = Counter()
    for words in passages:
        for at, word in enumerate(words):
            if word.key not in wanted:
                continue
            for length in range(1, LONGEST + 1):
                run = words[at : at + length]
                if len(run) < length or run[-1].key not in wanted:
                    break
                if _is_name(run):
                    if length > 1 or not _is_part(words, at):
                        with_.setdefault(_keys(run), Counter())[tuple(w.shown for w in run)] += 1
                elif length > 1 or not run[0].opens:
                    without[_keys(run)] += 1
    return {run: shown.most_common(1)[0][0] for run, shown in with_.items() if _is_rule(len(run), shown.total(), without[run])}


def _is_rule(length: int, times: int, without: int) -> bool:
    share, least = (SHARE_ALONE, LEAST_ALONE) if length == 1 else (SHARE, 1)
    return times >= least and times >= share * (times + without)


def _is_name(run: Sequence[_Token]) -> bool:
    """True for words with capitals, small ones between them aside; the first word of a sentence tells nothing alone, nor before a
    small one ("Regulation of NHS managers")."""
    capitals = [word.shown[0].isupper() for word in run]
    alone = (len(run) == 1 or run[1].key in _SMALL) and run[0].opens and not run[0].shown[1:2].isupper()
    return not alone and capitals[0] and capitals[-1] and all(c or w.key in _SMALL for c, w in zip(capitals, run, strict=True))


def _is_part(words: Sequence[_Token], at: int) -> bool:
    """True for a word with a capital beside another: "Fund" of "King's Fund"."""
    before = at > 0 and not words[at].opens and words[at - 1].shown[0].isupper()
    after = at + 1 < len(words) and not words[at + 1].opens and words[at + 1].shown[0].isupper()
    return (before or after) and not words[at].shown.isupper()


@lru_cache(maxsize=4_000)
def _tokens(text: str) -> tuple[_Token, ...]:
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 3) : match.start()]
        found.append(_Token(match[0], _key(match[0]), not found or bool(_ENDS.search(before))))
    return tuple(found)


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    """A word in small letters, without apostrophes and the -s of a possessive or plural."""
    plain = _APOSTROPHES.sub("", _POSSESSIVE.sub("", word.lower()))
    return plain[:-1] if plain.endswith("s") and len(plain) > 3 else plain


def _as(typed: str, shown: str) -> str:
    """A word as the passages show it, with the ending that was typed; of another word it gets the capitals alone."""
    ending = match[0] if (match := _POSSESSIVE.search(typed)) else ""
    bare, name = typed[: len(typed) - len(ending)], _POSSESSIVE.sub("", shown)
    if _APOSTROPHES.sub("", bare.lower()) == _APOSTROPHES.sub("", name.lower()):
        return name + ending
    if _APOSTROPHES.sub("", typed.lower()) == _APOSTROPHES.sub("", shown.lower()):
        return shown
    stem = _PLURAL.sub("", name)
    initials = len(stem) if stem.isupper() else 1
    return typed[:initials].upper() + typed[initials:]


def _may_be(run: Sequence[_Token], shown: Sequence[str]) -> bool:
    """False for a single word with another ending than the name's: "common" is not the Commons; initials may have one."""
    typed, name = _POSSESSIVE.sub("", run[0].shown), _POSSESSIVE.sub("", shown[0])
    return len(run) > 1 or typed.lower() == name.lower() or _PLURAL.sub("", name).isupper()


def _rewritten(question: str, found: dict[int, list[str]]) -> str:
    """The question with words in place of its own; `found` has them by the number of the word they begin at."""
    parts: list[str] = []
    left: list[str] = []
    done = 0
    for number, match in enumerate(_WORD.finditer(question)):
        left = found.get(number, left)
        if left:
            parts += [question[done : match.start()], left[0]]
            left, done = left[1:], match.end()
    return "".join(parts) + question[done:]
