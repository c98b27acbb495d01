"""Real parts, built once: the packaged embedding model, and the bundled articles in a store of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from answering.service import Service
from core.settings import Settings, build_settings
from core.types import SyncReport
from ingest.sources import read_scope, scope_of
from ingest.sync import sync
from retrieval.embeddings import SentenceEmbeddings, load_embeddings
from retrieval.store import known_roots
from tests.conftest import ROOT

Ingest = Callable[..., SyncReport]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def embeddings() -> SentenceEmbeddings:
    return load_embeddings("all-MiniLM-L6-v2")


def ingest_into(settings: Settings, embeddings: SentenceEmbeddings, *paths: Path, rebuild: bool = False) -> SyncReport:
    scopes = [scope_of(path, known_roots(settings)) for path in paths]
    outcomes = (outcome for scope in scopes for outcome in read_scope(scope))
    return sync(settings, embeddings, scopes, outcomes, rebuild=rebuild)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return build_settings(index_dir=tmp_path / "index", collection="test-collection")


@pytest.fixture
def ingest(settings: Settings, embeddings: SentenceEmbeddings) -> Ingest:
    """Ingest paths into this test's own collection, in process."""

    def run(*paths: Path, rebuild: bool = False, into: Settings | None = None) -> SyncReport:
        return ingest_into(into or settings, embeddings, *paths, rebuild=rebuild)

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of six small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, subject in enumerate(["pay", "targets", "training", "inspection", "boards", "deficits"]):
        body = "\n\n".join(
            f"Paragraph {p} of the debate on {subject} says that {subject} matters in case {p}. " * 3 for p in range(8)
        )
        (folder / f"{subject}.md").write_text(
            f"---\nid: {subject}\ntitle: On {subject}\ndate: 201{n}\n---\n{body}\n", encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="session")
def bundled_index(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Path:
    """A folder with the bundled articles in the collection `nhs-debates`."""
    folder = tmp_path_factory.mktemp("bundled")
    report = ingest_into(build_settings(index_dir=folder), embeddings, ROOT / "data" / "articles")
    assert not report.skip_reasons
    return folder


@pytest.fixture(scope="session")
def bundled(bundled_index: Path) -> Service:
    return Service(build_settings(index_dir=bundled_index))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a module of the project as a user does, from the repository root, with this test's own index."""

    def command(*arguments: str, index: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "INDEX_DIR": str(index or tmp_path / "index"), "HF_HUB_OFFLINE": "1", **environment}
        return subprocess.run(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=240, check=False
        )

    return command
