"""`python -m evaluation.fit_relevance FILE`: fit what a sentence is worth to the sentences that a question file is after.

A sentence is after if it holds an evidence string, or an accepted string, nugget or position in a gold article. The model is a
softmax over a question's candidates (Cao et al. 2007, the case of one list), its weights kept at zero or above: a signal may
not count against what it is meant to show. Questions of one debate stay in one fold. Of a file in parts
one is fitted to, and the fit is applied to the others; `--check COLLECTION=FILE` applies it to further questions it never saw.
`--unseen FOLDER` fits to halves that `python -m evaluation.unseen` made, whose query encoders do not know them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answering.evidence import Candidate, EvidenceBuilder
from answering.extractive import WHOLE_ARTICLES
from answering.relevance import SIGNALS, WEIGHTS, load_relevance
from answering.rewrite import standalone
from answering.selection import readable
from answering.service import Service
from core.console import note
from core.errors import DebatesError
from core.settings import build_settings
from evaluation.dataset import Question, load_questions
from evaluation.strings import contains_any, word_share
from evaluation.unseen import halves
from retrieval.retriever import HybridRetriever

Floats = NDArray[np.float64]
RIDGE = 0.003  # penalty on the weights
STEPS, PACE = 400, 0.1  # of Adam (Kingma and Ba 2015)
FOLDS = 5
LITTLE, SOUGHT = (0.0, 0.05, 0.12, 0.2, 0.3, 0.4), 0.12  # weights tried of what a query encoder finds, and the one taken
SAME_WORDS = 0.9  # share of an evidence string's words in a sentence that is that evidence
BEST = 20  # sentences a question that scaling looks at
SHORTEST_EVIDENCE = 4  # words; a shorter string stands in many sentences
PLAIN = tuple({"cosine": 0.5, "passage": 0.25, "coverage": 0.25}.get(name, 0.0) for name in SIGNALS)
"""Likeness without any fit: what fitted weights are scaled to and compared with."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question's sentences: signals `(n, signals)`, which of them are after, and the debate it belongs to."""

    rows: Floats
    after: NDArray[np.bool_]
    group: str


def cases_of(retriever: HybridRetriever, questions: Sequence[Question]) -> list[Case]:
    """The answerable questions that have candidates. Raises a `DebatesError` if the collection cannot be asked."""
    extract = EvidenceBuilder(retriever)
    found = []
    for question in questions:
        if not question.answerable or question.false_premise:
            continue
        _, candidates = candidates_of(retriever, extract, question)
        if candidates:
            rows = np.array([candidate.signals for candidate in candidates])
            after = np.array([is_after(question, candidate) for candidate in candidates])
            found.append(Case(rows, after, str((question.model_extra or {}).get("debate") or question.id)))
    return found


def candidates_of(retriever: HybridRetriever, extract: EvidenceBuilder, question: Question) -> tuple[str, list[Candidate]]:
    """What is asked, standing alone, and the sentences an answer to it could be made of."""
    asked, _ = standalone(question.question, question.messages)
    found = retriever.retrieve(asked)
    weights = retriever.term_weights(asked)
    return asked, readable(extract.candidates(asked, found.kept, weights, WHOLE_ARTICLES, found.filters))


def is_after(question: Question, candidate: Candidate) -> bool:
    """True if a candidate holds what the question is after."""
    text = candidate.text
    evidence = [string for string in question.gold_evidence if len(string.split()) >= SHORTEST_EVIDENCE]
    if any(word_share(string, text) >= SAME_WORDS for string in evidence):
        return True
    told = [string for nugget in question.nuggets for string in nugget.any_of]
    told += [string for stand in question.positions for string in stand.any_of]
    gold = not question.gold_doc_ids or candidate.article.article_id in question.gold_doc_ids
    return gold and contains_any(text, [*question.answers, *told])


def fitted(cases: Sequence[Case]) -> Floats:
    """Weights of the penalised softmax, shape `(signals,)`, none below zero; cases without anything after say nothing."""
    told = [case for case in cases if case.after.any()]
    weights = np.zeros(len(SIGNALS))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = RIDGE * weights
        for case in told:
            share = _softmax(case.rows @ weights)
            wanted = share * case.after
            gradient -= (wanted / wanted.sum() - share) @ case.rows / len(told)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights -= PACE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights, 0.0)
    return weights


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares


def scaled(weights: Floats, cases: Sequence[Case]) -> tuple[float, Floats]:
    """Bias and weights with which the best sentences have the mean and spread that plain likeness gives its best ones, so that
    what is measured against relevance keeps its meaning."""
    mine = np.concatenate([np.sort(case.rows @ weights)[-BEST:] for case in cases])
    plain = np.concatenate([np.sort(case.rows @ np.array(PLAIN))[-BEST:] for case in cases])
    factor = plain.std() / mine.std()
    return float(plain.mean() - factor * mine.mean()), factor * weights


