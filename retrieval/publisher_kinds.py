"""What kind of body a publisher is, who is named in a sentence, and where a question asks for a kind of them.

Kinds stand in `data/publishers.csv`, one reviewed line a publisher; what is not in it has no kind and matches no restriction. An
article's own front matter may say more. Pure, but for reading that file once.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, get_args

from core.articles import PublisherKind
from core.names import same_publisher
from core.types import Filter

FILE = Path(__file__).parent.parent / "data" / "publishers.csv"
PRESS = "press"
_GROUPS: Mapping[str, tuple[PublisherKind, ...]] = {PRESS: ("newspaper", "broadcaster", "news agency", "trade press")}
VOICES: frozenset[PublisherKind] = frozenset(
    ["union", "think tank", "regulator", "professional body", "charity", "employer body", "membership body"]
)
"""Kinds whose words others report: a sentence that names one of them counts as theirs, whoever published it."""
PRINTS: frozenset[PublisherKind] = frozenset([*_GROUPS[PRESS], "journal"])
"""Kinds that are read for what they print: what the Guardian says stands in the Guardian."""

_CALLED: tuple[tuple[str, str], ...] = (
    ("union", r"(?:trade |staff |health |health service |managers?['’] |doctors['’] |nurses['’] )?unions"),
    ("think tank", r"(?:health |policy )?think[ -]?tanks"),
    ("professional body", r"professional bodies|(?:medical |the )?royal colleges"),
    ("employer body", r"employers?['’]? (?:bodies|organi[sz]ations|associations)"),
    ("membership body", r"membership (?:bodies|organi[sz]ations)"),
    ("regulator", r"(?:health |professional |healthcare |care )?regulators"),
    ("charity", r"(?:health |patient |medical )?charities"),
    ("law firm", r"law firms"),
    ("trade press", r"(?:health |nhs |the )?trade press|trade (?:journals|magazines|papers)"),
    ("newspaper", r"(?:national |local |broadsheet |tabloid |daily )?newspapers"),
    ("journal", r"(?:medical |academic |scientific |peer[ -]reviewed |scholarly )+journals"),
    ("broadcaster", r"broadcasters"),
    (PRESS, r"(?:national |local |british )?(?:press|news media|media)"),
    ("government", r"government (?:documents|publications|sources|departments)"),
    ("parliament", r"(?:parliamentary|select|commons|mps['’]) committees"),
)
_SAYING = (
    r"say|said|saying|argued?|think|thought|claim(?:ed)?|write|written|wrote|publish(?:ed)?|report(?:ed)?|warn(?:ed)?|"
    r"recommend(?:ed)?|"
    r"conclude[ds]?|propose[ds]?|suggest(?:ed)?|make of|made of|find|found|call(?:ed)? for|demand(?:ed)?|tell|told"
)
_PIECES = (
    r"articles?|pieces?|papers|reports?|publications?|views?|commentary|coverage|editorials|statements?|responses?|reactions?|"
    r"blogs?"
)


class Kinds(NamedTuple):
    """The file, read: kinds by plain publisher name, and names of voices by their first word."""

    of_name: Mapping[str, frozenset[PublisherKind]]
    voices: Mapping[str, Sequence[tuple[str, str]]]
    digest: str


def kinds_of(publisher: str | None, own: str | None = None) -> frozenset[str]:
    """The kinds of a publisher, alone or jointly with another; `own` is what its article says itself."""
    if own:
        return frozenset([own])
    return _kinds_of(publisher) if publisher else frozenset()


@lru_cache(maxsize=5_000)
def _kinds_of(publisher: str) -> frozenset[str]:
    found = (kinds for name, kinds in publisher_kinds().of_name.items() if same_publisher(name, publisher))
    return frozenset[str]().union(*found)


def voices_in(text: str) -> tuple[str, ...]:
    """Bodies of the file that a text names, of the kinds in `VOICES`, each once."""
    voices = publisher_kinds().voices
    text = text.replace("’", "'")
    found: dict[str, None] = {}
    for match in _CAPITALISED.finditer(text):
        for spelt, name in voices.get(match[0], ()):
            if text.startswith(spelt, match.start()) and not text[match.start() + len(spelt) :][:1].isalnum():
                found[name] = None
    return tuple(found)


_CAPITALISED = re.compile(r"\b[A-Z]\w*")


def meets(value: str, publisher: str | None, own: str | None, voices: Sequence[str]) -> bool:
    """Whether a publication, or one of the bodies that a sentence names, is of the kind that a filter's `value` asks for."""
    wanted = frozenset(_GROUPS.get(value, (value,)))
    named = (kinds_of(name) & VOICES for name in voices)
    return bool(wanted & kinds_of(publisher, own)) or any(wanted & kinds for kinds in named)


def publisher_kind_in(question: str) -> Filter | None:
    """The kind of publisher that a question asks to hear: "what did unions say", "according to think tanks", "in the press"."""
    for value, called in _CALLED:
        if match := _pattern(called).search(question):
            return Filter("publisher_kind", value, " ".join(next(part for part in match.groups() if part).split()))
    return None


@lru_cache(maxsize=len(_CALLED))
def _pattern(called: str) -> re.Pattern[str]:
    whose = rf"(?:the |some |other |most |different |various |health |nhs |british |leading )*(?:{called})"
    return re.compile(
        rf"\b(according to {whose})\b"
        rf"|\b(?:what|how|why)\b[^.?!]{{0,25}}?\b(?:did|do|does|have|has|had)\s+(?:the\s+)?({called})\s+(?:\w+ly\s+)?(?:{_SAYING})\b"
        rf"|\bhow (?:did|do|have) (?:the )?({called}) (?:\w+ly )?(?:react|respond)"
        rf"|\bwhat (?:was|were|is|are) (?:the )?(?:(?:view|position|reaction|response|verdict|argument)s?) of ({whose})\b"
        rf"|\b(?:{_PIECES})\s+(?:from|by|in)\s+({whose})\b"
        rf"|\b(?:said|written|argued|published|reported|covered|discussed|told)\b[^.?!]{{0,40}}?\b((?:in|by) {whose})\b"
        rf"|^((?:in|from) {whose}),",
        re.I,
    )


@lru_cache(maxsize=1)
def publisher_kinds() -> Kinds:
    """The file. Raises `ValueError` for a line with a kind that there is not."""
    text = FILE.read_text(encoding="utf-8")
    of_name: dict[str, frozenset[PublisherKind]] = {}
    voices: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        kinds = frozenset(part.strip() for part in row["kinds"].split(";"))
        known: frozenset[PublisherKind] = frozenset(kind for kind in get_args(PublisherKind) if kind in kinds)
        if kinds - known or not kinds:
            raise ValueError(f"{FILE}: {row['publisher']} has the kinds {row['kinds']!r}")
        for spelt in filter(None, (row["publisher"], row["also"])):
            of_name[spelt] = known
            if known & VOICES:
                voices[_CAPITALISED.findall(spelt)[0]].append((spelt, row["publisher"]))
    return Kinds(of_name, dict(voices), sha256(text.encode()).hexdigest()[:8])
