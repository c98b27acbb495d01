"""The default answerer: chooses stored sentences and puts them in an order that answers. No model, no network.

An answer opens with what meets the question, goes on with the points that complete it, and groups them by side or voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from answering.arrangement import Row, without_subsumed
from answering.attribution import cite, speaker_of
from answering.composing import LEFT_OPEN, comes_close, composed, gives_reasons, told_most
from answering.each_part import asked_apart, with_each_part
from answering.evidence import Candidate, EvidenceBuilder
from answering.explained import explained
from answering.named import told_of
from answering.narrowing import narrower
from answering.offices import asked_office, held, without_others
from answering.premise import denial, unheard_of
from answering.propositions import Propositions
from answering.questions import asks_for_arguments, may_take_sides
from answering.render import FURTHER
from answering.selection import readable, repeats
from answering.told import load_told, signs
from answering.wordings import listed, notice
from answering.worth import worth
from core.definitions import asked_terms, asked_who, asks_besides, defines
from core.names import named_alone, said_of
from core.terms import content_terms
from core.types import Notice, RetrievalResult, Sentence
from retrieval.evidence import load_model

WHOLE_ARTICLES = 3  # articles read beyond the kept passages
MOST_PARTS = 2  # of a question that are tried alone where nothing comes close to the whole
OF_ANY_VOICE = "argue report find recommend conclude publish write propose want view NHS"  # what any question of a voice may hold
AFTER_CORRECTION = 4  # sentences shown after the one that corrects a question


class ExtractiveAnswerer:
    """Draft sentences in the order they are shown, after what the program itself has to say on the question."""

    name = "extractive"
    prompt_id: str | None = None

    def __init__(self, evidence: EvidenceBuilder) -> None:
        self.evidence = evidence
        self.propositions = Propositions(evidence.embeddings)

    def draft(
        self, question: str, asked: str, retrieval: RetrievalResult, weights: Mapping[str, float]
    ) -> Iterator[Sentence | Notice]:
        """Sentences for `question` from the kept passages.

        Where the sources deny what the question takes for granted, that is said first, and shown; what they are known to answer
        takes nothing for granted. Nothing is drafted where they never tell of the named together.
        """
        candidates = self.evidence.candidates(question, retrieval.kept, weights, WHOLE_ARTICLES, retrieval.filters)
        if unheard_of(asked, candidates):
            return
        if retrieval.evidence < load_model().hopeless:
            _, likely = self._rows(question, candidates)
            if not load_told().enough(self._told(question, retrieval, likely), retrieval.evidence):
                return
        if names := named_alone(question):
            yield from as_sentences(told_of(names, candidates, asked_who(question), said_of(question, names)))
            return
        office = asked_office(question)
        if office and (holders := held(office, candidates)):
            yield from as_sentences(holders)
            return
        rows, likely = self._rows(question, candidates)
        if denied := self._denial(question, asked, candidates, weights):
            yield notice("premise_not_in_sources")
            yield from as_sentences(corrected(denied, rows))
            return
        if office and office.body and len(own := without_others(office, rows)) < len(rows):
            yield notice("nothing_close")
            yield from as_sentences(own)
            return
        terms = asked_terms(question)
        if rows and terms and (meant := explained(terms, rows, candidates)):
            rows, remark = meant
            yield from [remark] if remark else []
            first = [row for row in rows if row[1].article.kind == "glossary" or defines(terms[0].text, row[1].text)]
            if (besides := asks_besides(question)) and (more := self._answered(besides, retrieval, weights, first)):
                rows = without_subsumed([*first, *more])
        elif not load_told().enough(sure := self._told(question, retrieval, likely), retrieval.evidence):
            yield from self._part_of(question, asked, retrieval, weights)
            return
        elif apart := asked_apart(asked):
            each = [(part, *self._rows(part, self._on(part, retrieval, weights))) for part in apart]
            rows, missing = with_each_part(rows, each)
            if missing and len(missing) < len(each):
                yield notice("part_not_found", what=listed([f"“{part}”" for part in missing]))
            elif missing and not (gives_reasons(question, rows) or surely_told(question, sure, rows, retrieval)):
                yield notice("nothing_close")
        elif rows and not (gives_reasons(question, rows) or surely_told(question, sure, rows, retrieval)):
            if part := list(self._part_of(question, asked, retrieval, weights)):
                yield from part
                return
            yield notice("nothing_close")
        yield from as_sentences(rows)

    def _told(self, question: str, retrieval: RetrievalResult, likely: Mapping[Candidate, float]) -> float:
        """How likely, from 0 to 1, the sentences found answer the question at all. What stored ones are known to answer, word
        for word, they answer."""
        if self.evidence.knows(question):
            return 1.0
        return load_told().share(signs(retrieval.evidence, likely), self.evidence.familiar)

    def _part_of(
        self, question: str, asked: str, retrieval: RetrievalResult, weights: Mapping[str, float]
    ) -> Iterator[Sentence | Notice]:
        """The answer to a part of a question that is not answered as a whole, with a notice that names it; nothing if none is."""
        parts = narrower(asked) if set(content_terms(question)) <= set(content_terms(asked)) else []
        for part in parts[:MOST_PARTS]:
            if answered := self._answered(part, retrieval, weights, surely=True):
                yield notice("part_answered", what=part)
                yield from as_sentences(answered)
                return

    def _denial(
        self, question: str, asked: str, candidates: Sequence[Candidate], weights: Mapping[str, float]
    ) -> Candidate | None:
        """The sentence that denies what the question takes for granted. What stored sentences are known to answer, word for word,
        takes nothing for granted."""
        if known := self.evidence.known_denial(question, candidates):
            return known
        return None if self.evidence.knows(question) else denial(asked, candidates, weights)

    def _rows(self, question: str, candidates: Sequence[Candidate]) -> tuple[list[Row], dict[Candidate, float]]:
        """The sentences of an answer, and how likely each candidate is to answer."""
        propositions = {proposition for candidate in candidates for proposition, _ in candidate.stances}
        likely = worth(question, readable(candidates))
        about = self.propositions.asked_about(question, propositions) if may_take_sides(question) else {}
        if not about and asks_for_arguments(question):
            about = told_most(candidates)
        return composed(question, candidates, about, likely), likely

    def _on(self, part: str, retrieval: RetrievalResult, weights: Mapping[str, float]) -> list[Candidate]:
        """The candidates of what was retrieved, judged by a part of the question."""
        return self.evidence.candidates(part, retrieval.kept, weights, WHOLE_ARTICLES, retrieval.filters)

    def _answered(
        self,
        question: str,
        retrieval: RetrievalResult,
        weights: Mapping[str, float],
        told: Sequence[Row] = (),
        surely: bool = False,
    ) -> list[Row]:
        """The answer to a part of a question from what was retrieved for the whole, without what is `told` already; none where
        nothing comes close, and if it must be told `surely` none where that is in doubt."""
        candidates = self._on(question, retrieval, weights)
        shown = {(candidate.article.article_id, candidate.start) for _, candidate in told}
        candidates = [c for c in candidates if (c.article.article_id, c.start) not in shown]
        rows, likely = self._rows(question, candidates)
        if surely and self._told(question, retrieval, likely) < load_told().unsure:
            return []
        return rows if comes_close(rows, likely) else []


def surely_told(question: str, share: float, rows: Sequence[Row], retrieval: RetrievalResult) -> bool:
    """True if it need not be said that nothing comes close. Among the sentences of one voice those on other matters look near, so
    one of those shown must have a word of what it is asked about."""
    if share < load_told().unsure:
        return False
    heard = " ".join(f"{row.label} {row.value}" for row in retrieval.filters if row.field == "voice")
    subject = set(content_terms(question)) - set(content_terms(f"{heard} {OF_ANY_VOICE}"))
    shown = " ".join(" ".join((*c.chunk.heading_path, c.text)) for group, c in rows if group != FURTHER)
    return not heard or not subject or bool(subject & set(content_terms(shown)))


def corrected(denied: Candidate, rows: Sequence[Row]) -> list[Row]:
    """What the sources say instead, and the first rows of the answer that do not repeat it."""
    further = [candidate for group, candidate in rows if group != LEFT_OPEN and not repeats(candidate, [denied])]
    return [(None, candidate) for candidate in [denied, *further[:AFTER_CORRECTION]]]


def as_sentences(rows: Sequence[tuple[str | None, Candidate]]) -> Iterator[Sentence]:
    """Draft sentences, each its own quotation, citations numbered in order of appearance."""
    for number, (group, candidate) in enumerate(rows, 1):
        citation = cite(number, candidate.article, candidate.chunk, candidate.start, candidate.end, candidate.source_keys)
        yield Sentence(
            text=citation.quote,
            citations=(citation,),
            support=0.0,
            verdict="withheld",
            origin="extracted",
            speaker=speaker_of(candidate.article, candidate.chunk),
            group=group,
        )
