"""Floors and ceilings that a run must keep: a YAML file `{kind or overall: {metric: {min: x} or {max: x}}}`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError, model_validator

from core.errors import InputError
from evaluation.score import Table


class Bound(BaseModel):
    """The least or the largest value allowed, both included."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> Bound:
        if self.min is None and self.max is None:
            raise ValueError("give min or max")
        return self


class Bounds(RootModel[dict[str, dict[str, Bound]]]):
    """Bounds by kind (or `overall`) and metric."""


def load_bounds(file: Path) -> Bounds:
    """The bounds of a gate file. Raises `InputError` naming what is wrong with it."""
    try:
        return Bounds.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"The gate {file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        problems = "; ".join(f"{' '.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()[:5])
        raise InputError(f"The gate {file} cannot be used: {problems}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"The gate {file} is no YAML file ({str(error).splitlines()[0]}).") from error


def broken_bounds(bounds: Bounds, table: Table) -> list[str]:
    """What the run falls short of, in words; a metric that was not measured is broken too."""
    broken = []
    for kind, metrics in bounds.root.items():
        for name, bound in metrics.items():
            estimate = table.get(kind, {}).get(name)
            if estimate is None:
                broken.append(f"{kind} {name}: not measured")
                continue
            if bound.min is not None and estimate.value < bound.min:
                broken.append(f"{kind} {name}: {estimate.value:.3f} is below {bound.min} (n = {estimate.n})")
            if bound.max is not None and estimate.value > bound.max:
                broken.append(f"{kind} {name}: {estimate.value:.3f} is above {bound.max} (n = {estimate.n})")
    return broken
