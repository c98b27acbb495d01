"""Plots as HTML and inline SVG. Pure.

A narrow screen can read them: labels are text beside the marks, never inside a drawing that is scaled.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from evaluation.stats import Estimate

BINS = 20
SIDE = 100  # units of a drawing's square


def bars(values: Mapping[str, Estimate]) -> str:
    """One bar a name for values from 0 to 1, with its interval as a line and its figures as text."""
    rows = "".join(
        f"<div class=bar><span>{html.escape(name)}</span>"
        f'<div class="track"><i style="width:{100 * e.value:.1f}%"></i>'
        f'<u style="left:{100 * e.low:.1f}%;width:{max(0.5, 100 * (e.high - e.low)):.1f}%"></u></div>'
        f"<span>{e.value:.2f} <small>({e.low:.2f} to {e.high:.2f}, n = {e.n})</small></span></div>"
        for name, e in values.items()
    )
    return f'<div class="bars">{rows}</div>'


def risk_plot(points: Sequence[tuple[float, float]]) -> str:
    """Share wrong (up) over share answered (across), both from 0 to 1, with lines at the quarters."""
    line = " ".join(f"{SIDE * x:.2f},{SIDE * (1 - y):.2f}" for x, y in points)
    grid = "".join(f'<path class="grid" d="M0 {at}H{SIDE}M{at} 0V{SIDE}"/>' for at in (0, 25, 50, 75, 100))
    label = f"From {points[0][1]:.2f} wrong at {points[0][0]:.2f} answered to {points[-1][1]:.2f} wrong at {points[-1][0]:.2f}"
    drawing = (
        f'<svg viewBox="0 0 {SIDE} {SIDE}" preserveAspectRatio="none" role="img" aria-label="{label}">{grid}'
        f'<polyline points="{line}"/></svg>'
    )
    return (
        f'<div class="plot"><span class="up"><span>1 wrong</span><span>0</span></span>{drawing}'
        '<span class="across"><span>0</span><span>answered</span><span>1</span></span></div>'
    )


def histogram(times: Sequence[float]) -> str:
    """Counts of times (ms) in equal bins from 0 to the longest."""
    longest = max(times)
    width = longest / BINS or 1.0
    counts = [0] * BINS
    for time in times:
        counts[min(BINS - 1, int(time / width))] += 1
    label = f"Counts of {len(times)} times from 0 to {longest:.0f} ms in {BINS} bins; the largest bin holds {max(counts)}"
    columns = "".join(
        f'<i style="height:{100 * count / max(counts):.1f}%" title="{width * at:.0f} to {width * (at + 1):.0f} ms: {count}"></i>'
        for at, count in enumerate(counts)
    )
    return (
        f'<div class="plot"><span class="up"><span>{max(counts)}</span><span>0</span></span>'
        f'<div class="columns" role="img" aria-label="{label}">{columns}</div>'
        f'<span class="across"><span>0</span><span>ms</span><span>{longest:.0f}</span></span></div>'
    )
