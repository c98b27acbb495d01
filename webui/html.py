"""Answers and sources as HTML. Pure. Every text that is not ours is escaped, for HTML and for the Markdown around it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from answering.render import (
    FURTHER,
    KIND,
    OPENING,
    Block,
    blocks,
    filter_words,
    numbered_citations,
    originals_behind,
    overview_parts,
    render_text,
    shown_passage,
)
from answering.wordings import REASONS
from core.dates import PartialDate
from core.passages import byline
from core.text import without_hidden
from core.types import Answer, Chunk, Citation, Sentence, Source

FORM = {"original": "quoted", "digest": "our summary of this source", "briefing": "our briefing"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:])")


def safe(text: str) -> str:
    """`text` as inert HTML that a Markdown renderer leaves alone, on one line, without characters that nobody sees."""
    escaped = html.escape(" ".join(without_hidden(text).split()), quote=True)
    parts = re.split(r"(&[a-z#0-9]+;)", escaped)
    return "".join(part if i % 2 else _MARKDOWN.sub(lambda m: f"&#{ord(m[1])};", part) for i, part in enumerate(parts))


def link(url: str | None, words: str) -> str:
    """A link that leaves the page, if the address is a web address; else the words alone."""
    if not url or not url.startswith(("https://", "http://")):
        return safe(words)
    return f'<a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{safe(words)}</a>'


def answer_html(answer: Answer, turn: int, *, finished: bool = True) -> str:
    """One answer as a chat message. `turn` numbers the answers of a conversation; citations lead to its cards."""
    opening = [n.text for n in answer.notices if n.code in OPENING]
    closing = [n.text for n in answer.notices if n.code not in OPENING]
    parts = [f'<p class="notice">{safe(text)}</p>' for text in opening]
    if finished and answer.filters:
        parts.append(_chips(answer))
    found = blocks(answer)
    parts += [_block(block, answer, turn) for block in found if not _is_further(block)]
    parts.append(_further([block for block in found if _is_further(block)], answer, turn))
    parts += [f'<p class="notice">{safe(text)}</p>' for text in closing]
    if finished:
        parts += [_overview(answer), withheld_html(answer), _balance(answer)]
        parts.append(f'<p class="status" role="status">{safe(answer.message)}</p>')
        if answer.sentences:
            copied = "&#10;".join(safe(line) for line in render_text(answer).split("\n"))
            parts.append(f'<button type="button" class="copy" data-copy="{copied}">Copy with sources</button>')
    return f'<div class="answer {answer.status.value}">{"".join(parts)}</div>'


def _is_further(block: Block) -> bool:
    return block.sentences[0].group == FURTHER


def _block(block: Block, answer: Answer, turn: int) -> str:
    heading = f'<h4 class="group">{safe(block.group)}</h4>' if block.group and block.group != FURTHER else ""
    said = "".join(_sentence(sentence, answer, turn) for sentence in block.sentences)
    return f'{heading}<div class="block"><p class="lead">{safe(block.lead_in)}</p>{said}</div>'


def _further(found: Sequence[Block], answer: Answer, turn: int) -> str:
    """Sentences that are near the question and seldom answer it, folded away; nothing without any."""
    count = sum(len(block.sentences) for block in found)
    if not count:
        return ""
    words = f"{count} further passage{'s' if count > 1 else ''}, less close to the question"
    inside = "".join(_block(block, answer, turn) for block in found)
    return f'<details class="further"><summary>{safe(words)}</summary>{inside}</details>'


def _chips(answer: Answer) -> str:
    """The restrictions that were read from the question, each with a button that asks again without it."""
    left_out = [row.field for row in answer.retrieval.without] if answer.retrieval else []
    chips = "".join(
        f'<button type="button" class="chip" data-question="{safe(answer.question)}" '
        f'data-without="{safe(" ".join((*left_out, row.field)))}" aria-label="Ask again without: {safe(filter_words(row))}">'
        f'{safe(filter_words(row))} <span aria-hidden="true">×</span></button>'
        for row in answer.filters
    )
    return f'<p class="filters">Only {chips}</p>'


def _balance(answer: Answer) -> str:
    """One line on the publications behind the passages that the answer was chosen from; nothing where none was shown."""
    if not answer.sentences or answer.retrieval is None or not answer.retrieval.balance.publications:
        return ""
    return f'<p class="balance">{safe(f"Chosen from passages of {answer.retrieval.balance.words}.")}</p>'


def _overview(answer: Answer) -> str:
    """Positions, dates and standing, folded away below the sentences."""
    parts = overview_parts(answer)
    if not parts:
        return ""
    lists = "".join(
        f'<p class="lead">{safe(heading)}</p><ul>{"".join(f"<li>{safe(item)}</li>" for item in items)}</ul>'
        for heading, items in parts
    )
    return f'<details class="overview"><summary>Who stands where, dates, how far the sources agree</summary>{lists}</details>'


def withheld_html(answer: Answer) -> str:
    """What a model wrote and the sources do not support, folded away and so marked; nothing without any."""
    if not answer.withheld:
        return ""
    items = "".join(
        f"<li>{safe(sentence.text)} <em>({safe('; '.join(REASONS[reason] for reason in sentence.reasons))})</em></li>"
        for sentence in answer.withheld
    )
    count = f"{len(answer.withheld)} sentence{'s' if len(answer.withheld) > 1 else ''}"
    heading = f"Show {count} that the model wrote and the sources do not support"
    return f'<details class="withheld"><summary>{safe(heading)}</summary><ul>{items}</ul></details>'


def _sentence(sentence: Sentence, answer: Answer, turn: int) -> str:
    marks = "".join(
        f'<a class="cite" href="#card-{turn}-{c.number}" data-card="card-{turn}-{c.number}" '
        f'aria-label="Source {c.number}: {safe(str(answer.articles[c.article_id]["title"]))}">{c.number}</a>'
        for c in sentence.citations
    )
    own_words = answer.articles[sentence.citations[0].article_id]["form"] == "original"
    original = own_words and sentence.origin == "extracted"
    return f'<p class="said{" original" if original else ""}">{safe(shown_passage(sentence, answer.articles))} {marks}</p>'


def working_html(words: str) -> str:
    """What is shown while a step runs."""
    return f'<div class="answer working" role="status"><span class="dots" aria-hidden="true"></span> {safe(words)}</div>'


def cards_html(answer: Answer, turn: int, chunks: Mapping[str, Chunk], today: date) -> str:
    """The source cards of one answer, in the order of their numbers."""
    citations = numbered_citations(answer)
    if not citations:
        return ""
    cards = "".join(_card(citation, answer, turn, chunks.get(citation.chunk_id), today) for citation in citations)
    heading = f"<h3>Sources for “{safe(answer.question)}”</h3>"
    return f'<section class="cards" aria-label="Sources for answer {turn}">{heading}{cards}</section>'


def _card(citation: Citation, answer: Answer, turn: int, chunk: Chunk | None, today: date) -> str:
    facts: Mapping[str, Any] = answer.articles[citation.article_id]
    labels = [KIND.get(str(facts["kind"]), ""), FORM[str(facts["form"])]]
    badges = "".join(f'<span class="badge {safe(label).split(" ")[0]}">{safe(label)}</span>' for label in labels if label)
    rows = [] if facts["form"] != "briefing" else [f'<p class="title">{safe(str(facts["title"]))}</p>']
    rows += [f'<p class="byline">{_dated(str(facts["byline"]), facts["published"], today)} {badges}</p>']
    originals = originals_behind(citation, answer.articles)
    if originals:
        items = "".join(f"<li>{_original(source, today)}</li>" for source in originals)
        rows.append(f'<p class="behind">What this passage rests on:</p><ul>{items}</ul>')
    if chunk is not None:
        if chunk.heading_path:
            rows.append(f'<p class="heading">{safe(" › ".join(chunk.heading_path))}</p>')
        rows.append(f'<blockquote class="passage">{_marked(citation, chunk)}</blockquote>')
    if facts["url"]:
        rows.append(f'<p class="out">{link(facts["url"], "Open the original")}</p>')
    rows.append(f'<p class="back"><a href="#" class="to-answer" data-turn="{turn}">Back to the answer</a></p>')
    title = "; ".join(byline(source) for source in originals[:2]) or str(facts["title"])
    summary = f'<summary><span class="n">{citation.number}</span> {safe(title)}</summary>'
    return f'<details class="card" id="card-{turn}-{citation.number}" tabindex="-1">{summary}{"".join(rows)}</details>'


def _original(source: Source, today: date) -> str:
    label = KIND.get(source.kind, "")
    kind = f' <span class="badge {safe(label).split(" ")[0]}">{safe(label)}</span>' if label else ""
    return f"{link(source.url, source.title)}, {_dated(byline(source), source.published, today)}{kind}"


def _dated(words: str, published: PartialDate | None, today: date) -> str:
    """A byline with the age of what it names."""
    return safe(words) + (f" ({safe(age_words(published.last, today))})" if published else "")


def _marked(citation: Citation, chunk: Chunk) -> str:
    """The passage with the cited words marked."""
    start, end = citation.start - chunk.start, citation.end - chunk.start
    before, quote, after = chunk.text[:start], chunk.text[start:end], chunk.text[end:]
    return f"{safe(before)} <mark>{safe(quote)}</mark> {safe(after)}".strip()


def age_words(published: date, today: date) -> str:
    """`this month`, `5 months ago`, `10 years ago`."""
    months = (today.year - published.year) * 12 + today.month - published.month
    if months < 1:
        return "this month"
    if months < 24:
        return f"{months} month{'s' if months > 1 else ''} ago"
    return f"{round(months / 12)} years ago"


def banner_html(error: str | None, collection: dict[str, Any] | None) -> str:
    """One line on what can be asked now, or the one sentence and command that mend it."""
    if error:
        return f'<div class="banner error" role="alert">{safe(error)}</div>'
    if collection is None:
        return ""
    words = f"{collection['name']}: {collection['articles']} articles, {collection['passages']} passages"
    return f'<div class="banner">{safe(words)}</div>'
