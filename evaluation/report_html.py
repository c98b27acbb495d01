"""A scored run as one self-contained page: figures, plots, then every question, to be filtered. Pure.

Everything that comes from questions, articles or models is escaped; the page loads nothing and needs no script to be read.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.catalogue import CITATIONS_WARNING, Metric, sections_of
from evaluation.plots import bars, histogram, risk_plot
from evaluation.report import ARROWS, digests, time_lines
from evaluation.report_questions import question_card
from evaluation.score import Scored, risk_curve
from evaluation.stats import Estimate

STYLE, SCRIPT = Path(__file__).parent / "report.css", Path(__file__).parent / "report.js"
TILES = ("recall@5", "nugget_recall", "precision_answered", "answer_rate", "decline_rate", "quotation_exactness")
PLACES = {"figures": "Figures", "kinds": "By kind", "plots": "Plots", "questions": "Questions"}
BY_KIND = {
    "ended_well": "Ended as it should: answered, declined or premise caught",
    "nugget_recall": "Expected facts found",
    "recall@5": "Gold articles among the first five",
}


def page(scored: Scored, broken: Sequence[str]) -> str:
    """The whole page."""
    config = scored.config
    title = f"Evaluation of {config.model} on {config.questions}"
    tiles = "".join(_tile(name, scored.table["overall"]) for name in TILES)
    figures = "".join(_table(section, metrics, scored) for section, metrics in sections_of(scored.table["overall"]).items())
    kinds = "".join(_by_kind(name, words, scored) for name, words in BY_KIND.items())
    links = "".join(f'<a href="#{place}">{words}</a>' for place, words in PLACES.items())
    parts = [
        f"<header><h1>{_e(title)}</h1><p>Questions: {len(scored.rows)}, failed: {sum(row['failed'] for row in scored.rows)}. "
        f"Collection: {_e(config.collection)}.</p>",
        _gate(broken),
        f"<ul class=tiles>{tiles}</ul>",
        _absent(scored),
        f"</header><nav>{links}</nav>",
        f'<section id="figures"><h2>Figures</h2>{figures}</section>',
        f'<section id="kinds"><h2>By kind</h2>{kinds}</section>',
        f'<section id="plots"><h2>Plots</h2>{_plots(scored)}</section>',
        _questions(scored),
        f"<footer>{_digests(scored)}</footer>",
    ]
    style, script = STYLE.read_text(encoding="utf-8"), SCRIPT.read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{_e(title)}</title>'
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>\n{style}</style></head>\n'
        f"<body><main>\n{body}\n</main><script>\n{script}</script></body></html>\n"
    )


def _gate(broken: Sequence[str]) -> str:
    if not broken:
        return ""
    return (
        f'<div class="gate"><strong>The gate failed</strong><ul>{"".join(f"<li>{_e(line)}</li>" for line in broken)}</ul></div>'
    )


def _absent(scored: Scored) -> str:
    absent = scored.absent_gold
    return f"<p>Gold ids that are not in the collection: {_e(', '.join(absent))}</p>" if absent else ""


def _tile(name: str, cells: Mapping[str, Estimate]) -> str:
    estimate = cells.get(name)
    if estimate is None:
        return ""
    figures = f"{_span(estimate)}, n&nbsp;=&nbsp;{estimate.n}"
    return f"<li><b>{_percent(estimate.value)}</b><span>{_e(name.replace('_', ' '))}</span><small>{figures}</small></li>"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _span(estimate: Estimate) -> str:
    return f"{100 * estimate.low:.0f} to {100 * estimate.high:.0f} %"


def _table(section: str, metrics: Sequence[Metric], scored: Scored) -> str:
    """One section's metrics; empty if none was measured."""
    cells, total = scored.table["overall"], len(scored.rows)
    body = "".join(
        f"<tr><th scope=row>{_e(metric.name)}{ARROWS[metric.better]}<small>{_e(metric.meaning)}</small></th>"
        f"<td>{e.value:.3f}</td><td>{e.low:.3f} to {e.high:.3f}</td><td>{e.n} of {total}</td></tr>"
        for metric in metrics
        for e in [cells[metric.name]]
    )
    if not body:
        return ""
    warning = f"<p>{_e(CITATIONS_WARNING)}</p>" if section == "Citations" else ""
    head = "<tr><th scope=col>Metric</th><th scope=col>Value</th><th scope=col>95 % interval</th><th scope=col>Over</th></tr>"
    return f'<h3>{_e(section)}</h3>{warning}<div class="scroll"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _by_kind(name: str, words: str, scored: Scored) -> str:
    values = {kind: cells[name] for kind, cells in scored.table.items() if name in cells}
    return f"<h3>{_e(words)}</h3>{bars(values)}" if values else ""


def _plots(scored: Scored) -> str:
    times = [row["total"] for row in scored.timings.values() if "total" in row]
    curve = risk_curve(scored.rows)
    parts = []
    if len(curve) > 1:
        parts.append(
            "<h3>Coverage and risk</h3><p>If only the questions with the highest evidence score were answered: share answered "
            f"(across) and share of those answered wrongly (up).</p>{risk_plot(curve)}"
        )
    if times:
        lines = "".join(f"<li>{_e(line)}</li>" for line in time_lines(scored.timings))
        parts.append(f"<h3>Time to the whole answer</h3>{histogram(times)}<ul>{lines}</ul>")
    return "".join(parts)


def _questions(scored: Scored) -> str:
    """The filter and the cards; a page without a script shows all."""
    kinds = "".join(f"<option>{_e(kind)}</option>" for kind in scored.table if kind != "overall")
    failures = sum(row["failed"] for row in scored.rows)
    controls = (
        f'<label><input type="checkbox" id="failures"> only the {failures} failures</label>'
        f'<label>kind <select id="kind"><option value="">all</option>{kinds}</select></label>'
        '<label>words <input type="search" id="words"></label>'
        '<output id="count"></output>'
    )
    cards = "\n".join(
        question_card(row, scored.questions[row["id"]], scored.answers[row["id"]], scored.timings.get(row["id"], {}))
        for row in scored.rows
    )
    return f'<section id="questions"><h2>Questions</h2><form class="filter">{controls}</form>\n{cards}</section>'


def _digests(scored: Scored) -> str:
    return "".join(f"<div>{_e(name)} <code>{_e(value)}</code></div>" for name, value in digests(scored).items())


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)
