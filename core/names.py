"""Names in a question, whether a text mentions them, and when two spellings of a publisher are one. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from core.terms import QUESTION_WORDS, index_terms

_WORD = r"[A-Z][\w’'-]*"
_JOINED = ("of", "for", "the", "de", "von")
_NAME = re.compile(rf"\b{_WORD}(?: (?:(?:{'|'.join(_JOINED)}) )*{_WORD})*|\b(?:19|20)\d\d\b")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_POSSESSIVE = re.compile(r"[’']s?$")
_GENERAL_TEXT = """
NHS I England English UK Britain British Health Service National MP MPs OK
January February March April May June July August September October November December
Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec
Monday Tuesday Wednesday Thursday Friday Saturday Sunday Saturdays Sundays
"""
_TITLES = frozenset(["Dr", "Sir", "Lord", "Lady", "Baroness", "Dame", "Mr", "Mrs", "Ms", "Prof", "Professor"])
GENERAL = frozenset(_GENERAL_TEXT.split()) | _TITLES
"""Names of the whole subject or of the calendar, and titles of persons: they single nothing out."""


def names_in(question: str) -> list[str]:
    """What a question names, in order: runs of capitalised words, and years. The first word counts only with another;
    a word in capitals for emphasis ("NOT", "ALL") is no name."""
    found: list[str] = []
    for match in _NAME.finditer(question):
        words = match[0].split()
        if match.start() == 0 or question[: match.start()].rstrip().endswith((".", "?", "!", ":")):
            words = words[1:]  # an opening word is capitalised whatever it is
        words = [_POSSESSIVE.sub("", word) for word in words]
        words = [word for word in words if word not in GENERAL and not (word.isupper() and word.lower() in QUESTION_WORDS)]
        while words and words[0] in _JOINED:
            words = words[1:]
        if words and not re.match(r"\w-", words[0]):  # "A-level" names nobody
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def mentions(name: str, text: str, terms: Collection[str]) -> bool:
    """True if every word of `name` is among `terms` (those of `text`), or one is the other's initials:
    "EDI" for "equality, diversity and inclusion", "Royal College of Nursing" for "RCN"."""
    if set(index_terms(name)) <= set(terms):
        return True
    if re.fullmatch(r"[A-Z]{2,6}", name):
        return bool(_spelled_out(name).search(text))
    letters = "".join(word[0] for word in name.split() if word not in _JOINED)
    return len(letters) > 1 and letters.isupper() and letters.lower() in terms


@lru_cache(maxsize=1_000)
def _spelled_out(acronym: str) -> re.Pattern[str]:
    """Words with the initials of an acronym, in order, small words and commas between them."""
    return re.compile(r"\b" + r"\w+[ ,-]+(?:(?:and|of|for|the|in) )*".join(acronym) + r"\w+", re.I)


def without_aside(publisher: str) -> str:
    """A publisher without what stands in brackets: `The Guardian (repost)` → `The Guardian`."""
    return _ASIDE.sub("", publisher).strip()


def plain_name(publisher: str) -> str:
    """A publisher without a leading article and without what stands in brackets: `The Guardian (repost)` → `Guardian`."""
    return re.sub(r"^the\s+", "", without_aside(publisher), flags=re.I)


def same_publisher(value: str, publisher: str | None) -> bool:
    """True if `publisher` is the one called `value`, alone or jointly with another (`King's Fund and NHS Providers`)."""
    if publisher is None:
        return False
    name = plain_name(publisher)
    return folded_name(plain_name(value)) in {folded_name(plain_name(part)) for part in (name, *re.split(r"\s+and\s+", name))}


def folded_name(text: str) -> str:
    """Lower case, without apostrophes and possessive endings: `the BMJ's` → `the bmj`, `King's Fund` → `king fund`."""
    return re.sub(r"['’](?:s\b)?", "", text.lower())
