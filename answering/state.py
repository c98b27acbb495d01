"""A question on its way through the pipeline, what a stream of its answer yields, and how it can end."""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace

from answering.overview import Overview
from answering.reply import Usage
from answering.wordings import status_text
from core.errors import DebatesError, IndexFault, InputError, ModelError
from core.types import Answer, AnswerStatus, Message, Notice, RetrievalResult, Sentence
from retrieval.filters import unrestricted

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """A step has begun."""

    step: str


Event = Progress | Sentence | Answer
"""What a stream yields: progress, each sentence once it has passed its checks, and the whole answer last."""


@dataclass(frozen=True, slots=True)
class State:
    """A question on its way. `status` is set by the step that ends it."""

    question: str
    history: tuple[Message, ...]
    standalone: str
    read: str = ""  # the question with its names as the passages write them
    status: AnswerStatus | None = None
    message: str = ""
    notices: tuple[Notice, ...] = ()
    retrieval: RetrievalResult | None = None
    sentences: tuple[Sentence, ...] = ()
    withheld: tuple[Sentence, ...] = ()
    usage: Usage | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    overview: Overview = field(default_factory=Overview)
    without: tuple[str, ...] = ()

    @property
    def follows_up(self) -> bool:
        """True if the question was read against the one before it."""
        return self.standalone != self.read

    @property
    def asked(self) -> str:
        """What was asked, without restrictions on the sources: those are met by filtering, not by what a passage says."""
        found = self.retrieval
        return unrestricted(self.read, (*found.filters, *found.dropped, *found.without)) if found else self.read


Work = Generator[Sentence, None, State]


def ended(state: State, status: AnswerStatus, **values: str) -> State:
    """The question with its outcome, and what is said of it."""
    return replace(state, status=status, message=status_text(status, **values))


def failed(state: State, caught: Exception) -> tuple[State, str]:
    """Every failure as a status. Expected ones carry their own sentence; the rest are logged with their traceback."""
    if isinstance(caught, IndexFault):
        return ended(state, AnswerStatus.ERROR_INDEX, reason=caught.user_message), caught.user_message
    if isinstance(caught, ModelError):
        return ended(state, AnswerStatus.ERROR_MODEL, reason=caught.user_message), caught.user_message
    if isinstance(caught, InputError):
        return ended(state, AnswerStatus.REFUSED_INPUT, reason=caught.user_message), caught.user_message
    if not isinstance(caught, DebatesError):
        log.exception("a question failed")
    reason = f"{type(caught).__name__}: {str(caught)[:200]}"
    return ended(state, AnswerStatus.ERROR_INTERNAL, reason=reason), reason
