"""The one place where models, stores and pipelines are built. Keeps them warm and notices when a collection changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from answering.evidence import EvidenceBuilder
from answering.extractive import ExtractiveAnswerer
from answering.pipeline import Event, Pipeline, failed_answer
from answering.render import article_facts
from core.errors import DebatesError, ModelError
from core.settings import Settings, checked_collection
from core.types import Answer, Chunk, Message
from retrieval.build import build_retriever
from retrieval.connection import forget_clients
from retrieval.store import Store, collections, open_store


@dataclass(frozen=True, slots=True)
class _Built:
    stamp: str
    pipeline: Pipeline


class Service:
    """Answers questions on any collection of one configuration. Nothing is loaded before the first question or `warm`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[str, _Built] = {}
        self._lock = Lock()

    def pipeline(self, collection: str | None = None) -> Pipeline:
        """The pipeline of a collection, rebuilt if its contents changed since. Raises a `DebatesError`."""
        name = collection or self.settings.collection
        with self._lock:
            built = self._built.get(name)
            if built is not None:
                if built.pipeline.store.stamp == built.stamp:
                    return built.pipeline
                forget_clients()
            settings = self._settings_for(name)
            if settings.chat_model != "extractive":
                raise ModelError(f"There is no answerer '{settings.chat_model}'. The one there is: extractive.")
            retriever = build_retriever(settings)
            store = retriever.store
            evidence = EvidenceBuilder(store, retriever.embeddings, retriever.sentence_vectors)
            pipeline = Pipeline(retriever, ExtractiveAnswerer(evidence))
            self._built[name] = _Built(store.stamp, pipeline)
            return pipeline

    def _settings_for(self, collection: str) -> Settings:
        return self.settings.model_copy(update={"collection": checked_collection(collection)})

    def store(self, collection: str | None = None) -> Store:
        """The store of a collection, for reading, without loading a model. Raises an `IndexFault`."""
        name = collection or self.settings.collection
        built = self._built.get(name)
        return built.pipeline.store if built else open_store(self._settings_for(name))

    def warm(self, collection: str | None = None) -> None:
        """Load everything a first question needs. Raises a `DebatesError`."""
        self.pipeline(collection).answer("What is this collection about?")

    def is_warm(self, collection: str) -> bool:
        """True if a question on this collection starts without loading anything."""
        return collection in self._built

    def size(self, collection: str) -> dict[str, Any]:
        """Name and counts of a collection, without loading a model. Raises an `IndexFault`."""
        store = self.store(collection)
        return {"name": collection, "articles": len(store.article_index()), "passages": store.chunk_count()}

    def article_facts(self, collection: str, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What a reader needs of some articles."""
        store = self.pipeline(collection).store
        return {key: article_facts(store.article(key)) for key in article_ids}

    def cited_chunks(self, answer: Answer) -> dict[str, Chunk]:
        """The stored chunks that an answer cites; none if the collection cannot be read any more."""
        ids = [citation.chunk_id for sentence in answer.sentences for citation in sentence.citations]
        return self.pipeline(answer.collection).store.chunks(list(dict.fromkeys(ids))) if ids else {}

    def health(self) -> dict[str, Any]:
        """The state of each part in words; `ok` is true when a question can be answered."""
        try:
            size, problem = self.size(self.settings.collection), None
        except DebatesError as error:
            size, problem = None, error.user_message
        return {
            "ok": problem is None,
            "collection": size or {"name": self.settings.collection},
            "index": problem or "ready",
            "embedding_model": "loaded" if self._built else "not loaded yet",
            "chat_model": self.settings.chat_model,
            "hosts": list(self.settings.contacted_hosts),
        }

    def collections(self) -> tuple[str, ...]:
        """Names of the collections that can be asked. Raises an `IndexFault` if the index cannot be read."""
        return collections(self.settings)

    def stream(
        self, question: str, history: Sequence[Message] = (), collection: str | None = None, without: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Events of one question; whatever goes wrong, the last is an `Answer`. See `Pipeline.stream`."""
        try:
            pipeline = self.pipeline(collection)
        except DebatesError as error:
            yield failed_answer(question, error, collection or self.settings.collection)
            return
        yield from pipeline.stream(question, history, without)

    def answer(
        self, question: str, history: Sequence[Message] = (), collection: str | None = None, without: Sequence[str] = ()
    ) -> Answer:
        """One answer, whole."""
        *_, last = self.stream(question, history, collection, without)
        assert isinstance(last, Answer)
        return last
