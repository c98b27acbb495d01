"""An `Answer` as text. Pure: everything is in the answer, the lead-ins come from its metadata.

Quotation marks stand only round passages of originals; passages of digests and briefings are marked as summaries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answering.questions import question_kind
from answering.remarks import speaks_of_the_collection
from core.dates import PartialDate
from core.passages import byline
from core.text import without_hidden
from core.types import Answer, Article, Citation, Filter, HeldPosition, Sentence, Source, Stance

KIND = {
    "opinion": "opinion",
    "news": "news report",
    "report": "report",
    "inquiry": "inquiry",
    "research": "research",
    "speech": "speech",
    "debate": "debate in Parliament",
    "statistics": "statistics",
    "glossary": "glossary",
    "other": "",
}
_NAMING = ", or a sentence that names one"
PUBLISHER_KIND = {
    "union": "a union" + _NAMING,
    "think tank": "a think tank" + _NAMING,
    "professional body": "a professional body" + _NAMING,
    "employer body": "an employers' body" + _NAMING,
    "membership body": "a membership body" + _NAMING,
    "regulator": "a regulator" + _NAMING,
    "charity": "a charity" + _NAMING,
    "law firm": "a law firm",
    "trade press": "the trade press",
    "newspaper": "a newspaper",
    "journal": "a journal",
    "broadcaster": "a broadcaster",
    "news agency": "a news agency",
    "press": "newspapers, broadcasters, news agencies or the trade press",
    "government": "the government",
    "parliament": "Parliament",
}
STANDING = {"agreed": "Told by several publishers", "contested": "Contested", "single_source": "From one publisher only"}
SIDE: dict[Stance, str] = {"for": "In favour", "against": "Against", "mixed": "In between"}
FURTHER = "Less close to the question"
"""Group of the sentences that are near the question and seldom answer it; a page may fold it away."""
MOST_ORIGINALS = 3  # originals named in one lead-in


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that share a group and a lead-in. `group` is set only where a new group begins."""

    group: str | None
    lead_in: str
    sentences: tuple[Sentence, ...]


def article_facts(article: Article) -> dict[str, Any]:
    """What a reader needs of an article beside its text."""
    return {
        "title": article.title,
        "byline": byline(article),
        "authors": article.authors,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "kind": article.kind,
        "form": article.form,
        "licence": article.licence,
        "sources": {source.key: source for source in article.sources},
    }


def blocks(answer: Answer) -> list[Block]:
    """The answer's sentences in order, neighbours with the same origin joined."""
    found: list[Block] = []
    group: str | None = None
    for sentence in answer.sentences:
        lead = lead_in(sentence, answer.articles)
        if found and found[-1].lead_in == lead and sentence.group == group:
            found[-1] = Block(found[-1].group, lead, (*found[-1].sentences, sentence))
            continue
        found.append(Block(sentence.group if sentence.group != group else None, lead, (sentence,)))
        group = sentence.group
    return found


def lead_in(sentence: Sentence, articles: Mapping[str, Mapping[str, Any]]) -> str:
    """Whose words follow, when and where they were published, and whether they are quoted or summarised."""
    citation = sentence.citations[0]
    facts = articles[citation.article_id]
    if sentence.origin == "generated":
        behind = dict.fromkeys(_origin(c, articles) for c in sentence.citations)
        return f"In a model's words, from {'; and '.join(behind)}"
    if facts["form"] == "original":
        return _with_kind(_spoken_by(sentence, facts), facts["kind"])
    if facts["form"] == "digest":
        return f"Summarised here from {_with_kind(facts['byline'], facts['kind'])}"
    originals = originals_behind(citation, articles)
    if not originals or speaks_of_the_collection(sentence.text):
        return f"From our briefing “{facts['title']}”"
    named = "; ".join(_with_kind(byline(source), source.kind) for source in originals[:MOST_ORIGINALS])
    more = len(originals) - MOST_ORIGINALS
    return f"Summarised here from {named}" + (f"; and {more} more" if more > 0 else "")


def _origin(citation: Citation, articles: Mapping[str, Mapping[str, Any]]) -> str:
    """What stands behind a citation of a model's sentence: the originals where they are known, else the article."""
    facts = articles[citation.article_id]
    if facts["form"] != "briefing":
        return _with_kind(facts["byline"], facts["kind"])
    originals = originals_behind(citation, articles)[:MOST_ORIGINALS]
    return "; ".join(_with_kind(byline(source), source.kind) for source in originals) or f"our briefing “{facts['title']}”"


def _spoken_by(sentence: Sentence, facts: Mapping[str, Any]) -> str:
    """The speaker first; the article's own byline already begins with an author who speaks for himself."""
    if sentence.speaker and not str(facts["byline"]).startswith(sentence.speaker):
        return f"{sentence.speaker}, in “{facts['title']}”, {facts['byline']}"
    return f"“{facts['title']}”, {facts['byline']}" if not sentence.speaker else str(facts["byline"])


def _with_kind(words: str, kind: str) -> str:
    label = KIND.get(kind, "")
    return f"{words} ({label})" if label else words


def originals_behind(citation: Citation, articles: Mapping[str, Mapping[str, Any]]) -> list[Source]:
    """The original publications that a passage of a briefing rests on."""
    sources = articles[citation.article_id]["sources"]
    return [sources[key] for key in citation.source_keys if key in sources]


