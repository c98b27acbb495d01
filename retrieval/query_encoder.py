"""A question as a vector that lies near the sentences which answer it.

The packaged model puts texts near each other that are about the same. What answers a question often has none of its words,
least of all where somebody asks who knows no official ones. So questions are embedded by a model of their own too: the
packaged one with low-rank updates, fitted by `python -m evaluation.fit_query_encoder` to questions of which the sentence is
known that answers them. Sentences and passages keep the vectors they have; nothing is embedded again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from retrieval.embeddings import Vectors
from retrieval.low_rank import load_updated

if TYPE_CHECKING:
    import torch

WEIGHTS = Path(__file__).with_name("query_encoder.safetensors")
WINDOW = 256  # tokens of a question that are read
REMEMBERED = 2_000  # vectors that are kept
ARTICLES = "articles"  # the key under which the file names the articles that the updates were fitted to


class QueryEncoder:
    """Vectors of questions; those of questions asked before are remembered. `articles` are those that it was fitted to."""

    def __init__(self, model: Any, tokenizer: Any, articles: Iterable[str] = ()) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._articles = frozenset(articles)
        self._known: dict[str, Vectors] = {}
        self._lock = Lock()

    def knows(self, articles: Iterable[str]) -> bool:
        """True if it was fitted to all of some articles, by their ids. Others would hardly be found beside them."""
        return self._articles.issuperset(articles)

    def vector(self, question: str) -> Vectors:
        """Shape `(dim,)`, length 1: to be compared with vectors of sentences and passages, not with those of questions."""
        import torch

        with self._lock:
            if question not in self._known:
                if len(self._known) >= REMEMBERED:
                    self._known.clear()
                with torch.inference_mode():
                    self._known[question] = embedded(self._model, self._tokenizer, [question])[0].numpy()
            return self._known[question]


def embedded(model: Any, tokenizer: Any, questions: Sequence[str]) -> torch.Tensor:
    """The mean of the vectors of a question's tokens, scaled to length 1: shape `(n, dim)`, float32."""
    import torch

    tokens = tokenizer(list(questions), return_tensors="pt", padding=True, truncation=True, max_length=WINDOW)
    hidden = model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]).last_hidden_state.float()
    mask = tokens["attention_mask"].unsqueeze(-1).float()
    return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)


@lru_cache(maxsize=1)
def query_encoder() -> QueryEncoder:
    """The one in use, loaded when it is first asked for."""
    return load_query_encoder()


def load_query_encoder(weights: Path = WEIGHTS) -> QueryEncoder:
    """From a file of updates. Raises `ModelError` if they do not fit the packaged model."""
    from safetensors import safe_open

    model, tokenizer, _ = load_updated(weights)
    with safe_open(weights, framework="pt") as file:
        return QueryEncoder(model, tokenizer, json.loads((file.metadata() or {}).get(ARTICLES, "[]")))
