"""The packaged embedding model with low-rank updates of its layers (LoRA, Hu et al. 2021) that were fitted for a task.

The updates stand in `*.safetensors`, each made by a command of `evaluation/`; nothing else is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from retrieval.embeddings import packaged_model, processor_dtype

if TYPE_CHECKING:
    import torch

SCALE = 2.0  # of the product of the two low-rank factors

Tensors = Mapping[str, "torch.Tensor"]


def layers_of(model: Any) -> dict[str, Any]:
    """The linear layers that are updated, by name."""
    import torch

    return {name: layer for name, layer in model.encoder.named_modules() if isinstance(layer, torch.nn.Linear)}


def load_base() -> tuple[Any, Any]:
    """The packaged model as plain layers, and its tokenizer. Raises `ModelError` if its weights were altered."""
    from transformers import AutoModel, AutoTokenizer

    folder = packaged_model()
    model = AutoModel.from_pretrained(folder, local_files_only=True, dtype=processor_dtype())
    return model.eval(), AutoTokenizer.from_pretrained(folder, local_files_only=True)


def load_updated(weights: Path) -> tuple[Any, Any, Tensors]:
    """The packaged model with the updates in `weights` merged into its layers, its tokenizer, and all that the file holds, as
    float32. Raises `ModelError` if they do not fit it."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    model, tokenizer = load_base()
    try:
        tensors = {name: tensor.float() for name, tensor in load_file(weights).items()}
        with torch.inference_mode():
            for name, layer in layers_of(model).items():
                update = SCALE * tensors[f"{name}.b"] @ tensors[f"{name}.a"]
                layer.weight.copy_((layer.weight.float() + update).to(layer.weight.dtype))
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The weights {weights.name} cannot be used ({error}). Reinstall the project, or restore the file."
        ) from error
    return model, tokenizer, tensors
