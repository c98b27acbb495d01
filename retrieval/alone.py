"""Questions that ask for nothing but a name or the meaning of a term, and the passages that hold it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.definitions import asked_term, asked_terms, asked_who, asks_how_many, defines, holds
from core.names import named_alone, names_whole
from core.types import RetrievedChunk
from retrieval.origins import Mask


@dataclass(frozen=True, slots=True)
class Alone:
    """What is asked for: any of some names, or a term. Such a question is like no passage, so it is found by its words.
    `more` as in `core.definitions.Term`."""

    names: tuple[str, ...] = ()
    term: str = ""
    more: bool = False

    @property
    def label(self) -> str:
        return " or ".join(self.names) or self.term

    @property
    def single(self) -> bool:
        """True for a common word: that a passage holds it says little."""
        return not self.names and self.term.islower() and len(self.term.split()) == 1

    def held(self, text: str) -> bool:
        """True if a text holds it."""
        return any(names_whole(name, text) for name in self.names) or bool(self.term and holds(self.term, text))

    def explained(self, hit: RetrievedChunk) -> bool:
        """True if a sentence of a passage says what the term is."""
        chunk = hit.chunk
        texts = (chunk.text[start - chunk.start : end - chunk.start] for start, end in chunk.sentences)
        return bool(self.term) and any(defines(self.term, text) for text in texts)

    def first(self, ranking: Sequence[RetrievedChunk]) -> list[RetrievedChunk]:
        """The ranking with the passages first that say what the term is."""
        return sorted(ranking, key=lambda hit: not self.explained(hit)) if self.term else list(ranking)


def found_alone(question: str, ranking: Sequence[RetrievedChunk], read: Callable[[RetrievedChunk], str]) -> Alone | None:
    """What a question asks for alone: a name, unless no passage holds it and it may be a term written like one ("Quango"); or a
    term that passages explain or, as it is no common word, hold. `read` gives a passage with what stands above it."""
    named, term = Alone(named_alone(question)), asked_term(question)
    if named.names and (term is None or any(named.held(read(hit)) for hit in ranking)):
        return named
    if term is None:
        return None
    alone = Alone(term=term.text, more=term.more)
    held = [hit for hit in ranking if alone.held(read(hit))]
    known = any(map(alone.explained, held)) or (held and not alone.single and not alone.more)
    return alone if known else named if named.names else None


def within_reach(question: str, allowed: Mask | None, glossary: Mask | None) -> Mask | None:
    """Which passages a question may be answered from: those of a glossary only if it asks after a term. `allowed` is `None` for
    all of them, `glossary` for none."""
    if glossary is None or asked_terms(question) or asks_how_many(question) or (named_alone(question) and asked_who(question)):
        return allowed
    return ~glossary if allowed is None else allowed & ~glossary
