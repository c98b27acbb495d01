"""A scored run as `report.md` for a terminal or pull request and `report.html`, one self-contained page. Pure but for writing."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.dataset import Question
from evaluation.score import Row, Table, risk_curve
from evaluation.stats import Estimate

SECTIONS: dict[str, tuple[str, ...]] = {
    "Retrieval": (
        "recall@1", "recall@5", "recall@10", "hit@5", "ndcg@10", "mrr@10", "evidence_recall@5", "evidence_recall@10", "kept_recall",
        "both_sides@5", "small_side_recall@10", "dense.ndcg@10", "lexical.ndcg@10", "rrf.ndcg@10", "fused.ndcg@10",
    ),
    "Answer": (
        "nugget_recall", "accepted_recall", "accepted_in_3", "token_f1", "idf_recall", "position_recall", "misattribution",
        "forbidden_rate", "crag", "precision_answered", "words", "sentences",
    ),
    "Citations (never read without the answer's recall, length and copied share)": (
        "nugget_recall", "accepted_recall", "words", "copied_share", "quotation_exactness", "citation_validity", "citation_coverage",
        "citation_recall.lexical", "citation_precision.lexical", "number_fidelity", "name_fidelity", "gold_article_precision",
        "gold_article_recall", "gold_evidence_coverage", "opinion_as_fact",
    ),
    "Declining": (
        "answer_rate", "decline_rate", "balanced_accuracy", "decline_f1", "evidence_auroc", "false_premise_caught", "withheld",
    ),
}  # fmt: skip


def markdown(model: str, config: Mapping[str, Any], table: Table, timings: Mapping[str, Any], broken: Sequence[str]) -> str:
    """The tables, overall and by kind, each value with its interval and n."""
    total = config["question_count"]
    lines = [
        f"# Evaluation of `{model}`",
        "",
        f"{total} questions of {config['questions']} on collection {config['collection']}",
        "",
    ]
    lines += [f"- {key}: `{config[key]}`" for key in ("corpus", "settings", "questions_sha256")]
    if broken:
        lines += ["", "**The gate failed:**", *[f"- {problem}" for problem in broken]]
    for section, names in SECTIONS.items():
        present = [name for name in names if name in table["overall"]]
        if present:
            lines += ["", f"## {section}", "", "| Metric | Value | 95 % interval | over |", "|---|---|---|---|"]
            lines += [f"| {name} | {_cells(table['overall'][name], total)} |" for name in present]
    lines += ["", "## By kind", "", "| Kind | n | answered or declined rightly | nuggets | recall@5 |", "|---|---|---|---|---|"]
    for kind, cells in table.items():
        if kind != "overall":
            rate = cells.get("answer_rate") or cells.get("decline_rate") or cells.get("false_premise_caught")
            lines.append(
                f"| {kind} | {rate.n if rate else ''} | {_short(rate)} | {_short(cells.get('nugget_recall'))} | {_short(cells.get('recall@5'))} |"
            )
    lines += ["", "## Time", "", *_times(timings)]
    return "\n".join(lines) + "\n"


def _cells(estimate: Estimate, total: int) -> str:
    return f"{estimate.value:.3f} | {estimate.low:.3f} to {estimate.high:.3f} | {estimate.n} of {total}"


def _short(estimate: Estimate | None) -> str:
    return "" if estimate is None else f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _times(timings: Mapping[str, Any]) -> list[str]:
    lines = []
    for name in ("first_sentence", "total"):
        values = sorted(row[name] for row in timings.values() if name in row)
        if values:
            p50, p95 = values[len(values) // 2], values[min(len(values) - 1, int(0.95 * len(values)))]
            lines.append(f"- {name.replace('_', ' ')}: p50 {p50:.0f} ms, p95 {p95:.0f} ms (over {len(values)})")
    return lines


def page(
    model: str, config: Mapping[str, Any], table: Table, timings: Mapping[str, Any], rows: Sequence[Row],
    questions: Sequence[Question], answers: Mapping[str, Any],
) -> str:  # fmt: skip
    """Tables and plots, then every question with its answer, quotations, gold and verdicts, to be filtered."""
    by_id = {question.id: question for question in questions}
    parts = [f"<h1>Evaluation of <code>{_e(model)}</code></h1>"]
    parts.append(
        f"<p>{config['question_count']} questions of {_e(config['questions'])} on collection {_e(config['collection'])}, corpus {_e(config['corpus'])}.</p>"
    )
    for section, names in SECTIONS.items():
        body = "".join(
            f"<tr><td>{_e(name)}</td><td>{e.value:.3f}</td><td>{e.low:.3f} to {e.high:.3f}</td><td>{e.n} of {config['question_count']}</td></tr>"
            for name in names
            if (e := table["overall"].get(name))
        )
        if body:
            parts.append(
                f"<h2>{_e(section)}</h2><table><tr><th>Metric</th><th>Value</th><th>95 % interval</th><th>over</th></tr>{body}</table>"
            )
    parts.append(
        f"<h2>Nugget recall by kind</h2>{_bars({k: c['nugget_recall'] for k, c in table.items() if 'nugget_recall' in c})}"
    )
    parts.append(f"<h2>Coverage and risk of the evidence score</h2>{_curve(risk_curve(rows))}")
    parts.append(f"<h2>Time to the whole answer</h2>{_histogram([row['total'] for row in timings.values() if 'total' in row])}")
    parts.append(
        '<h2>Questions</h2><p><label><input type="checkbox" id="failures"> only failures</label> <label>kind <select id="kind"><option></option>'
    )
    parts.append("".join(f"<option>{_e(kind)}</option>" for kind in table if kind != "overall") + "</select></label></p>")
    parts += [_question(row, by_id[row["id"]], answers[row["id"]]) for row in rows]
    return f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Evaluation</title><style>{STYLE}</style>{''.join(parts)}<script>{SCRIPT}</script></html>"


def failed(row: Row) -> bool:
    """A question an editor should look at."""
    metrics = row["metrics"]
    if row["kind"] == "false_premise":
        return metrics.get("false_premise_caught") != 1.0
    if row["declined"] == row["answerable"]:
        return True
    return row["right"] is False or metrics.get("forbidden_rate", 0.0) > 0 or metrics.get("quotation_exactness", 1.0) < 1


def _question(row: Row, question: Question, answer: Mapping[str, Any]) -> str:
    said = "".join(
        f"<li>{_e(s['text'])}<br><small>{_e(', '.join(c['article_id'] for c in s['citations']))}</small></li>"
        for s in answer["sentences"]
    )
    gold = "".join(
        f"<li>{_e(text)}</li>" for text in [*question.answers, *(n.fact for n in question.nuggets), *question.gold_evidence]
    )
    scores = ", ".join(f"{name} {value:g}" for name, value in sorted(row["metrics"].items()) if "." not in name)
    mark = "failed" if failed(row) else "fine"
    return (
        f'<details class="q {mark}" data-kind="{_e(row["kind"])}"><summary>{_e(question.question)} <span>{_e(row["kind"])}, {_e(row["status"])}</span></summary>'
        f"<p>{_e(answer['message']) if not said else ''}</p><ol>{said}</ol><p>Gold: {_e(', '.join(question.gold_doc_ids))}</p><ul>{gold}</ul>"
        f"<p>{_e(question.reference or '')}</p><p><small>{_e(scores)}</small></p></details>"
    )


def _bars(values: Mapping[str, Estimate]) -> str:
    """Horizontal bars with their intervals."""
    rows = []
    for at, (name, e) in enumerate(values.items()):
        y = 22 * at
        rows.append(
            f'<text x="150" y="{y + 14}" text-anchor="end">{_e(name)}</text><rect x="160" y="{y + 3}" width="{300 * e.value:.0f}" height="14"/>'
            f'<line x1="{160 + 300 * e.low:.0f}" x2="{160 + 300 * e.high:.0f}" y1="{y + 10}" y2="{y + 10}"/><text x="470" y="{y + 14}">{e.value:.2f} (n = {e.n})</text>'
        )
    return f'<svg viewBox="0 0 560 {22 * len(values)}" role="img" aria-label="Nugget recall by kind">{"".join(rows)}</svg>'


def _curve(points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{30 + 400 * x:.1f},{10 + 180 * y:.1f}" for x, y in points)
    axes = '<text x="230" y="212">share answered</text><text x="0" y="8">0 wrong</text><text x="0" y="194">1</text>'
    return f'<svg viewBox="0 0 460 220" role="img" aria-label="Risk and coverage"><polyline points="{path}" fill="none" stroke="currentColor"/>{axes}</svg>'


def _histogram(values: Sequence[float]) -> str:
    if not values:
        return "<p>No times.</p>"
    width = max(values) / 20 or 1.0
    counts = [sum(width * k <= v < width * (k + 1) or (k == 19 and v == max(values)) for v in values) for k in range(20)]
    bars = "".join(
        f'<rect x="{20 * k}" y="{100 - 90 * c / max(counts):.0f}" width="18" height="{90 * c / max(counts):.0f}"/>'
        for k, c in enumerate(counts)
    )
    return f'<svg viewBox="0 0 420 120" role="img" aria-label="Times">{bars}<text x="0" y="116">0 ms</text><text x="350" y="116">{max(values):.0f} ms</text></svg>'


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)


def write_report(
    out: Path, model: str, config: Mapping[str, Any], table: Table, rows: Sequence[Row], questions: Sequence[Question],
    answers: Mapping[str, Any], broken: Sequence[str],
) -> str:  # fmt: skip
    """Write both reports into a run's folder; returns the Markdown."""
    file = out / "timings.json"
    timings = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    text = markdown(model, config, table, timings, broken)
    (out / "report.md").write_text(text, encoding="utf-8")
    (out / "report.html").write_text(page(model, config, table, timings, rows, questions, answers), encoding="utf-8")
    return text


STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #8884}
svg{max-width:36rem;width:100%;font-size:12px;fill:currentColor}rect{fill:#4a7bb5}line{stroke:#d97706;stroke-width:3}
details.q{border:1px solid #8884;border-radius:.4rem;padding:.4rem .7rem;margin:.4rem 0}details.failed{border-left:4px solid #d97706}
summary span,small{opacity:.7;font-size:.85em}
"""
SCRIPT = """
const f=document.getElementById('failures'),k=document.getElementById('kind');
function filter(){document.querySelectorAll('details.q').forEach(q=>{q.hidden=(f.checked&&!q.classList.contains('failed'))||(k.value&&q.dataset.kind!==k.value)})}
f.onchange=k.onchange=filter;
"""
