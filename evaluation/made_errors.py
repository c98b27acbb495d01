"""Sentences made false on purpose, and true ones said otherwise, from stored sentences. Pure; the caller seeds the chance.

Each kind is a function from a stored sentence and its surroundings to changed sentences; the words come from
`made_errors.yaml`. What the checks make of them is measured by `errors.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml

FILE = Path(__file__).with_name("made_errors.yaml")
LEAST_LEFT = 5  # words before a clause that is left out, so that a sentence remains
SHORTEST, LONGEST = 8, 45  # words of a sentence that is used

_NUMBER = re.compile(r"(?<![\w.,/–-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/–-]|\.\d|,\d)")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)+")
_FULL = r"\b[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)+\b(?!['’]s)"
_NOT_NAMES_TEXT = (
    "The In On By At Since From When If January February March April May June July August September October November December"
)
NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|did|does|do)\b(?! not\b|n[’']t)"
)
_NOT = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|did|does|do) not (?!only\b|just\b)"
)
_SAID = re.compile(
    r"\b(?P<name>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)*) (?P<verb>said|argued|wrote|warned|told|says|called|reported|found)\b"
)
_ASIDE = r"which|who|where|whose|in|at|on|by|after|before|with|as|although|though|while|whereas|including|according|from|for|then"
_CLAUSE = re.compile(rf"(?<=\w{{3}}), (?:{_ASIDE}) [^,.;:\"]{{8,90}}(?=, |\.$)")
_UNTURNED = r"(?:(?!\b(?:against|whereas|while|but)\b)[^;:])*"
_LEAD = re.compile(rf"^((?:In|On|By|Between|Since|From|At) [^,.;:]{{0,36}}\d[^,.;:A-Z]{{0,12}}), (\w)({_UNTURNED})\.$")
_DEGREES = frozenset({"many", "most", "few"})
_OF_DEGREE = re.compile(r"\b(?:too|how|as|so|the|and)\s$")  # "too many", "the most expensive" count nobody


@dataclass(frozen=True, slots=True)
class Told:
    """A stored sentence, the rest of its passage, and words of its article that name people and places."""

    text: str
    passage: str
    names: tuple[str, ...] = ()
    following: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of `made_errors.yaml`; pairs as they stand there."""

    raw: Mapping[str, Any]

    def items(self, name: str) -> list[str]:
        """A list divided at commas or, without any, at spaces."""
        text: str = self.raw[name]
        return [part.strip() for part in (text.split(",") if "," in text else text.split())]

    def pairs(self, name: str, half: str | None = None) -> list[tuple[str, str]]:
        """Pairs of a list, or of its `seen` or `unseen` half."""
        lines = self.raw[name] if half is None else self.raw[name][half]
        return [(old.strip(), new.strip()) for old, new in (line.split(">") for line in lines)]


@cache
def lists() -> Lists:
    """The lists, read once."""
    return Lists(yaml.safe_load(FILE.read_text(encoding="utf-8")))


Maker = Callable[[Told, Random], Iterator[str]]


def new_number(told: Told, chance: Random) -> Iterator[str]:
    """A number that stands nowhere in the passage."""
    for match in _NUMBER.finditer(told.text):
        value = match[0].replace(",", "")
        for _ in range(20):
            made = _like(value, chance)
            if made not in told.passage.replace(",", "") and made != value:
                yield _put(told.text, match, f"{int(made):,}" if "," in match[0] else made)
                break


def number_from_elsewhere(told: Told, chance: Random) -> Iterator[str]:
    """A number of the same sort (year, day, share, sum) from elsewhere in the passage, or another of the sentence."""
    numbers = {(match[0], _sort(match)) for match in _NUMBER.finditer(told.passage)}
    for match in _NUMBER.finditer(told.text):
        others = sorted(number for number, sort in numbers if number != match[0] and sort == _sort(match))
        if others:
            yield _put(told.text, match, chance.choice(others))


