"""`python -m ingest --check`: what is wrong with articles before they are stored, and what the corpus holds. Writes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.console import note, print_json
from core.text import sentence_spans
from core.types import Article
from ingest.check_sample import print_sample
from ingest.readers.base import Place, Refusal
from ingest.sources import read_scope, scope_of

LONGEST_QUOTATION = 14  # words of somebody else's that a briefing or digest may quote at once
SHINGLE = 6  # words
ALIKE = 0.5  # share of the shorter paragraph's shingles found in another that makes them near-duplicates
LACKS = "this collection lacks"
OPINION, OFFICIAL, RESEARCH = ("opinion", "speech", "debate"), ("report", "inquiry", "statistics"), ("research",)

_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(slots=True)
class Findings:
    """Problems make the check fail; remarks are for an editor to judge."""

    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def check_paths(paths: Sequence[Path], as_json: bool, sample: int = 0, seed: int = 0) -> int:
    """Check articles; print findings, statistics and, if asked, a random sample of sentences. 0 clean, 1 problems."""
    found = inspect(paths)
    if sample:
        print_sample(found.articles, sample, seed, as_json)
        return 0
    facts = statistics(found.articles)
    if as_json:
        print_json({"problems": found.problems, "remarks": found.remarks, "statistics": facts})
    else:
        for problem in found.problems:
            note(f"Problem: {problem}")
        for remark in found.remarks:
            note(f"Remark: {remark}")
        for name, value in facts.items():
            print(f"{name.replace('_', ' ')}: {value}")
    return 1 if found.problems else 0


def inspect(paths: Sequence[Path]) -> Findings:
    """Read everything below `paths` and look at each article and at all of them together."""
    found = Findings()
    seen: dict[str, str] = {}
    for path in paths:
        for outcome in read_scope(scope_of(path, set())):
            if isinstance(outcome, Refusal):
                found.problems.append(f"{outcome.path}: {outcome.reason}")
                continue
            shown = Place(outcome.article.root, outcome.path).shown
            article = outcome.article
            if article.article_id in seen:
                found.problems.append(f"{shown}: its id '{article.article_id}' is already that of {seen[article.article_id]}")
            seen.setdefault(article.article_id, shown)
            found.problems += [f"{shown}: {problem}" for problem in (*outcome.notes, *article_problems(article))]
            found.articles.append(article)
    found.remarks += near_duplicates(found.articles)
    return found


def article_problems(article: Article) -> Iterator[str]:
    """What is wrong with one article. The rules for our own words bind digests and briefings only."""
    for url in (article.url, *(source.url for source in article.sources)):
        if url is not None and not is_web_address(url):
            yield f"{url!r} is no web address"
    defined = Counter(source.key for source in article.sources)
    used = {mark.key for mark in article.marks}
    yield from (f"the source key '{key}' is defined twice" for key, n in defined.items() if n > 1)
    yield from (f"the footnote '{key}' has no source" for key in sorted(used - set(defined)))
    yield from (f"the source '{key}' is never cited" for key in sorted(set(defined) - used))
    yield from (
        f"the position of {p.holder} names no source of this article" for p in article.positions if p.source not in defined
    )
    if article.form == "original":
        return
    for quoted in _QUOTED.findall(article.text):
        words = len(_WORD.findall(quoted))
        if words > LONGEST_QUOTATION:
            yield f"a quotation of {words} words: “{quoted[:60]}…”"
    if article.form == "briefing":
        yield from _briefing_problems(article)


def _briefing_problems(article: Article) -> Iterator[str]:
    starts = {heading.start for heading in article.headings}
    at = 0
    for paragraph in article.text.split("\n\n"):
        end = at + len(paragraph)
        if at not in starts and not any(mark.position == end for mark in article.marks):
            yield f"a paragraph does not end in a footnote: “…{paragraph[-60:]}”"
        at = end + 2
    if not article.positions:
        yield "no positions"
    uneven = [proposition for proposition, voices in sides(article).items() if min(voices) < 2]
    said = sum(LACKS in article.text[a:b].lower() for a, b in sentence_spans(article.text))
    if len(uneven) > said:
        yield (
            f"fewer than two voices on a side of {len(uneven)} propositions, and {said} sentences say what {LACKS}: "
            + "; ".join(f"“{proposition}”" for proposition in uneven)
        )


def sides(article: Article) -> dict[str, tuple[int, int]]:
    """For each proposition of a briefing, how many different holders are for it and how many against."""
    found = {}
    for proposition in dict.fromkeys(position.proposition for position in article.positions):
        held = [position for position in article.positions if position.proposition == proposition]
        voices = [len({p.holder for p in held if p.stance == side}) for side in ("for", "against")]
        found[proposition] = (voices[0], voices[1])
    return found


def is_web_address(url: str) -> bool:
    """True for an absolute http or https address without spaces."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not re.search(r"\s", url)


def near_duplicates(articles: Sequence[Article]) -> list[str]:
    """Paragraphs of different articles that share most of their word runs."""
    where: dict[str, set[int]] = {}
    paragraphs: list[tuple[str, set[str]]] = []
    remarks = []
    for article in articles:
        for paragraph in article.text.split("\n\n"):
            words = [word.lower() for word in _WORD.findall(paragraph)]
            runs = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
            others = Counter(other for run in runs for other in where.get(run, ()))
            for other, shared in others.items():
                name, theirs = paragraphs[other]
                if name != article.article_id and shared > ALIKE * min(len(runs), len(theirs)):
                    remarks.append(f"{article.article_id} and {name} share a paragraph: “{paragraph[:70]}…”")
            for run in runs:
                where.setdefault(run, set()).add(len(paragraphs))
            paragraphs.append((article.article_id, runs))
    return remarks


def statistics(articles: Sequence[Article]) -> dict[str, object]:
    """Counts over all articles. Originals are told apart by their address, else by their title and date."""
    originals = {}
    for article in articles:
        for record in article.sources if article.form == "briefing" else (article,):
            originals[record.url or f"{record.title} {record.published}"] = record
    kinds: Counter[str] = Counter(record.kind for record in originals.values())
    total = max(1, len(originals))
    dates = sorted(record.published.first for record in originals.values() if record.published)
    words = [len(_WORD.findall(article.text)) for article in articles]
    sentences = sum(len(sentence_spans(article.text)) for article in articles)
    balance = [min(voices) for article in articles for voices in sides(article).values()]
    return {
        "articles": len(articles),
        "by_form": ", ".join(f"{n} {form}" for form, n in sorted(Counter(a.form for a in articles).items())),
        "words": sum(words),
        "words_per_sentence": round(sum(words) / max(1, sentences), 1),
        "distinct_original_sources": len(originals),
        "publishers": len({record.publisher for record in originals.values() if record.publisher}),
        "named_speakers": len({position.holder for article in articles for position in article.positions}),
        "date_span": f"{dates[0].year} to {dates[-1].year}" if dates else "undated",
        "share_of_opinion_speech_debate": f"{sum(kinds[k] for k in OPINION) / total:.0%}",
        "share_of_official_reports_and_statistics": f"{sum(kinds[k] for k in OFFICIAL) / total:.0%}",
        "share_of_research": f"{sum(kinds[k] for k in RESEARCH) / total:.0%}",
        "share_of_news": f"{kinds['news'] / total:.0%}",
        "propositions_debated": len(balance),
        "propositions_with_two_voices_a_side": sum(voices >= 2 for voices in balance),
        "propositions_short_of_a_voice": sum(voices < 2 for voices in balance),
    }
