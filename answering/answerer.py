"""What may be swapped in the pipeline: who drafts an answer, and who makes a follow-up stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from answering.reply import Usage
from core.types import Message, Notice, RetrievalResult, Sentence


class Answerer(Protocol):
    """Turns kept passages into draft sentences for a question that stands alone; `asked` is what was typed.

    Notices may come with them, and what a model read and wrote for them. `prompt_id` names the prompt, if there is one.
    """

    name: str
    prompt_id: str | None

    def draft(
        self, question: str, asked: str, retrieval: RetrievalResult, weights: Mapping[str, float]
    ) -> Iterator[Sentence | Notice | Usage]: ...


Rewriter = Callable[[str, Sequence[Message]], tuple[str, str | None]]
"""A follow-up and its history → the question to search with, and the earlier question it was read against."""
