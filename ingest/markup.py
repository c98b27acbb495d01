"""Markdown → plain text with headings, footnote marks and links kept aside. Pure.

Markup characters leave the text; words never change. Raw HTML and images are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.text import fold_space
from core.types import Heading, SourceMark

_MARK = re.compile(r"\[\^([A-Za-z0-9._-]+)\]")
_DEFINITION = re.compile(r"\[\^[A-Za-z0-9._-]+\]:\s*")


@dataclass(slots=True)
class Rendered:
    """Blocks joined by one blank line. Offsets are of `text`."""

    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    marks: list[SourceMark] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def add(self, block: str, level: int | None = None) -> None:
        """Append one block; footnote marks in it become `marks`. `level` makes it a heading."""
        block = fold_space(_DEFINITION.sub("", block) if _DEFINITION.match(block) else block)
        start = len(self.text) + (2 if self.text else 0)
        plain, at = "", 0
        marks = []
        for match in _MARK.finditer(block):
            plain = (plain + block[at : match.start()]).rstrip()
            marks.append(SourceMark(start + len(plain), match[1]))
            at = match.end()
        plain = (plain + block[at:]).rstrip()
        if not plain:
            return
        self.text += ("\n\n" if self.text else "") + plain
        self.marks += marks
        if level is not None:
            self.headings.append(Heading(start, len(self.text), level, plain))


def render_markdown(raw: str) -> Rendered:
    """The text of CommonMark (with tables). List items and table rows become paragraphs of their own."""
    rendered = Rendered()
    tokens = MarkdownIt("commonmark").enable("table").parse(raw)
    row: list[str] | None = None
    level: int | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            rendered.add(" | ".join(row))
            row = None
        elif token.type in ("fence", "code_block"):
            rendered.add(token.content)
        elif token.type == "inline":
            text = _inline(token.children or [], rendered.links)
            if row is not None:
                row.append(text)
            else:
                rendered.add(text, level)
    return rendered


def _inline(children: list[Token], links: list[str]) -> str:
    parts: list[str] = []
    autolink = False
    for child in children:
        if child.type == "link_open":
            links.append(str(child.attrGet("href")))
            autolink = child.markup == "autolink"
        elif child.type == "link_close":
            autolink = False
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline", "text_special") and not autolink:
            parts.append(child.content)
    return "".join(parts)
