"""Words of a sentence with what reaches them: negation, clause, expressions of several words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from answering.checks.lexicon import lexicon
from core.terms import QUESTION_WORDS, stem

REACH = 6  # words that a negation covers (NegEx: Chapman et al. 2001), up to the end of its clause
CONTEXT = 6  # words on either side that tell which of two occurrences is meant

_TOKEN = re.compile(r"[^\W_]+(?:[_'.,-][^\W_]+)*|[.,;:!?()—–\"“”\n]")
_NO_ADVERBS_TEXT = "apply reply supply rely imply comply multiply family assembly monopoly anomaly only early"
_NO_ADVERBS = frozenset(_NO_ADVERBS_TEXT.split())
STOPS = frozenset(".,;:!?()—–\n")  # where a clause ends
_ENDS = STOPS - {","}
_YEARS = re.compile(r"\b((?:19|20)\d\d)[–/](\d\d(?:\d\d)?)\b")  # "1991–92" and "2025/26" are one word, as "1991-92" is


@dataclass(frozen=True, slots=True)
class Word:
    """A word or an expression of several, lower case. `sentence` counts the sentences of the text.

    `negated` is the word that a negation is about; `reached` are all that it may be about.
    """

    text: str
    shown: str
    stem: str
    sentence: int
    content: bool
    negated: bool = False
    reached: bool = False


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order, punctuation and line ends among them."""
    text = _YEARS.sub(r"\1-\2", text.replace("’", "'").replace("n't", " not").replace("_", " "))
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # of the same length
    found: list[Word] = []
    sentence = 0
    for match in _TOKEN.finditer(lexicon().pattern.sub(lambda m: m[0].replace(" ", "_"), low)):
        token = match[0].replace("_", " ")
        word = re.sub(r"'s?$", "", token)
        if word == "may" and text[match.start()] == "M" and found and found[-1].text not in ".?!\n":
            word = "may_month"  # not the hedge
        found.append(Word(word, text[match.start() : match.end()], stem(word), sentence, _is_content(word)))
        sentence += token in ".!?\n"
    return _negated(found)


def _is_content(word: str) -> bool:
    return (
        word[0].isalnum()
        and " " not in word
        and word != "may_month"
        and word not in QUESTION_WORDS
        and word not in lexicon().negations
        and len(word) > 1
    )


def _negated(found: Sequence[Word]) -> tuple[Word, ...]:
    """The same words with what negations say of them; a second negation in reach undoes the first."""
    lex = lexicon()
    strong = [0] * len(found)
    weak = [False] * len(found)
    for at, word in enumerate(found):
        if word.text not in lex.negations or (at + 1 < len(found) and found[at + 1].text in lex.no_negation_before):
            continue
        head = False
        aside = word.text in ("not", "never")  # "did not, however, …"
        for then in range(at + 1, min(len(found), at + 1 + REACH)):
            other = found[then]
            if other.text in _ENDS or other.text in lex.clause_ends or (other.text == "," and not (then == at + 1 and aside)):
                break
            weak[then] = True
            if not head and (other.content or other.text in lex.negations) and not _is_adverb(other.text):
                strong[then] += 1
                head = True
    return tuple(
        Word(w.text, w.shown, w.stem, w.sentence, w.content, strong[at] % 2 == 1, weak[at]) for at, w in enumerate(found)
    )


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _NO_ADVERBS


def context_of(words: Sequence[Word], at: int) -> set[str]:
    """Stems of the content words near one word, in its sentence."""
    near = range(max(0, at - CONTEXT), min(len(words), at + CONTEXT + 1))
    return {words[n].stem for n in near if n != at and words[n].content and words[n].sentence == words[at].sentence}


def is_cue(word: Word) -> bool:
    """True for a word that negates."""
    return word.text in lexicon().negations
