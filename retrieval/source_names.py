"""Publishers and authors of a collection, and where a question names one of them as a source. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.names import folded_name, plain_name, without_aside
from core.types import Filter, FilterField
from retrieval.origins import Origin
from retrieval.publisher_kinds import PRINTS, kinds_of

_POSSESSIVE = re.compile(r"['’]s$")
_WORD = re.compile(r"[\w&]+(?:['’][^\W\d_]+)*")
_SMALL = frozenset({"and", "of", "for", "the", "in", "on", "a"})
_SAYING_TEXT = """
say says said publish published write written wrote argue argued report reported find found conclude concluded recommend
recommended think
"""
_SAYING = frozenset(_SAYING_TEXT.split())
_WRITING = frozenset({"write", "written", "wrote", "publish", "published"})
_ASKING = frozenset({"did", "does", "do", "has", "have"})
_PIECES_TEXT = """
article articles piece pieces paper papers report reports research written published publications editorial editorials
column columns coverage blog blogs letter letters study studies evidence commentary
"""
_BESIDE = frozenset({"and", "or"})
_PIECES = frozenset(_PIECES_TEXT.split())
SHORTEST = 3  # letters of a name that can be recognised: a newspaper called "i" cannot
ATTESTED = 3  # publications that make a publisher known even where it is written without capitals


class _Name(NamedTuple):
    field: FilterField
    value: str
    spelt: tuple[str, ...]


class SourceNames:
    """Names as sequences of folded words; a name that could be two authors is nobody's."""

    def __init__(self, origins: Iterable[Origin]) -> None:
        self._names: dict[tuple[str, ...], _Name] = {}
        self._attested: Counter[str] = Counter()
        surnames: dict[str, set[str]] = {}
        for origin in origins:
            if origin.publisher:
                shown = without_aside(origin.publisher)
                self._attested[shown] += 1
                for alias in (plain_name(shown), initials(plain_name(shown))):
                    self._add(alias, "publisher", shown)
            for author in origin.authors:
                if " and colleagues" not in author and author != origin.publisher:
                    surnames.setdefault(author.split()[-1], set()).add(author)
        for surname, authors in surnames.items():
            full = sorted(author for author in authors if " " in author)
            for author in full:
                self._add(author, "author", author)
            if len(full) <= 1:
                self._add(surname, "author", full[0] if full else surname)
        self._longest = max(map(len, self._names), default=0)

    def _add(self, alias: str, field: FilterField, value: str) -> None:
        for spelt in (alias, alias.replace("'", "").replace("’", "")):  # many leave the apostrophe out
            words = tuple(_WORD.findall(spelt))
            if sum(map(len, words)) >= SHORTEST:
                self._names.setdefault(tuple(map(folded_name, words)), _Name(field, value, words))

    def named_in(self, question: str, of_sources: bool) -> list[Filter]:
        """The publisher, the body and the author that the question names as a source, each at most once.

        `of_sources`: the question speaks of articles or of what was said or written, so that "in the Guardian" is one.
        """
        matches = list(_WORD.finditer(question))
        words = [match[0] for match in matches]
        folded = [folded_name(word) for word in words]
        small = not any(c.isupper() for c in question[1:].replace("NHS", ""))  # then letters' size tells nothing
        found: dict[str, Filter] = {}
        for at in range(len(words)):
            for size in range(min(max(self._longest, 6), len(words) - at), 0, -1):
                name = self._name(words[at : at + size], folded[at : at + size], small)
                if name is None:
                    continue
                start = at - 1 if at and folded[at - 1] == "the" else at
                if small and folded[max(0, start - 1)] == "in" and self._attested[name.value] < ATTESTED:
                    continue  # "in the public sector" is seldom a magazine
                if field := self._field(name.field, folded[:start], folded[at + size :], of_sources):
                    label = question[matches[at].start() : matches[at + size - 1].end()]
                    shown = _POSSESSIVE.sub("", label)
                    if field == "publisher" and shown != label:
                        field = "voice"  # "in the Union's survey"
                    if field == "voice" and kinds_of(name.value) & PRINTS:
                        field = "publisher"
                    if field == "voice" and self._lists(words[at + size :], folded[at + size :], small):
                        break  # "according to the Union, the Fund and others": one shuts out none of them
                    found.setdefault(field, Filter(field, name.value, shown))
                break
        return list(found.values())

    def _name(self, words: Sequence[str], folded: Sequence[str], small: bool) -> _Name | None:
        """The name that these words spell, in full, as initials, or written out where the collection has initials."""
        name = self._names.get(tuple(folded))
        if name is None:
            short = self._names.get((initials(" ".join(words)).lower(),))
            return short if short and short.spelt[0].isupper() else None
        as_spelt = all(
            word.startswith(own) if own.isupper() else word[0].isupper() or not own[0].isupper()
            for word, own in zip(words, name.spelt, strict=True)
        )
        return name if small or as_spelt else None

    def _lists(self, words: Sequence[str], folded: Sequence[str], small: bool) -> bool:
        """True if another name comes next, and then "and" or "or": that of a list."""
        start = int(folded[:1] == ["the"])
        joins = [at for at in range(start + 1, min(start + max(self._longest, 6) + 1, len(folded))) if folded[at] in _BESIDE]
        return any(self._name(words[start:at], folded[start:at], small) for at in joins)

    def _field(self, field: FilterField, before: Sequence[str], after: Sequence[str], of_sources: bool) -> FilterField | None:
        """What the words around a name make of it: an author, a publisher, a body that is to be heard, or none of them but a
        subject. Where two are to be heard ("the Fund and the Union say") neither shuts out the other."""
        said = any(word in _SAYING and to != "to" for to, word in zip(("", *after), after[:3], strict=False))
        asked = bool(before) and before[-1] in _ASKING and any(word in ("what", "how") for word in before[-4:])
        if field == "author":
            by = len(before) > 1 and before[-1] == "by" and bool(_PIECES.intersection(before[-4:-1]))
            return "author" if by or (asked and _WRITING.intersection(after[:2])) else None
        if tuple(before[-2:]) == ("according", "to") or (asked and said):
            return None if after[:1] and after[0] in _BESIDE else "voice"
        if not before or before[-1] not in ("in", "by", "from"):
            return None
        if before[-1] == "in":
            return "publisher" if of_sources or _SAYING.intersection([*before, *after]) else None
        written_off = before[-2:-1] == ["off"]
        return "publisher" if _PIECES.intersection(before[-4:-1]) and not written_off else None


def same_author(value: str, author: str) -> bool:
    """True for the same name, or where one of both is a surname alone."""
    one, other = folded_name(value).split(), folded_name(author).split()
    return one == other or (1 in (len(one), len(other)) and bool(one) and bool(other) and one[-1] == other[-1])


def initials(name: str) -> str:
    """`Care Quality Commission` → `CQC`; empty for fewer than three words."""
    words = [word for word in _WORD.findall(name) if word not in _SMALL]
    if len(words) < SHORTEST or not all(word[0].isupper() for word in words):
        return ""
    return "".join(word if word.isupper() else word[0] for word in words)
