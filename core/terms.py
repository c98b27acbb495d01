"""Words as the lexical index sees them: lower case, stemmed, without function words. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local
from typing import Any

from core.text import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:[’']\w+)?")
_POSSESSIVE = re.compile(r"[’']s?$|[’'](?=\w)")

_STOPWORDS_TEXT = """
a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to
was will with
"""
STOPWORDS = frozenset(_STOPWORDS_TEXT.split())
"""Function words the index leaves out (Lucene's English list)."""

_QUESTION_WORDS_TEXT = """
what why how who whom whose when where which do does did done has have had can could should would may might must i you
he she we his her its our your my me him them us am were been being about from than so too very just also only any
some more most many much few less least own same other over under again between through during before after above
below up down out off all each both nor while because until against happen happened say says said tell describe
explain give people think mean means make makes made get gets got go goes come comes there's it's really actually ever
there according want wants need needs
"""
QUESTION_WORDS = STOPWORDS | frozenset(_QUESTION_WORDS_TEXT.split())
"""Words of a question that name no subject."""

REMEMBERED = 10_000  # texts whose terms are kept: the sentences near a question are looked at a dozen times
LONGEST = 500  # characters; longer texts are passages and articles, which are looked at once

_thread = local()


def _stemmer() -> Any:
    """One stemmer a thread: PyStemmer's objects are not safe to share."""
    if not hasattr(_thread, "stemmer"):
        from Stemmer import Stemmer

        _thread.stemmer = Stemmer("english")
    return _thread.stemmer


def words(text: str) -> list[str]:
    """Lower-case words and numbers in order; a possessive ending is cut off, a thousands comma too."""
    return [word for match in _WORD.findall(text) if (word := _bare(match.lower()))]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """The same words with the half-open span of code points that each is written in."""
    found = ((_bare(match.group().lower()), match.start(), match.end()) for match in _WORD.finditer(text))
    return [(word, start, end) for word, start, end in found if word]


def _bare(word: str) -> str:
    bare = _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word
    return bare.replace(",", "") if bare[:1].isdigit() else bare


def index_terms(text: str) -> list[str]:
    """Stemmed words for BM25, in order, with repetitions."""
    return list(_stems(text, STOPWORDS))


def _stems(text: str, left_out: frozenset[str]) -> tuple[str, ...]:
    return _remembered(text, left_out) if len(text) <= LONGEST else _stemmed(text, left_out)


def _stemmed(text: str, left_out: frozenset[str]) -> tuple[str, ...]:
    return tuple(_stemmer().stemWords([word for word in words(text) if word not in left_out]))


_remembered = lru_cache(maxsize=REMEMBERED)(_stemmed)


@lru_cache(maxsize=5_000)
def index_terms_at(text: str) -> tuple[tuple[str, Span], ...]:
    """The terms of `index_terms`, each with the half-open code points of its word, a possessive ending included."""
    kept = [(word, (start, end)) for word, start, end in word_spans(text) if word not in STOPWORDS]
    return tuple(zip(_stemmer().stemWords([word for word, _ in kept]), (span for _, span in kept), strict=True))


def content_terms(text: str) -> list[str]:
    """Stemmed words that carry the subject of a question or sentence, in order, without repetitions."""
    return list(dict.fromkeys(_stems(text, QUESTION_WORDS)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One lower-case word, stemmed."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed
