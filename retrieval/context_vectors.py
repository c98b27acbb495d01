"""Vectors of the single words of a text, each in its context, from the pass that also gives the text its own; kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from core.terms import word_spans
from core.text import Span
from retrieval.embeddings import Vectors

MOST_KEPT = 2_000  # texts, about 50 kB each


class Encoder(Protocol):
    """What gives vectors to texts and to their parts in one pass."""

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Worded:
    """A text's vector, shape `(dim,)`, and those of its words, shape `(words, dim)`; zeros beyond the model's window."""

    whole: Vectors
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    rows: Vectors


class ContextVectors:
    """A cache before an encoder, the texts used longest ago dropped first. Safe for several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._kept: OrderedDict[str, Worded] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> list[Worded]:
        """The vectors of each text; those not kept are encoded together."""
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._kept]
            found = {text: self._kept[text] for text in texts if text in self._kept}
        if missing:
            spans = [[(start, end) for _, start, end in word_spans(text)] for text in missing]
            wholes, parts = self.encoder.encode_with_spans(missing, spans)
            for text, own, whole, rows in zip(missing, spans, wholes, parts, strict=True):
                found[text] = Worded(whole, tuple(own), tuple(word for word, _, _ in word_spans(text)), rows)
        with self._lock:
            for text, worded in found.items():
                self._kept[text] = worded
                self._kept.move_to_end(text)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return [found[text] for text in texts]
