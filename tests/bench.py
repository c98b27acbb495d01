"""`make bench`: how fast ingest and answers are, and how much memory serving takes. Prints; asserts nothing.

Ratios are taken within one run, pair by pair, and the median is printed, since machines differ and drift.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from core.console import quiet_libraries

quiet_libraries()

from answering.service import Service  # noqa: E402
from core.settings import Settings, build_settings  # noqa: E402
from ingest.chunk import chunk_article, fitted_prefix  # noqa: E402
from ingest.readers.base import Read  # noqa: E402
from ingest.sources import read_scope  # noqa: E402
from ingest.sync import Scope, sync  # noqa: E402
from retrieval.embeddings import BATCH, SentenceEmbeddings, load_embeddings  # noqa: E402
from tests.bench_models import models  # noqa: E402
from tests.bench_scale import line, percentile, scale  # noqa: E402

ROOT = Path(__file__).parent.parent
ROUNDS = 5
PORT = 7899


def ingest_against_encode(embeddings: SentenceEmbeddings) -> None:
    """Whole syncs of the bundled articles against bare `SentenceTransformer.encode` on the same prefixed texts."""
    reads = [outcome for outcome in read_scope(Scope("data/articles")) if isinstance(outcome, Read)]
    window, count = embeddings.max_tokens, embeddings.count_tokens
    texts = [
        fitted_prefix(read.article, chunk.heading_path, count, window) + chunk.text
        for read in reads
        for chunk in chunk_article(read.article, count, window)
    ]
    rates: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        embeddings.model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        bare = len(texts) / (time.perf_counter() - began)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            sync(build_settings(index_dir=folder), embeddings, [Scope("data/articles")], read_scope(Scope("data/articles")))
            rates.append((len(texts) / (time.perf_counter() - began), bare))
    line("passages", str(len(texts)))
    line("bare encode, passages/s (median)", f"{statistics.median(bare for _, bare in rates):.1f}")
    line("whole ingest, passages/s (median)", f"{statistics.median(whole for whole, _ in rates):.1f}")
    line("ratio ingest / bare encode (median of pairs)", f"{statistics.median(whole / bare for whole, bare in rates):.2f}")


def questions() -> list[str]:
    """The headings of the briefings: what a reader would ask, written for readers and not for this measurement."""
    reads = [outcome for outcome in read_scope(Scope("data/articles/briefings")) if isinstance(outcome, Read)]
    return [heading.text for read in reads for heading in read.article.headings]


def answers(settings: Settings) -> None:
    """Time per step of extractive answers, warm."""
    service = Service(settings)
    asked = questions()
    for question in asked[:10]:
        service.answer(question)
    steps: dict[str, list[float]] = {}
    for question in asked:
        for step, ms in service.answer(question).timings_ms.items():
            steps.setdefault(step, []).append(ms)
    line("questions (the briefings' own headings)", str(len(asked)))
    for step, times in steps.items():
        line(f"  {step}, ms, p50 / p95", f"{percentile(times, 0.5):.0f} / {percentile(times, 0.95):.0f}")


def serving(index: Path) -> None:
    """Second start to the first byte of the page, and memory of the process after it has answered."""
    env = {**os.environ, "INDEX_DIR": str(index)}
    starts = []
    memory = 0
    for number in range(3):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(PORT)], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
        )
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}", timeout=5).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.05)
            starts.append(time.perf_counter() - began)
            if number == 2:
                assert process.stderr is not None
                while "Ready" not in process.stderr.readline():
                    pass
                from gradio_client import Client

                client = Client(f"http://127.0.0.1:{PORT}", verbose=False)
                for question in questions()[:40]:
                    client.predict(question, "", api_name="/ask")
                status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
                memory = int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmHWM")))
        finally:
            process.terminate()
            process.wait(timeout=20)
    line("start to the first byte of the page, s (median of 3)", f"{statistics.median(starts):.1f}")
    line("peak memory of the serving process after 40 answers, MB", f"{memory / 1024:.0f}")


def checks(settings: Settings) -> None:
    """Time to attribute and to check a sentence that is no quotation, over stored sentences with a clause left out."""
    from evaluation.errors import bench_for, told
    from evaluation.made_errors import TRUE, made

    bench = bench_for(settings)
    rows, owners = told(bench.store)
    attributing, checking = [], []
    for at, text in made(TRUE["clause dropped"], rows, 200, seed=1):
        attributor = bench.attributor([owners[at]])  # made once a question
        began = time.perf_counter()
        draft = attributor.attribute(text)
        attributed = time.perf_counter()
        bench.checker.check(draft)
        checking.append((time.perf_counter() - attributed) * 1000)
        attributing.append((attributed - began) * 1000)
    for name, values in (("attribute a sentence", attributing), ("check a sentence", checking)):
        line(f"{name}, p50 / p95, ms", f"{percentile(values, 0.5):.1f} / {percentile(values, 0.95):.1f}")


def main() -> None:
    os.chdir(ROOT)
    began = time.perf_counter()
    embeddings = load_embeddings("all-MiniLM-L6-v2")
    line("loading the embedding model, s", f"{time.perf_counter() - began:.1f}")
    ingest_against_encode(embeddings)
    with tempfile.TemporaryDirectory() as folder:
        settings = build_settings(index_dir=folder)
        sync(settings, embeddings, [Scope("data/articles")], read_scope(Scope("data/articles")))
        size = sum(file.stat().st_size for file in Path(folder).rglob("sentences-*"))
        line("sentence vectors on disk, MB", f"{size / 1e6:.1f}")
        answers(settings)
        checks(settings)
        models(settings, questions())
        serving(Path(folder))
    scale(embeddings)
    line("peak memory of this bench, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


if __name__ == "__main__":
    main()
