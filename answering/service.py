"""The one place where models, stores and pipelines are built. Keeps them warm and notices when a collection changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from langchain_core.language_models import BaseChatModel

from answering.entailment import load_entailment
from answering.evidence import EvidenceBuilder
from answering.extractive import ExtractiveAnswerer
from answering.generative import GenerativeAnswerer
from answering.llama import close_servers
from answering.model_rewrite import ModelRewriter
from answering.models import build_chat_model
from answering.pipeline import Pipeline, failed_answer
from answering.render import article_facts
from answering.state import Event
from answering.verify import Checker
from core.errors import DebatesError
from core.settings import Settings, checked_collection
from core.types import Answer, Chunk, Message
from prompts.registry import load_prompts
from retrieval.build import build_retriever
from retrieval.connection import forget_clients
from retrieval.retriever import HybridRetriever
from retrieval.store import Store, collections, open_store


@dataclass(frozen=True, slots=True)
class _Built:
    """A collection as it was at `stamp`, and a pipeline for each model that was asked."""

    stamp: str
    retriever: HybridRetriever
    pipelines: dict[str, Pipeline] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.retriever.store


def _read(settings: Settings) -> _Built:
    retriever = build_retriever(settings)
    return _Built(retriever.store.stamp, retriever)


class Service:
    """Answers questions on any collection, with any model, of one configuration. Nothing is loaded before the first question
    or `warm`; `close` stops what was started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[str, _Built] = {}
        self._models: dict[str, BaseChatModel] = {}
        self._lock = Lock()

    def pipeline(self, collection: str | None = None, model: str | None = None) -> Pipeline:
        """The pipeline of a collection and a model, the collection read again if its contents changed since.

        Raises a `DebatesError`.
        """
        name, spec = collection or self.settings.collection, model or self.settings.chat_model
        with self._lock:
            built = self._built.get(name)
            if built is None or built.store.stamp != built.stamp:
                if built is not None:
                    forget_clients()
                built = self._built[name] = _read(self._settings_for(name))
            if spec not in built.pipelines:
                built.pipelines[spec] = self._pipeline(built, spec)
            return built.pipelines[spec]

    def _pipeline(self, built: _Built, spec: str) -> Pipeline:
        evidence = EvidenceBuilder(built.retriever)
        extractive = ExtractiveAnswerer(evidence)
        if spec == extractive.name:
            return Pipeline(built.retriever, extractive)
        if spec not in self._models:
            self._models[spec] = build_chat_model(spec, self.settings)
        model, prompts = self._models[spec], load_prompts()
        verifier = self.settings.verifier
        entailment = load_entailment(verifier, self.settings.offline) if verifier else None
        checker = Checker(built.store.article, entailment, built.retriever.embeddings.words)
        answerer = GenerativeAnswerer(spec, model, prompts["answer"], evidence, checker, extractive, self.settings)
        return Pipeline(built.retriever, answerer, ModelRewriter(spec, model, prompts["rewrite"], self.settings))

    def close(self) -> None:
        """Stop the model servers of this process."""
        with self._lock:
            self._models.clear()
            for built in self._built.values():
                built.pipelines.clear()
        close_servers()

    def _settings_for(self, collection: str) -> Settings:
        return self.settings.model_copy(update={"collection": checked_collection(collection)})

    def store(self, collection: str | None = None) -> Store:
        """The store of a collection, for reading, without loading a model. Raises an `IndexFault`."""
        name = collection or self.settings.collection
        built = self._built.get(name)
        return built.store if built else open_store(self._settings_for(name))

    def warm(self, collection: str | None = None) -> None:
        """Load everything a first question needs. Raises a `DebatesError`."""
        self.pipeline(collection).answer("What is this collection about?")

    def is_warm(self, collection: str, model: str) -> bool:
        """True if a question on this collection with this model starts without loading anything."""
        built = self._built.get(collection)
        return built is not None and model in built.pipelines

    def size(self, collection: str) -> dict[str, Any]:
        """Name and counts of a collection, without loading a model. Raises an `IndexFault`."""
        store = self.store(collection)
        return {"name": collection, "articles": len(store.article_index()), "passages": store.chunk_count()}

    def article_facts(self, collection: str, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What a reader needs of some articles."""
        store = self.store(collection)
        return {key: article_facts(store.article(key)) for key in article_ids}

    def cited_chunks(self, answer: Answer) -> dict[str, Chunk]:
        """The stored chunks that an answer cites; none if the collection cannot be read any more."""
        ids = [citation.chunk_id for sentence in answer.sentences for citation in sentence.citations]
        return self.store(answer.collection).chunks(list(dict.fromkeys(ids))) if ids else {}

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
        self,
        question: str,
        history: Sequence[Message] = (),
        collection: str | None = None,
        without: Sequence[str] = (),
        model: str | None = None,
    ) -> Iterator[Event]:
        """Events of one question; whatever goes wrong, the last is an `Answer`. See `Pipeline.stream`."""
        try:
            pipeline = self.pipeline(collection, model)
        except DebatesError as error:
            yield failed_answer(question, error, collection or self.settings.collection)
            return
        yield from pipeline.stream(question, history, without)

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        collection: str | None = None,
        without: Sequence[str] = (),
        model: str | None = None,
    ) -> Answer:
        """One answer, whole."""
        *_, last = self.stream(question, history, collection, without, model)
        assert isinstance(last, Answer)
        return last
