"""Floors and ceilings that a run must keep: a YAML file `{kind or overall: {metric: {min: x} or {max: x}}}`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from core.errors import InputError
from evaluation.score import Table


class Bound(BaseModel):
    model_config = ConfigDict(extra="forbid")
    min: float | None = None
    max: float | None = None


class Bounds(RootModel[dict[str, dict[str, Bound]]]):
    pass


def broken_bounds(file: Path, table: Table) -> list[str]:
    """What the run falls short of, in words; a metric that was not measured is broken too. Raises `InputError`."""
    try:
        bounds = Bounds.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).root
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InputError(f"The gate {file} cannot be used: {str(error).splitlines()[0]}") from error
    broken = []
    for kind, metrics in bounds.items():
        for name, bound in metrics.items():
            estimate = table.get(kind, {}).get(name)
            if estimate is None:
                broken.append(f"{kind} {name}: not measured")
            elif bound.min is not None and estimate.value < bound.min:
                broken.append(f"{kind} {name}: {estimate.value:.3f} is below {bound.min} (n = {estimate.n})")
            elif bound.max is not None and estimate.value > bound.max:
                broken.append(f"{kind} {name}: {estimate.value:.3f} is above {bound.max} (n = {estimate.n})")
    return broken
