"""The word lists of the checks, read once from `lexicon.yaml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("lexicon.yaml")

Sides = dict[str, tuple[str, int]]
"""Word → the axis it lies on and its side, 1 or -1."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Ranks run from 1, the weakest. `pattern` finds expressions of several words, longest first."""

    negations: frozenset[str]
    no_negation_before: frozenset[str]
    clause_ends: frozenset[str]
    words: Sides
    beginnings: Sides
    pairs: dict[str, frozenset[str]]
    prefixes: tuple[str, ...]
    quantifiers: dict[str, int]
    frequencies: dict[str, int]
    hedges: dict[str, int]
    approximate: frozenset[str]
    bounds: dict[str, str]
    conditions: frozenset[str]
    claims_that: frozenset[str]
    exclusives: frozenset[str]
    superlatives: frozenset[str]
    findings: frozenset[str]
    reports: frozenset[str]
    light: frozenset[str]
    reporting: frozenset[str]
    stances: dict[str, int]
    actors: frozenset[str]
    symmetric: frozenset[str]
    synonyms: dict[str, frozenset[int]]
    pattern: re.Pattern[str]

    def axis(self, word: str) -> tuple[str, int] | None:
        """Where a lower-case word lies, if it lies on an axis."""
        if word in self.words:
            return self.words[word]
        return next((self.beginnings[word[:n]] for n in range(len(word), 2, -1) if word[:n] in self.beginnings), None)

    def are_synonyms(self, one: str, other: str) -> bool:
        """True for words that may stand for one another."""
        return bool(self.synonyms.get(one, frozenset()) & self.synonyms.get(other, frozenset()))


@cache
def lexicon() -> Lexicon:
    """The lists. Raises `KeyError` for a missing one."""
    raw: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    words: Sides = {}
    beginnings: Sides = {}
    for name, sides in raw["axes"].items():
        for side, text in zip((1, -1), sides.values(), strict=True):
            for word in _items(text):
                (beginnings if word.endswith("*") else words)[word.rstrip("*")] = (name, side)
    pairs: dict[str, set[str]] = {}
    for pair in _items(raw["pairs"]):
        one, other = pair.split("/")
        pairs.setdefault(one, set()).add(other)
        pairs.setdefault(other, set()).add(one)
    synonyms: dict[str, set[int]] = {}
    for at, line in enumerate(raw["synonyms"]):
        for word in _items(line):
            synonyms.setdefault(word, set()).add(at)
    bounds = {item: kind for kind, text in raw["bounds"].items() for item in _items(text)}
    stances = {item: 1 if side == "for" else -1 for side, text in raw["stances"].items() for item in _items(text)}
    ranked = [_ranks(raw[name]) for name in ("quantifiers", "frequencies", "hedges")]
    approximate = frozenset(_items(raw["approximate"]))
    every = [*words, *bounds, *stances, *approximate, *(item for ranks in ranked for item in ranks)]
    phrases = sorted({item for item in every if " " in item}, key=len, reverse=True)
    return Lexicon(
        words=words,
        beginnings=beginnings,
        pairs={word: frozenset(others) for word, others in pairs.items()},
        prefixes=tuple(_items(raw["prefixes"])),
        bounds=bounds,
        stances=stances,
        approximate=approximate,
        synonyms={word: frozenset(lines) for word, lines in synonyms.items()},
        pattern=re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b"),
        quantifiers=ranked[0],
        frequencies=ranked[1],
        hedges=ranked[2],
        negations=frozenset(_items(raw["negations"])),
        no_negation_before=frozenset(_items(raw["no_negation_before"])),
        clause_ends=frozenset(_items(raw["clause_ends"])),
        conditions=frozenset(_items(raw["conditions"])),
        claims_that=frozenset(_items(raw["claims_that"])),
        superlatives=frozenset(_items(raw["superlatives"])),
        exclusives=frozenset(_items(raw["exclusives"])),
        findings=frozenset(_items(raw["findings"])),
        reports=frozenset(_items(raw["reports"])),
        light=frozenset(_items(raw["light"])),
        reporting=frozenset(_items(raw["reporting"])),
        actors=frozenset(_items(raw["actors"])),
        symmetric=frozenset(_items(raw["symmetric"])),
    )


def _items(text: str) -> list[str]:
    parts = text.split(",") if "," in text else text.split()
    return [part.strip() for part in parts if part.strip()]


def _ranks(lines: Sequence[str]) -> dict[str, int]:
    return {item: rank for rank, line in enumerate(lines, 1) for item in _items(line)}
