"""Two scored runs over the same questions: paired differences, and the questions that changed sides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InputError
from evaluation.score import PER_QUESTION
from evaluation.stats import Estimate, mcnemar, paired_difference


@dataclass(frozen=True, slots=True)
class Change:
    """One metric's mean in both runs, the paired difference (second minus first), and McNemar's p where it is yes or no."""

    metric: str
    first: float
    second: float
    difference: Estimate
    p: float | None


def compare(first: Path, second: Path) -> tuple[list[Change], dict[str, list[str]]]:
    """Changes by metric, and ids of questions that `got_right` and `got_wrong`. Raises `InputError`."""
    ours, theirs = rows_of(first), rows_of(second)
    shared = [key for key in ours if key in theirs]
    if not shared:
        raise InputError(f"{first} and {second} have no question in common.")
    names = sorted({name for key in shared for name in ours[key]["metrics"].keys() & theirs[key]["metrics"].keys()})
    changes = []
    for name in names:
        pairs = [
            (ours[key]["metrics"][name], theirs[key]["metrics"][name])
            for key in shared
            if name in ours[key]["metrics"] and name in theirs[key]["metrics"]
        ]
        a, b = [x for x, _ in pairs], [y for _, y in pairs]
        difference = paired_difference(b, a)
        assert difference is not None
        binary = set(a) | set(b) <= {0.0, 1.0}
        p = mcnemar([x == 1.0 for x in b], [x == 1.0 for x in a]) if binary else None
        changes.append(Change(name, sum(a) / len(a), sum(b) / len(b), difference, p))
    sides = {
        "got_right": [key for key in shared if not ours[key]["right"] and theirs[key]["right"]],
        "got_wrong": [key for key in shared if ours[key]["right"] and not theirs[key]["right"]],
    }
    return changes, sides


def rows_of(out: Path) -> dict[str, dict[str, Any]]:
    """Scored questions of a run by id. Raises `InputError` if it was never scored."""
    file = out / PER_QUESTION
    if not file.exists():
        raise InputError(f"{out} holds no scores. Make them with: python -m evaluation score {out}")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def comparison_markdown(first: Path, second: Path, changes: list[Change], sides: dict[str, list[str]]) -> str:
    """The comparison as a table; a difference whose interval leaves out 0 is starred."""
    lines = [
        f"# {first} → {second}",
        "",
        "| Metric | First | Second | Difference (95 %) | n | McNemar p |",
        "|---|---|---|---|---|---|",
    ]
    for change in changes:
        d = change.difference
        star = " *" if d.low > 0 or d.high < 0 else ""
        p = "" if change.p is None else f"{change.p:.3f}"
        lines.append(
            f"| {change.metric} | {change.first:.3f} | {change.second:.3f} | {d.value:+.3f} ({d.low:+.3f} to {d.high:+.3f}){star} | {d.n} | {p} |"
        )
    for side, ids in sides.items():
        lines += ["", f"{side.replace('_', ' ').capitalize()}: {', '.join(ids) or 'none'}"]
    return "\n".join(lines) + "\n"
