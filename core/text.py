"""Pure helpers on strings: sentences, white space, what a character is. Offsets are code points."""

from __future__ import annotations

import re
import unicodedata

Span = tuple[int, int]

_SPACE = re.compile(r"\s+")
_COUNTING = re.compile(r"\b(approx|circa|ca|c|nos?|pp?|vols?|figs?|est|paras?|cm)\.$", re.I)
_ORNAMENT = re.compile(r"[^\w\s.!?…,;:%/&’'-]|(?<!\w)['’]|['’](?!\w)")
_LONGEST = 80  # words; no honest sentence of a prose text is much longer
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"})


def sentence_spans(text: str) -> list[Span]:
    """Sentences of `text` as trimmed half-open spans, in order; a blank line always ends one.

    The boundaries are sentencex's (rules, several abbreviations lists), save that an abbreviation of a number word
    (`approx. 2%`) ends none; it is loaded on first use. It holds together what stands between paired signs (brackets,
    quotation marks, `<` and `>`), and where they do not pair it takes whole pages for one stretch: a text with an absurdly
    long sentence is therefore split again with all such signs blanked out.
    """
    spans = _bounded(text, text)
    if any(len(text[start:end].split()) > _LONGEST for start, end in spans):
        return _bounded(text, _ORNAMENT.sub(" ", text))
    return spans


def _bounded(text: str, seen: str) -> list[Span]:
    """Sentences of `text` where sentencex finds them in `seen`, which is as long."""
    from sentencex import get_sentence_boundaries

    spans: list[Span] = []
    at = 0
    for boundary in get_sentence_boundaries("en", seen):
        size = len(boundary["text"])
        at = max(at, seen.find(boundary["text"], at))  # in long texts a blank line may be in no piece
        piece = text[at : at + size]
        left = at + len(piece) - len(piece.lstrip())
        right = at + len(piece.rstrip())
        at += size
        if right <= left:
            continue
        before = spans[-1] if spans else (0, 0)
        if _COUNTING.search(text[before[0] : before[1]]) and text[left].isdigit() and "\n" not in text[before[1] : left]:
            spans[-1] = (before[0], right)
        else:
            spans.append((left, right))
    return spans


def fold(text: str) -> str:
    """`text` with runs of white space as one space and typographic quotation marks as typewriter ones."""
    return _SPACE.sub(" ", text.translate(_QUOTES)).strip()


def without_hidden(text: str) -> str:
    """`text` without control and format characters (zero-width, bidirectional marks, soft hyphens); line ends and
    tabs stay. Line ends become `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = [c for c in set(text) - {"\n", "\t"} if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")]
    return text.translate(dict.fromkeys(map(ord, hidden))) if hidden else text


def fold_space(text: str) -> str:
    """`text` with runs of white space as one space, ends trimmed."""
    return _SPACE.sub(" ", text).strip()
