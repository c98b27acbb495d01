"""The one place where models, stores and pipelines are built. Keeps them warm and notices when a collection changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from answering.evidence import EvidenceBuilder
from answering.extractive import ExtractiveAnswerer
from answering.pipeline import Event, Pipeline, failed_answer
from core.errors import DebatesError
from core.settings import Settings, build_settings
from core.types import Answer, Message
from retrieval.embeddings import load_embeddings
from retrieval.lexical import load_lexical
from retrieval.retriever import HybridRetriever
from retrieval.store import collections, open_store


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
            if built is not None and built.pipeline.store.stamp == built.stamp:
                return built.pipeline
            settings = build_settings(**{**self.settings.model_dump(), "collection": name})
            store = open_store(settings)
            embeddings = load_embeddings(settings.embedding_model, settings.offline)
            retriever = HybridRetriever(store=store, embeddings=embeddings, lexical=load_lexical(store))
            pipeline = Pipeline(retriever, ExtractiveAnswerer(EvidenceBuilder(store, embeddings)))
            self._built[name] = _Built(store.stamp, pipeline)
            return pipeline

    def warm(self, collection: str | None = None) -> None:
        """Load everything a first question needs. Raises a `DebatesError`."""
        self.pipeline(collection).answer("What is this collection about?")

    def collections(self) -> tuple[str, ...]:
        """Names of the collections that can be asked. Raises an `IndexFault` if the index cannot be read."""
        return collections(self.settings)

    def stream(self, question: str, history: Sequence[Message] = (), collection: str | None = None) -> Iterator[Event]:
        """Events of one question; whatever goes wrong, the last is an `Answer`."""
        try:
            pipeline = self.pipeline(collection)
        except DebatesError as error:
            yield failed_answer(question, error, collection or self.settings.collection)
            return
        yield from pipeline.stream(question, history)

    def answer(self, question: str, history: Sequence[Message] = (), collection: str | None = None) -> Answer:
        """One answer, whole."""
        *_, last = self.stream(question, history, collection)
        assert isinstance(last, Answer)
        return last
