"""The life of a question: a list of steps, each of which may end it, and the only place where errors are caught."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from time import perf_counter

from answering import guard
from answering.answerer import Answerer, Rewriter
from answering.fitting import unnamed
from answering.holdings import coverage, nearest, nearest_words
from answering.narrowing import holds_part, narrower
from answering.overview import overview
from answering.propositions import Propositions
from answering.render import article_facts
from answering.reply import Usage
from answering.rewrite import standalone
from answering.state import Event, Progress, State, Work, ended, failed
from answering.sufficiency import context, missing_names
from answering.verify import Checker
from answering.wordings import listed, notice
from core.errors import DebatesError
from core.parts import subjects_of
from core.types import Answer, AnswerStatus, Article, Message, Notice, RetrievalResult, Sentence
from retrieval.evidence import load_model, unlike
from retrieval.filters import spoken_of
from retrieval.retriever import HybridRetriever

KINDS_ASKED = ("kind", "publisher_kind")  # restrictions that go where what meets them does not answer
OFF_TOPIC = 0.38  # best cosine of a passage, and of a sentence to where the answer is sought, below which it is off-topic


class Pipeline:
    """Answers questions from one collection. Safe for several threads: nothing changes between questions."""

    def __init__(self, retriever: HybridRetriever, answerer: Answerer, rewriter: Rewriter = standalone) -> None:
        self.retriever = retriever
        self.store = retriever.store
        self.answerer = answerer
        self.rewriter = rewriter
        self.propositions = Propositions(retriever.embeddings)
        self.checker = Checker(self.store.article, words=retriever.embeddings.words)
        self.steps: list[tuple[str, Callable[[State], State | Work]]] = [
            ("guard", self.guard),
            ("rewrite", self.rewrite),
            ("retrieve", self.retrieve),
            ("assess", self.assess),
            ("answer", self.answer_with_sentences),
            ("conclude", self.conclude),
        ]

    def answer(self, question: str, history: Sequence[Message] = (), without: Sequence[str] = ()) -> Answer:
        """One answer, whole. Never raises for what can go wrong with a question, a model or an index."""
        *_, last = self.stream(question, history, without)
        assert isinstance(last, Answer)
        return last

    def stream(self, question: str, history: Sequence[Message] = (), without: Sequence[str] = ()) -> Iterator[Event]:
        """Events in order; the last is the `Answer`. Closing the iterator stops the work.

        Restrictions that the question puts on the fields `without` are not applied.
        """
        started = perf_counter()
        timings: dict[str, float] = {}
        cleaned = guard.cleaned_question(question)
        state = State(cleaned, tuple(history), cleaned, without=tuple(without))
        error: str | None = None
        try:
            for name, step in self.steps:
                yield Progress(name)
                begun = perf_counter()
                outcome = step(state)
                if isinstance(outcome, State):
                    state = outcome
                else:
                    for sentence in _drained(outcome):
                        if isinstance(sentence, State):
                            state = sentence
                            continue
                        timings.setdefault("first_sentence", (perf_counter() - started) * 1000)
                        yield sentence
                timings[name] = (perf_counter() - begun) * 1000
                if state.status is not None:
                    break
        except Exception as caught:  # the only catcher: every failure becomes a status
            state, error = failed(state, caught)
        timings["total"] = (perf_counter() - started) * 1000
        yield self._answer(state, timings, error)

    # steps

    def guard(self, state: State) -> State:
        """Ends for unusable input and for advice on somebody's own health."""
        if problem := guard.unusable(state.question):
            return ended(state, AnswerStatus.REFUSED_INPUT, reason=problem)
        if guard.asks_personal_advice(state.question):
            return ended(state, AnswerStatus.REFUSED_PERSONAL_ADVICE, coverage=coverage(self.store))
        return state

    def rewrite(self, state: State) -> State:
        """Makes a follow-up stand alone and says so; writes names as the passages do."""
        question, topic = self.rewriter(state.question, state.history)
        read = self.retriever.as_written(state.question)
        notices = (notice("follow_up_read_as", what=topic),) if topic else ()
        alone = self.retriever.as_written(question) if topic else read
        return replace(state, standalone=alone, read=read, notices=state.notices + notices)

    def retrieve(self, state: State) -> State:
        """Finds passages, within the restrictions that the question names."""
        weights = self.retriever.term_weights(state.standalone)
        parts = () if state.follows_up else subjects_of(state.standalone)  # the question before it would be one
        found = self.retriever.retrieve(state.standalone, state.without, parts)
        dropped = tuple(notice("filter_dropped", what=r.label) for r in found.dropped if not spoken_of(r, found.kept))
        return replace(state, retrieval=found, weights=weights, notices=state.notices + dropped)

    def assess(self, state: State) -> State:
        """Ends where the collection holds too little evidence; a question unlike anything in it is off-topic."""
        found = state.retrieval
        assert found is not None
        if not _holds_enough(found, strictly=state.follows_up):  # the question before it lends it likeness
            if wider := self._of_any_kind(state):
                return self.assess(wider)
            for part in () if state.follows_up else narrower(state.standalone):
                narrowed = self.retrieve(replace(state, standalone=part, read=part, notices=state.notices))
                alone = narrowed.retrieval
                if alone and _holds_enough(alone, strictly=True) and holds_part(alone.signals):
                    return replace(narrowed, notices=(notice("part_answered", what=part), *narrowed.notices))
            if all((hit.dense_score or 0.0) < OFF_TOPIC and (hit.sought_score or 0.0) < OFF_TOPIC for hit in found.ranking):
                return ended(state, AnswerStatus.REFUSED_OFF_TOPIC, coverage=coverage(self.store))
            if found.kept and not (state.follows_up or unlike(found.signals)):
                return state  # a sentence found may answer all the same: the answerer reads them
            return ended(state, AnswerStatus.UNANSWERABLE_NO_EVIDENCE, nearest=nearest_words(self.store, found))
        return state

    def answer_with_sentences(self, state: State) -> Work:
        """Drafts, checks, and shows; from sources of any kind where those of the kind asked for do not answer."""
        answered = yield from self._answered(state)
        wider = None if answered.sentences or answered.withheld else self._of_any_kind(state)
        if wider and wider.retrieval and not unlike(wider.retrieval.signals):
            answered = yield from self._answered(wider)
        return answered

    def _of_any_kind(self, state: State) -> State | None:
        """The question asked of sources of any kind, which is said, if it is only of some kinds that it was asked."""
        assert state.retrieval is not None
        dropped = tuple(row for row in state.retrieval.filters if row.field in KINDS_ASKED)
        if not dropped:
            return None
        without = (*state.without, *(row.field for row in dropped))
        said = tuple(own for own in state.notices if own.code != "filter_dropped")  # what is dropped now may be another
        wider = self.retrieve(replace(state, without=without, notices=said))
        notices = tuple(notice("filter_dropped", what=row.label) for row in dropped)
        assert wider.retrieval is not None
        kept = tuple(row for row in wider.retrieval.without if row not in dropped)
        found = replace(wider.retrieval, without=kept, dropped=(*dropped, *wider.retrieval.dropped))
        return replace(wider, retrieval=found, notices=(*wider.notices, *notices))

    def _answered(self, state: State) -> Work:
        """Drafts, checks, and shows sentence by sentence what passed."""
        assert state.retrieval is not None
        shown: list[Sentence] = []
        withheld: list[Sentence] = []
        notices: list[Notice] = []
        usage: Usage | None = None
        for draft in self.answerer.draft(state.standalone, state.asked, state.retrieval, state.weights):
            if isinstance(draft, Notice):
                notices.append(draft)
                continue
            if isinstance(draft, Usage):
                usage = draft
                continue
            checked = self.checker.check(draft)
            if checked.verdict == "withheld":
                withheld.append(checked)
                continue
            shown.append(checked)
            yield checked
        found = (*notices, *state.notices) if shown else state.notices
        return replace(state, notices=found, sentences=tuple(shown), withheld=tuple(withheld), usage=usage)

    def conclude(self, state: State) -> State:
        """Names the outcome."""
        assert state.retrieval is not None
        if not state.sentences:
            status = AnswerStatus.UNANSWERABLE_UNVERIFIED if state.withheld else AnswerStatus.UNANSWERABLE_NO_EVIDENCE
            return ended(state, status, nearest=nearest_words(self.store, state.retrieval))
        asked_about = partial(self.propositions.asked_about, state.standalone)
        found = overview(state.standalone, state.sentences, self.store.article, self._sentences_of, asked_about)
        notices = (*state.notices, *found.notices)
        if missing := missing_names(state.asked, self.shown_with_context(state.sentences)):
            notices += (notice("not_covered", what=listed(missing)),)
        if people := unnamed(state.standalone, [sentence.text for sentence in state.sentences]):
            notices += (notice("people_not_named", people=people),)
        if state.withheld:
            count = len(state.withheld)
            notices += (notice("sentences_withheld", count=f"{count} sentence{'s' if count > 1 else ''}"),)
        partly = any(n.code in ("not_covered", "part_answered", "part_not_found") for n in notices)
        status = AnswerStatus.ANSWERED_PARTLY if partly else AnswerStatus.ANSWERED
        return ended(replace(state, notices=notices, overview=found), status)

    def _sentences_of(self, article: Article) -> Iterator[tuple[int, int, str]]:
        for chunk in self.store.chunks_of(article.article_id):
            yield from ((start, end, chunk.chunk_id) for start, end in chunk.sentences)

    def shown_with_context(self, sentences: Sequence[Sentence]) -> str:
        """Sentences with their headings, titles, bylines and originals."""
        cited = [citation for sentence in sentences for citation in sentence.citations]
        chunks = self.store.chunks(list({citation.chunk_id for citation in cited}))
        return " ".join(
            context(self.store.article(c.article_id), chunks[c.chunk_id], c.quote, c.source_keys)
            for c in cited
            if c.chunk_id in chunks
        )

    def _answer(self, state: State, timings: dict[str, float], error: str | None) -> Answer:
        assert state.status is not None
        cited = {citation.article_id for sentence in state.sentences for citation in sentence.citations}
        near = nearest(state.retrieval) if state.retrieval else ()
        records = {} if error else {key: article_facts(self.store.article(key)) for key in sorted(cited | set(near))}
        return Answer(
            question=state.question,
            standalone_question=state.standalone,
            status=state.status,
            message=state.message,
            filters=state.retrieval.filters if state.retrieval else (),
            notices=state.notices,
            sentences=state.sentences,
            withheld=state.withheld,
            positions=state.overview.positions,
            timeline=state.overview.timeline,
            as_of=state.overview.as_of,
            points=state.overview.points,
            nearest=near,
            articles=records,
            retrieval=state.retrieval,
            model=self.answerer.name,
            prompt_id=self.answerer.prompt_id if state.retrieval else None,
            usage=asdict(state.usage) if state.usage else {},
            settings_fingerprint=self.store.settings.fingerprint,
            collection=self.store.name,
            timings_ms={name: round(ms, 1) for name, ms in timings.items()},
            error=error,
        )


def failed_answer(question: str, error: DebatesError, collection: str) -> Answer:
    """The answer to a question that could not even be asked."""
    state, reason = failed(State(question, (), question), error)
    assert state.status is not None
    return Answer(question, question, state.status, state.message, collection=collection, error=reason)


def _holds_enough(found: RetrievalResult, strictly: bool) -> bool:
    model = load_model()
    return bool(found.kept) and found.evidence >= (model.least if strictly else model.hopeless) and not unlike(found.signals)


def _drained(work: Work) -> Iterator[Sentence | State]:
    """The sentences of a working step, then the state it returns."""
    state = yield from work
    yield state
