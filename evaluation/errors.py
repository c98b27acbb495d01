"""`python -m evaluation errors`: what share of made errors the checks catch, and of true sentences they withhold.

Every changed sentence goes the way of a model's: attributed over the sentences of the article it was made from, then checked.
Shares are printed beside the aims; the pairs themselves go to a file, to be read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.attribution import Attributor
from answering.evidence import Candidate
from answering.verify import Checker
from core.passages import keys_covering
from core.settings import Settings
from core.terms import content_terms
from core.text import sentence_spans
from core.types import Article, Chunk, Sentence
from evaluation.dataset import Question
from evaluation.made_errors import FALSE, NOT_NAMES, TRUE, Told, made
from retrieval.embeddings import SentenceEmbeddings, Vectors
from retrieval.sentence_vectors import SentenceVectors, vectors_of
from retrieval.store import Store

MOST = 200  # changed sentences of a kind
SEED = 20261125
AIMS = {
    "new number": 0.99,
    "number from elsewhere": 0.90,
    "unit or month": 0.95,
    "new name": 1.00,
    "name from elsewhere": 0.70,
    "roles exchanged": 0.80,
    "verb negated": 0.98,
    "declared untrue": 0.98,
    "direction word, in the lexicon": 0.93,
    "direction word, not in it": 0.60,
    "strengthened, words of the lexicon": 0.90,
    "strengthened, other words": 0.90,
    "speaker swapped": 1.00,
    "stance flipped, words of the lexicon": 0.98,
    "stance flipped, other words": 0.98,
    "clause dropped": 0.02,
    "joined": 0.02,
    "lead reworded": 0.02,
    "paraphrase": 0.08,
}
"""Shares of made errors to catch at least, and of true sentences to withhold at most."""

_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence, the article's sentence it was made from, and what the checks said."""

    kind: str
    source: str
    checked: Sentence


class Bench:
    """Attributes and checks sentences about articles of one collection."""

    def __init__(self, store: Store, embeddings: SentenceEmbeddings, vectors: SentenceVectors, checker: Checker) -> None:
        self.store = store
        self.embeddings = embeddings
        self.vectors = vectors
        self.checker = checker
        self._attributors: dict[tuple[str, ...], Attributor] = {}

    def check(self, text: str, article_ids: Sequence[str]) -> Sentence:
        """The sentence attributed over the given articles and checked."""
        return self.checker.check(self.attributor(article_ids).attribute(text))

    def attributor(self, article_ids: Sequence[str]) -> Attributor:
        """The attributor over all sentences of the given articles, built once."""
        key = tuple(article_ids)
        if key not in self._attributors:
            self._attributors[key] = Attributor(
                [row for article_id in key for row in self.candidates(article_id)], self.embeddings
            )
        return self._attributors[key]

    def candidates(self, article_id: str) -> list[Candidate]:
        """Every sentence of an article once, with its stored vector."""
        article = self.store.article(article_id)
        chunks = self.store.chunks_of(article_id)
        rows = vectors_of(chunks, self.vectors, self.embeddings)
        found: dict[int, Candidate] = {}
        for chunk in chunks:
            for (start, end), vector in zip(chunk.sentences, rows[chunk.chunk_id], strict=True):
                found.setdefault(start, candidate(article, chunk, start, end, vector))
        return list(found.values())


def candidate(article: Article, chunk: Chunk, start: int, end: int, vector: Vectors) -> Candidate:
    """A stored sentence as attribution takes it; nothing is known of a question."""
    text = article.text[start:end]
    return Candidate(
        article=article,
        chunk=chunk,
        start=start,
        end=end,
        vector=vector,
        paragraph=article.text.count("\n\n", 0, start),
        opens_paragraph=article.text[:start].endswith("\n\n") or start == 0,
        relevance=0.0,
        cosine=0.0,
        coverage=0.0,
        terms=frozenset(content_terms(text)),
        source_keys=tuple(dict.fromkeys(keys_covering(article, start, end))),
        kept=True,
    )


def told(store: Store) -> tuple[list[Told], list[str]]:
    """Every stored sentence with its passage and its article's names, and the article of each."""
    rows: list[Told] = []
    owners: list[str] = []
    for article_id in sorted(store.article_index()):
        article = store.article(article_id)
        found = [re.sub(r"['’]s?$", "", name) for name in _NAME.findall(article.text)]
        names = tuple(dict.fromkeys([*(name for name in found if name.split()[0] not in NOT_NAMES), *article.authors]))
        for chunk in store.chunks_of(article_id):
            texts = [article.text[start:end] for start, end in chunk.sentences]
            for at, text in enumerate(texts):
                following = texts[at + 1] if at + 1 < len(texts) else ""
                gap = article.text[chunk.sentences[at][1] : chunk.sentences[at + 1][0]] if following else "\n"
                rows.append(Told(text, chunk.text, names, "" if "\n" in gap else following))
                owners.append(article_id)
    return rows, owners


def outcomes(bench: Bench, questions: Sequence[Question], most: int = MOST) -> Iterator[Outcome]:
    """Every kind of made error, then what is true: changed little, and the questions' model answers."""
    rows, owners = told(bench.store)
    for kind, makers in [*FALSE.items(), *TRUE.items()]:
        for at, text in made(makers, rows, most, SEED):
            yield Outcome(kind, rows[at].text, bench.check(text, [owners[at]]))
    for question in questions:
        gold = [key for key in question.gold_doc_ids if key in bench.store.article_index()]
        if question.reference and gold:
            for start, end in sentence_spans(question.reference):
                checked = bench.check(question.reference[start:end], gold)
                yield Outcome("paraphrase", " / ".join(question.gold_evidence), checked)


def table(found: Sequence[Outcome]) -> str:
    """Shares withheld by kind, as Markdown, with the reasons given most."""
    lines = ["| Kind | n | withheld | aim | reasons |", "|---|---|---|---|---|"]
    for kind, aim in AIMS.items():
        own = [outcome.checked for outcome in found if outcome.kind == kind]
        withheld = [sentence for sentence in own if sentence.verdict == "withheld"]
        reasons = Counter(reason for sentence in withheld for reason in sentence.reasons)
        named = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(4))
        bound = "≤" if kind in TRUE or kind == "paraphrase" else "≥"
        share = f"{len(withheld) / len(own):.2f}" if own else "–"
        lines.append(f"| {kind} | {len(own)} | {share} | {bound} {aim:.2f} | {named} |")
    return "\n".join(lines)


def write(found: Sequence[Outcome], path: Path) -> None:
    """One outcome a line, to be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            "kind": outcome.kind,
            "text": outcome.checked.text,
            "source": outcome.source,
            "verdict": outcome.checked.verdict,
            "support": round(outcome.checked.support, 3),
            "reasons": outcome.checked.reasons,
            "quotes": [citation.quote for citation in outcome.checked.citations],
        }
        for outcome in found
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def bench_for(settings: Settings) -> Bench:
    """The parts for one collection, as the pipeline builds them. Raises a `DebatesError`."""
    from retrieval.build import build_retriever

    retriever = build_retriever(settings)
    checker = Checker(retriever.store.article, words=retriever.embeddings.words)
    return Bench(retriever.store, retriever.embeddings, retriever.sentence_vectors, checker)
