"""Restrictions that a question puts on its sources, and which passages they leave. Pure.

They only narrow. A year on its own is not one: what Hunt announced in 2016 may be told by a later article, so a date
counts where the question speaks of sources ("articles from 2016", "what has been argued in the last five years"), and
where it only begins ("since 2020": nothing published before can tell of it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from core.names import mentions, names_whole, plain_name, same_publisher
from core.terms import content_terms
from core.types import Filter, Kind, RetrievedChunk
from retrieval.date_phrases import date_phrase
from retrieval.origins import Behind, Origin
from retrieval.publisher_kinds import meets, publisher_kind_in
from retrieval.source_names import SourceNames, same_author

KINDS: tuple[tuple[Kind, str], ...] = (
    ("debate", r"\bin\s+(?:parliament|hansard|(?:the\s+)?(?:house\s+of\s+)?(?:commons|lords))\b(?!\s+\w*\s*committee)"),
    ("debate", r"\bparliamentary\s+debates?\b|\b(?:what|how)\s+(?:did|do|have)\s+(?:the\s+)?(?:mps|peers)\s+\w+"),
    ("debate", r"\b(?:mps|peers)\s+(?:have\s+)?(?:said|say|argued?|spoken?|debated?)\b"),
    ("opinion", r"\b(?:opinion|comment)\s+(?:pieces?|articles?|columns?)\b|\bop-?eds?\b|\beditorials\b"),
    ("inquiry", r"\b(?:public\s+)?inquiry\s+reports?\b|\b(?:what|which|according\s+to|in|from)\s+(?:\w+\s+){0,2}?inquiries\b"),
    ("research", r"\b(?:academic|scientific|empirical|peer-reviewed)\s+(?:research|evidence|stud(?:y|ies)|papers?|literature)\b"),
    ("research", r"\bresearch\s+(?:evidence|literature|papers|studies)\b"),
    (
        "research",
        r"\b(?:what|how)\s+(?:do|does|did|has|have)\s+(?:the\s+|recent\s+|published\s+)*(?:research|studies|academics)\b",
    ),
    ("research", r"\b(?:according\s+to|which|any|recent|published)\s+(?:the\s+|recent\s+|published\s+)*(?:research|studies)\b"),
    ("news", r"\bnews\s+(?:reports?|stories|articles?|coverage)\b|\bin\s+the\s+news\b|\bpress\s+reports\b"),
    ("statistics", r"\b(?:official|national|published)\s+statistics\b|\bstatistical\s+(?:releases?|bulletins?)\b"),
    ("speech", r"\bin\s+(?:\w+\s+)?speeches\b"),
)
"""Kinds of source by what a question calls them; the first that matches counts."""

_OF_SOURCES = re.compile(
    r"\b(?:articles?|pieces?|(?<!white )(?<!green )papers|publications?|sources|literature|coverage|commentary|columns|"
    r"editorials?|studies|research|reports|evidence|blogs|speeches|letters)\b"
    r"|\b(?:has|have|had|having)\s+(?:\w+\s+){0,4}?(?:said|written|argued|published)\b"
    r"|\b(?:what|who|anything|much|views|arguments)\b[^.?]{0,40}?\b(?:been|was|were|being)\s+(?:said|written|argued|published|debated)\b"
    r"|\bwhat\s+(?:did|has|have)\b[^.?]{0,40}\b(?:write|written|publish|published)\b"
    r"|\bwhat\s+did\s+(?:people|critics|commentators|experts|observers|columnists|journalists|newspapers)\s+(?:say|argue|write)\b"
    r"|\brecent\s+(?:\w+\s+)?(?:arguments?|views|criticisms?|comments?|opinions?|debates?|thinking|writing)\b",
    re.I,
)
_OPEN = ".."


def filters_in(question: str, names: SourceNames, today: date) -> tuple[Filter, ...]:
    """The restrictions of one question, at most one a field, in the order of `FILTER_FIELDS`.

    `today` is what "last year" is relative to.
    """
    found: list[Filter] = []
    for kind, pattern in KINDS:
        if match := re.search(pattern, question, re.I):
            found.append(Filter("kind", kind, " ".join(match[0].split())))
            break
    if kind_of_publisher := publisher_kind_in(question):
        found.append(kind_of_publisher)
    of_sources = bool(found) or bool(_OF_SOURCES.search(question))
    named = names.named_in(question, of_sources)
    found += [row for row in named if not (found and same_publisher("Hansard", row.value))]
    phrase = date_phrase(question, today)
    if phrase and (phrase.from_then_on or of_sources):
        first = phrase.first.isoformat() if phrase.first else _OPEN
        last = phrase.last.isoformat() if phrase.last else _OPEN
        found.append(Filter("date", f"{first}/{last}", " ".join(phrase.label.split())))
    return tuple(found)


def unrestricted(question: str, filters: Iterable[Filter]) -> str:
    """The question without the words that only say when or where its sources appeared: no passage has to repeat them."""
    for row in filters:
        words = row.label.split()
        whole = row.field == "date" or row.label.lower().startswith(("in ", "by ", "from ", "according to "))
        if row.field in ("date", "kind", "publisher_kind"):
            left = "" if whole else " ".join(word for word in words if not content_terms(word))
            question = re.sub(r"\s+".join(map(re.escape, words)), left, question)
    return re.sub(r"\s+(?=[?.,;:!])|(?<=\s)\s+", "", question).strip()


def spoken_of(row: Filter, found: Iterable[RetrievedChunk]) -> bool:
    """True if a restriction names somebody of whom passages tell: what the BMA said may stand in what others publish."""
    label = re.sub(r"^(?:according to|by|from|in|the) ", "", row.label, flags=re.I)
    return row.field in ("publisher", "voice", "author") and any(mentions(label, hit.chunk.text) for hit in found)


def passes(filters: Sequence[Filter], behind: Behind, text: str = "") -> bool:
    """True if one and the same origin behind a sentence meets every filter, and none is known to lie outside the dates. A kind
    of publisher is also met by a sentence that names a body of that kind, and a voice by one whose `text` names it.

    A sentence that rests on publications of 2001 and of 2021 is no answer to "since 2020": it may be the older one's. Where
    nothing is known of the origins, none meets a filter but a voice that is named.
    """
    if not filters:
        return True
    origins = behind.origins
    dates = [row for row in filters if row.field == "date"]
    inside = all(_meets(row, origin, ()) for row in dates for origin in origins if origin.published)
    others = [row for row in filters if row.field != "voice" or not names_whole(plain_name(row.value), text)]
    return inside and (not others or any(all(_meets(row, origin, behind.voices) for row in others) for origin in origins))


def _meets(row: Filter, origin: Origin, voices: Sequence[str]) -> bool:
    if row.field == "publisher_kind":
        return meets(row.value, origin.publisher, origin.publisher_kind, voices)
    if row.field == "kind":
        return origin.kind == row.value or (row.value == "debate" and "Hansard" in (origin.publisher or ""))
    if row.field in ("publisher", "voice"):
        return same_publisher(row.value, origin.publisher)
    if row.field == "author":
        return any(same_author(row.value, author) for author in origin.authors)
    first, last = row.value.split("/")
    published = origin.published
    if published is None:
        return False  # undated: nothing says that it was published then
    return (last == _OPEN or published.first.isoformat() <= last) and (first == _OPEN or first <= published.last.isoformat())
