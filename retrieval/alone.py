"""Questions that ask for nothing but a name or the meaning of a term, and the passages that hold it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.definitions import asked_term, defines, holds
from core.names import named_alone, names_whole
from core.types import RetrievedChunk


@dataclass(frozen=True, slots=True)
class Alone:
    """What is asked for: any of some names, or a term. Such a question is like no passage, so it is found by its words."""

    names: tuple[str, ...] = ()
    term: str = ""

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


def asked_alone(question: str) -> Alone | None:
    """What a question asks for alone, if it does."""
    if names := named_alone(question):
        return Alone(names=names)
    term = asked_term(question)
    return Alone(term=term.text) if term else None


def found_alone(question: str, ranking: Sequence[RetrievedChunk], read: Callable[[RetrievedChunk], str]) -> Alone | None:
    """What is asked for alone, if it is a name, or a term that passages explain or, as it is no common word, hold. `read` gives
    a passage with what stands above it."""
    alone = asked_alone(question)
    if alone is None or alone.names:
        return alone
    held = [hit for hit in ranking if alone.held(read(hit))]
    return alone if any(map(alone.explained, held)) or (held and not alone.single) else None
