"""Fitting low-rank updates of the packaged model (LoRA, Hu et al. 2021)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from core.console import note
from retrieval.low_rank import SCALE, layers_of, load_base

WARM, LAST_PACE, DECAY, LONGEST_STEP = 50, 0.02, 0.02, 1.0

Updates = Mapping[str, "LowRank"]


class LowRank(nn.Module):  # type: ignore[misc]
    """A linear layer of the packaged model with a low-rank update; only the update is fitted."""

    def __init__(self, layer: Any, rank: int) -> None:
        super().__init__()
        self.layer = layer
        self.a = nn.Parameter(torch.randn(rank, layer.in_features) / math.sqrt(layer.in_features))
        self.b = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        update = functional.linear(functional.linear(x, self.a.to(x.dtype)), (SCALE * self.b).to(x.dtype))
        found: torch.Tensor = self.layer(x) + update
        return found


def with_updates(rank: int) -> tuple[Any, Any, Updates]:
    """The packaged model with updates to be fitted in place of its linear layers, its tokenizer, and the updates by name."""
    base, tokenizer = load_base()
    base.requires_grad_(False)
    updates = {name: LowRank(layer, rank) for name, layer in layers_of(base).items()}
    for name, update in updates.items():
        parent, _, own = name.rpartition(".")
        setattr(base.encoder.get_submodule(parent), own, update)
    return base, tokenizer, updates


def tensors_of(updates: Updates) -> dict[str, torch.Tensor]:
    """What was fitted, by name, in half precision."""
    return halved({f"{name}.{part}": getattr(own, part) for name, own in updates.items() for part in ("a", "b")})


def halved(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The same in half precision, ready to be saved."""
    return {name: tensor.detach().half().contiguous() for name, tensor in tensors.items()}


def take_updates(updates: Updates, tensors: Mapping[str, torch.Tensor]) -> None:
    """Go on from what was fitted before."""
    with torch.no_grad():
        for name, update in updates.items():
            update.a.copy_(tensors[f"{name}.a"])
            update.b.copy_(tensors[f"{name}.b"])


def descend(model: nn.Module, steps: int, pace: float, loss: Callable[[], torch.Tensor]) -> None:
    """Fit by AdamW, the pace rising at first and then falling to almost nothing."""
    fitted = [tensor for tensor in model.parameters() if tensor.requires_grad]
    optimizer = torch.optim.AdamW(fitted, lr=pace, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM) * max(LAST_PACE, 1 - step / steps)
    )
    model.train()
    recent: list[float] = []
    for step in range(1, steps + 1):
        found = loss()
        optimizer.zero_grad()
        found.backward()
        nn.utils.clip_grad_norm_(fitted, LONGEST_STEP)
        optimizer.step()
        schedule.step()
        recent.append(found.item())
        if step % WARM == 0 or step == steps:
            note(f"step {step} of {steps}, loss {np.mean(recent):.3f}")
            recent = []
    model.eval()
