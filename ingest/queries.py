"""Predicted queries: questions that people may ask, written beside an article, with the sentences that answer them.

What is asked in other words than the article's is found by its likeness to such a question ("document expansion by query
prediction", Nogueira et al. 2019; here written beforehand). They stand in a file of the article's name with the suffix
`.queries`: a line `? question`, and below it a line `- beginning` for each sentence, the best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    question = ""
    starts: list[int] = []
    for number, line in enumerate(raw.splitlines(), 1):
        mark, _, rest = line.partition(" ")
        if mark == "?" and rest.strip():
            if question:
                yield _query(question, starts, name)
            question, starts = rest.strip(), []
        elif mark == "-" and rest.strip() and question:
            starts.append(_start(rest.strip(), text, f"{name}, line {number}"))
        elif line.strip():
            raise ValueError(f"{name}, line {number}: write '? question', and below it '- beginning of a sentence'")
    if question:
        yield _query(question, starts, name)


def _query(question: str, starts: list[int], name: str) -> PredictedQuery:
    if not starts:
        raise ValueError(f"{name}: no sentence is given for '{question}'")
    return PredictedQuery(question, tuple(starts))


def _start(beginning: str, text: str, where: str) -> int:
    found = [match.start() for match in re.finditer(rf"{_OPENS}{re.escape(beginning)}", text)]
    if len(found) != 1:
        so = "no sentence begins" if not found else f"{len(found)} places begin"
        raise ValueError(f"{where}: {so} with '{beginning}'; copy more of the sentence as it stands now")
    return found[0]