def shown_passage(sentence: Sentence, articles: Mapping[str, Mapping[str, Any]]) -> str:
    """The sentence as a reader sees it: in quotation marks if it is an original's own, bare if it is our summary or a
    model's words."""
    form = articles[sentence.citations[0].article_id]["form"]
    text = " ".join(sentence.text.split())
    return f"“{text}”" if form == "original" and sentence.origin == "extracted" else text


OPENING = (
    "premise_not_in_sources", "nothing_close", "term_not_explained", "term_not_used", "follow_up_read_as", "part_answered",
    "part_not_found",
    "filter_dropped", "sources_differ",
)  # fmt: skip
"""Notices that a reader must see before the sentences."""


def render_text(answer: Answer) -> str:
    """The answer for a terminal, without control characters."""
    lines: list[str] = []
    before = [n.text for n in answer.notices if n.code in OPENING]
    after = [n.text for n in answer.notices if n.code not in OPENING]
    lines += [f"({text})" for text in before]
    lines += [f"(Only {filter_words(row)}. To ask without this: --without {row.field})" for row in answer.filters]
    if not answer.sentences:
        return without_hidden("\n".join([*lines, answer.message]))
    for block in blocks(answer):
        if block.group:
            lines += ["", block.group]
        lines += ["", f"{block.lead_in}:"]
        for sentence in block.sentences:
            marks = "".join(f" [{citation.number}]" for citation in sentence.citations)
            lines.append(f"  {shown_passage(sentence, answer.articles)}{marks}")
    lines += ["", *after] if after else []
    for heading, items in overview_parts(answer):
        lines += ["", heading, *(f"  {item}" for item in items)]
    lines += ["", "Sources"]
    lines += [f"  {line}" for line in source_lines(answer)]
    lines += ["", answer.message]
    return without_hidden("\n".join(lines).lstrip("\n"))


def filter_words(row: Filter) -> str:
    """A restriction as a reader understands it: `sources published since 2020`, `what was published by the BMJ`."""
    if row.field == "date":
        first, last = (PartialDate(day).words if day != ".." else None for day in row.value.split("/"))
        if first and last:
            return f"sources dated {first} to {last} (“{row.label}”)"
        return f"sources dated {f'from {first} on' if first else f'up to {last}'} (“{row.label}”)"
    if row.field == "kind":
        return f"sources of the kind: {KIND[row.value]} (“{row.label}”)"
    if row.field == "publisher_kind":
        return f"what comes from {PUBLISHER_KIND[row.value]} (“{row.label}”)"
    if row.field == "voice":
        return f"what names {row.value} or comes from it"
    return f"sources {'from' if row.field == 'publisher' else 'by'} {row.value}"


def overview_parts(answer: Answer) -> list[tuple[str, list[str]]]:
    """Positions, dates and standing of an answer as headings with lines; only parts that say something."""
    parts: list[tuple[str, list[str]]] = []
    for proposition in dict.fromkeys(held.proposition for held in answer.positions):
        own = [held for held in answer.positions if held.proposition == proposition]
        if len(own) > 1:
            parts.append((f"Who stands where: {proposition}", [_held_words(held) for held in own]))
    if answer.timeline and question_kind(answer.standalone_question) == "when":
        known = f" (sources up to {answer.as_of.words})" if answer.as_of else ""
        events = [f"{event.date.words} [{event.citation.number}]" for event in answer.timeline]
        parts.append((f"Dates, in order{known}", ["; ".join(events)]))
    standing = []
    for value, words in STANDING.items():
        own_points = [point for point in answer.points if point.standing == value]
        if own_points:
            standing.append(f"{words}: {' '.join(f'[{point.number}]' for point in own_points)}")
    if len(answer.points) > 1:
        parts.append(("How far the sources agree", standing))
    return parts


def _held_words(held: HeldPosition) -> str:
    who = ", ".join(part for part in (held.holder, held.role, held.organisation) if part)
    where = ", ".join(part for part in (held.publisher, held.published and held.published.words) if part)
    number = f" [{held.citation.number}]" if held.citation and held.citation.number else ""
    return f"{SIDE[held.stance]}: {who}" + (f" ({where})" if where else "") + number


def source_lines(answer: Answer) -> list[str]:
    """The list of sources, one line for each article and set of originals, with all the numbers that cite it."""
    numbers: dict[str, list[int]] = {}
    for citation in numbered_citations(answer):
        numbers.setdefault(source_words(citation, answer.articles), []).append(citation.number)
    return [f"{' '.join(f'[{n}]' for n in cited)} {words}" for words, cited in numbers.items()]


def numbered_citations(answer: Answer) -> list[Citation]:
    """The answer's citations by number, each once: several sentences may rest on one quotation."""
    return list({citation.number: citation for sentence in answer.sentences for citation in sentence.citations}.values())


def source_words(citation: Citation, articles: Mapping[str, Mapping[str, Any]]) -> str:
    """Title, byline, kind, form and link of what a citation leads to."""
    facts = articles[citation.article_id]
    if facts["form"] == "briefing":
        originals = "; ".join(_source(source) for source in originals_behind(citation, articles))
        return f"our briefing “{facts['title']}”" + (f", which rests on {originals}" if originals else "")
    form = "our summary of the original" if facts["form"] == "digest" else ""
    about = ", ".join(part for part in (facts["byline"], KIND.get(facts["kind"]), form) if part)
    return f"“{facts['title']}”, {about}" + (f" {facts['url']}" if facts["url"] else "")


def _source(source: Source) -> str:
    return f"“{source.title}”, {byline(source)}" + (f" {source.url}" if source.url else "")
