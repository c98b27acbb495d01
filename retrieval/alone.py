"""Questions that ask for nothing but a name or the meaning of a term, and the passages that hold it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.definitions import asked_term, asked_terms, asked_who, asks_how_many, defines, holds
from core.names import named_alone, names_whole
from core.terms import content_terms, index_terms
from core.types import RetrievedChunk
from retrieval.origins import Mask

MOST_BARE = 3  # words of a term that stands for a whole question; more are rather words to search for


@dataclass(frozen=True, slots=True)
class Alone:
    """What is asked for: any of some names, or a term. Such a question is like no passage, so it is found by its words.
    `more` as in `core.definitions.Term`; `words` are stems that a passage must all have."""

    names: tuple[str, ...] = ()
    term: str = ""
    more: bool = False
    words: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return " or ".join(self.names) or self.term or " and ".join(sorted(self.words))

    @property
    def single(self) -> bool:
        """True for a common word: that a passage holds it says little."""
        return not self.names and self.term.islower() and len(self.term.split()) == 1

    def held(self, text: str) -> bool:
        """True if a text holds it."""
        if self.words:
            return self.words <= set(index_terms(text))
        return any(names_whole(name, text) for name in self.names) or bool(self.term and holds(self.term, text))

    def explained(self, hit: RetrievedChunk) -> bool:
        """True if a sentence of a passage says what the term is."""
        chunk = hit.chunk
        texts = (chunk.text[start - chunk.start : end - chunk.start] for start, end in chunk.sentences)
        return bool(self.term) and any(defines(self.term, text) for text in texts)

    def first(self, ranking: Sequence[RetrievedChunk]) -> list[RetrievedChunk]:
        """The ranking with the passages first that say what the term is."""
        return sorted(ranking, key=lambda hit: not self.explained(hit)) if self.term else list(ranking)


def found_alone(
    question: str, ranking: Sequence[RetrievedChunk], read: Callable[[RetrievedChunk], str], weak: bool = False
) -> Alone | None:
    """What a question asks for alone: a name, unless no passage holds it and it may be a term written like one ("Quango"); or a
    term that passages explain or, as it is no common word, hold; or, where the evidence is `weak`, a few bare words that one
    passage holds ("East Kent maternity"). `read` gives a passage with what stands above it."""
    named, term = Alone(named_alone(question)), asked_term(question)
    if named.names and (term is None or any(named.held(read(hit)) for hit in ranking)):
        return named
    if term is None:
        return None
    alone = Alone(term=term.text, more=term.more)
    held = [hit for hit in ranking if alone.held(read(hit))]
    known = any(map(alone.explained, held)) or (held and not alone.single and not alone.more)
    if known or named.names:
        return alone if known else named
    words = frozenset(content_terms(question))
    together = Alone(words=words)
    return together if weak and term.bare and len(words) > 1 and any(together.held(read(hit)) for hit in ranking) else None


def within_reach(question: str, allowed: Mask | None, glossary: Mask | None) -> Mask | None:
    """Which passages a question may be answered from: those of a glossary only if it asks after a term. `allowed` is `None` for
    all of them, `glossary` for none."""
    terms = [term for term in asked_terms(question) if not term.bare or len(term.text.split()) <= MOST_BARE]
    if glossary is None or terms or asks_how_many(question) or (named_alone(question) and asked_who(question)):
        return allowed
    return ~glossary if allowed is None else allowed & ~glossary
