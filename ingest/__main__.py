"""`python -m ingest`: read articles into a collection, list them, remove them, or only check them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.console import note, plain, print_json, quiet_libraries
from core.errors import DebatesError, InputError
from core.settings import Settings, build_settings, checked_collection
from core.types import SyncReport

DEFAULT_PATH = "data/articles"


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Read articles (.md .txt .jsonl) into a collection. Running it twice changes nothing.",
    )
    p.add_argument("paths", nargs="*", metavar="PATH", help=f"files or folders (default: {DEFAULT_PATH})")
    p.add_argument("--collection", help="collection to write (default: the COLLECTION setting)")
    p.add_argument("--check", action="store_true", help="read and validate the articles, write nothing")
    p.add_argument("--sample", type=int, default=0, metavar="N", help="with --check: print N random sentences to audit")
    p.add_argument("--seed", type=int, default=0, help="seed of the sample")
    p.add_argument("--rebuild", action="store_true", help="empty the collection first (after a change of model)")
    p.add_argument("--list", action="store_true", help="list the stored articles")
    p.add_argument("--remove", metavar="ID", nargs="+", help="delete articles by id")
    p.add_argument("--json", action="store_true", help="print one JSON object")
    return p


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 all read, 1 some refused, 2 nothing done."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    try:
        settings = build_settings(collection=options.collection and checked_collection(options.collection))
        if options.list:
            return _list(settings, options.json)
        if options.remove:
            from ingest.sync import remove_articles

            return _report(remove_articles(settings, options.remove), settings, options.json)
        paths = [Path(path) for path in _local(options.paths) or [DEFAULT_PATH]]
        if options.check:
            from ingest.check import check_paths

            return check_paths(paths, options.json, options.sample, options.seed)
        return _report(_ingest(settings, paths, options.rebuild), settings, options.json)
    except (DebatesError, ValueError) as error:
        message = error.user_message if isinstance(error, DebatesError) else str(error)
        if options.json:
            print_json({"error": message})
        note(message)
        return 2


def _local(paths: list[str]) -> list[str]:
    for path in paths:
        if path.startswith(("http://", "https://")):
            raise InputError(f"{path} is a web address. Save the page as a file and name that file.")
    return paths


def _ingest(settings: Settings, paths: list[Path], rebuild: bool) -> SyncReport:
    from ingest.sources import read_scope, scope_of
    from ingest.sync import sync
    from retrieval.store import known_roots

    roots = known_roots(settings)
    scopes = list(dict.fromkeys(scope_of(path, roots) for path in paths))
    note(f"Loading the embedding model {settings.embedding_model} …")
    from retrieval.embeddings import load_embeddings

    embeddings = load_embeddings(settings.embedding_model, settings.offline)

    def progress(articles: int, chunks: int) -> None:
        note(f"  {articles} articles read, {chunks} passages embedded")

    outcomes = (outcome for scope in scopes for outcome in read_scope(scope))
    return sync(settings, embeddings, scopes, outcomes, rebuild=rebuild, progress=progress)


def _report(report: SyncReport, settings: Settings, as_json: bool) -> int:
    for path, remark in report.notes.items():
        note(f"{path}: {remark}")
    for path, reason in report.skip_reasons.items():
        note(f"Refused {path}: {reason}")
    if as_json:
        print_json({"collection": settings.collection, **plain(report)})
    else:
        print(
            f"Collection {settings.collection}: {report.created} articles created, {report.updated} updated, "
            f"{report.skipped} unchanged, {report.deleted} deleted, {len(report.skip_reasons)} refused "
            f"({report.chunks_added} passages written, {report.chunks_deleted} removed, {report.chunks_kept} kept)."
        )
    done = report.created + report.updated + report.skipped + report.deleted
    if report.skip_reasons:
        return 1 if done else 2
    return 0


def _list(settings: Settings, as_json: bool) -> int:
    from core.passages import byline
    from retrieval.store import open_store

    articles = open_store(settings).all_articles()
    if as_json:
        keys = ("article_id", "title", "authors", "publisher", "published", "kind", "form", "root")
        print_json({"collection": settings.collection, "articles": [{k: plain(getattr(a, k)) for k in keys} for a in articles]})
    else:
        for article in articles:
            print(f"{article.article_id}\t{article.title}\t{byline(article)}\t{article.kind}, {article.form}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
