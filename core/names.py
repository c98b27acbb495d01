"""Names in a question, whether a text mentions them, and when two spellings of a publisher are one. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from core.short_forms import other_first_names
from core.terms import QUESTION_WORDS, content_terms, index_terms, stem

_WORD = r"[A-Z][\w’'-]*"
_JOINED = ("of", "for", "the", "de", "von")
_NAME = re.compile(rf"\b{_WORD}(?: (?:(?:{'|'.join(_JOINED)}) )*{_WORD})*|\b(?:19|20)\d\d\b")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_POSSESSIVE = re.compile(r"[’']s?$")
_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*[’']?")
_GENERAL_TEXT = """
NHS I England English UK Britain British Health Service National MP MPs OK
January February March April May June July August September October November December
Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec
Monday Tuesday Wednesday Thursday Friday Saturday Sunday Saturdays Sundays
"""
_TITLES = frozenset(["Dr", "Sir", "Lord", "Lady", "Baroness", "Dame", "Mr", "Mrs", "Ms", "Prof", "Professor"])
_OFFICES_TEXT = "Secretary Minister Prime Chancellor Government Department Parliament Committee Chief Executive"
_OFFICES = frozenset(_OFFICES_TEXT.split())
_LEADS = frozenset(["The", "Daily", "Sunday", "Evening", "Morning", "New"])  # a newspaper is known without these
_OF_ANYBODY_TEXT = """
argue argued argument view opinion position stance role job work believe stand write wrote known name person people
organisation body comment remark quote colleague team author
"""
_OF_ANYBODY = frozenset(map(stem, _OF_ANYBODY_TEXT.split())) | frozenset(title.lower() for title in _TITLES)
"""What may be asked of anybody: it says nothing of a subject."""
EMPHASIS = 4  # letters from which a word in capitals may be emphasis rather than initials, and one on -s a plural
_SAID_OF = re.compile(r"\b(?:say|said|says|think|thinks|thought|make|made|tell|told)\b.*?\b(?:about|on|of) (?P<rest>.+)", re.I)
GENERAL = frozenset(_GENERAL_TEXT.split()) | _TITLES
"""Names of the whole subject or of the calendar, and titles of persons: they single nothing out."""


_ASKING = frozenset({"How", "What", "Why", "Who", "When", "Where", "Which", "Whether"})


def names_in(question: str) -> list[str]:
    """What a question names, in order: runs of capitalised words, and years. The first word counts only with another;
    a word in capitals for emphasis ("NOT", "ALL") is no name, and nothing is in a question written like a headline."""
    found: list[str] = []
    if _is_headline(question):
        return found
    for match in _NAME.finditer(question):
        words = match[0].split()
        if match.start() == 0 or question[: match.start()].rstrip().endswith((".", "?", "!", ":")):
            words = words[1:]  # an opening word is capitalised whatever it is
        words = [_POSSESSIVE.sub("", word) for word in words]
        words = [word for word in words if word not in GENERAL and not (word.isupper() and word.lower() in QUESTION_WORDS)]
        while words and (words[0] in _JOINED or words[0] in _ASKING):
            words = words[1:]
        if words and not re.match(r"\w-", words[0]):  # "A-level" names nobody
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _is_headline(question: str) -> bool:
    """True for a whole question of which every longer word is capitalised: "Should NHS Managers be Regulated?", but not "Who is
    Dido Harding?", nor where a verb is small."""
    longer = [word for word in re.findall(r"[^\W\d_]{4,}", question)[1:] if not word.isupper()]
    worded = len(longer) > 3 or any(word.endswith(("ed", "ing")) for word in longer)
    whole = question.rstrip().endswith("?") and worded and all(word[0].isupper() for word in longer)
    return whole and not re.match(r"(?i:who|what) (?:is|was|are|were)\b|.*\b(?:say|said|think|want|do|argue)\?$", question)


