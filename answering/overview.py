"""What an answer holds beyond its sentences: positions, a timeline, how each point stands, what the sources differ on. Pure.

Everything is read off the sentences that are shown and the articles they come from, whoever drafted them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from answering.checks.numbers import MONTHS
from answering.conflicts import Difference, difference, likeness
from answering.evidence import origins
from answering.propositions import AskedAbout
from answering.questions import question_kind
from answering.remarks import speaks_of_the_collection
from answering.wordings import notice
from core.dates import PartialDate
from core.passages import byline, keys_covering
from core.terms import content_terms
from core.types import Article, Citation, HeldPosition, Notice, Point, Position, Sentence, Source, Stance, TimelineEvent

LEAST_DATED = 3  # sentences with a date from which on an answer has a timeline
SAME_POINT = 0.66  # share of the shorter sentence's terms in the other that makes one point of two

MOST_TOLD = 2  # notices of one kind on pairs of passages; every pair still marks its points as contested

_DATE = re.compile(rf"\b(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?((?:19|20)\d\d)\b(?!\s?[/–-]\s?\d)")

ArticleById = Callable[[str], Article]
SentencesOf = Callable[[Article], Iterable[tuple[int, int, str]]]
"""Start, end and chunk id of each sentence of an article."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two shown sentences, by the numbers of their first citations, that tell one thing differently."""

    first: int
    second: int
    kind: Difference


