"""Predicted queries: questions that people may ask, written beside an article, with the sentences that answer them.

What is asked in other words than the article's is found by its likeness to such a question ("document expansion by query
prediction", Nogueira et al. 2019; here written beforehand). They stand in a file of the article's name with the suffix
`.queries`: a line `? question`, and below it a line `- beginning` for each sentence, the best first. A question that takes for
granted what a sentence denies stands there as `! question`, below it `= question` with its premise put right, and the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.text import without_hidden
from core.types import PredictedQuery

SUFFIX = ".queries"
_OPENS = r"""(?:\A|(?<=\n)|(?<=[.!?…:;”"’')\]]\s))"""  # where a sentence can begin


def read_queries(article: Path, text: str) -> tuple[PredictedQuery, ...]:
    """The queries in the file beside `article`, whose stored text is `text`; none where there is no file.

    Raises `ValueError`, naming file and line, for what is neither a question nor the beginning of one sentence.
    """
    file = article.with_suffix(SUFFIX)
    if not file.is_file():
        return ()
    try:
        raw = without_hidden(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name} is not UTF-8") from error
    return tuple(_queries(raw, text, file.name))


def _queries(raw: str, text: str, name: str) -> Iterator[PredictedQuery]:
    found: _Entry | None = None
    for number, line in enumerate(raw.splitlines(), 1):
        mark, _, rest = line.partition(" ")
        rest = rest.strip()
        if mark in ("?", "!") and rest:
            if found:
                yield found.query(name)
            found = _Entry(rest, mark == "!")
        elif mark == "=" and rest and found and found.false and not found.starts:
            found.righted = rest
        elif mark == "-" and rest and found:
            found.starts.append(_start(rest, text, f"{name}, line {number}"))
        elif line.strip():
            raise ValueError(
                f"{name}, line {number}: write '? question', and below it '- beginning of a sentence'; "
                "or '! question' that takes something false for granted, '= question' put right, and the sentence"
            )
    if found:
        yield found.query(name)


@dataclass(slots=True)
class _Entry:
    """One question as it is read."""

    text: str
    false: bool
    righted: str | None = None
    starts: list[int] = field(default_factory=list)

    def query(self, name: str) -> PredictedQuery:
        if not self.starts:
            raise ValueError(f"{name}: no sentence is given for '{self.text}'")
        if self.false and not self.righted:
            raise ValueError(f"{name}: put '{self.text}' right in a line '= question' below it")
        return PredictedQuery(self.text, tuple(self.starts), self.righted)


def _start(beginning: str, text: str, where: str) -> int:
    found = [match.start() for match in re.finditer(rf"{_OPENS}{re.escape(beginning)}", text)]
    if len(found) != 1:
        so = "no sentence begins" if not found else f"{len(found)} places begin"
        raise ValueError(f"{where}: {so} with '{beginning}'; copy more of the sentence as it stands now")
    return found[0]
