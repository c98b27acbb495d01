"""Does a sentence say yes where its quotations say no, or up where they say down? Pure.

Every content word lies on an axis: an opposite of the lexicon on that of its pair, any other on its own; a negation turns
its sign. A word of the sentence is compared with the words of the quotations on the same axis, those in the likest context.
Where a negation may or may not be about a word, both are allowed. What it cannot see: reversal by paraphrase, an opposite
that is not in the lexicon (`wording.py` sees some of those).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answering.checks.lexicon import lexicon
from answering.checks.words import Word, context_of, is_cue, words_of
from core.terms import stem

LEAST_BEHIND = 2  # words shared with what cannot be said
_OPENS = frozenset({"that", "whether", "which", "what", "how", "who", "why", "if"})
_KNOWS_TEXT = "say tell show know known knew knows establish prove determine explain clear evidence sign proof"
_KNOWS = frozenset(_KNOWS_TEXT.split())
_DENIES = frozenset({"deny", "denied", "doubt", "dispute", "disputed", "only", "surprising", "surprise", "wonder"})
_OPEN = frozenset({"unclear", "unknown", "uncertain", "whether"})
MOST_BETWEEN = 6  # words from a negation to the "that" it governs
LEAST_ROOT = 4  # letters after a prefix such as "un-"


@dataclass(frozen=True, slots=True)
class _Signed:
    """A word's place: `signs` are 1, -1 or both."""

    axis: str
    signs: frozenset[int]
    word: str
    context: frozenset[str]


def polarity_holds(text: str, quotes: Sequence[str]) -> bool:
    """False if the sentence reverses its quotations; true where too little is shared to tell."""
    ours = words_of(text)
    theirs = [words_of(quote) for quote in quotes]
    if _negates_alone(ours, theirs) or _sets_against(ours, theirs) or any(_drops_denial(ours, quote) for quote in theirs):
        return False
    known = {word.stem for quote in theirs for word in quote}
    own = {word.stem for word in ours}
    there = [signed for quote in theirs for signed in _signed(quote, own)]
    return all(_agrees(signed, there) for signed in _signed(ours, known))


def _signed(words: Sequence[Word], other_stems: set[str]) -> Iterator[_Signed]:
    lex = lexicon()
    for at, word in enumerate(words):
        placed = lex.axis(word.text)
        pair = lex.pairs.get(word.text, frozenset())
        if placed is None and not pair and not word.content:
            continue
        flip = -1 if word.negated else 1
        context = frozenset(context_of(words, at))
        places = [placed] if placed else []
        places += [("/".join(sorted((word.text, other))), 1 if word.text < other else -1) for other in pair]
        root = _root(word.text, other_stems)
        places.append((root, -1) if root else (word.stem, 1))
        for axis, side in places:
            sign = side * flip
            yield _Signed(axis, frozenset((sign, -sign) if word.reached and not word.negated else (sign,)), word.text, context)


def _root(word: str, other_stems: set[str]) -> str | None:
    """The stem of `safe` for `unsafe` where the other text holds it, but not the whole word."""
    for prefix in lexicon().prefixes:
        bare = word[len(prefix) :].lstrip("-")
        if word.startswith(prefix) and len(bare) >= LEAST_ROOT and stem(bare) in other_stems and stem(word) not in other_stems:
            return stem(bare)
    return None


def _agrees(ours: _Signed, there: Sequence[_Signed]) -> bool:
    """True if one of the likest words on the axis has our sign; words that share no context are not compared."""
    same = [other for other in there if other.axis == ours.axis]
    best = max((len(other.context & ours.context) for other in same), default=0)
    likest = [other for other in same if len(other.context & ours.context) == best]
    return not best or any(other.signs & ours.signs for other in likest)


def _negates_alone(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if we negate what the quotations do not speak of, and they negate nothing at all."""
    known = {word.stem for quote in theirs for word in quote}
    negated = [word for word in ours if word.negated and word.content]
    foreign = [word for word in negated if word.stem not in known and not lexicon().axis(word.text)]
    opposed = any(word.text.startswith(lexicon().prefixes) for quote in theirs for word in quote if len(word.text) > 6)
    return bool(foreign) and not opposed and not any(is_cue(word) for quote in theirs for word in quote)


def _sets_against(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for "…, not the board" where the quotations set nothing against anything."""
    texts = [word.text for word in ours]
    against = any(word == "not" and texts[at - 1] in (",", "and", "but") for at, word in enumerate(texts) if at)
    return against and not any(is_cue(word) or word.text == "rather" for quote in theirs for word in quote)


def _drops_denial(ours: Sequence[Word], quote: Sequence[Word]) -> bool:
    """True if we negate nothing and tell what stands after the quotation's "no evidence that" or "cannot say which"."""
    if any(is_cue(word) or word.text in _OPEN for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    for at, word in enumerate(quote):
        if not is_cue(word):
            continue
        span = range(at + 1, min(len(quote), at + 1 + MOST_BETWEEN))
        that = next((n for n in span if quote[n].text in _OPENS), None)
        if that is None or any(quote[n].text in ",;." or quote[n].text in _DENIES for n in range(at, that)):
            continue
        shared = [n for n, other in enumerate(quote) if other.content and other.stem in own and other.sentence == word.sentence]
        if len(shared) > 1 and min(shared) > that:
            return True
        behind = [n for n in shared if n > that]
        said = any(n in shared for n in range(at + 1, that))
        if quote[that - 1].text in _KNOWS and not said and len(behind) >= LEAST_BEHIND:
            return True
    return False
