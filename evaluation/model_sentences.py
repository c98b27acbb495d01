"""`python -m evaluation.model_sentences FILE …`: the verdicts on sentences that models wrote about bundled passages.

A file of `data/model_sentences` holds one sentence a line with its article, the passage it retells, whether the passage
supports it, the fault if not, and who wrote it; labels were given before any verdict. Each sentence goes the way of an
answer's: attributed over all sentences of its article, then checked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from core.console import note, quiet_libraries
from core.errors import DebatesError, InputError
from core.settings import Settings
from core.types import Sentence
from evaluation.errors import Bench, Outcome, bench_for, write
from evaluation.support_pairs import HEADER, line


class ModelSentence(BaseModel):
    """One labelled sentence. `passage` stands in the article as it is; `fault` says what is wrong with a false one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: str
    passage: str
    sentence: str
    supported: bool
    writer: Literal["SmolLM2-135M", "larger model"]
    fault: str | None = None


def read(path: Path) -> list[ModelSentence]:
    """The sentences of a file. Raises `InputError` if it cannot be read or a line is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [ModelSentence.model_validate_json(text) for text in lines if text]
    except (OSError, ValueError) as error:
        raise InputError(f"{path} does not hold labelled sentences ({str(error).splitlines()[0]}).") from error


def outcomes(bench: Bench, rows: Sequence[ModelSentence]) -> list[Outcome]:
    """What the checks say of each; the kind of an outcome is its fault, or `supported`."""
    return [Outcome(row.fault or "supported", row.passage, bench.check(row.sentence, [row.article])) for row in rows]


def table(name: str, rows: Sequence[ModelSentence], checked: Sequence[Sentence]) -> str:
    """All sentences of a file, then those of each writer."""
    lines = [line(name, checked, [row.supported for row in rows])]
    for writer in sorted({row.writer for row in rows}):
        own = [at for at, row in enumerate(rows) if row.writer == writer]
        lines.append(line(f"{name}, {writer}", [checked[at] for at in own], [rows[at].supported for at in own]))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.model_sentences", description="Verdicts on models' sentences.")
    p.add_argument("file", type=Path, nargs="+", help="labelled sentences about the bundled articles")
    p.add_argument("--out", type=Path, help="file for the verdicts, one a line, to be read")
    options = p.parse_args(arguments)
    quiet_libraries()
    try:
        files = {path.stem: read(path) for path in options.file}
        bench = bench_for(Settings())
    except DebatesError as error:
        note(error.user_message)
        return 2
    print(HEADER)
    found: list[Outcome] = []
    for name, rows in files.items():
        own = outcomes(bench, rows)
        print(table(name, rows, [outcome.checked for outcome in own]), flush=True)
        found += own
    if options.out:
        write(found, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
