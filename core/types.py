"""The records that travel through the house. All are frozen; none knows how it was made or where it is kept.

Offsets are half-open code-point ranges of `Article.text`. Ranks are 1-based. Times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, get_args

from core.articles import Article, Form, Heading, Kind, Position, PredictedQuery, Source, SourceMark, Stance, Turn
from core.balance import Balance
from core.dates import PartialDate

__all__ = ["Article", "Form", "Heading", "Kind", "Position", "PredictedQuery", "Source", "SourceMark", "Stance", "Turn"]

Verdict = Literal["verbatim", "supported", "withheld"]
Origin = Literal["extracted", "generated"]
Standing = Literal["agreed", "contested", "single_source"]
Reason = Literal[
    "quotation",
    "numbers",
    "names",
    "polarity",
    "strength",
    "roles",
    "speaker",
    "stance",
    "quotation_marks",
    "wording",
    "coverage",
    "verifier",
]
NoticeCode = Literal[
    "not_covered",
    "nothing_close",
    "term_not_explained",
    "term_not_used",
    "people_not_named",
    "premise_not_in_sources",
    "fallback_extractive",
    "sentences_withheld",
    "filter_dropped",
    "one_side_missing",
    "sources_differ",
    "later_figure",
    "follow_up_read_as",
    "part_answered",
    "part_not_found",
]


class AnswerStatus(StrEnum):
    """How a question ended. The prefix before the first underscore is the family."""

    ANSWERED = "answered"
    ANSWERED_PARTLY = "answered_partly"
    UNANSWERABLE_NO_EVIDENCE = "unanswerable_no_evidence"
    UNANSWERABLE_UNVERIFIED = "unanswerable_unverified"
    REFUSED_OFF_TOPIC = "refused_off_topic"
    REFUSED_PERSONAL_ADVICE = "refused_personal_advice"
    REFUSED_INPUT = "refused_input"
    ERROR_MODEL = "error_model"
    ERROR_INDEX = "error_index"
    ERROR_INTERNAL = "error_internal"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one article: `text == Article.text[start:end]`, and `chunk_id` is `article_id:position`.
    `sentences` are absolute offsets; the first may repeat the last sentence of the chunk before (overlap)."""

    chunk_id: str
    article_id: str
    position: int
    text: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    speaker: str | None
    source_keys: tuple[str, ...]
    token_count: int
    content_hash: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievedChunk:
    """A chunk with what each ranking thought of it. Absent from a ranking, it has rank `None` there and still its true
    score where that could be computed. Dense scores are cosines, lexical ones BM25; `word_score` is how like its words are to
    the question's, a part of the fused score that only the best passages get; `sought_score` is the best cosine of one of its
    sentences to where the query encoder, if there is one, looks for the answer."""

    chunk: Chunk
    dense_rank: int | None
    dense_score: float | None
    lexical_rank: int | None
    lexical_score: float | None
    fused_score: float
    word_score: float | None = None
    rerank_score: float | None = None
    sought_rank: int | None = None
    sought_score: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A retrieved chunk that was not kept, and why, in words."""

    retrieved: RetrievedChunk
    reason: str


FilterField = Literal["kind", "publisher_kind", "publisher", "voice", "author", "date"]
FILTER_FIELDS: tuple[FilterField, ...] = get_args(FilterField)


@dataclass(frozen=True, slots=True)
class Filter:
    """A restriction read from the question; it only narrows. `label` is the question's own words. The `value` of a date
    is an ISO 8601 interval of days, both included, `..` where it is open: `2020-01-01/..`. A `voice` is a body whose words are
    asked for, whoever printed them; a `publisher` is who printed them."""

    field: FilterField
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """`ranking` is the whole final order, before floor, cap and diversity; `kept` is what an answer may use.
    `filters` were applied, `dropped` ones would have left nothing to keep, those in `without` were not wanted.
    `evidence`, 0 to 1, is judged by `signals`."""

    query: str
    filters: tuple[Filter, ...]
    ranking: tuple[RetrievedChunk, ...]
    kept: tuple[RetrievedChunk, ...]
    rejected: tuple[Rejected, ...]
    timings_ms: Mapping[str, float]
    evidence: float = 0.0
    dropped: tuple[Filter, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)
    without: tuple[Filter, ...] = ()
    balance: Balance = field(default_factory=Balance)


@dataclass(frozen=True, slots=True)
class Citation:
    """`quote == Article.text[start:end]`. `number` is 1-based in order of appearance in the answer. `source_keys` name
    the originals behind this very quotation where the article is a briefing."""

    number: int
    chunk_id: str
    article_id: str
    quote: str
    start: int
    end: int
    source_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim shown to the reader. `group` heads a run of sentences that belong together (a side, a voice).

    `reasons` name the checks that a withheld sentence failed; they are empty for one that is shown.
    """

    text: str
    citations: tuple[Citation, ...]
    support: float
    verdict: Verdict
    origin: Origin
    speaker: str | None = None
    group: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """Where somebody stands on what is asked, with the passage that tells of it. `citation` is `None` where no passage of the
    article names the holder; its number is 0 if the answer does not show the passage."""

    holder: str
    proposition: str
    stance: Stance
    role: str | None
    organisation: str | None
    publisher: str | None
    published: PartialDate | None
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A passage with the first date it names, as precise as it is written."""

    date: PartialDate
    citation: Citation


@dataclass(frozen=True, slots=True)
class Point:
    """What one shown sentence rests on: the number of its first citation, the independent publishers behind it and behind
    shown sentences that say the same, and who is shown or recorded to say otherwise."""

    number: int
    standing: Standing
    publishers: tuple[str, ...]
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The program's own words, from a closed list."""

    code: NoticeCode
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation. Of an answer, `content` is the sentences that were shown and nothing else."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole outcome of one question. `articles` holds the stored article of every citation, without its text,
    so that an answer can be shown without the store. `as_of` is the date of the latest publication behind `timeline`."""

    question: str
    standalone_question: str
    status: AnswerStatus
    message: str = ""
    filters: tuple[Filter, ...] = ()
    notices: tuple[Notice, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    withheld: tuple[Sentence, ...] = ()
    positions: tuple[HeldPosition, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    as_of: PartialDate | None = None
    points: tuple[Point, ...] = ()
    nearest: tuple[str, ...] = ()
    articles: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    retrieval: RetrievalResult | None = None
    model: str = "extractive"
    prompt_id: str | None = None
    usage: Mapping[str, int] = field(default_factory=dict)
    settings_fingerprint: str = ""
    collection: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one ingest run did. The first four count articles; `skipped` are those already stored as they are;
    `skip_reasons` names each input that was refused and why. The chunk counts say how much was really written."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    deleted: int = 0
    skip_reasons: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    chunks_added: int = 0
    chunks_deleted: int = 0
    chunks_kept: int = 0
