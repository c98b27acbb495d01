"""One question of the report's page: its answer with quotations, what was expected and whether it is there, its times. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.answer_metrics import shown
from evaluation.catalogue import base_name
from evaluation.dataset import Question
from evaluation.score import Row
from evaluation.strings import contains_any, normalise
from evaluation.voices import names_holder, told_of

NEAREST = 5  # ranked articles shown


def question_card(row: Row, question: Question, answer: Mapping[str, Any], times: Mapping[str, float]) -> str:
    """A closed card that can be linked to by its question's id; `data-` attributes carry what the filter asks for."""
    mark, word = ("failed", "✗ failed") if row["failed"] else ("fine", "✓ fine")
    status = str(row["status"]).replace("_", " ")
    anchor = f"q-{_e(row['id'])}"
    faults = f"<small class=faults>{_e('; '.join(row['faults']))}</small>" if row["faults"] else ""
    summary = (
        f"<summary><b class={mark}>{word}</b> <span class=ask>{_e(question.question)}</span> "
        f"<small>{_e(row['kind'])} · {_e(status)} · {_e(row['id'])}</small>{faults}</summary>"
    )
    parts = [_history(question), _said(answer), _expected(question, answer), _ranked(question, answer), _figures(row, times)]
    link = f'<p><a href="#{anchor}">Link to this question</a></p>'
    return f'<details class="q {mark}" id="{anchor}" data-kind="{_e(row["kind"])}">{summary}{"".join(parts)}{link}</details>'


def _history(question: Question) -> str:
    turns = "".join(f"<li>{_e(turn.role)}: {_e(turn.content)}</li>" for turn in question.history)
    return f"<h4>Asked before</h4><ul>{turns}</ul>" if turns else ""


def _said(answer: Mapping[str, Any]) -> str:
    """What the reader got: notices, then sentences with their quotations, or the message of an answer without any."""
    parts = [f"<p class=notice>{_e(notice['text'])}</p>" for notice in answer["notices"]]
    if not answer["sentences"]:
        parts.append(f"<p>{_e(answer['message'])}</p>")
    parts += [f"<ol>{''.join(_sentence(s, answer['articles']) for s in answer['sentences'])}</ol>" if answer["sentences"] else ""]
    if answer["withheld"]:
        parts.append(f"<p>Withheld</p><ol>{''.join(_sentence(s, answer['articles']) for s in answer['withheld'])}</ol>")
    return f"<h4>Answer</h4>{''.join(parts)}"


def _sentence(sentence: Mapping[str, Any], articles: Mapping[str, Any]) -> str:
    speaker = f"<b>{_e(sentence['speaker'])}:</b> " if sentence.get("speaker") else ""
    cited = "".join(_citation(citation, sentence["text"], articles) for citation in sentence["citations"])
    verdict = f"{sentence['verdict']}, support {sentence['support']:.2f}"
    group = f"<small>{_e(sentence['group'])}</small><br>" if sentence.get("group") else ""
    return f"<li>{group}{speaker}{_e(sentence['text'])} <small>[{_e(verdict)}]</small><ul class=cited>{cited}</ul></li>"


def _citation(citation: Mapping[str, Any], text: str, articles: Mapping[str, Any]) -> str:
    """Where a quotation comes from; its words where they are not the sentence's own."""
    facts = articles.get(citation["article_id"], {})
    about = ", ".join(str(part) for part in (facts.get("title"), facts.get("byline"), facts.get("form")) if part)
    where = f"[{citation['number']}] {about or citation['article_id']} ({citation['start']} to {citation['end']})"
    own_words = normalise(text) != normalise(citation["quote"])
    quote = f"<blockquote>{_e(citation['quote'])}</blockquote>" if own_words else ""
    return f"<li>{_e(where)}{quote}</li>"


def _expected(question: Question, answer: Mapping[str, Any]) -> str:
    """Each thing expected or forbidden, with whether it is there."""
    text = shown(answer)
    told = [(s["text"], told_of(s, answer["articles"])) for s in answer["sentences"]]
    quoted = {c["article_id"] for s in answer["sentences"] for c in s["citations"]}
    lines: list[tuple[bool, str]] = [(contains_any(text, question.answers), f"accepted: {' / '.join(question.answers)}")]
    lines = lines if question.answers else []
    lines += [(contains_any(text, n.any_of), f"fact: {n.fact or n.any_of[0]} ({' / '.join(n.any_of)})") for n in question.nuggets]
    for stand in question.positions:
        found = any(contains_any(words, stand.any_of) and names_holder(origin, stand.holder) for words, origin in told)
        lines.append((found, f"{stand.stance or 'position'}: {stand.holder} ({' / '.join(stand.any_of)})"))
    lines += [(not contains_any(text, [one]), f"must not appear: {one}") for one in question.forbidden]
    lines += [(key in quoted, f"cites {key}") for key in question.gold_doc_ids]
    parts = [_checks(lines)] if lines else []
    if not question.answerable:
        parts.append("<p>No answer: it should be declined.</p>")
    if question.reference:
        parts.append(f"<p>Model answer: {_e(question.reference)}</p>")
    parts += [f"<blockquote>{_e(evidence)}</blockquote>" for evidence in question.gold_evidence]
    return f"<h4>Expected</h4>{''.join(parts)}" if parts else ""


def _checks(lines: Iterable[tuple[bool, str]]) -> str:
    items = "".join(f"<li>{'✓' if held else '✗'} {_e(words)}</li>" for held, words in lines)
    return f"<ul class=checks>{items}</ul>"


def _ranked(question: Question, answer: Mapping[str, Any]) -> str:
    """The best articles of the final ranking, gold ones marked."""
    retrieval = answer["retrieval"]
    if retrieval is None:
        return ""
    best = list(dict.fromkeys(hit["chunk"]["article_id"] for hit in retrieval["ranking"]))[:NEAREST]
    lines = "".join(f"<li>{_e(key)}{' <b>gold</b>' if key in question.gold_doc_ids else ''}</li>" for key in best)
    return f"<h4>Ranked first (evidence {retrieval['evidence']:.2f})</h4><ol>{lines}</ol>"


def _figures(row: Row, times: Mapping[str, float]) -> str:
    """The question's metrics, per-stage values aside, and its times."""
    named = sorted((name, value) for name, value in row["metrics"].items() if base_name(name) == name)
    scores = "".join(f"<div><dt>{_e(name)}</dt><dd>{value:.3g}</dd></div>" for name, value in named)
    spent = "".join(f"<div><dt>{_e(name)}</dt><dd>{ms:.0f} ms</dd></div>" for name, ms in times.items())
    return f"<h4>Scores</h4><dl>{scores}</dl>" + (f"<h4>Times</h4><dl>{spent}</dl>" if spent else "")


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)
