"""An optional cross-encoder that says whether quotations entail a sentence. It can only withhold more, never show more.

Loading takes seconds, so it happens in `load_entailment` and nowhere else.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.errors import ModelError
from retrieval.rerank import load_cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LEAST = 0.5  # probability of entailment below which a sentence is withheld


class Entailment(Protocol):
    """Says how likely a premise entails a claim, 0 to 1."""

    def probability(self, premise: str, claim: str) -> float: ...


class CrossEncoderEntailment:
    """A sentence-transformers cross-encoder for natural language inference, or one with a single entailment logit."""

    def __init__(self, model: CrossEncoder, column: int) -> None:
        self.model = model
        self.column = column
        self._lock = Lock()

    def probability(self, premise: str, claim: str) -> float:
        """Softmax over the classes, or the logistic of a single logit. Text beyond the model's window is cut."""
        from torch.nn import Identity

        with self._lock:
            row = self.model.predict([(premise, claim)], activation_fn=Identity(), show_progress_bar=False)[0]
        logits = np.atleast_1d(np.asarray(row, np.float64))
        if len(logits) == 1:
            return float(1 / (1 + np.exp(-logits[0])))
        weights = np.exp(logits - logits.max())
        return float(weights[self.column] / weights.sum())


@lru_cache(maxsize=1)
def load_entailment(name: str, offline: bool = False) -> CrossEncoderEntailment:
    """The model called `name`: a folder, or a name on a model hub, which is not asked with `offline`.

    Raises `ModelError` if it cannot be loaded, or if none of its classes is called entailment.
    """
    model = load_cross_encoder("VERIFIER", name, offline)
    labels = {str(label).lower(): int(at) for at, label in model.model.config.id2label.items()}
    column = next((at for label, at in labels.items() if label.startswith("entail")), 0 if len(labels) == 1 else None)
    if column is None:
        raise ModelError(
            f"The VERIFIER '{name}' has no class called entailment (it has {', '.join(labels)}). Name another, or unset VERIFIER."
        )
    return CrossEncoderEntailment(model, column)