def mentions(name: str, text: str) -> bool:
    """True if every word of `name` stands in the text, or one is the other's initials: "EDI" for "equality, diversity and
    inclusion", "Royal College of Nursing" for "RCN".

    A name is matched whole and with its capitals: "Monitor" is not in "monitoring", "Rose" not in "costs rose". Offices,
    plurals ("Managers"), words in capitals for emphasis ("ACUTE") and whole runs ("Proper Person Test") may be small.
    """
    return len(words_mentioned(name, text)) == len(_parts(name)) or _by_initials(name, text)


def words_mentioned(name: str, text: str) -> list[str]:
    """The words of a name that stand in a text."""
    parts, there = _parts(name), _forms(text)
    if len(parts) > 1 and name.lower() in text.lower():
        return parts
    return [
        word
        for word in parts
        if word in there
        or (_may_be_small(word) and word.lower() in there)
        or (len(parts) > 1 and word == parts[0] and other_first_names(word) & there)
    ]


def named_alone(question: str) -> tuple[str, ...]:
    """The names of a question that asks for nothing but them ("Who is Ann Able?", "What did Able and the Fund say?")."""
    names = tuple(name for name in names_in(question) if not name[0].isdigit())
    if not names or len(names) < len(names_in(question)):
        return ()
    rest = set(content_terms(question)) - set(index_terms(" ".join(names))) - _OF_ANYBODY
    return () if rest else names


def said_of(question: str, names: Sequence[str]) -> bool:
    """True if it is asked what some of the names said, or think, of one other."""
    found = _SAID_OF.search(question)
    of_whom = [name for name in names if found and names_whole(name, found["rest"])]
    return len(of_whom) == 1 < len(names)


def names_whole(name: str, text: str) -> bool:
    """True if a name stands in a text as it is written, its words together, or by its initials."""
    first, *others = name.split()
    called = "|".join(map(re.escape, [first, *(sorted(other_first_names(first)) if others else [])]))
    words = r"(?:[’']s?)? ".join([f"(?:{called})", *map(re.escape, others)])
    return bool(re.search(rf"(?<!\w){words}(?!\w)", text)) or _by_initials(name, text)


def longer_names(names: Collection[str], known: Collection[str]) -> list[str]:
    """Those of `known` that merely end in one of `names`: who asks for Monitor does not mean the magazine Tech Monitor."""
    parted = [(other, [word for word in other.split() if word not in GENERAL]) for other in known]
    return [other for other, parts in parted if parts and parts[0] not in _LEADS and any(n in parts[1:] for n in names)]


def _parts(name: str) -> list[str]:
    return [word for word in name.split() if word not in _JOINED]


def _may_be_small(word: str) -> bool:
    return word in _OFFICES or (len(word) >= EMPHASIS and (word.isupper() or word.endswith("s")))


@lru_cache(maxsize=20_000)
def _forms(text: str) -> frozenset[str]:
    """The words of a text as they are written, with and without a possessive ending, joined and apart."""
    joined = {_POSSESSIVE.sub("", word) for word in _TOKEN.findall(text)}
    return frozenset(joined | {part for word in joined for part in re.findall(r"\w+", word)})


def _by_initials(name: str, text: str) -> bool:
    if re.fullmatch(r"[A-Z]{2,6}", name):
        return bool(_spelled_out(name).search(text))
    letters = "".join(word[0] for word in _parts(name))
    return len(letters) > 1 and letters.isupper() and letters in _forms(text)


_NO_SMALL = r"(?!(?:an?|and|as|at|by|for|from|if|in|is|its?|of|on|or|the|to|was|with)\b)"


@lru_cache(maxsize=1_000)
def _spelled_out(acronym: str) -> re.Pattern[str]:
    """Words with the initials of an acronym, in order, small words and commas between them."""
    return re.compile(rf"\b{_NO_SMALL}" + rf"\w+[ ,-]+(?:(?:and|of|for|the|in) )*{_NO_SMALL}".join(acronym) + r"\w+", re.I)


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
