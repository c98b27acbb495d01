from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.errors import PromptError
from prompts.registry import load_prompts


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_prompt_is_loaded_and_filled(tmp_path: Path) -> None:
    write(tmp_path, "answer.md", "---\nname: answer\nversion: 2\nvariables: [question]\n---\nAsk {question} {{now}}\n")
    prompt = load_prompts(tmp_path)["answer"]
    assert prompt.prompt_id == "answer@2"
    assert prompt.fill(question="why?") == "Ask why? {now}"
    with pytest.raises(PromptError, match="takes question, not answer"):
        prompt.fill(answer="x")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("No front matter", "does not open with front matter"),
        ("---\nname: a\n---\nx", "must give name, version and variables"),
        ("---\nname: a\nversion: 1\nvariables: [q]\n---\nno variable", "declares q but uses no variables"),
        ("---\nname: a\nversion: 1\nvariables: []\n---\n{q}", "declares no variables but uses q"),
        ("---\nname: a\nversion: 1\nvariables: []\n---\n{q", "braces do not match"),
    ],
)
def test_a_bad_prompt_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, "bad.md", text)
    with pytest.raises(PromptError, match=rf"bad\.md.*{complaint}"):
        load_prompts(tmp_path)


def test_two_prompts_cannot_share_a_name(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        write(tmp_path, name, "---\nname: same\nversion: 1\nvariables: []\n---\nx")
    with pytest.raises(PromptError, match=r"b\.md.*'same'"):
        load_prompts(tmp_path)


def test_the_shipped_prompts_load() -> None:
    assert all(name == prompt.name for name, prompt in load_prompts().items())


def test_an_edited_prompt_gets_a_new_version() -> None:
    """A digest that differs under the same version: raise the version in the file, then pin the new pair here."""
    pinned = {"answer@1": "d33daf050111d046", "judge@1": "01d7a26907995bc3", "rewrite@1": "f370f81a876d04a4"}
    prompts = load_prompts().values()
    assert {p.prompt_id: hashlib.sha256(p.text.encode()).hexdigest()[:16] for p in prompts} == pinned
