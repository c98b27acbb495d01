"""Does a sentence answer the question, and is a proposition what it asks about? Cross-encoders that read both together.

Likeness and shared words cannot tell an answer from its neighbour: who asks *why* is met with *what*. So two cross-encoders were
made of the packaged embedding model: low-rank updates of its layers (LoRA, Hu et al. 2021) and one row on top, fitted by
`python -m evaluation.fit_cross_encoder` to graded sentences and by `python -m evaluation.fit_propositions` to propositions that
readers marked. The updates stand in `*.safetensors`; nothing else is loaded, and no setting changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from retrieval.low_rank import Tensors, load_updated

if TYPE_CHECKING:
    import torch

WEIGHTS = Path(__file__).with_name("cross_encoder.safetensors")
PROPOSITION_WEIGHTS = Path(__file__).with_name("propositions.safetensors")
WINDOW = 96  # tokens of question and sentence that are read
REMEMBERED = 4_000  # pairs whose score is kept
Floats = NDArray[np.float64]


class FittedCrossEncoder:
    """Scores of texts for a question, higher where they answer it, or are what it asks about; those of pairs read before are
    remembered."""

    def __init__(self, model: Any, tokenizer: Any, tensors: Tensors) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._head, self._bias, self._types = tensors["head.weight"], tensors["head.bias"], tensors["types"]
        self._known: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """Log-odds, shape `(n,)`, that each text, a sentence given `as_read` or a proposition, answers the question or a part
        of it, or is what it asks about."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if (question, text) not in self._known]
            if len(self._known) + len(new) > REMEMBERED:
                self._known.clear()
                new = list(dict.fromkeys(texts))
            if new:
                self._known.update(zip([(question, text) for text in new], self._read(question, new), strict=True))
            return np.array([self._known[question, text] for text in texts], np.float64)

    def _read(self, question: str, texts: Sequence[str]) -> list[float]:
        import torch

        with torch.inference_mode():
            pairs = self._tokenizer(
                [question] * len(texts),
                list(texts),
                return_tensors="pt",
                padding=True,
                truncation=True,
                max_length=WINDOW,
            )
            scores = joint(self._model, pairs, self._types) @ self._head.T + self._bias
        found: list[float] = scores.squeeze(-1).tolist()
        return found


def as_read(title: str, heading_path: Sequence[str], sentence: str) -> str:
    """A sentence as the cross-encoder reads it: the heading above it, or the title, often tells what it speaks of."""
    return f"{heading_path[-1] if heading_path else title}: {sentence}"


def joint(model: Any, pairs: Any, types: torch.Tensor) -> torch.Tensor:
    """What the layers make of pairs of texts: the first token beside the mean of all, shape `(n, 2 * dim)`, as float32.

    `types`, shape `(2, dim)`, tells question from sentence: the packaged model was made with single texts.
    """
    import torch

    words = model.embeddings.word_embeddings(pairs["input_ids"]) + types[pairs["token_type_ids"]].to(model.dtype)
    hidden = model(inputs_embeds=words, attention_mask=pairs["attention_mask"]).last_hidden_state
    mask = pairs["attention_mask"].unsqueeze(-1).to(hidden.dtype)
    return torch.cat([hidden[:, 0], (hidden * mask).sum(1) / mask.sum(1)], -1).float()


@lru_cache(maxsize=1)
def cross_encoder() -> FittedCrossEncoder:
    """The one for sentences, loaded when it is first asked for."""
    return load_cross_encoder()


@lru_cache(maxsize=1)
def proposition_encoder() -> FittedCrossEncoder:
    """The one for propositions, loaded when it is first asked for."""
    return load_cross_encoder(PROPOSITION_WEIGHTS)


def load_cross_encoder(weights: Path = WEIGHTS) -> FittedCrossEncoder:
    """The packaged model with the updates in `weights`. Raises `ModelError` if they do not fit it."""
    model, tokenizer, tensors = load_updated(weights)
    if lacking := {"head.weight", "head.bias", "types"} - set(tensors):
        raise ModelError(f"The weights {weights.name} cannot be used (no {min(lacking)}). Restore the file.")
    return FittedCrossEncoder(model, tokenizer, tensors)
