"""Comparing texts: normalised matches, token overlap, numbers. Pure."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from core.terms import STOPWORDS, index_terms, words

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’–—…£€", " "))


def normalise(text: str) -> str:
    """Lower case, without punctuation, articles and extra white space (SQuAD's normalisation, as ALCE uses it)."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def contains(text: str, wanted: str) -> bool:
    """True if the normalised `wanted` stands in the normalised `text` as whole words."""
    needle = normalise(wanted)
    return bool(needle) and f" {needle} " in f" {normalise(text)} "


def contains_any(text: str, wanted: Iterable[str]) -> bool:
    return any(contains(text, one) for one in wanted)


def numbers(text: str) -> set[str]:
    """Numbers as written, thousands commas removed."""
    return {match.replace(",", "").rstrip(".") for match in _NUMBER.findall(text)}


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
    total = sum(idf(term) for term in wanted)
    return sum(idf(term) for term in wanted & set(index_terms(answer))) / total if total else 0.0


def idf_of(texts: Sequence[str]) -> Callable[[str], float]:
    """ln(1 + N / df) over `texts`; a term that stands nowhere counts as df = ½."""
    frequency = Counter(term for text in texts for term in set(index_terms(text)))
    return lambda term: math.log(1 + len(texts) / (frequency[term] or 0.5))


def word_share(evidence: str, text: str) -> float:
    """Share of the evidence's words, with repetitions, that stand in the text."""
    wanted, there = Counter(normalise(evidence).split()), Counter(normalise(text).split())
    return sum((wanted & there).values()) / sum(wanted.values()) if wanted else 0.0
