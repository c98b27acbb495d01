"""The metrics by section, each with its direction and meaning: what the reports print and `docs/metrics.md` explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

STAGES = ("dense", "lexical", "rrf", "trial", "fused")
"""Prefixes of per-stage values; without one, the final ranking."""


@dataclass(frozen=True, slots=True)
class Metric:
    """`better` is the direction of improvement; empty where more is neither good nor bad."""

    name: str
    better: Literal["higher", "lower", ""]
    meaning: str


SECTIONS: dict[str, tuple[Metric, ...]] = {
    "Retrieval": (
        Metric("recall@1", "higher", "share of the gold articles ranked first"),
        Metric("recall@5", "higher", "share of the gold articles among the first 5"),
        Metric("recall@10", "higher", "share of the gold articles among the first 10"),
        Metric("hit@5", "higher", "questions with any gold article among the first 5"),
        Metric("ndcg@10", "higher", "gold articles in the first 10, earlier ones counting more"),
        Metric("mrr@10", "higher", "1 / rank of the first gold article"),
        Metric("evidence_recall@5", "higher", "gold passages among the first 5 passages"),
        Metric("evidence_recall@10", "higher", "gold passages among the first 10 passages"),
        Metric("kept_recall", "higher", "share of the gold articles that the answer could use"),
        Metric("both_sides@5", "higher", "questions with every side among the first 5 articles"),
        Metric("small_side_recall@10", "higher", "share of the smaller side among the first 10 articles"),
        Metric("dense.ndcg@10", "higher", "the same by embeddings alone"),
        Metric("lexical.ndcg@10", "higher", "the same by BM25 alone"),
        Metric("rrf.ndcg@10", "higher", "the same by reciprocal rank fusion, a baseline"),
        Metric("trial.ndcg@10", "higher", "the same by cosine + ¼ BM25 / largest, a baseline"),
        Metric("fused.ndcg@10", "higher", "the same after fusion, before reranking"),
    ),
    "Answer": (
        Metric("nugget_recall", "higher", "share of the expected facts in the answer"),
        Metric("nugget_recall_above_fold", "higher", "the same without what is folded away as less close"),
        Metric("accepted_recall", "higher", "an accepted string is in the answer"),
        Metric("accepted_in_3", "higher", "an accepted string is in its first three sentences"),
        Metric("token_f1", "higher", "words shared with the model answer"),
        Metric("idf_recall", "higher", "share of the model answer's terms, rare ones counting more"),
        Metric("position_recall", "higher", "positions reported beside their right holder"),
        Metric("sides_shown", "higher", "share of the camps with at least one position reported"),
        Metric("misattribution", "lower", "positions given to somebody of another camp"),
        Metric("forbidden_rate", "lower", "answers with a string that must not appear"),
        Metric("crag", "higher", "+1 right, 0 nothing said, −1 wrong"),
        Metric("precision_answered", "higher", "share of the answers given that are right"),
    ),
    "Citations": (
        Metric("nugget_recall", "higher", "share of the expected facts in the answer"),
        Metric("accepted_recall", "higher", "an accepted string is in the answer"),
        Metric("words", "", "length of an answer"),
        Metric("sentences", "", "sentences of an answer"),
        Metric("copied_share", "", "share of the words copied from the quotations"),
        Metric("quotation_exactness", "higher", "quotations that stand in the article as they are; must be 1"),
        Metric("citation_validity", "higher", "citations whose article and offsets hold the quotation"),
        Metric("citation_coverage", "higher", "sentences with a citation"),
        Metric("citation_recall.lexical", "higher", "sentences their quotations support"),
        Metric("citation_precision.lexical", "higher", "citations that carry weight"),
        Metric("number_fidelity", "higher", "sentences whose numbers are in their quotations"),
        Metric("name_fidelity", "higher", "sentences whose names are in their quotations or bylines"),
        Metric("polarity_fidelity", "higher", "sentences that do not reverse their quotations"),
        Metric("speaker_fidelity", "higher", "named speakers who said the words"),
        Metric("opinion_as_fact", "lower", "sentences of opinion without anybody who holds it"),
        Metric("gold_article_precision", "higher", "cited articles that are gold"),
        Metric("gold_article_recall", "higher", "gold articles that are cited"),
        Metric("gold_evidence_coverage", "higher", "gold passages that are quoted"),
    ),
    "Declining": (
        Metric("ended_well", "higher", "questions answered, declined or their premise caught, as they should be"),
        Metric("answer_rate", "higher", "answerable questions that are answered"),
        Metric("decline_rate", "higher", "unanswerable questions that are declined"),
        Metric("declined_or_warned", "higher", "unanswerable questions declined, or told that nothing comes close"),
        Metric("wrongly_warned", "lower", "answerable questions told that nothing comes close"),
        Metric("balanced_accuracy", "higher", "mean of the two"),
        Metric("decline_f1", "higher", "F1 of declining"),
        Metric("evidence_auroc", "higher", "chance that the evidence score ranks an answerable question higher"),
        Metric("false_premise_caught", "higher", "false premises declined or named"),
        Metric("premise_wrongly_denied", "lower", "answerable questions told that their premise is false"),
        Metric("error_rate", "lower", "questions that ended in an error or time-out"),
    ),
    "A model's own sentences": (
        Metric("generated_kept", "higher", "answers that keep a sentence of the model, of those it was asked for"),
        Metric("generated_sentences", "higher", "shown sentences that the model wrote, an answer it was asked for"),
        Metric("generated_faults", "lower", "of those, with a number, name or direction not in its quotations; must be 0"),
    ),
    "Cost": (
        Metric("withheld", "", "sentences withheld, an answer"),
        Metric("prompt_tokens", "", "tokens a model read, an answer"),
        Metric("completion_tokens", "", "tokens a model wrote, an answer"),
    ),
}
CITATIONS_WARNING = "Never read these without the answer's recall, length and copied share: pasting a passage scores full marks."


def sections_of(names: Iterable[str]) -> dict[str, tuple[Metric, ...]]:
    """The sections with what was measured; after a `.lexical` metric the same by other entailments."""
    measured = sorted(names)

    def present(metric: Metric) -> list[Metric]:
        stem, dot, judged_by = metric.name.rpartition(".")
        others = [name for name in measured if name.startswith(stem + dot + "nli:")] if judged_by == "lexical" else []
        return [replace(metric, name=name) for name in (*([metric.name] if metric.name in measured else []), *others)]

    return {section: tuple(one for metric in metrics for one in present(metric)) for section, metrics in SECTIONS.items()}


def base_name(name: str) -> str:
    """A metric's name without its stage."""
    stage, dot, rest = name.partition(".")
    return rest if dot and stage in STAGES else name
