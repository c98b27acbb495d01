"""Two scored runs over the same questions: paired differences, and the questions that changed sides."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Changes by metric over the `shared` questions, ids of those that failed in one run only, and how many were left out
    because only one run asks them."""

    first: str
    second: str
    shared: int
    left_out: int
    changes: Sequence[Change]
    mended: Sequence[str]
    broken: Sequence[str]


def compare(first: Path, second: Path) -> Comparison:
    """Compare the questions that both runs ask, word for word. Raises `InputError` if there are none."""
    ours, theirs = rows_of(first), rows_of(second)
    shared = [key for key in ours if key in theirs and ours[key]["question"] == theirs[key]["question"]]
    if not shared:
        raise InputError(f"{first} and {second} have no question in common.")
    names = sorted({name for key in shared for name in ours[key]["metrics"].keys() & theirs[key]["metrics"].keys()})
    changes = []
    for name in names:
        both = [key for key in shared if name in ours[key]["metrics"] and name in theirs[key]["metrics"]]
        a, b = ([rows[key]["metrics"][name] for key in both] for rows in (ours, theirs))
        difference = paired_difference(b, a)
        assert difference is not None
        binary = set(a) | set(b) <= {0.0, 1.0}
        p = mcnemar([x == 1.0 for x in b], [x == 1.0 for x in a]) if binary else None
        changes.append(Change(name, sum(a) / len(a), sum(b) / len(b), difference, p))
    return Comparison(
        str(first),
        str(second),
        len(shared),
        len(ours.keys() | theirs.keys()) - len(shared),
        changes,
        mended=[key for key in shared if ours[key]["failed"] and not theirs[key]["failed"]],
        broken=[key for key in shared if theirs[key]["failed"] and not ours[key]["failed"]],
    )


def rows_of(out: Path) -> dict[str, dict[str, Any]]:
    """Scored questions of a run by id. Raises `InputError` if it was never scored."""
    file = out / PER_QUESTION
    if not file.is_file():
        raise InputError(f"{out} holds no scores. Make them with: python -m evaluation score {out}")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    return {row["id"]: row for row in rows}


def comparison_markdown(comparison: Comparison) -> str:
    """The comparison as a table; a difference whose interval leaves out 0 is starred."""
    left_out = f"; {comparison.left_out} are asked by one run only and left out" if comparison.left_out else ""
    lines = [
        f"# {comparison.first} → {comparison.second}",
        "",
        f"Over {comparison.shared} questions{left_out}. A star: the 95 % interval of the difference leaves out 0.",
        "",
        "| Metric | First | Second | Difference (95 %) | n | McNemar p |",
        "|---|---|---|---|---|---|",
    ]
    for change in comparison.changes:
        d = change.difference
        star = " *" if d.low > 0 or d.high < 0 else ""
        p = "" if change.p is None else f"{change.p:.3f}"
        span = f"{d.value:+.3f} ({d.low:+.3f} to {d.high:+.3f}){star}"
        lines.append(f"| {change.metric} | {change.first:.3f} | {change.second:.3f} | {span} | {d.n} | {p} |")
    lines += ["", f"Mended: {', '.join(comparison.mended) or 'none'}", "", f"Broken: {', '.join(comparison.broken) or 'none'}"]
    return "\n".join(lines) + "\n"
