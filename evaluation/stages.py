"""`python -m evaluation.stages DIR …`: nDCG@10 of every stage of retrieval side by side.

The fused ranking's paired difference to the best of its parts, over the same questions, comes with its interval."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.console import note
from core.errors import DebatesError, InputError
from evaluation.score import PER_QUESTION
from evaluation.stats import paired_difference

METRIC = "ndcg@10"
PARTS = {"dense": "dense.", "BM25": "lexical.", "RRF": "rrf."}  # what the fused ranking has to be at least as good as
TRIAL, OURS = "trial.", "fused."


def stage_row(name: str, rows: Sequence[Mapping[str, float]]) -> str:
    """One line of the table from the metrics of each question. Raises `InputError` if none has gold articles."""
    judged = [row for row in rows if OURS + METRIC in row]
    if not judged:
        raise InputError(f"No question of {name} has gold articles, so no ranking can be judged.")
    values = {
        part: [row[prefix + METRIC] for row in judged] for part, prefix in (*PARTS.items(), ("trial", TRIAL), ("ours", OURS))
    }
    means = {part: sum(column) / len(column) for part, column in values.items()}
    best = max(PARTS, key=lambda part: means[part])
    difference = paired_difference(values["ours"], values[best])
    assert difference is not None
    cells = [name, str(len(judged)), *(f"{mean:.3f}" for mean in means.values())]
    cells.append(f"{difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f}) to {best}")
    return f"| {' | '.join(cells)} |"


def stage_table(folders: Sequence[Path]) -> str:
    """The table over scored runs. Raises `InputError` for a folder that holds none."""
    lines = ["| Run | n | dense | BM25 | RRF | trial | ours | ours − best part, 95 % |", "|---|---|---|---|---|---|---|---|"]
    for folder in folders:
        file = folder / PER_QUESTION
        if not file.is_file():
            raise InputError(f"{folder} is no scored run: it has no {PER_QUESTION}.")
        rows = [json.loads(line)["metrics"] for line in file.read_text(encoding="utf-8").splitlines()]
        lines.append(stage_row(folder.name, rows))
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.stages", description="Compare the stages of retrieval.")
    p.add_argument("dir", type=Path, nargs="+", help="a scored run")
    try:
        print(stage_table(p.parse_args(arguments).dir))
    except DebatesError as error:
        note(error.user_message)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
