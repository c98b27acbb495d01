"""Asking a chat model: its words as they come, then how it ended. Failure is data here: nothing is raised.

The model is read in a thread of its own, so that one that hangs cannot hold a question longer than its time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from answering.models import explained, status_of
from core.errors import ModelError
from core.settings import Settings

RETRY_AFTER_S = 1.0  # before the one further attempt at a server that was busy or failed before its first word

NOTHING = "No generation chunks were returned"  # LangChain's error for a model that ends without a word


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model read and wrote for one answer, in its own tokens, as its server counts them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a model stopped: of itself, at its limit of tokens, out of time, or by a failure (`error` says which).

    Token counts are the server's own; 0 if it gives none.
    """

    how: Literal["complete", "length", "timeout", "failed"]
    error: ModelError | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0


def reply(
    model: BaseChatModel, messages: Sequence[BaseMessage], spec: str, settings: Settings, seconds: float | None = None
) -> Iterator[str | Ending]:
    """Pieces of text in order, then one `Ending`. Closing the iterator stops the request."""
    worker = _Worker(model, messages)
    threading.Thread(target=worker.run, daemon=True, name=f"model {spec}").start()
    deadline = monotonic() + (seconds or settings.model_timeout)
    try:
        while True:
            try:
                item = worker.items.get(timeout=max(0.0, deadline - monotonic()))
            except queue.Empty:
                yield Ending("timeout", explained(TimeoutError(), spec, settings), *worker.usage)
                return
            if isinstance(item, str):
                yield item
            elif item is None:
                yield Ending("length" if worker.cut else "complete", None, *worker.usage)
                return
            else:
                error = explained(item, spec, settings)
                yield Ending("timeout" if "in time" in error.user_message else "failed", error, *worker.usage)
                return
    finally:
        worker.stop.set()


class _Worker:
    """Reads the model's stream into a queue: pieces, then `None` or the exception it ended with."""

    def __init__(self, model: BaseChatModel, messages: Sequence[BaseMessage]) -> None:
        self.model = model
        self.messages = list(messages)
        self.items: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self.stop = threading.Event()
        self.usage = (0, 0)
        self.cut = False
        self._begun = False

    def run(self) -> None:
        for attempt in (1, 2):
            try:
                self._read()
            except Exception as error:  # noqa: BLE001  handed to the thread that asked
                if attempt == 1 and not self._begun and _worth_retrying(error) and not self.stop.wait(RETRY_AFTER_S):
                    continue
                self.items.put(None if NOTHING in str(error) else error)
            else:
                self.items.put(None)
            return

    def _read(self) -> None:
        stream = self.model.stream(self.messages)
        for chunk in stream:
            if self.stop.is_set():
                break
            if chunk.usage_metadata:
                usage = chunk.usage_metadata
                self.usage = (usage["input_tokens"], usage["output_tokens"])
            facts = chunk.response_metadata
            self.cut = self.cut or "length" in (facts.get("finish_reason"), facts.get("done_reason"))
            if text := str(chunk.text):
                self._begun = True
                self.items.put(text)


def _worth_retrying(error: Exception) -> bool:
    status = status_of(error)
    return status is not None and (status == 429 or status >= 500)