@dataclass(frozen=True, slots=True)
class Overview:
    """The data of an answer beside its sentences, and the notices that follow from them."""

    positions: tuple[HeldPosition, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    as_of: PartialDate | None = None
    points: tuple[Point, ...] = ()
    notices: tuple[Notice, ...] = ()


def overview(
    question: str, sentences: Sequence[Sentence], article: ArticleById, sentences_of: SentencesOf, asked_about: AskedAbout
) -> Overview:
    """Everything below, for the sentences that are shown; our briefings' remarks on the collection take no part."""
    sentences = [sentence for sentence in sentences if not speaks_of_the_collection(sentence.text)]
    kind = question_kind(question)
    differing = conflicts(sentences, article)
    held = held_positions(question, sentences, article, sentences_of, asked_about)
    events = timeline(sentences, asked=kind == "when")
    told = [_differ(conflict, sentences, article) for conflict in clearest(differing, sentences)]
    if kind in ("who", "debate", "compare") and one_sided(question, held):
        told.append(_missing(held))
    return Overview(held, events, as_of(events, article), points(sentences, differing, held, article), tuple(told))


def _differ(conflict: Conflict, sentences: Sequence[Sentence], article: ArticleById) -> Notice:
    numbers = {"first": str(conflict.first), "second": str(conflict.second)}
    if conflict.kind == "later":
        return notice("later_figure", **numbers)
    by_number = {sentence.citations[0].number: sentence.citations[0] for sentence in sentences}
    cited = (by_number[conflict.first], by_number[conflict.second])
    who = "; ".join(byline(_publications(citation, article(citation.article_id))[0]) for citation in cited)
    return notice("sources_differ", **numbers, who=who)


def clearest(differing: Sequence[Conflict], sentences: Sequence[Sentence]) -> list[Conflict]:
    """At most `MOST_TOLD` conflicts, and as many later figures: the pairs most alike in words, in their order."""
    text = {sentence.citations[0].number: sentence.text for sentence in sentences}
    ranked = sorted(differing, key=lambda c: -likeness(text[c.first], text[c.second]))
    kept = [c for c in ranked if c.kind != "later"][:MOST_TOLD] + [c for c in ranked if c.kind == "later"][:MOST_TOLD]
    return [conflict for conflict in differing if conflict in kept]


def _missing(held: Sequence[HeldPosition]) -> Notice:
    """Which side has no named voice, on the proposition with most voices among those with a side, and who else is heard."""
    sided = [h.proposition for h in held if h.stance != "mixed"]
    about = max(sided, key=lambda p: (sum(h.proposition == p for h in held), p))
    heard = {h.stance for h in held if h.proposition == about}
    side, missing = ("in favour", "against") if "for" in heard else ("against", "in favour")
    return notice("one_side_missing", about=about, heard=f"{side} and in between" if "mixed" in heard else side, missing=missing)


def one_sided(question: str, held: Sequence[HeldPosition]) -> bool:
    """True if on none of the propositions asked about both sides have named voices, and the question asks after no single
    one of them."""
    if not held or any(h.holder.split()[-1] in question for h in held):
        return False
    sides = [{h.stance for h in held if h.proposition == about} & {"for", "against"} for about in {h.proposition for h in held}]
    return max(map(len, sides)) == 1


def conflicts(sentences: Sequence[Sentence], article: ArticleById) -> list[Conflict]:
    """Pairs of shown sentences of different originals that differ, in order."""
    found = []
    for at, one in enumerate(sentences):
        for other in sentences[at + 1 :]:
            if _origins(one, article) & _origins(other, article):
                continue
            if (kind := difference(one.text, other.text)) and kind != "apart":
                pair = (one, other) if kind != "later" else sorted((one, other), key=_last_year)
                found.append(Conflict(pair[0].citations[0].number, pair[1].citations[0].number, kind))
    return found


def _last_year(sentence: Sentence) -> int:
    return max((int(year) for _, _, year in _DATE.findall(sentence.text)), default=0)


def held_positions(
    question: str, sentences: Sequence[Sentence], article: ArticleById, sentences_of: SentencesOf, asked_about: AskedAbout
) -> tuple[HeldPosition, ...]:
    """The positions on record, in the cited articles, on the propositions that the question is about; sides in order.

    A question for a figure or date is about none.
    """
    if question_kind(question) in ("figure", "when"):
        return ()
    cited = [citation for sentence in sentences for citation in sentence.citations]
    cited_articles = [article(key) for key in dict.fromkeys(citation.article_id for citation in cited)]
    about = asked_about(position.proposition for source in cited_articles for position in source.positions)
    found: dict[tuple[str, str], HeldPosition] = {}
    for source in cited_articles:
        for position in source.positions:
            if position.proposition in about and (position.holder, position.proposition) not in found:
                told = _told(position, source, cited, sentences_of)
                found[position.holder, position.proposition] = _held(position, source, told)
    order: dict[Stance, int] = {"for": 0, "against": 1, "mixed": 2}
    return tuple(sorted(found.values(), key=lambda held: (held.proposition, order[held.stance])))


def _held(position: Position, article: Article, told: Citation | None) -> HeldPosition:
    source: Source | Article = next((s for s in article.sources if s.key == position.source), article)
    return HeldPosition(
        holder=position.holder,
        proposition=position.proposition,
        stance=position.stance,
        role=position.role,
        organisation=position.organisation,
        publisher=source.publisher,
        published=source.published,
        citation=told,
    )


def _told(position: Position, article: Article, cited: Sequence[Citation], sentences_of: SentencesOf) -> Citation | None:
    """The sentence of the article that tells of a position: it names the holder and rests on the position's source; a shown
    one before others, then the one that shares most words with the proposition."""
    name = position.holder.split()[-1]
    wanted = set(content_terms(position.proposition))
    shown = [c for c in cited if c.article_id == article.article_id and name in c.quote and position.source in c.source_keys]
    if shown:
        return max(shown, key=lambda c: (len(wanted & set(content_terms(c.quote))), -c.number))
    rows = []
    for start, end, chunk_id in sentences_of(article):
        text = article.text[start:end]
        keys = keys_covering(article, start, end) if name in text and not speaks_of_the_collection(text) else []
        if position.source in keys:
            rows.append((len(wanted & set(content_terms(text))), -start, end, chunk_id, tuple(dict.fromkeys(keys))))
    if not rows:
        return None
    _, start, end, chunk_id, keys_found = max(rows)
    return Citation(0, chunk_id, article.article_id, article.text[-start:end], -start, end, keys_found)


def timeline(sentences: Sequence[Sentence], *, asked: bool) -> tuple[TimelineEvent, ...]:
    """The shown passages that name a date, by the first date each names; empty for fewer than three, unless `asked` for."""
    events = [
        TimelineEvent(date, sentence.citations[0])
        for sentence in sentences
        if (date := first_date(sentence.citations[0].quote)) is not None
    ]
    if len(events) < (1 if asked else LEAST_DATED):
        return ()
    return tuple(sorted(events, key=lambda event: (event.date.first, event.citation.number)))


def first_date(text: str) -> PartialDate | None:
    """The first date of a text that can be one, with the precision it is written in."""
    for day, month, year in _DATE.findall(text):
        written = "-".join(
            part for part in (year, month and f"{MONTHS.index(month) + 1:02d}", month and day and f"{int(day):02d}") if part
        )
        try:
            return PartialDate.parse(written)
        except ValueError:  # 31 June: no date
            continue
    return None


def as_of(events: Sequence[TimelineEvent], article: ArticleById) -> PartialDate | None:
    """The date of the latest publication behind a timeline."""
    dates = [
        record.published
        for event in events
        for record in _publications(event.citation, article(event.citation.article_id))
        if record.published is not None
    ]
    return max(dates, key=lambda date: date.last, default=None)


def points(
    sentences: Sequence[Sentence], differing: Sequence[Conflict], held: Sequence[HeldPosition], article: ArticleById
) -> tuple[Point, ...]:
    """How each shown sentence stands: contested before agreed; agreed from two independent publishers on."""
    terms = [frozenset(content_terms(sentence.text)) for sentence in sentences]
    behind = [_publishers(sentence, article) for sentence in sentences]
    by_number = {sentence.citations[0].number: at for at, sentence in enumerate(sentences)}
    apart = {
        frozenset((by_number[conflict.first], by_number[conflict.second])) for conflict in differing if conflict.kind != "later"
    }
    found = []
    for at, sentence in enumerate(sentences):
        number = sentence.citations[0].number
        same = [o for o in range(len(sentences)) if o == at or (frozenset((at, o)) not in apart and _same(terms[at], terms[o]))]
        publishers = tuple(dict.fromkeys(name for o in same for name in behind[o]))
        against = [name for o in range(len(sentences)) if frozenset((at, o)) in apart for name in behind[o]]
        against += _opponents(sentence, held)
        standing = "contested" if against else "agreed" if len(publishers) > 1 else "single_source"
        found.append(Point(number, standing, publishers, tuple(dict.fromkeys(against))))  # type: ignore[arg-type]
    return tuple(found)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= 4 and len(one & other) / shorter >= SAME_POINT


def _opponents(sentence: Sentence, held: Sequence[HeldPosition]) -> list[str]:
    """Holders on record against the side that this very sentence tells of."""
    taken = {(h.proposition, h.stance) for h in held if h.citation and h.citation in sentence.citations}
    opposite: Mapping[Stance, Stance] = {"for": "against", "against": "for"}
    return [h.holder for h in held for about, side in taken if h.proposition == about and h.stance == opposite.get(side)]


def _publishers(sentence: Sentence, article: ArticleById) -> tuple[str, ...]:
    """Publishers, else bylines, of the originals behind a sentence."""
    records = [record for citation in sentence.citations for record in _publications(citation, article(citation.article_id))]
    return tuple(dict.fromkeys(record.publisher or byline(record) for record in records))


def _publications(citation: Citation, article: Article) -> list[Article | Source]:
    behind: list[Article | Source] = [source for source in article.sources if source.key in citation.source_keys]
    return behind or [article]


def _origins(sentence: Sentence, article: ArticleById) -> set[str]:
    return {origin for c in sentence.citations for origin in origins(article(c.article_id), c.source_keys)}
