"""Quotation marks stand only round what somebody wrote: an exact stretch of a quotation. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.text import fold
from core.types import Article

_MARKED = re.compile(r"[\"“„]([^\"“”„]*)[\"”“]")
_SINGLE = re.compile(r"(?<!\w)[‘']([^‘’'\n]{3,}?(?:[’']\w[^‘’'\n]*?)*)[’'](?!\w)")
_BRACKET = re.compile(r"[\[\]]")
_ANY_DOUBLE = re.compile(r"[\"“”„]")


def marks_hold(text: str, quotes: Iterable[tuple[str, Article]]) -> bool:
    """True if every marked stretch stands in a quotation whose words are somebody's own.

    An original's are; of a digest or briefing only those that stand in quotation marks themselves. White space and the
    style of the marks make no difference; a mark without its partner holds nowhere, nor does a square bracket that no
    quotation has: it is left of a marker.
    """
    spans = [match[1] for match in _MARKED.finditer(text)] + [match[1] for match in _SINGLE.finditer(text)]
    if len(_ANY_DOUBLE.findall(_MARKED.sub("", text))):
        return False
    known = list(quotes)
    if not {*_BRACKET.findall(text)} <= {mark for quote, _ in known for mark in _BRACKET.findall(quote)}:
        return False
    return all(any(_stands(fold(span), quote, article) for quote, article in known) for span in spans)


def _stands(words: str, quote: str, article: Article) -> bool:
    if not words:
        return False
    folded = fold(quote)
    if article.form == "original":
        return words.rstrip(".,;:") in folded
    marked = [match[1] for match in _MARKED.finditer(folded)] + [match[1] for match in _SINGLE.finditer(folded)]
    return any(words.rstrip(".,;:") in span for span in marked)
