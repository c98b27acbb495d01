"""Does a draft meet the question at all? Names, years and figures that it asks about must be among what is shown. Pure.

Likeness alone cannot tell: "How many managers does NHS Scotland employ?" is like every passage on the managers of England.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from answering.questions import QuestionKind
from core.passages import byline
from core.terms import index_terms
from core.types import Article, Chunk

MISSING_SHARE = 0.5  # share of the question's names that may be missing before there is no answer
FIGURE_TERMS = 0.5  # share of the question's content terms, by rarity, that a sentence with the figure must hold

_WORD = r"[A-Z][\w’'-]*"
_NAME = re.compile(rf"\b{_WORD}(?: (?:(?:of|for|the|de|von) )*{_WORD})*|\b(?:19|20)\d\d\b")
_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|third|quarter|hundred|thousand|million)s?\b", re.I
)
_GENERAL_TEXT = """
NHS I England English UK Britain British Health Service National January February March April May June July August September
October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Saturdays Sundays
"""
_TITLES = frozenset(["Dr", "Sir", "Lord", "Lady", "Baroness", "Dame", "Mr", "Mrs", "Ms", "Prof", "Professor"])
GENERAL = frozenset(_GENERAL_TEXT.split()) | _TITLES
"""Names of the whole subject or of the calendar, and titles of persons: they single nothing out."""


def names_in(question: str) -> list[str]:
    """What a question names, in order: runs of capitalised words, and years. The first word counts only with another."""
    found: list[str] = []
    for match in _NAME.finditer(question):
        words = match[0].split()
        if match.start() == 0 or question[: match.start()].rstrip().endswith((".", "?", "!", ":")):
            words = words[1:]  # an opening word is capitalised whatever it is
        words = [re.sub(r"[’']s?$", "", word) for word in words if re.sub(r"[’']s?$", "", word) not in GENERAL]
        while words and words[0] in ("of", "for", "the", "de", "von"):
            words = words[1:]
        if words and not re.match(r"\w-", words[0]):  # "A-level" names nobody
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def context(article: Article, chunk: Chunk, text: str, source_keys: Sequence[str]) -> str:
    """A sentence with what stands above and behind it: headings, title, byline, and the originals of a briefing."""
    originals = [f"{byline(source)} {source.title}" for source in article.sources if source.key in source_keys]
    return " ".join([text, *chunk.heading_path, article.title, byline(article), *originals])


def missing_names(question: str, shown: str) -> list[str]:
    """Names of the question of which `shown` (sentences with their headings, titles and bylines) lacks a part."""
    there = set(index_terms(shown))
    return [name for name in names_in(question) if not set(index_terms(name)) <= there]


def is_sufficient(
    question: str, kind: QuestionKind, sentences: Sequence[str], missing: Sequence[str], weights: Mapping[str, float]
) -> bool:
    """False if too much of what the question names is missing, or no sentence gives the figure it asks for.

    `sentences` come with their headings, titles and bylines; `weights` are the rarities of the question's content terms.
    """
    names = names_in(question)
    if names and len(missing) / len(names) > MISSING_SHARE:
        return False
    return kind != "figure" or any(_gives_figure(sentence, weights) for sentence in sentences)


def _gives_figure(sentence: str, weights: Mapping[str, float]) -> bool:
    if not _NUMBER.search(sentence):
        return False
    present = set(index_terms(sentence))
    total = sum(weights.values())
    return not total or sum(weight for term, weight in weights.items() if term in present) / total >= FIGURE_TERMS
