"""A model's text, as it streams → sentences with the numbers of the notes they name.

Works character by character, so that the sentences do not depend on where the stream was cut. Markers (`[1]`, `[2, 3]`) leave
the text and are kept as hints; reasoning (`<think>…</think>`), tags and Markdown leave it altogether. Knows nothing of truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.text import fold_space, sentence_spans, without_hidden

LONGEST_HELD = 40  # characters of an unfinished marker or tag that are held back; a longer one is text
LONGEST_SENTENCE = 1_000  # characters; what runs on is cut off there and will fail its checks

_MARK = "\x00"  # stands in the text where a marker was, until the sentence is whole
_CLOSING = {"[": "]", "【": "】", "<": ">"}
_MARKER = re.compile(r"[\[【]\s*(?:\^|notes?\s*|sources?\s*)?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*(?:†[^\]】]*)?[\]】]", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\|[^<>]*\|>|<!--[^<>]*-->")
_TAG_BEGUN = re.compile(r"<(?:[/!|]|/?[A-Za-z!|][^<>]*)?")
_MARKER_BEGUN = re.compile(r"[\[【][\s\d,;–^†A-Za-z:-]*")
_REASONING = re.compile(r"<(/?)(think|thinking|reasoning|thought|reflection)\b", re.I)
_LIST_ITEM = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)]|#{1,6}|>)\s+")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+|~~")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ACCORDING = re.compile(
    rf"^(?:according to|as (?:stated|noted|said|mentioned) in|in|from)\s+(?:notes?\s*)?{_MARK}[\s{_MARK}]*,?\s*", re.I
)
_STRAY_TAG = re.compile(r"[<>](?!\s*[\d£$€])")  # a comparison with a figure stays
_SPACE_BEFORE = re.compile(r"\s+([,.;:!?])")
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as the model wrote it, without markers; `hints` are the numbers it gave, in order."""

    text: str
    hints: tuple[int, ...]


class SentenceSplitter:
    """Feed it pieces; it gives back each sentence once it is certain where it ends."""

    def __init__(self) -> None:
        self._line = ""
        self._held = ""
        self._hints: list[tuple[int, tuple[int, ...]]] = []
        self._reasoning: str | None = None

    def feed(self, piece: str) -> Iterator[Written]:
        """Sentences that `piece` completes, in order."""
        for character in piece:
            yield from self._take(character)

    def finish(self, *, complete: bool) -> Iterator[Written]:
        """What is left at the end. A model that was cut off (`complete` false) did not finish its last sentence."""
        held, self._held = self._held, ""
        if self._reasoning is None and held.startswith("<") and not _TAG_BEGUN.fullmatch(held):
            self._line += held
        yield from self._line_done(complete=complete)

    def _take(self, character: str) -> Iterator[Written]:
        if self._reasoning is not None:
            self._skip_reasoning(character)
            return
        if self._held:
            self._held += character
            if character == _CLOSING[self._held[0]]:
                self._closed()
            elif not self._may_go_on():
                held, self._held = self._held, ""
                for released in held[:1]:
                    yield from self._append(released)
                for released in held[1:]:
                    yield from self._take(released)
            return
        if character in _CLOSING:
            self._held = character
            return
        yield from self._append(character)

    def _may_go_on(self) -> bool:
        """True if what is held back may still become a marker or a tag."""
        begun = _TAG_BEGUN if self._held[0] == "<" else _MARKER_BEGUN
        return len(self._held) <= LONGEST_HELD and bool(begun.fullmatch(self._held))

    def _closed(self) -> None:
        held, self._held = self._held, ""
        if marker := _MARKER.fullmatch(held):
            self._hints.append((len(self._line), _numbers(marker[1])))
            self._line += _MARK
        elif reasoning := _REASONING.match(held):
            if reasoning[1]:  # some templates open the reasoning themselves: all so far was reasoning
                self._line, self._hints = "", []
            else:
                self._reasoning = ""
        elif not _TAG.fullmatch(held):
            self._line += held

    def _skip_reasoning(self, character: str) -> None:
        self._reasoning = ((self._reasoning or "") + character)[-LONGEST_HELD:]
        if character == ">" and re.search(r"</(think|thinking|reasoning|thought|reflection)\s*>$", self._reasoning, re.I):
            self._reasoning = None

    def _append(self, character: str) -> Iterator[Written]:
        if character in "\r\n":
            yield from self._line_done(complete=True)
            return
        begins = not character.isspace() and self._line[-1:] in (" ", "\t", _MARK)
        self._line += character
        if len(self._line) > LONGEST_SENTENCE:
            yield from self._line_done(complete=True)
        elif begins and _ENDS.search(self._line[:-1].rstrip(f" \t{_MARK}")):
            yield from self._whole_sentences()

    def _whole_sentences(self) -> Iterator[Written]:
        """All sentences of the line but the last, which may go on."""
        lead = len(self._line) - len(_LIST_ITEM.sub("", self._line, count=1))
        spans = sentence_spans(self._line[lead:].replace(_MARK, " "))
        if len(spans) < 2:
            return
        start = lead + spans[-1][0]
        for left, right in pairwise(spans):
            yield from self._written(lead + left[0], lead + right[0])
        self._hints = [(at - start, numbers) for at, numbers in self._hints if at >= start]
        self._line = self._line[start:]

    def _line_done(self, *, complete: bool) -> Iterator[Written]:
        lead = len(self._line) - len(_LIST_ITEM.sub("", self._line, count=1))
        spans = sentence_spans(self._line[lead:].replace(_MARK, " "))
        ends = [*(lead + start for start, _ in spans[1:]), len(self._line)][: len(spans)]
        for (start, _), end in zip(spans, ends, strict=True):
            if complete or end < len(self._line) or _ENDS.search(self._line.rstrip(f" \t{_MARK}")):
                yield from self._written(lead + start, end)
        self._line, self._hints = "", []

    def _written(self, start: int, end: int) -> Iterator[Written]:
        text = _ACCORDING.sub("", self._line[start:end]).replace(_MARK, " ")
        text = _STRAY_TAG.sub("", _EMPHASIS.sub("", _LINK.sub(r"\1", text)))
        if text.count("[") != text.count("]"):
            text = text.replace("[", "").replace("]", "")
        text = _SPACE_BEFORE.sub(r"\1", fold_space(without_hidden(text)))
        if not any(character.isalnum() for character in text) or text.endswith(":"):
            return  # an ornament, or a line that only announces a list: no claim
        text = text[0].upper() + text[1:]
        hints = [number for at, numbers in self._hints if start <= at <= end for number in numbers]
        yield Written(text, tuple(dict.fromkeys(hints)))


def _numbers(listed: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", listed))
