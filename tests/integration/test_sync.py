"""The store follows the articles: nothing twice, nothing lost, nothing half written."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import IndexCorrupt, IndexIncomplete, IndexLocked, IndexMismatch, IndexMissing
from core.settings import CHUNKER_VERSION, Settings
from ingest.sync import remove_articles
from retrieval import store as store_module
from retrieval.connection import writing_lock
from retrieval.derived import load_derived
from retrieval.embeddings import Vectors
from retrieval.store import collections, open_store
from retrieval.word_vectors import WordVectors
from tests.conftest import ROOT
from tests.integration.conftest import Ingest


def encode(texts: Sequence[str]) -> Vectors:
    """Of articles without predicted queries there is nothing to encode."""
    raise AssertionError(texts)


def contents(settings: Settings) -> dict[str, Any]:
    """Ids, texts and metadata of both collections, as stored."""
    store = open_store(settings)
    found: dict[str, Any] = {"lexical": load_derived(store, encode).lexical.ids}
    for name, collection in (("chunks", store._chunks), ("articles", store._articles)):
        got = collection.get(include=["documents", "metadatas"])
        facts = [json.dumps(metadata, sort_keys=True) for metadata in got["metadatas"]]
        found[name] = sorted(zip(got["ids"], got["documents"], facts, strict=True))
    return found


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.skipped, report.deleted


def test_the_second_run_changes_nothing(ingest: Ingest, articles: Path, settings: Settings) -> None:
    assert counts(ingest(articles)) == (6, 0, 0, 0)
    before, stamp = contents(settings), open_store(settings).stamp
    second = ingest(articles)
    assert counts(second) == (0, 0, 6, 0)
    assert (second.chunks_added, second.chunks_deleted) == (0, 0)
    assert contents(settings) == before
    assert open_store(settings).stamp == stamp


def test_an_edit_changes_only_its_own_chunks(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    before = {key: value for key, *value in contents(settings)["chunks"]}
    file = articles / "pay.md"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + " One more sentence on pay at the end.\n", encoding="utf-8")
    report = ingest(articles)
    after = {key: value for key, *value in contents(settings)["chunks"]}
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert counts(report) == (0, 1, 5, 0)
    assert changed
    assert all(key.startswith("pay:") for key in changed)
    assert len(changed) < sum(key.startswith("pay:") for key in after)
    assert "One more sentence on pay" in open_store(settings).article("pay").text


def test_words_that_are_missing_are_made_by_the_next_run(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    words = WordVectors(settings, settings.collection)
    hashes = {value for row in open_store(settings).chunk_hashes().values() for value in row.values()}
    assert words.hashes() == hashes
    whole = words.get(sorted(hashes))
    words.keep(set(sorted(hashes)[::2]))
    assert counts(ingest(articles)) == (0, 0, 6, 0)
    again = words.get(sorted(hashes))
    assert again.keys() == whole.keys()
    agreement = [np.mean(np.unpackbits(again[key]) == np.unpackbits(whole[key])) for key in whole]
    assert min(agreement) > 0.97  # batches of another shape round otherwise in bfloat16
    (articles / "pay.md").unlink()
    ingest(articles)
    assert words.hashes() == {value for row in open_store(settings).chunk_hashes().values() for value in row.values()}


def test_metadata_of_an_old_version_does_not_survive(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    file = articles / "pay.md"
    file.write_text(file.read_text(encoding="utf-8").replace("date: 2010\n", ""), encoding="utf-8")
    ingest(articles)
    store = open_store(settings)
    assert store.article("pay").published is None
    got = store._chunks.get(where={"article_id": "pay"}, include=["metadatas"])
    assert {m["published_first"] for m in got["metadatas"]} == {0}


def test_a_deleted_file_takes_its_chunks_with_it(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    (articles / "pay.md").unlink()
    report = ingest(articles)
    assert counts(report) == (0, 0, 5, 1)
    assert not any(key.startswith("pay:") for key, *_ in contents(settings)["chunks"])
    assert not any(key.startswith("pay:") for key in contents(settings)["lexical"])


def test_a_run_deletes_only_from_the_roots_it_was_given(
    ingest: Ingest, articles: Path, tmp_path: Path, settings: Settings
) -> None:
    ingest(articles)
    other = tmp_path / "elsewhere.md"
    other.write_text("---\nid: other\n---\nAnother root.", encoding="utf-8")
    assert counts(ingest(other)) == (1, 0, 0, 0)
    assert counts(ingest(articles / "pay.md")) == (0, 0, 1, 0)
    assert len(open_store(settings).article_index()) == 7
    (articles / "pay.md").unlink()
    (articles / "boards.md").unlink()
    sub = articles / "sub"
    sub.mkdir()
    assert counts(ingest(sub)) == (0, 0, 0, 0)
    assert counts(ingest(articles)) == (0, 0, 4, 2)


def test_an_article_that_cannot_be_read_this_time_is_kept(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    (articles / "pay.md").write_text("---\ndate: some day\n---\nBody.", encoding="utf-8")
    report = ingest(articles)
    assert counts(report) == (0, 0, 5, 0)
    ((path, reason),) = report.skip_reasons.items()
    assert path.endswith("pay.md")
    assert "some day" in reason
    assert open_store(settings).article("pay").title == "On pay"


def test_of_many_bad_lines_the_first_are_told_and_the_rest_are_counted(ingest: Ingest, articles: Path) -> None:
    (articles / "questions.jsonl").write_text('{"id": "q", "question": "Why?"}\n' * 40, encoding="utf-8")
    ((_, reason),) = ingest(articles).skip_reasons.items()
    assert reason == "line 1: it has no text; line 2: it has no text; line 3: it has no text; and 37 more"


def test_two_articles_with_one_id_are_told_apart(ingest: Ingest, articles: Path, tmp_path: Path, settings: Settings) -> None:
    (articles / "zz.md").write_text("---\nid: pay\n---\nAn impostor.", encoding="utf-8")
    report = ingest(articles)
    assert report.created == 6
    ((path, reason),) = report.skip_reasons.items()
    assert path.endswith("zz.md")
    assert "pay.md" in reason
    other = tmp_path / "other"
    other.mkdir()
    (other / "pay.md").write_text("---\nid: pay\n---\nAn impostor from another root.", encoding="utf-8")
    report = ingest(other)
    assert "--remove pay" in next(iter(report.skip_reasons.values()))
    assert "impostor" not in open_store(settings).article("pay").text


def test_a_moved_article_is_followed_not_doubled(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    (articles / "pay.md").rename(articles / "salaries.md")
    report = ingest(articles)
    assert counts(report) == (0, 0, 6, 0)
    assert open_store(settings).article_index()["pay"].path == "salaries.md"
    assert counts(ingest(articles)) == (0, 0, 6, 0)


def test_articles_can_be_removed_by_id(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    report = remove_articles(settings, ["pay", "nobody"])
    assert report.deleted == 1
    assert report.skip_reasons == {"nobody": "there is no article with this id"}
    assert "pay" not in open_store(settings).article_index()


def test_a_run_that_fails_half_way_is_finished_by_the_next(
    ingest: Ingest, articles: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = settings.model_copy(update={"index_dir": tmp_path / "undisturbed"})
    ingest(articles, into=other)

    def broken(self: Any, rows: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store_module.Store, "put_articles", broken)
        with pytest.raises(OSError, match="disk is full"):
            ingest(articles)
    with pytest.raises(IndexIncomplete, match="finish it with: python -m ingest PATH --collection test-collection"):
        open_store(settings)
    ingest(articles)
    assert contents(settings) == contents(other)


@pytest.mark.timeout(600)
def test_killed_at_any_point_the_next_run_finishes_the_job(
    ingest: Ingest, articles: Path, settings: Settings, tmp_path: Path
) -> None:
    """`kill -9` at ten random moments of real runs, with an edit and a deletion under way; then one clean run."""
    other = settings.model_copy(update={"index_dir": tmp_path / "undisturbed"})
    ingest(articles)
    (articles / "pay.md").unlink()
    (articles / "targets.md").write_text("---\nid: targets\n---\n" + "A new text on targets. " * 200, encoding="utf-8")
    for n in range(12):
        (articles / f"new{n}.md").write_text(
            f"---\nid: new{n}\n---\n" + f"New article {n} says something. " * 60, encoding="utf-8"
        )
    script = (
        "import sys\nfrom pathlib import Path\nimport ingest.sync as s\ns.WRITE_EVERY = 4\n"
        "from core.settings import build_settings\nfrom retrieval.embeddings import load_embeddings\n"
        "from tests.integration.conftest import ingest_into\n"
        "e = load_embeddings('all-MiniLM-L6-v2')\nprint('loaded', flush=True)\n"
        "ingest_into(build_settings(index_dir=sys.argv[1], collection='test-collection'), e, Path(sys.argv[2]))\n"
    )
    chance = random.Random(7)
    killed = 0
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(settings.index_dir), str(articles)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.05, 1.2))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        process.stdout.close()
    assert killed >= 3
    ingest(articles)
    ingest(articles, into=other)
    assert contents(settings) == contents(other)


def test_a_missing_collection_names_the_command(settings: Settings, ingest: Ingest, articles: Path) -> None:
    with pytest.raises(IndexMissing, match="python -m ingest PATH --collection test-collection"):
        open_store(settings)
    assert not settings.index_dir.exists()
    ingest(articles)
    with pytest.raises(IndexMissing, match="Collections here: test-collection"):
        open_store(settings.model_copy(update={"collection": "another"}))
    assert collections(settings) == ("test-collection",)


def test_another_model_or_chunker_is_a_mismatch(
    settings: Settings, ingest: Ingest, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(articles)
    other = settings.model_copy(update={"embedding_model": "another-model"})
    with pytest.raises(IndexMismatch, match=r"embedding_model all-MiniLM-L6-v2 instead of another-model.*--rebuild"):
        open_store(other)
    monkeypatch.setattr("core.settings.CHUNKER_VERSION", "999")
    with pytest.raises(IndexMismatch, match=f"chunker {CHUNKER_VERSION} instead of 999"):
        open_store(settings)
    with pytest.raises(IndexMismatch):
        ingest(articles)
    assert counts(ingest(articles, rebuild=True)) == (6, 0, 0, 0)
    assert open_store(settings).stamp


def test_a_corrupt_index_is_named(settings: Settings, ingest: Ingest, articles: Path) -> None:
    settings.index_dir.mkdir()
    (settings.index_dir / "chroma.sqlite3").write_bytes(b"this is no database" * 500)
    with pytest.raises(IndexCorrupt, match="Remove that folder and build it again with: python -m ingest"):
        open_store(settings)


def test_a_writer_keeps_others_out(settings: Settings, ingest: Ingest, articles: Path) -> None:
    ingest(articles)
    hold = "import sys, time, filelock\nwith filelock.FileLock(sys.argv[1]):\n print('held', flush=True); time.sleep(60)"
    lock = str(settings.index_dir / "test-collection.lock")
    holder = subprocess.Popen([sys.executable, "-c", hold, lock], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    try:
        holder.stdout.readline()
        for attempt in (lambda: ingest(articles), lambda: open_store(settings)):
            with pytest.raises(IndexLocked, match="Wait until it has finished"):
                attempt()
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert counts(ingest(articles)) == (0, 0, 6, 0)
    with writing_lock(settings, "test-collection"):
        pass
