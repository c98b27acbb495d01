"""Does a sentence say yes where its quotation says no? Pure, lexical, and independent of the check that withholds sentences.

Negation cues reach five words to the right, up to punctuation or `but` (NegEx: Chapman et al. 2001). A cue counts where it
reaches a word that sentence and quotation share; a word of one side whose opposite stands in the other counts too. An odd
count is a reversal. Of a quotation only the sentences nearest in content are compared. What it cannot see: reversal by
paraphrase, an opposite that is not in the table, doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

from core.terms import QUESTION_WORDS, stem

REACH = 5  # words a cue covers
NEAR = 0.8  # share of the best overlap that a sentence of the quotation needs to be compared
LEAST_SHARED = 2  # content words in common below which there is nothing to compare

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[.;:!?()—–]")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_CUES_TEXT = """
not no non never none nobody nothing neither nor without cannot zero hardly scarcely barely
fail fails failed failing deny denies denied denying refuse refuses refused refusing lack lacks lacked lacking
"""
_CUES = frozenset(_CUES_TEXT.split())
_ENDS = frozenset(".;:!?()—–") | {"but", "however", "although", "though", "while", "whereas", "because"}
_NO_CUE_BEFORE = frozenset({"only", "just", "merely", "least"})
_OPPOSITES = """
increase/decrease rise/fall grow/shrink raise/cut raise/lower expand/cut gain/loss
win/lose support/oppose favour/oppose favour/against accept/reject approve/reject agree/disagree
welcome/criticise praise/criticise
allow/forbid allow/ban allow/prevent permit/prohibit include/exclude encourage/discourage strengthen/weaken strong/weak
improve/worsen improve/deteriorate success/failure better/worse best/worst good/bad high/low higher/lower
more/fewer more/less most/least many/few majority/minority before/after early/late earlier/later
begin/end start/stop open/close appear/disappear above/below possible/impossible likely/unlikely able/unable
effective/ineffective efficient/inefficient necessary/unnecessary fair/unfair safe/unsafe lawful/unlawful legal/illegal
satisfied/dissatisfied happy/unhappy sufficient/insufficient enough/insufficient adequate/inadequate easy/hard easy/difficult
useful/useless trust/distrust public/private voluntary/compulsory optional/mandatory
"""
_IRREGULAR_TEXT = """
rose/rise risen/rise fell/fall fallen/fall grew/grow grown/grow shrank/shrink shrunk/shrink
won/win lost/lose began/begin begun/begin
"""
_IRREGULAR = dict(pair.split("/") for pair in _IRREGULAR_TEXT.split())


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """The table above by stem, both ways. No cue is in it: it would be counted twice."""
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split():
        one, other = (stem(word) for word in pair.split("/"))
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


def same_polarity(sentence: str, quotes: Sequence[str]) -> bool:
    """False if the sentence reverses its quotations; true where too little is shared to tell."""
    theirs = [part for part in chain.from_iterable(_SENTENCE_END.split(quote) for quote in quotes) if part.strip()]
    ours = _terms(_tokens(sentence))
    overlaps = [len(ours & _terms(_tokens(part))) for part in theirs]
    best = max(overlaps, default=0)
    if best < LEAST_SHARED:
        return True
    nearest = [part for part, overlap in zip(theirs, overlaps, strict=True) if overlap >= NEAR * best]
    return any(_reversals(sentence, part) % 2 == 0 for part in nearest)


def _reversals(sentence: str, quote: str) -> int:
    """Negations that reach shared or opposite words, in either text, and pairs of opposites, one in each."""
    ours, theirs = _tokens(sentence), _tokens(quote)
    ours_only, theirs_only = _stems(ours) - _stems(theirs), _stems(theirs) - _stems(ours)
    table = _opposites()
    opposed = {word for word in ours_only if table.get(word, frozenset()) & theirs_only}
    met = (_terms(ours) & _terms(theirs)) | opposed | {word for word in theirs_only if table.get(word, frozenset()) & opposed}
    return len(opposed) + sum(bool(reached & met) for tokens in (ours, theirs) for reached in _reaches(tokens))


def _tokens(text: str) -> list[str]:
    return [token.lower().replace("’", "'") for token in _TOKEN.findall(text)]


def _is_cue(token: str) -> bool:
    return token in _CUES or token.endswith("n't")


def _reaches(tokens: Sequence[str]) -> list[set[str]]:
    """The stemmed content words each cue covers."""
    found = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1 : at + 1 + REACH]
        if not _is_cue(token) or (following and following[0] in _NO_CUE_BEFORE):
            continue
        end = next((n for n, word in enumerate(following) if word in _ENDS), len(following))
        found.append(_terms(following[:end]))
    return found


def _terms(tokens: Sequence[str]) -> set[str]:
    return {_stem(token) for token in tokens if _is_content(token)}


def _is_content(token: str) -> bool:
    return token[0].isalpha() and len(token) > 1 and token not in QUESTION_WORDS and not _is_cue(token)


def _stems(tokens: Sequence[str]) -> set[str]:
    return {_stem(token) for token in tokens if token[0].isalpha()}


def _stem(token: str) -> str:
    return stem(_IRREGULAR.get(token, token))
