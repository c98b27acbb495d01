"""Retrieval metrics of one question, by article and by passage, for each stage.

nDCG, recall, reciprocal rank and success are computed by `ir-measures` (trec_eval's definitions); a test holds them against
fifteen lines of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.dataset import Question
from evaluation.strings import word_share
from retrieval.fusion import reciprocal_rank, trial

EVIDENCE_SHARE = 0.9  # of an evidence string's words that a passage of a gold article must hold
EVIDENCE_DEPTHS = (5, 10)  # passages
Ranking = list[str]
"""Article ids, best first, without repetitions."""


def stage_rankings(retrieval: Mapping[str, Any]) -> dict[str, Ranking]:
    """Article rankings of every stage: `dense`, `lexical`, `rrf` and `trial` (baselines), `fused`, and `""`, the final one."""
    hits = retrieval["ranking"]
    dense = sorted((h for h in hits if h["dense_rank"]), key=lambda h: h["dense_rank"])
    lexical = sorted((h for h in hits if h["lexical_rank"]), key=lambda h: h["lexical_rank"])
    fused = sorted(hits, key=lambda h: -h["fused_score"])  # saved scores are rounded: ties stay in the final order
    scores = reciprocal_rank([_articles(dense), _articles(lexical)])
    simple = trial([(h["chunk"]["chunk_id"], h["dense_score"] or 0.0, h["lexical_score"] or 0.0) for h in [*dense, *lexical]])
    return {
        "": _articles(hits),
        "dense": _articles(dense),
        "lexical": _articles(lexical),
        "rrf": sorted(scores, key=lambda key: (-scores[key], key)),
        "trial": _articles(
            sorted(
                (h for h in hits if h["chunk"]["chunk_id"] in simple),
                key=lambda h: (-simple[h["chunk"]["chunk_id"]], h["chunk"]["chunk_id"]),
            )
        ),
        "fused": _articles(fused),
    }


def _articles(hits: Sequence[Mapping[str, Any]]) -> Ranking:
    """Each article at its best chunk."""
    return list(dict.fromkeys(hit["chunk"]["article_id"] for hit in hits))


def ranking_metrics(ranking: Ranking, gold: Sequence[str]) -> dict[str, float]:
    """hit@5, recall@1/5/10, nDCG@10 and MRR@10 of one ranking, binary relevance."""
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    measures = {
        "hit@5": Success @ 5,
        "recall@1": R @ 1,
        "recall@5": R @ 5,
        "recall@10": R @ 10,
        "ndcg@10": nDCG @ 10,
        "mrr@10": RR @ 10,
    }
    run = {"q": {key: float(len(ranking) - at) for at, key in enumerate(ranking)}} if ranking else {"q": {"": 0.0}}
    found = ir_measures.calc_aggregate(list(measures.values()), {"q": dict.fromkeys(gold, 1)}, run)
    return {name: float(found[measure]) for name, measure in measures.items()}


def retrieval_metrics(question: Question, retrieval: Mapping[str, Any], passage: Mapping[str, str]) -> dict[str, float | None]:
    """All retrieval metrics that the question allows. `passage` gives the text of each ranked chunk."""
    rows: dict[str, float | None] = {}
    gold = list(dict.fromkeys(question.gold_doc_ids))
    stages = stage_rankings(retrieval)
    if gold:
        for stage, ranking in stages.items():
            for name, value in ranking_metrics(ranking, gold).items():
                rows[f"{stage}.{name}" if stage else name] = value
        kept = {hit["chunk"]["article_id"] for hit in retrieval["kept"]}
        rows["kept_recall"] = len(kept & set(gold)) / len(gold)
    if question.gold_evidence and gold:
        hits = retrieval["ranking"]
        for k in EVIDENCE_DEPTHS:
            texts = [passage[h["chunk"]["chunk_id"]] for h in hits[:k] if h["chunk"]["article_id"] in gold]
            held = [any(word_share(e, text) >= EVIDENCE_SHARE for text in texts) for e in question.gold_evidence]
            rows[f"evidence_recall@{k}"] = sum(held) / len(held)
    if question.stance:
        rows |= _sides(question.stance, stages)
    return rows


def _sides(stance: Mapping[str, str], stages: Mapping[str, Ranking]) -> dict[str, float | None]:
    """Are both sides among the first five, and how much of the smaller side among the first ten; of equal ones, the worse."""
    sides: dict[str, set[str]] = {}
    for article, side in stance.items():
        sides.setdefault(side, set()).add(article)
    if len(sides) < 2:
        return {}
    rows: dict[str, float | None] = {}
    for stage, ranking in stages.items():
        prefix = f"{stage}." if stage else ""
        rows[f"{prefix}both_sides@5"] = float(all(side & set(ranking[:5]) for side in sides.values()))
        size, found = min((len(side), len(side & set(ranking[:10]))) for side in sides.values())
        rows[f"{prefix}small_side_recall@10"] = found / min(10, size)
    return rows
