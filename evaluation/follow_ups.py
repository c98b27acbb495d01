"""`python -m evaluation.follow_ups --questions FILE`: how the rewriting of follow-ups compares with simpler ways to search."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from answering.rewrite import standalone
from core.console import note, quiet_libraries
from core.errors import DebatesError, InputError
from core.settings import build_settings
from core.types import Message
from evaluation.dataset import Question, load_questions
from evaluation.retrieval_metrics import ranking_metrics

METRICS = ("recall@5", "ndcg@10")
Search = Callable[[str], Sequence[str]]
"""A query → article ids, best first."""


def queries(question: str, history: Sequence[Message]) -> dict[str, str]:
    """What each way searches with."""
    turns = [message.content for message in history if message.role == "user"]
    return {
        "the question as typed": question,
        "the previous question before it": " ".join([*turns[-1:], question]),
        "the first and the previous question before it": " ".join([*dict.fromkeys([*turns[:1], *turns[-1:]]), question]),
        "ours": standalone(question, history)[0],
    }


def follow_up_table(questions: Sequence[Question], search: Search) -> str:
    """A row a way, over the questions with a history and gold articles. Raises `InputError` if there are none."""
    asked = [question for question in questions if question.messages and question.gold_doc_ids]
    if not asked:
        raise InputError("No question has both a history and gold articles, so there are no follow-ups to compare.")
    sums: dict[str, list[float]] = {}
    for question in asked:
        for way, query in queries(question.question, question.messages).items():
            found = ranking_metrics(list(search(query)), question.gold_doc_ids)
            row = sums.setdefault(way, [0.0] * len(METRICS))
            sums[way] = [total + found[metric] for total, metric in zip(row, METRICS, strict=True)]
    lines = [f"| Searched with ({len(asked)} follow-ups) | {' | '.join(METRICS)} |", "|---|---|---|"]
    lines += [f"| {way} | {' | '.join(f'{total / len(asked):.3f}' for total in row)} |" for way, row in sums.items()]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    quiet_libraries()
    p = argparse.ArgumentParser(prog="python -m evaluation.follow_ups", description="Compare ways to search for follow-ups.")
    p.add_argument("--questions", type=Path, required=True, help="a question file, some of whose questions have a history")
    p.add_argument("--collection", help="collection to ask (default: the COLLECTION setting)")
    options = p.parse_args(arguments)
    try:
        questions = load_questions(options.questions)
        from retrieval.build import build_retriever

        retriever = build_retriever(build_settings(collection=options.collection))

        def search(query: str) -> Sequence[str]:
            return list(dict.fromkeys(hit.chunk.article_id for hit in retriever.retrieve(query).ranking))

        print(follow_up_table(questions, search))
    except DebatesError as error:
        note(error.user_message)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
