"""Article → chunks: whole sentences packed up to the embedder's token limit, never across a heading or a speaker.

Pure but for the token counter it is given. Invariant: `article.text[c.start:c.end] == c.text`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise

from core.passages import keys_covering, passage_prefix
from core.text import Span, sentence_spans
from core.types import Article, Chunk

TokenCounter = Callable[[Sequence[str]], list[int]]
"""Number of tokens of each text, without the special tokens that open and close an input."""

SPECIAL_TOKENS = 2  # [CLS] and [SEP]
PREFIX_SHARE = 0.35  # a title may take at most this much of the window; longer ones are cut for embedding only


def chunk_article(article: Article, count_tokens: TokenCounter, max_tokens: int) -> list[Chunk]:
    """Chunks in order. Each begins with the last sentence of the one before (same section and speaker) as overlap.

    `max_tokens` is the embedder's window, special tokens included; prefix + chunk never exceed it.
    """
    sections = _sections(article)
    rooms = _rooms(article, dict.fromkeys(section.path for section in sections), count_tokens, max_tokens)
    counted = iter(count_tokens([article.text[a:b] for section in sections for a, b in section.spans]))
    chunks: list[Chunk] = []
    for section in sections:
        room = rooms[section.path]
        sized = [(span, next(counted)) for span in section.spans]
        pieces = _pieces(article.text, sized, count_tokens, room)
        spans, sizes = [span for span, _ in pieces], [size for _, size in pieces]
        for first, last in _packed(sizes, room):
            own = spans[first:last]
            chunks.append(_chunk(article, len(chunks), own, section, sum(sizes[first:last])))
    return chunks


def _rooms(
    article: Article, paths: Iterable[tuple[str, ...]], count_tokens: TokenCounter, max_tokens: int
) -> dict[tuple[str, ...], int]:
    """Tokens that the prefix under each heading path leaves to the text."""
    prefixes = {path: passage_prefix(article, path) for path in paths}
    sizes = dict(zip(prefixes, count_tokens(list(prefixes.values())), strict=True))
    for path, size in sizes.items():
        if size > _prefix_limit(max_tokens):
            sizes[path] = count_tokens([fitted_prefix(article, path, count_tokens, max_tokens)])[0]
    return {path: max_tokens - SPECIAL_TOKENS - size for path, size in sizes.items()}


def _prefix_limit(max_tokens: int) -> int:
    return int(PREFIX_SHARE * max_tokens)


class _Section:
    """Sentences under one heading by one speaker."""

    __slots__ = ("path", "spans", "speaker")

    def __init__(self, path: tuple[str, ...], speaker: str | None, spans: list[Span]) -> None:
        self.path, self.speaker, self.spans = path, speaker, spans


def _sections(article: Article) -> list[_Section]:
    """Stretches between headings and turns, each with its heading path, in order; empty ones are left out."""
    edges = {0, len(article.text)}
    for heading in article.headings:
        edges |= {heading.start, heading.end}
    for turn in article.turns:
        edges |= {turn.start, turn.end}
    own_lines = {heading.start for heading in article.headings}
    sections = []
    for start, end in pairwise(sorted(edges)):
        if start in own_lines:
            continue
        spans = [(start + a, start + b) for a, b in sentence_spans(article.text[start:end])]
        if spans:
            speaker = next((t.speaker for t in article.turns if t.start <= start < t.end), None)
            sections.append(_Section(heading_path(article, start), speaker, spans))
    return sections


def heading_path(article: Article, position: int) -> tuple[str, ...]:
    """Headings above `position`, outermost first. A heading that only repeats the title is left out."""
    path: list[tuple[int, str]] = []
    for heading in article.headings:
        if heading.start >= position:
            break
        path = [(level, text) for level, text in path if level < heading.level]
        path.append((heading.level, heading.text))
    return tuple(text for _, text in path if text != article.title)


def fitted_prefix(article: Article, path: tuple[str, ...], count_tokens: TokenCounter, max_tokens: int) -> str:
    """The prefix, cut at a word so that it leaves most of the window to the text."""
    words = passage_prefix(article, path).split(" ")
    while len(words) > 1 and count_tokens([" ".join(words)])[0] > _prefix_limit(max_tokens):
        words = words[: max(1, int(len(words) * 0.8))]
    prefix = " ".join(words)
    return prefix if not prefix or prefix.endswith("\n") else prefix + "\n"


def _pieces(text: str, sized: Sequence[tuple[Span, int]], count_tokens: TokenCounter, room: int) -> list[tuple[Span, int]]:
    """The sentences with their tokens, any that is longer than the window cut at white space into halves that are not."""
    pieces: list[tuple[Span, int]] = []
    for (start, end), size in sized:
        if size <= room:
            pieces.append(((start, end), size))
            continue
        middle = text.rfind(" ", start + 1, (start + end) // 2)
        middle = middle if middle > start else (start + end) // 2
        halves = [half for half in ((start, middle), (middle + (text[middle] == " "), end)) if half[1] > half[0]]
        sizes = count_tokens([text[a:b] for a, b in halves])
        pieces += _pieces(text, list(zip(halves, sizes, strict=True)), count_tokens, room)
    return pieces


def _packed(sizes: list[int], room: int) -> list[Span]:
    """Index ranges of sentences that fit the window together; from the second on, each repeats one sentence if it fits."""
    ranges: list[Span] = []
    first = 0
    while first < len(sizes):
        start = first
        if ranges and sizes[first - 1] + sizes[first] <= room:
            start = first - 1
        last, total = start, 0
        while last < len(sizes) and (total + sizes[last] <= room or last == start):
            total += sizes[last]
            last += 1
        ranges.append((start, last))
        first = last
    return ranges


def _chunk(article: Article, position: int, spans: list[Span], section: _Section, tokens: int) -> Chunk:
    start, end = spans[0][0], spans[-1][1]
    facts = {
        "article_id": article.article_id,
        "position": position,
        "text": article.text[start:end],
        "heading_path": section.path,
        "start": start,
        "end": end,
        "speaker": section.speaker,
        "source_keys": tuple(dict.fromkeys(keys_covering(article, start, end))),
        "token_count": tokens,
        "sentences": tuple(spans),
    }
    metadata = [article.title, article.publisher, article.kind, article.form, article.published and asdict(article.published)]
    digest = hashlib.sha256(json.dumps([facts, metadata], sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return Chunk(chunk_id=f"{article.article_id}:{position}", content_hash=digest, **facts)  # type: ignore[arg-type]
