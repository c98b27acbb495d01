"""The rooms import one another in one direction only, and no file outgrows a reader."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MAY_IMPORT = {
    "core": set(),
    "prompts": {"core"},
    "retrieval": {"core", "prompts"},
    "ingest": {"core", "retrieval"},
    "answering": {"core", "prompts", "retrieval"},
    "evaluation": {"core", "prompts", "retrieval", "answering"},
    "webui": {"core", "prompts", "answering", "retrieval", "evaluation", "ingest"},
}
INGEST_MAY_USE = {
    "retrieval.store",
    "retrieval.connection",
    "retrieval.embeddings",
    "retrieval.derived",
    "retrieval.sentence_vectors",
    "retrieval.word_vectors",
}
FILES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> list[tuple[str, bool]]:
    """Modules a file imports, and whether it does so at its top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "", id(node) in top))
    return found


FITS_LAYERS = ("low_rank.py", "fit_query_encoder.py", "fit_cross_encoder.py", "fit_propositions.py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_plan(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = {module for module, _ in imported(path) if module.split(".")[0] in {*MAY_IMPORT, "app"}}
    assert {module.split(".")[0] for module in ours} - {room} <= MAY_IMPORT[room]
    if room == "ingest":
        assert {module for module in ours if module.startswith("retrieval")} <= INGEST_MAY_USE


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_packages_are_imported_where_they_are_used(path: Path) -> None:
    heavy = {"torch", "sentence_transformers", "chromadb", "langchain_chroma", "bm25s"}
    if path.relative_to(ROOT).parts[0] != "webui":
        heavy.add("gradio")
    if path.name in FITS_LAYERS:  # commands that fit layers, and what they share; no other module imports them
        heavy.remove("torch")
    assert not {module.split(".")[0] for module, top in imported(path) if top} & heavy


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