def scaled_fit(cases: Sequence[Case]) -> tuple[float, Floats]:
    """Bias and weights, fitted and scaled."""
    return scaled(fitted(cases), cases)


def outcome(cases: Sequence[Case], scores: Sequence[Floats]) -> str:
    """Share of questions with something after in the first place and in the first three, and mean recall among the first five."""
    first = three = five = 0.0
    for case, score in zip(cases, scores, strict=True):
        order = case.after[np.argsort(-score, kind="stable")]
        first += bool(order[:1].any())
        three += bool(order[:3].any())
        five += order[:5].sum() / max(1, min(5, case.after.sum()))
    shares = (found / len(cases) for found in (first, three, five))
    return "first {:.3f}, in three {:.3f}, recall in five {:.3f}".format(*shares)


def folds(groups: Iterable[str]) -> dict[str, int]:
    """Each group's fold."""
    known = sorted(set(groups))
    return {known[at]: place % FOLDS for place, at in enumerate(np.random.default_rng(0).permutation(len(known)))}


def cross_validated(cases: Sequence[Case]) -> list[Floats]:
    """What weights that never saw a question's debate give its sentences."""
    fold = folds(case.group for case in cases)
    weights = [fitted([case for case in cases if fold[case.group] != held]) for held in range(FOLDS)]
    return [case.rows @ weights[fold[case.group]] for case in cases]


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.fit_relevance", description="Fit what a sentence is worth.")
    p.add_argument("questions", type=Path, nargs="+", help="questions on the default collection")
    p.add_argument("--part", default="tune", help="of files in parts the part that is fitted to (default: %(default)s)")
    p.add_argument("--unseen", type=Path, metavar="FOLDER", help="fit what counts in articles the query encoder does not know")
    p.add_argument("--check", action="append", default=[], metavar="COLLECTION=FILE", help="questions to which nothing is fitted")
    options = p.parse_args(arguments)
    if options.unseen and options.check:
        p.error("--unseen is fitted and cross-validated; it takes no --check")
    try:
        settings = build_settings()
        asked = [question for file in options.questions for question in load_questions(file)]
        own = [q for q in asked if (q.model_extra or {}).get("part", options.part) == options.part]
        if options.unseen:
            parts = halves(settings, options.unseen)
            here = [(half, [question for question in own if half.tells(question, {})]) for half in parts]
            return of_strangers([case for half, asked_here in here for case in cases_of(half.retriever, asked_here)])
        service = Service(settings)
        cases = cases_of(service.pipeline().retriever, own)
        bias, weights = scaled_fit(cases)
        print(f"plain likeness: {outcome(cases, [case.rows @ np.array(PLAIN) for case in cases])}")
        print(f"cross-validated: {outcome(cases, cross_validated(cases))}")
        named = {check.partition("=")[0] for check in options.check}
        checks = {"other parts": cases_of(service.pipeline().retriever, [q for q in asked if q not in own])}
        for check in options.check:
            collection, _, file = check.partition("=")
            checks[collection] = cases_of(service.pipeline(collection).retriever, load_questions(Path(file)))
        for collection, others in checks.items():
            known = EvidenceBuilder(service.pipeline(collection if collection in named else None).retriever).familiar
            in_use = load_relevance().known[1:] if known else load_relevance().unknown[1:]
            for label, row in (("plain", np.array(PLAIN)), ("in use", in_use), ("fitted", weights)):
                if others:
                    print(f"{collection}, {label}: {outcome(others, [case.rows @ row for case in others])}")
    except DebatesError as error:
        note(error.user_message)
        return 2
    return print_weights("known", bias, weights)


def of_strangers(cases: Sequence[Case]) -> int:
    """What is fitted without the query encoder, with a little of it: how far it carries to articles of another kind, these do not
    tell."""
    sought = np.array([name == "sought" for name in SIGNALS], np.float64)
    without = [replace(case, rows=case.rows * (1 - sought)) for case in cases]
    fold = folds(case.group for case in cases)
    weights = [scaled_fit([own for own in without if fold[own.group] != held])[1] for held in range(FOLDS)]
    for share in LITTLE:
        scores = [case.rows @ (weights[fold[case.group]] + share * sought) for case in cases]
        print(f"cross-validated, sought {share:.2f}: {outcome(cases, scores)}")
    return print_weights("unknown", *scaled(scaled_fit(without)[1] + SOUGHT * sought, cases))


def print_weights(kind: str, bias: float, weights: Floats) -> int:
    """Print what the file of weights is to hold."""
    print(f"\nFor {WEIGHTS.name}:\n{kind}:\n  bias: {bias:.3f}")
    print("\n".join(f"  {name}: {weight:.3f}" for name, weight in zip(SIGNALS, weights, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
