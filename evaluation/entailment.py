"""Entailment by a cross-encoder trained on natural language inference, beside the lexical one; never instead of it.

A metric carries the name of what judged it: `citation_recall.nli:NAME`. Loading takes seconds, so it happens in
`load_entailments` and only where the setting VERIFIER names a model.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.settings import Settings
from evaluation.citations import LEXICAL, Entailments, Entails

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LIKELY = 0.5  # probability from which a model with a single output counts as saying yes
REMEMBERED = 100_000  # pairs; recall and precision ask for many of them twice


def load_entailments(settings: Settings) -> Entailments:
    """`lexical`, and the VERIFIER of the settings if there is one. Raises `ModelError` if that cannot be used."""
    if settings.verifier is None:
        return LEXICAL
    name = settings.verifier
    return {**LEXICAL, f"nli:{Path(name).name if Path(name).is_dir() else name}": _nli(name, settings.offline)}


def _nli(name: str, offline: bool) -> Entails:
    local = offline or Path(name).is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, local_files_only=local)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The VERIFIER '{name}' could not be loaded ({str(error).splitlines()[0]}): name another, or unset VERIFIER."
        ) from error
    yes = _entailment_output(model, name)

    @lru_cache(maxsize=REMEMBERED)
    def entails(premise: str, claim: str) -> bool:
        if not premise:
            return False
        if yes is None:
            return bool(model.predict([(premise, claim)], show_progress_bar=False)[0] >= LIKELY)
        return int(model.predict([(premise, claim)], show_progress_bar=False)[0].argmax()) == yes

    return entails


def _entailment_output(model: CrossEncoder, name: str) -> int | None:
    """Which output says that the premise entails the claim; `None` for a model with a single one."""
    if model.num_labels == 1:
        return None
    labels: dict[int, str] = model.config.id2label
    found = [at for at, label in labels.items() if label.lower().startswith("entail")]
    if len(found) != 1:
        raise ModelError(
            f"The VERIFIER '{name}' has the outputs {', '.join(labels.values())}, none of them 'entailment': "
            "name a model for natural language inference, or unset VERIFIER."
        )
    return found[0]