def _sort(match: re.Match[str]) -> str:
    """What a number may stand for, by its looks and what follows it."""
    after = match.string[match.end() : match.end() + 12].lstrip()
    if after.startswith(("%", "per cent")):
        return "%"
    if after.startswith(tuple(lists().items("months"))):
        return "day"
    return "year" if re.fullmatch(r"(?:19|20)\d\d", match[0]) else "sum"


def other_unit(told: Told, chance: Random) -> Iterator[str]:
    """Another month, unit or currency."""
    months = lists().items("months")
    for match in re.finditer(rf"\b(?:{'|'.join(months)})\b", told.text):
        yield _put(told.text, match, chance.choice([m for m in months if m != match[0]]))
    for old, new in lists().pairs("units"):
        pattern = rf"(?<=\d)( ?){re.escape(old)}(?!\w)" if old[0].isalpha() or old == "%" else rf"{re.escape(old)}(?=\d)"
        for match in re.finditer(pattern, told.text):
            yield _put(told.text, match, f" {new}" if old == "%" or match[0][0] == " " else new)


def new_name(told: Told, chance: Random) -> Iterator[str]:
    """A person or body that the collection does not know."""
    for match in _NAME.finditer(told.text):
        yield _put(told.text, match, chance.choice(lists().items("names") + lists().items("bodies")))


def name_from_elsewhere(told: Told, chance: Random) -> Iterator[str]:
    """Another name of the article in a name's place."""
    for match in _NAME.finditer(told.text):
        others = sorted(name for name in told.names if not set(name.split()) & set(match[0].split()))
        if others:
            yield _put(told.text, match, chance.choice(others))


def roles_exchanged(told: Told, chance: Random) -> Iterator[str]:
    """Two who are named about a transitive verb change places, or two full names of the sentence that are not in one list."""
    verbs = "|".join(lists().items("transitive"))
    actors = "|".join(lists().items("actors"))
    actor = rf"(?:{_FULL}|(?<![A-Z][a-z] )(?:[Tt]he )?(?:{actors}))"
    pattern = re.compile(
        rf"(?<![\w’'-] )\b(?P<one>{actor})(?P<verb> (?:has |have |had |should |must )?(?:{verbs})) (?P<other>{actor})\b"
    )
    for match in pattern.finditer(told.text):
        one, other = match["one"], match["other"]
        if one.lower() != other.lower():
            start = _capital(other) if match.start() == 0 else other
            yield _put(told.text, match, f"{start}{match['verb']} {one if one[:4] != 'The ' else 'the ' + one[4:]}")
    full = [match for match in re.finditer(_FULL, told.text) if not set(match[0].split()) & NOT_NAMES]
    for one_match, other_match in pairwise(full):
        between = told.text[one_match.end() : other_match.start()]
        if len(between.split()) > 2 and not set(one_match[0].split()) & set(other_match[0].split()):
            yield (told.text[: one_match.start()] + other_match[0] + between + one_match[0] + told.text[other_match.end() :])


def negated(told: Told, chance: Random) -> Iterator[str]:
    """The main verb denied, or its denial taken away; or the whole declared untrue."""
    if match := _NOT.search(told.text):
        yield _put(told.text, match, f"{match[1]} ")
    elif match := _AUXILIARY.search(told.text):
        yield _put(told.text, match, f"{match[1]} not")


def declared_untrue(told: Told, chance: Random) -> Iterator[str]:
    """The whole sentence under words that say it is false."""
    yield f"{chance.choice(lists().raw['negated']['unseen'])} {_small(told.text)}"


def by_pairs(name: str, half: str) -> Maker:
    """A maker that puts the other word of a listed pair."""

    def make(told: Told, chance: Random) -> Iterator[str]:
        for old, new in lists().pairs(name, half):
            end = "" if old.endswith("£") else r"(?![\w-])"
            for match in re.finditer(rf"(?<![\w-]){re.escape(old)}{end}", told.text):
                if not (old in _DEGREES and _OF_DEGREE.search(told.text, 0, match.start())) and not (
                    old == "some" and _NUMBER.match(told.text, match.end() + 1)
                ):
                    yield _put(told.text, match, new)
                    break

    return make


