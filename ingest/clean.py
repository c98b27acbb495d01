"""Plain text as page extractors leave it → paragraphs. Pure; removes lines and links, never changes a word.

Knows nothing of files, metadata or HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.text import fold, sentence_spans

_LINK = re.compile(r"\s*<((?:https?|mailto):[^<>\s]+)>(\s*)")
_LINK_LINE = re.compile(r"\s*<https?://[^<>\s]+>\s*")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_READ_MORE = re.compile(r"\s*(read|see|find out) more\s*[:.…>»]*\s*|\s*(continue reading|related( articles?)?:?)\s*", re.I)
_INVITATION = re.compile(
    r"(join|follow|subscribe|sign up|register|like us|download our|share (this|on)|to get |for more )\b.{0,200}"
    r"\b(network|twitter|facebook|newsletter|email|e-mail|updates|membership|member|account|app|pieces like this|linkedin)\b"
    r"|(©|copyright |all rights reserved)",
    re.I | re.S,
)
_SENTENCE_END = (".", "!", ".”", '."', "?")
_CLOSING = 4  # paragraphs at the end of a page in which an invitation is looked for
_TEASER_WORDS = 30  # a teaser's headline is no longer than this
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text, paragraphs parted by one blank line; the links that stood in it; what was left out, each with its sort."""

    text: str
    links: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


def clean_plain(raw: str) -> Cleaned:
    """Join wrapped lines, lift inline `<https://…>` links out, drop teasers, pull quotes and closing invitations."""
    kept, dropped = _without_teasers(raw.split("\n"))
    links = [*_links(raw)]
    paragraphs = _paragraphs(_LINK.sub(_close_gap, "\n".join(kept)))
    paragraphs, pulled = _without_pull_quotes(paragraphs)
    paragraphs, invitations = _without_invitations(paragraphs)
    return Cleaned("\n\n".join(paragraphs), tuple(dict.fromkeys(links)), tuple(dropped + pulled + invitations))


def _links(raw: str) -> list[str]:
    return [match[1] for match in _LINK.finditer(raw)]


def _close_gap(match: re.Match[str]) -> str:
    after = match[2]
    if _BLANK.search("\n" + after if after.startswith("\n") and "\n" in after[1:] else after):
        return "\n\n"
    return " " if after else ""


def _without_teasers(lines: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A teaser is a headline, a line `Read more` and perhaps a link line, with or without blank lines around it."""
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    at = 0
    while at < len(lines):
        if not _READ_MORE.fullmatch(lines[at]):
            kept.append(lines[at])
            at += 1
            continue
        headline: list[str] = []
        while kept and kept[-1].strip() and not (headline and kept[-1].rstrip().endswith(_SENTENCE_END)):
            headline.insert(0, kept.pop())
        if _is_headline(" ".join(headline)):
            dropped.append(("teaser", " ".join(" ".join(headline).split())))
        else:
            kept.extend(headline)
        at += 1
        if at < len(lines) and _LINK_LINE.fullmatch(lines[at]):
            at += 1
        kept.append("")
    return kept, dropped


def _is_headline(text: str) -> bool:
    words = _WORD.findall(text)
    return 0 < len(words) <= _TEASER_WORDS and (" | " in text or not text.rstrip().endswith(_SENTENCE_END[:-1]))


def _paragraphs(text: str) -> list[str]:
    blocks = [block for block in _BLANK.split(text.strip()) if block.strip()]
    if len(blocks) == 1 and _one_paragraph_a_line(blocks[0]):
        blocks = [line for line in blocks[0].split("\n") if line.strip()]
    return [_joined(block) for block in blocks]


def _one_paragraph_a_line(block: str) -> bool:
    """True where line ends part paragraphs rather than wrap them: nearly every line ends a sentence."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    return len(lines) > 1 and sum(line.endswith((".", "!", "?", "”", '"', ":")) for line in lines) >= 0.8 * len(lines)


def _joined(block: str) -> str:
    """Wrapped lines as one; a hyphen at a line's end keeps its word whole (`long-` + `term`)."""
    text = re.sub(r"(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z])", "-", block)
    return " ".join(text.split())


def _without_pull_quotes(paragraphs: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A pull quote is a single sentence that stands again, word for word, inside another paragraph."""
    folded = [_words(paragraph) for paragraph in paragraphs]
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    for index, paragraph in enumerate(paragraphs):
        repeated = len(sentence_spans(paragraph)) == 1 and any(
            f" {folded[index]} " in f" {other} "
            for at, other in enumerate(folded)
            if at != index and len(other) > len(folded[index])
        )
        if repeated and len(folded[index].split()) >= 4:
            dropped.append(("pull quote", paragraph))
        else:
            kept.append(paragraph)
    return kept, dropped


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text).lower()))


def _without_invitations(paragraphs: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Only in the closing paragraphs, only short ones, and never the whole text."""
    dropped: list[tuple[str, str]] = []
    kept = list(paragraphs)
    for paragraph in paragraphs[1:][-_CLOSING:]:
        if len(paragraph.split()) <= 70 and _INVITATION.match(paragraph.lstrip("•*–- ")):
            kept.remove(paragraph)
            dropped.append(("invitation", paragraph))
    return kept, dropped
