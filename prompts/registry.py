"""Loads the prompt files and checks each before any is used.

A prompt is a Markdown file whose front matter gives `name`, `version` and `variables`; the body holds each variable as
`{name}` and nothing else in braces.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.errors import PromptError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt; `prompt_id` is what an answer records."""

    name: str
    version: str
    variables: frozenset[str]
    text: str

    @property
    def prompt_id(self) -> str:
        return f"{self.name}@{self.version}"

    def fill(self, **values: str) -> str:
        """The text with every variable given. Raises `PromptError` for one missing or unknown."""
        if set(values) != self.variables:
            raise PromptError(f"The prompt '{self.name}' takes {_listed(self.variables)}, not {_listed(values)}.")
        return self.text.format(**values)


def load_prompts(folder: Path = FOLDER) -> dict[str, Prompt]:
    """Every prompt of a folder by name. Raises `PromptError` naming the file and what is wrong with it."""
    prompts: dict[str, Prompt] = {}
    for file in sorted(folder.glob("*.md")):
        prompt = _read(file)
        if prompt.name in prompts:
            raise PromptError(f"{file.name}: the name '{prompt.name}' is taken by another prompt file.")
        prompts[prompt.name] = prompt
    return prompts


def _read(file: Path) -> Prompt:
    parts = file.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise PromptError(f"{file.name}: it does not open with front matter between two lines of ---.")
    try:
        meta = yaml.safe_load(parts[1])
        name, version, variables = str(meta["name"]), str(meta["version"]), frozenset(map(str, meta["variables"] or ()))
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise PromptError(f"{file.name}: its front matter must give name, version and variables ({error}).") from error
    text = parts[2].strip()
    try:
        used = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise PromptError(f"{file.name}: its braces do not match ({error}).") from error
    if used != variables:
        raise PromptError(f"{file.name}: it declares {_listed(variables)} but uses {_listed(used)}.")
    return Prompt(name, version, variables, text)


def _listed(names: frozenset[str] | set[str] | dict[str, str]) -> str:
    return ", ".join(sorted(names)) or "no variables"
