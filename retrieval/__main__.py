"""`python -m retrieval "QUESTION"`: the passages found; with `--explain`, why each was kept or not."""

from __future__ import annotations

import argparse
import sys

from core.console import note, print_json, quiet_libraries
from core.errors import DebatesError
from core.settings import build_settings, checked_collection
from core.types import FILTER_FIELDS, RetrievalResult, RetrievedChunk
from retrieval.evidence import load_model

SHOWN = 10  # rows of each list


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="python -m retrieval", description="Find passages for a question.")
    p.add_argument("question")
    p.add_argument("--collection", help="collection to search (default: the COLLECTION setting)")
    p.add_argument(
        "--without", action="append", default=[], choices=FILTER_FIELDS, help="leave out the question's restriction on this field"
    )
    p.add_argument("--explain", action="store_true", help="print the rankings, scores, times, and why passages were left out")
    p.add_argument("--json", action="store_true", help="print the whole record as one JSON object")
    return p


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 an error."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    try:
        settings = build_settings(collection=options.collection and checked_collection(options.collection))
        from retrieval.build import build_retriever

        found = build_retriever(settings).retrieve(options.question, options.without)
    except (DebatesError, ValueError) as error:
        note(error.user_message if isinstance(error, DebatesError) else str(error))
        return 1
    if options.json:
        print_json(found)
    else:
        print(explained(found) if options.explain else "\n".join(_row(hit) for hit in found.kept) or "Nothing was kept.")
    return 0


def explained(found: RetrievalResult) -> str:
    """The rankings, the fused one, what was kept, and the reason for each passage that was not."""
    dense = sorted((h for h in found.ranking if h.dense_rank), key=lambda h: h.dense_rank or 0)
    lexical = sorted((h for h in found.ranking if h.lexical_rank), key=lambda h: h.lexical_rank or 0)
    judged = ", ".join(f"{name} {value:.2f}" for name, value in found.signals.items())
    lines = [f"Question: {found.query}", f"Evidence: {found.evidence:.2f} of {load_model().hopeless} needed ({judged})"]
    lines += [f"Restricted to {row.field} {row.value} (“{row.label}”)" for row in found.filters]
    lines += [f"Not restricted to {row.field} {row.value} (“{row.label}”): nothing would be left" for row in found.dropped]
    lines += [
        "",
        f"Dense (first {SHOWN})",
        *(f"  {h.dense_rank:>3}  {h.dense_score or 0:.3f}  {h.chunk.chunk_id}" for h in dense[:SHOWN]),
    ]
    lines += ["", f"Lexical (first {SHOWN})"]
    lines += [f"  {h.lexical_rank:>3}  {h.lexical_score or 0:6.2f}  {h.chunk.chunk_id}" for h in lexical[:SHOWN]]
    if sought := sorted((h for h in found.ranking if h.sought_rank), key=lambda h: h.sought_rank or 0):
        lines += ["", f"Sought by the query encoder (first {SHOWN})"]
        lines += [f"  {h.sought_rank:>3}  {h.sought_score or 0:.3f}  {h.chunk.chunk_id}" for h in sought[:SHOWN]]
    lines += ["", "Kept", *(_row(hit) for hit in found.kept or ())] if found.kept else ["", "Kept: nothing"]
    lines += ["", f"Balance of what was kept: {found.balance.words}"]
    lines += [f"  {name}: {count}" for name, count in found.balance.publishers.items()]
    lines += ["", f"Left out (first {SHOWN})", *(f"{_row(row.retrieved)}  {row.reason}" for row in found.rejected[:SHOWN])]
    lines += ["", "Times: " + ", ".join(f"{step} {ms:.1f} ms" for step, ms in found.timings_ms.items())]
    return "\n".join(lines)


def _row(hit: RetrievedChunk) -> str:
    ranks = f"dense {hit.dense_rank or '–'}, lexical {hit.lexical_rank or '–'}"
    reread = f"  reranked {hit.rerank_score:.3f}" if hit.rerank_score is not None else ""
    likeness = f", words {hit.word_score:.2f}" if hit.word_score is not None else ""
    sought = f", sought {hit.sought_rank or '–'} {hit.sought_score:.2f}" if hit.sought_score is not None else ""
    near = f"{ranks}{sought}{likeness}"
    return f"  {hit.fused_score:.3f}{reread}  {hit.chunk.chunk_id}  ({near})  {' › '.join(hit.chunk.heading_path)}"


if __name__ == "__main__":
    sys.exit(main())
