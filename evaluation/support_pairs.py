"""`python -m evaluation.support_pairs FILE …`: the verdicts beside those of people, on pairs of a sentence and its evidence.

A file holds one pair a line: `claim`, `evidence`, `label` (1 supported, 0 not), as AttributionBench (Li et al. 2024) and WiCE
(Kamoi et al. 2023) can be written. Each claim goes the way of a model's sentence: attributed over the sentences of its
evidence, then checked. Printed are the precision of `supported` with its Wilson interval, the share of the supported ones
that passes, and the chance that a supported pair has the larger support (AUROC, ties ½).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from answering.attribution import Attributor
from answering.verify import Checker
from core.console import quiet_libraries
from core.settings import DEFAULT_EMBEDDINGS
from core.terms import content_terms
from core.text import sentence_spans
from core.types import Article, Chunk, Sentence
from evaluation.errors import candidate
from evaluation.stats import auroc
from retrieval.embeddings import SentenceEmbeddings, load_embeddings

LIKELY = 8  # sentences of the evidence, by terms shared, that are embedded: attribution would hardly choose another
_TITLE = re.compile(r"Title: (.*)\n")


def case_of(claim: str, evidence: str, embeddings: SentenceEmbeddings) -> tuple[Checker, Sentence]:
    """The claim attributed over its evidence, and what checks it. A first line `Title: …` is the title."""
    title = _TITLE.match(evidence)
    text = evidence[title.end() :] if title else evidence
    article = Article("pair", title[1] if title else "", (), None, None, None, "other", "original", None, "", text, (), "")
    chunk = Chunk("pair:0", "pair", 0, text, (), 0, len(text), None, (), 0, "")
    wanted = set(content_terms(claim))
    spans = sorted(sentence_spans(text), key=lambda span: -len(wanted & set(content_terms(text[slice(*span)]))))[:LIKELY]
    vectors = [worded.whole for worded in embeddings.words.of([text[slice(*span)] for span in spans])]
    candidates = [candidate(article, chunk, *span, vector) for span, vector in zip(spans, vectors, strict=True)]
    return Checker({"pair": article}.__getitem__, words=embeddings.words), Attributor(candidates, embeddings).attribute(claim)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); (0, 1) for nothing."""
    if not n:
        return 0.0, 1.0
    z, share = 1.96, hits / n
    middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


HEADER = "| Sentences | n | supported | precision | of all | of the true | AUROC of support |\n|---|---|---|---|---|---|---|"


def line(name: str, found: Sequence[Sentence], labels: Sequence[bool]) -> str:
    """One row of the table."""
    passed = [label for sentence, label in zip(found, labels, strict=True) if sentence.verdict == "supported"]
    low, high = wilson(sum(passed), len(passed))
    precision = f"{sum(passed) / len(passed):.3f} ({low:.3f}–{high:.3f})" if passed else "–"
    kept = f"{sum(passed) / sum(labels):.2f}" if sum(labels) else "–"
    area = auroc([sentence.support for sentence in found], labels)
    cells = [name, len(labels), len(passed), precision, f"{len(passed) / len(labels):.2f}", kept]
    return f"| {' | '.join(map(str, cells))} | {area or float('nan'):.3f} |"


def main(paths: Sequence[str]) -> None:
    """One row a file, as it is done."""
    quiet_libraries()
    embeddings = load_embeddings(DEFAULT_EMBEDDINGS)
    print(HEADER)
    for path in map(Path, paths):
        pairs = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row]
        cases = [case_of(pair["claim"], pair["evidence"], embeddings) for pair in pairs]
        found = [checker.check(draft) for checker, draft in cases]
        print(line(path.stem, found, [bool(pair["label"]) for pair in pairs]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
