"""A scored run as Markdown, for a terminal or a pull request. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.catalogue import CITATIONS_WARNING, sections_of
from evaluation.score import Scored
from evaluation.stats import Estimate

ARROWS = {"higher": " ↑", "lower": " ↓", "": ""}


def markdown(scored: Scored, broken: Sequence[str]) -> str:
    """The tables, overall and by kind, each value with its interval and n, then what broke the gate."""
    config, total = scored.config, len(scored.rows)
    lines = [
        f"# Evaluation of `{config.model}`",
        "",
        f"Questions: {total}, of {config.questions}. Collection: {config.collection}",
        "",
    ]
    lines += [f"- {name}: `{value}`" for name, value in digests(scored).items()]
    if scored.absent_gold:
        lines += ["", f"Gold ids that are not in the collection: {', '.join(scored.absent_gold)}"]
    for section, present in sections_of(scored.table["overall"]).items():
        if not present:
            continue
        lines += ["", f"## {section}", ""]
        lines += [CITATIONS_WARNING, ""] if section == "Citations" else []
        lines += ["| Metric | Value | 95 % interval | over |", "|---|---|---|---|"]
        lines += [f"| {m.name}{ARROWS[m.better]} | {_cells(scored.table['overall'][m.name], total)} |" for m in present]
    lines += [
        "",
        "## By kind",
        "",
        "| Kind | questions | ended well | nuggets | recall@5 | failed |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in kind_rows(scored)]
    lines += ["", "## Time", "", *[f"- {line}" for line in time_lines(scored.timings)]]
    if broken:
        lines += ["", "## The gate failed", "", *[f"- {problem}" for problem in broken]]
    return "\n".join(lines) + "\n"


def digests(scored: Scored) -> dict[str, str]:
    """What the run depends on."""
    config = scored.config
    found = {"corpus": config.corpus, "settings": config.settings, "questions": config.questions_sha256, "code": config.code}
    return found | {f"prompt {name}": digest for name, digest in config.prompts.items()}


def kind_rows(scored: Scored) -> list[list[str]]:
    """Kind, number of questions, and the values that tell most."""
    found = []
    for kind, cells in scored.table.items():
        if kind != "overall":
            rows = [row for row in scored.rows if row["kind"] == kind]
            failures = sum(row["failed"] for row in rows)
            values = [cells.get("ended_well"), cells.get("nugget_recall"), cells.get("recall@5")]
            found.append([kind, str(len(rows)), *[_short(value) for value in values], str(failures)])
    return found


def _cells(estimate: Estimate, total: int) -> str:
    return f"{estimate.value:.3f} | {estimate.low:.3f} to {estimate.high:.3f} | {estimate.n} of {total}"


def _short(estimate: Estimate | None) -> str:
    return "" if estimate is None else f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def percentile(ordered: Sequence[float], share: float) -> float:
    """The least value that at least `share` of the ordered values do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def time_lines(timings: Mapping[str, Any]) -> list[str]:
    """p50 and p95 to the first sentence and to the end, in milliseconds."""
    lines = []
    for name, words in (("first_sentence", "first sentence"), ("total", "whole answer")):
        values = sorted(row[name] for row in timings.values() if name in row)
        if values:
            middle, late = percentile(values, 0.5), percentile(values, 0.95)
            lines.append(f"{words}: p50 {middle:.0f} ms, p95 {late:.0f} ms (over {len(values)})")
    return lines
