"""The checks a sentence must pass before anybody sees it. Fails closed: what cannot be checked is withheld. Pure.

For extracted sentences the check is exact: the sentence is its quotation, and the quotation stands in the stored article
at the offsets it names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.types import Article, Sentence

ArticleById = Callable[[str], Article]
"""Raises `KeyError` for an article that is not stored."""


def verified(sentence: Sentence, article: ArticleById) -> Sentence:
    """The sentence with its verdict: `verbatim` if every check held, else `withheld`."""
    if sentence.citations and all(_stands(sentence, index, article) for index in range(len(sentence.citations))):
        text = sentence.text
        if any(text == citation.quote for citation in sentence.citations):
            return replace(sentence, verdict="verbatim", support=1.0)
    return replace(sentence, verdict="withheld", support=0.0)


def _stands(sentence: Sentence, index: int, article: ArticleById) -> bool:
    """True if a citation's quotation is in its article where it says, and nobody is named as speaking our words."""
    citation = sentence.citations[index]
    try:
        stored = article(citation.article_id)
    except KeyError:
        return False
    if not 0 <= citation.start < citation.end <= len(stored.text):
        return False
    if stored.text[citation.start : citation.end] != citation.quote:
        return False
    return sentence.speaker is None or stored.form == "original"
