"""An optional cross-encoder that reads question and passage together and puts the fused top in its own order.

It knows nothing of how candidates were found. Loading takes seconds, so it happens in `load_reranker` and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from langchain_core.cross_encoders import BaseCrossEncoder

from core.errors import ModelError
from core.types import Chunk, RetrievedChunk

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 40  # fused candidates that the cross-encoder reads
BATCH = 16


class SentenceCrossEncoder(BaseCrossEncoder):
    """A sentence-transformers cross-encoder with one output; scores are logits, higher is nearer."""

    def __init__(self, model: CrossEncoder) -> None:
        self.model = model
        self._lock = Lock()

    def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
        """One score a pair, in order. Pairs beyond the model's window are cut by its tokenizer."""
        from torch.nn import Identity

        if not text_pairs:
            return []
        with self._lock:
            scores = self.model.predict(text_pairs, batch_size=BATCH, activation_fn=Identity(), show_progress_bar=False)
        return [float(score) for score in scores]


def reranked(
    query: str, ranking: Sequence[RetrievedChunk], encoder: BaseCrossEncoder, text_of: Callable[[Chunk], str]
) -> list[RetrievedChunk]:
    """The first `RERANKED` hits by the encoder's score, best first, with it in `rerank_score`; the rest as they were.

    `text_of` gives what the encoder reads of a chunk. Equal scores keep their fused order.
    """
    top = ranking[:RERANKED]
    scores = encoder.score([(query, text_of(hit.chunk)) for hit in top])
    scored = [replace(hit, rerank_score=score) for hit, score in zip(top, scores, strict=True)]
    return [*sorted(scored, key=lambda hit: -(hit.rerank_score or 0.0)), *ranking[RERANKED:]]


def load_cross_encoder(setting: str, name: str, offline: bool) -> CrossEncoder:
    """The sentence-transformers cross-encoder that a setting names: a folder, or a name on a model hub, which is not asked
    with `offline`. Raises `ModelError`, naming the setting."""
    local = Path(name).is_dir()
    if local or offline:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, local_files_only=local or offline)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        advice = "unset OFFLINE to let it be downloaded, or name a folder" if offline and not local else "check the name"
        raise ModelError(f"The {setting} '{name}' could not be loaded ({reason}): {advice}, or unset {setting}.") from error


@lru_cache(maxsize=1)
def load_reranker(name: str, offline: bool = False) -> SentenceCrossEncoder:
    """The cross-encoder called `name`: a folder, or a name on a model hub, which is not asked with `offline`.

    Raises `ModelError` if it cannot be loaded or gives more than one score a pair.
    """
    model = load_cross_encoder("RERANKER", name, offline)
    outputs = int(model.num_labels or 0)
    if outputs != 1:
        raise ModelError(
            f"The RERANKER '{name}' gives {outputs} scores a pair, not one, so it cannot rank. Name another, or unset RERANKER."
        )
    return SentenceCrossEncoder(model)
