"""The answerer for chat models: a model writes, the program attributes and checks, and only what holds is drafted.

What a model does not give is extracted: one that declines, loops, fails or says nothing that holds leaves the reader with the
extractive answer and a notice. Nothing that was shown is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from answering.attribution import Attributor
from answering.composing import SHARE_OF_BEST
from answering.degenerate import DECLINE, declines, is_foreign, loops, speaks_of_notes
from answering.evidence import Candidate, EvidenceBuilder
from answering.extractive import WHOLE_ARTICLES
from answering.remarks import speaks_of_the_collection
from answering.reply import Ending, Usage, reply
from answering.sentences import SentenceSplitter, Written
from answering.verify import Checker
from answering.wordings import Fallback, fallback_notice
from core.settings import Settings
from core.terms import content_terms
from core.text import fold_space
from core.types import Citation, Notice, RetrievalResult, Sentence
from prompts.registry import Prompt

EVIDENCE_TOKENS = 420  # what the notes may take of a prompt: a 2-core machine reads about 60 tokens a second
MOST_NOTES = 12
CHARACTERS_A_TOKEN = 3.5  # English has 4 to 5 in the usual vocabularies; estimates err on the long side
REPEATED = 0.8  # share of a sentence's terms in an earlier one above which it says the same again
LEAST_TERMS = 2  # words of weight that a claim has; what has fewer is a scrap
EXTRACTED = "Extracted from the sources"

Draft = Sentence | Notice | Usage


class Drafter(Protocol):
    """The part of an answerer that this one falls back to."""

    def draft(self, question: str, asked: str, retrieval: RetrievalResult, weights: Mapping[str, float]) -> Iterator[Draft]: ...


class GenerativeAnswerer:
    """Drafts of one chat model. `name` is its spec. Safe for several threads."""

    def __init__(
        self,
        name: str,
        model: BaseChatModel,
        prompt: Prompt,
        evidence: EvidenceBuilder,
        checker: Checker,
        extractive: Drafter,
        settings: Settings,
    ) -> None:
        self.name = name
        self.prompt_id: str | None = prompt.prompt_id
        self.model = model
        self.prompt = prompt
        self.evidence = evidence
        self.checker = checker
        self.extractive = extractive
        self.settings = settings

    def draft(self, question: str, asked: str, retrieval: RetrievalResult, weights: Mapping[str, float]) -> Iterator[Draft]:
        """Checked sentences of the model, and withheld ones so marked; then, where the model fell short, a notice and the
        extractive answer. Where that has nothing to say, or corrects the question, the model is not asked."""
        extracted = list(self.extractive.draft(question, asked, retrieval, weights))
        sentences = [draft for draft in extracted if isinstance(draft, Sentence)]
        notices = [draft for draft in extracted if isinstance(draft, Notice)]
        if not sentences or any(found.code == "premise_not_in_sources" for found in notices):
            yield from extracted
            return
        yield from notices
        candidates = self.evidence.candidates(question, retrieval.kept, weights, WHOLE_ARTICLES, retrieval.filters)
        ordered = in_order(sentences, candidates)
        notes = fitting(worth_noting(ordered, len(sentences)), self.room_for_notes(question))
        numbers = Numbers()
        account = Account()
        yield from self._written(question, notes, Attributor(ordered, self.evidence.embeddings), numbers, account)
        if account.ending is not None and account.ending.prompt_tokens:
            yield Usage(account.ending.prompt_tokens, account.ending.completion_tokens)
        if trouble := account.trouble:
            error = account.ending.error if account.ending else None
            yield fallback_notice(trouble, error.user_message if error else "", partly=bool(account.shown))
            yield from completed(sentences, account.shown, numbers)

    def messages(self, question: str, notes: Sequence[Candidate]) -> list[BaseMessage]:
        """The prompt: what is the same for every question first, so that a server can keep it."""
        listed = "\n".join(f"[{number}] {fold_space(note.text)}" for number, note in enumerate(notes, 1))
        fixed, own = self.prompt.fill(decline=DECLINE, notes=listed, question=question).split("\n---\n")
        return [SystemMessage(fixed), HumanMessage(own)]

    def room_for_notes(self, question: str) -> int:
        """Tokens left for notes beside the prompt, the question and the answer."""
        bare = sum(tokens(str(message.text)) for message in self.messages(question, []))
        return min(EVIDENCE_TOKENS, self.settings.context_tokens - self.settings.max_output_tokens - bare)

    def _written(
        self, question: str, notes: Sequence[Candidate], attributor: Attributor, numbers: Numbers, account: Account
    ) -> Iterator[Sentence]:
        if self.checker.words is not None:
            self.checker.words.of(
                [note.text for note in notes]
            )  # the likely quotations, before the first sentence waits for them
        splitter = SentenceSplitter()
        longest = self.settings.max_output_tokens * 2 * CHARACTERS_A_TOKEN
        stream = reply(self.model, self.messages(question, notes), self.name, self.settings)
        for item in stream:
            if isinstance(item, Ending):
                account.ending = item
                finished = splitter.finish(complete=item.how == "complete")
            else:
                account.raw += item
                finished = splitter.feed(item)
            for written in finished:
                if sentence := self._checked(written, attributor, account):
                    yield numbers.numbered(sentence) if sentence.verdict != "withheld" else sentence
            if account.ending is None and (len(account.raw) > longest or account.looping):
                account.endless = True
                break

    def _checked(self, written: Written, attributor: Attributor, account: Account) -> Sentence | None:
        """A sentence with its verdict; `None` for one that claims nothing or says again what was said."""
        account.looping = account.looping or loops(account.raw)
        if account.looping:
            return None
        if declines(written.text):
            account.declined = True
            return None
        if speaks_of_notes(written.text):
            return None
        terms = frozenset(content_terms(written.text))
        if (
            len(terms) < LEAST_TERMS
            or not says_something(written.text)
            or any(len(terms & before) >= REPEATED * len(terms) for before in account.said)
        ):
            return None
        account.said.append(terms)
        sentence = self.checker.check(attributor.attribute(written.text, written.hints))
        account.shown += [sentence] if sentence.verdict != "withheld" else []
        return sentence


def says_something(text: str) -> bool:
    """False for a bare name: no word of weight is written small."""
    return bool(content_terms(" ".join(word for word in text.split() if word[:1].islower())))


class Account:
    """What has come of one reply so far."""

    def __init__(self) -> None:
        self.raw = ""
        self.said: list[frozenset[str]] = []
        self.shown: list[Sentence] = []
        self.declined = self.looping = self.endless = False
        self.ending: Ending | None = None

    @property
    def trouble(self) -> Fallback | None:
        """Why the extractive answer is needed; `None` if it is not. A model that was cut off at its limit of tokens after
        sentences that hold has answered."""
        if self.looping:
            return "looping"
        if self.ending is not None and self.ending.how in ("timeout", "failed"):
            return "timeout" if self.ending.how == "timeout" else "failed"
        if self.shown:
            return None
        if self.endless:
            return "endless"
        if self.declined:
            return "declined"
        if not self.raw.strip():
            return "empty"
        return "language" if is_foreign(self.raw) else "unsupported"


class Numbers:
    """Citation numbers of one answer: 1-based in order of appearance, one for each quotation."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, int, int], int] = {}

    def numbered(self, sentence: Sentence) -> Sentence:
        """The sentence with its citations numbered within the answer."""
        return replace(sentence, citations=tuple(replace(c, number=self._number(c)) for c in sentence.citations))

    def _number(self, citation: Citation) -> int:
        return self._given.setdefault((citation.article_id, citation.start, citation.end), len(self._given) + 1)


