"""What a quotation gives as asked, meant or holding on a condition is not told as done or as holding. Pure.

"Ministers approved the plan" does not follow from "ministers were asked to approve it", nor "unions strike" from "unions
threatened to strike", nor "waits will lengthen" from "if posts are cut, waits will lengthen".
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.checks.lexicon import lexicon
from answering.checks.words import Word, words_of

LEAST_SHARED = 2  # words of weight that a sentence has of what holds on a condition
NEAREST = 3  # words of weight after "if" that tell the condition
CLAUSE = frozenset(".;:!?,()—–\n")
_BEFORE_MEANT = frozenset({"to", "would", "should", "could", "must", "will"})
_ON_CONDITION = frozenset({"if", "unless", "without", "provided"})
_OUTCOMES = frozenset({"will", "would", "shall", "could", "can", "may", "might"})
_MEANS_TEXT = """
plan plans planned planning threaten threatens threatened threatening want wants wanted try tries tried trying seek seeks
sought intend intends intended promise promises promised pledge pledges pledged vow vows vowed attempt attempts attempted hope
hopes hoped aim aims aimed ask asks asked urge urges urged offer offers offered
"""
_MEANS = frozenset(_MEANS_TEXT.split())
_ACCUSES = frozenset({"accused", "suspected", "cleared", "charged"})
_LEADS = {(word, "to") for word in _MEANS} | {(word, by) for word in _ACCUSES for by in ("of", "with")}


def conditions_hold(text: str, quotes: Sequence[str]) -> bool:
    """True if nothing is told without the condition, the wish or the question that a quotation puts before it."""
    ours, theirs = words_of(text), [words_of(quote) for quote in quotes]
    together = [word for quote in theirs for word in quote]
    if _condition_dropped(ours, together) or _done(ours, together) or _begun(ours, together):
        return False
    return not theirs or not all(_holds_only_if(ours, quote) for quote in theirs)


def _condition_dropped(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if all we share with a quotation stands after its "if", "whether" or "claims that", and we have none.

    What it leaves open with "whether" may be no part of what we say at all.
    """
    lex = lexicon()
    opening = lex.conditions | lex.claims_that
    if any(word.text in opening for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    for at, word in enumerate(theirs):
        clause = word.text in lex.claims_that and at + 1 < len(theirs) and theirs[at + 1].text == "that"
        if word.text not in lex.conditions and not clause:
            continue
        end = next((n for n in range(at + 1, len(theirs)) if theirs[n].text in CLAUSE), len(theirs))
        shared = [n for n, other in enumerate(theirs) if other.content and other.stem in own]
        if len(shared) > 1 and all(at < n < end for n in shared):
            return True
        open_words = {theirs[n].stem for n in shared if at < n < end}
        if word.text == "whether" and open_words - {theirs[n].stem for n in shared if not at < n < end} == open_words != set():
            return True
    return False


def _holds_only_if(ours: Sequence[Word], quote: Sequence[Word]) -> bool:
    """True if we say what will be, and nothing of the condition on which the quotation says it."""
    if any(word.text in _ON_CONDITION for word in ours) or not any(word.text in _OUTCOMES for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    for at, word in enumerate(quote):
        if word.text not in _ON_CONDITION:
            continue
        end = next((n for n in range(at + 1, len(quote)) if quote[n].text in CLAUSE), len(quote))
        told = any(other.text in _OUTCOMES for other in quote[at + 1 : end])  # no comma divides the two
        condition = [other.stem for other in quote[at + 1 : end] if other.content][: 1 if told else NEAREST]
        outcome = {other.stem for other in quote if other.sentence == word.sentence and other.content} - set(condition)
        if condition and not own & set(condition) and len(own & outcome) >= LEAST_SHARED:
            return True
    return False


def _done(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if we tell as done what the quotations only tell as asked or meant: "approved" for "was asked to approve"."""
    for at, word in enumerate(ours):
        if word.content and word.text.endswith("ed") and not _is_meant(ours, at):
            same = [n for n, other in enumerate(theirs) if other.stem == word.stem]
            if same and all(_is_meant(theirs, n) for n in same):
                return True
    return False


def _begun(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "ministers bar managers" where the quotations have "ministers plan to bar managers", and for "managers bully"
    where they are accused of bullying; we have no such word."""
    if any(word.text in _MEANS | _ACCUSES for word in ours):
        return False
    for at, word in enumerate(ours):
        if word.content and at and not _is_meant(ours, at):
            same = [n for n, other in enumerate(theirs) if other.stem == word.stem]
            if same and all(n > 1 and (theirs[n - 2].text, theirs[n - 1].text) in _LEADS for n in same):
                return True
    return False


def _is_meant(words: Sequence[Word], at: int) -> bool:
    """True for a verb after "to" or "would", an adverb or "be" between them aside."""
    n = at - 1
    while n > 0 and (words[n].text in ("be", "have", "not") or words[n].text.endswith("ly")):
        n -= 1
    return n >= 0 and words[n].text in _BEFORE_MEANT