def speaker_swapped(told: Told, chance: Random) -> Iterator[str]:
    """Another name of the article, or one that nobody knows, before a verb of saying."""
    for match in _SAID.finditer(told.text):
        others = sorted(name for name in told.names if not set(name.split()) & set(told.text.replace(",", " ").split()))
        pool = others or lists().items("names")
        yield _put(told.text, match, f"{chance.choice(pool)} {match['verb']}")


def clause_dropped(told: Told, chance: Random) -> Iterator[str]:
    """True: a clause between commas left out."""
    for match in _CLAUSE.finditer(told.text):
        if told.text[: match.start()].count('"') % 2 == 0 and len(told.text[: match.start()].split()) >= LEAST_LEFT:
            yield told.text[: match.start()] + told.text[match.end() :].removeprefix(",")


def joined(told: Told, chance: Random) -> Iterator[str]:
    """True: a sentence and the one that follows it as one."""
    if told.following:
        yield f"{told.text.rstrip('.')}, and {_small(told.following)}"


def lead_reworded(told: Told, chance: Random) -> Iterator[str]:
    """True: "In 2016, X did Y" as "X did Y in 2016", or a verb of saying for another."""
    if match := _LEAD.match(told.text):
        yield f"{match[2].upper()}{match[3]} {_small(match[1])}."
    elif match := re.search(r"\b(?:argued|wrote|reported|noted)\b(?= that)", told.text):
        yield _put(told.text, match, "said")


FALSE: dict[str, Sequence[Maker]] = {
    "new number": [new_number],
    "number from elsewhere": [number_from_elsewhere],
    "unit or month": [other_unit],
    "new name": [new_name],
    "name from elsewhere": [name_from_elsewhere],
    "roles exchanged": [roles_exchanged],
    "verb negated": [negated],
    "declared untrue": [declared_untrue],
    "direction word, in the lexicon": [by_pairs("direction", "seen")],
    "direction word, not in it": [by_pairs("direction", "unseen")],
    "strengthened, words of the lexicon": [by_pairs("strengthened", "seen")],
    "strengthened, other words": [by_pairs("strengthened", "unseen")],
    "speaker swapped": [speaker_swapped],
    "stance flipped, words of the lexicon": [by_pairs("stance", "seen")],
    "stance flipped, other words": [by_pairs("stance", "unseen")],
}
TRUE: dict[str, Sequence[Maker]] = {
    "clause dropped": [clause_dropped],
    "joined": [joined],
    "lead reworded": [lead_reworded],
}


def made(makers: Sequence[Maker], told: Sequence[Told], most: int, seed: int) -> list[tuple[int, str]]:
    """At most `most` changed sentences with the place of what they were made from, one a sentence while that is enough."""
    chance = Random(seed)
    order = list(range(len(told)))
    chance.shuffle(order)
    firsts: list[tuple[int, str]] = []
    more: list[tuple[int, str]] = []
    for at in order:
        if not SHORTEST <= len(told[at].text.split()) <= LONGEST:
            continue
        changed = [text for maker in makers for text in maker(told[at], chance) if text != told[at].text]
        chance.shuffle(changed)
        firsts += [(at, text) for text in changed[:1]]
        more += [(at, text) for text in changed[1:]]
    return (firsts + more)[:most]


def _like(value: str, chance: Random) -> str:
    if "." in value:
        whole, part = value.split(".")
        return f"{max(0, int(whole) + chance.randint(-4, 9))}.{chance.randint(1, 9)}{'5' * (len(part) - 1)}"
    if len(value) == 4 and value[:2] in ("19", "20"):
        return str(chance.randint(1971, 2029))
    number = int(value)
    return str(max(2, chance.randint(number // 2, number * 2 + 9)))


def _put(text: str, match: re.Match[str], words: str) -> str:
    return text[: match.start()] + words + text[match.end() :]


def _small(text: str) -> str:
    """With a small first letter, unless it may begin a name."""
    first = text.split(" ", 1)[0]
    ordinary = first.lower() in lists().items("openers") or not first[0].isalpha()
    return text[0].lower() + text[1:] if ordinary else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
