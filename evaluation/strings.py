"""Comparing texts: normalised matches, token overlap, numbers. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from core.terms import STOPWORDS, index_terms, words

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PERCENT = re.compile(r"\s*%|\s+per\s+cent\b|\s+percent\b")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_PUNCTUATION = re.compile(r"[^\w\s.]|_|(?<!\d)\.|\.(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_SPAN_OF_YEARS = re.compile(r"\b((?:19|20))(\d\d)[/–—-](\d\d)\b")
_UNITS_TEXT = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
_TENS_TEXT = "thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_UNITS_TEXT.split(), start=2)}
_NUMBER_WORDS |= {word: str(10 * tens) for tens, word in enumerate(_TENS_TEXT.split(), start=3)}


def normalise(text: str) -> str:
    """Lower case, without punctuation, articles and extra white space: SQuAD's normalisation, as ALCE uses it.

    Three changes keep numbers and compounds apart: punctuation becomes a space, not nothing (`top-100` is `top 100`); a
    decimal stays one word, so that `5%` is not found in `3.5%`, and a thousands comma goes; `%` is the word `percent`.
    """
    text = _THOUSANDS.sub("", text.lower())
    text = _PERCENT.sub(" percent", text)
    text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    return " ".join(_ARTICLES.sub(" ", _PUNCTUATION.sub(" ", text)).split())


def contains(text: str, wanted: str) -> bool:
    """True if the normalised `wanted` stands in the normalised `text` as whole words; an empty one stands nowhere."""
    needle = normalise(wanted)
    return bool(needle) and f" {needle} " in f" {normalise(text)} "


def contains_any(text: str, wanted: Iterable[str]) -> bool:
    """True if any of the strings stands in the text."""
    return any(contains(text, one) for one in wanted)


def numbers(text: str) -> set[str]:
    """Numbers of a text as digits: thousands commas removed, `2015/16` as 2015 and 2016, number words from two to ninety."""
    text = _SPAN_OF_YEARS.sub(r"\1\2 \1\3", _THOUSANDS.sub("", text))
    spelled = {_NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _NUMBER_WORDS}
    return set(_NUMBER.findall(text)) | spelled


def token_f1(answer: str, reference: str) -> float:
    """Harmonic mean of precision and recall over words, function words left out (Rajpurkar et al. 2016)."""
    ours = Counter(word for word in words(answer) if word not in STOPWORDS)
    theirs = Counter(word for word in words(reference) if word not in STOPWORDS)
    shared = sum((ours & theirs).values())
    if not shared:
        return 0.0
    precision, recall = shared / sum(ours.values()), shared / sum(theirs.values())
    return 2 * precision * recall / (precision + recall)


def idf_recall(answer: str, reference: str, idf: Callable[[str], float]) -> float:
    """Share of the reference's stemmed terms, weighted by rarity, that stand in the answer."""
    wanted = set(index_terms(reference))
    total = sum(idf(term) for term in sorted(wanted))
    return sum(idf(term) for term in sorted(wanted & set(index_terms(answer)))) / total if total else 0.0


def idf_of(texts: Sequence[str]) -> Callable[[str], float]:
    """ln(1 + N / df) over `texts`; a term that stands nowhere counts as df = ½."""
    frequency = Counter(term for text in texts for term in set(index_terms(text)))
    return lambda term: math.log(1 + len(texts) / (frequency[term] or 0.5))


def word_share(evidence: str, text: str) -> float:
    """Share of the evidence's words, with repetitions, that stand in the text."""
    wanted, there = Counter(normalise(evidence).split()), Counter(normalise(text).split())
    return sum((wanted & there).values()) / sum(wanted.values()) if wanted else 0.0