def tokens(text: str) -> int:
    """An upper estimate of a text's tokens, whatever the model's vocabulary."""
    return int(len(text) / CHARACTERS_A_TOKEN) + 1


def in_order(extracted: Sequence[Sentence], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates in the order in which they deserve a place among the notes: those of the extractive answer, then kept ones
    by relevance, then what stands around them."""
    places = {(c.article_id, c.start): at for at, c in enumerate(s.citations[0] for s in extracted)}
    last = len(places)

    def rank(candidate: Candidate) -> tuple[int, bool, float]:
        at = places.get((candidate.article.article_id, candidate.start), last)
        return at, not candidate.kept or speaks_of_the_collection(candidate.text), -candidate.relevance

    return sorted(candidates, key=rank)


def worth_noting(ordered: Sequence[Candidate], extracted: int) -> list[Candidate]:
    """The candidates that a model may see: the first `extracted`, which make the extractive answer, and kept ones that come near
    them in relevance. A weak model repeats whatever it is shown, also what is beside the question."""
    first, rest = ordered[:extracted], ordered[extracted:]
    least = SHARE_OF_BEST * max((candidate.relevance for candidate in first), default=0.0)
    return [*first, *(c for c in rest if c.kept and c.relevance >= least and not speaks_of_the_collection(c.text))]


def fitting(ordered: Sequence[Candidate], room: int) -> list[Candidate]:
    """The first candidates that fit into `room` tokens, at most `MOST_NOTES`; never none."""
    notes: list[Candidate] = []
    for candidate in ordered[:MOST_NOTES]:
        room -= tokens(candidate.text) + 3
        if notes and room < 0:
            break
        notes.append(candidate)
    return notes


def completed(extracted: Sequence[Sentence], shown: Sequence[Sentence], numbers: Numbers) -> Iterator[Sentence]:
    """The extractive answer, without the quotations that stand behind what the model's sentences have said."""
    said = {(c.article_id, c.start) for sentence in shown for c in sentence.citations}
    for sentence in extracted:
        if (sentence.citations[0].article_id, sentence.citations[0].start) not in said:
            group = sentence.group or (EXTRACTED if shown else None)
            yield numbers.numbered(replace(sentence, group=group))
