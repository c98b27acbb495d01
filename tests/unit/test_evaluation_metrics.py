"""Metrics against independent arithmetic: rankings, string matches, declining, and their uncertainty."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.render import FURTHER
from evaluation.answer_metrics import crag, is_right, premise_caught
from evaluation.dataset import Question
from evaluation.report import percentile
from evaluation.retrieval_metrics import ranking_metrics, retrieval_metrics, stage_rankings
from evaluation.score import balanced_accuracy, decline_f1, risk_curve
from evaluation.stats import auroc, mcnemar, mean_estimate, paired_difference, risk_coverage, set_estimate
from evaluation.strings import contains, idf_of, idf_recall, normalise, numbers, token_f1, word_share
from tests.evaluation_world import answer, judge, perfect, say

LETTERS = list("abcdefghijklmnopqrstuvwxyz")


def reference_metrics(ranking: list[str], gold: set[str]) -> dict[str, float]:
    """The definitions, written down once more."""
    hits = [key in gold for key in ranking]
    first = next((1 / rank for rank, hit in enumerate(hits[:10], 1) if hit), 0.0)
    gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits[:10], 1) if hit)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(gold)) + 1))
    return {
        "hit@5": float(any(hits[:5])),
        "recall@1": sum(hits[:1]) / len(gold),
        "recall@5": sum(hits[:5]) / len(gold),
        "recall@10": sum(hits[:10]) / len(gold),
        "ndcg@10": gain / ideal,
        "mrr@10": first,
    }


@given(st.permutations(LETTERS), st.integers(0, 26), st.sets(st.sampled_from(LETTERS), min_size=1, max_size=14))
def test_ranking_metrics_agree_with_a_reference(order: list[str], length: int, gold: set[str]) -> None:
    ranking = order[:length]
    assert ranking_metrics(ranking, sorted(gold)) == pytest.approx(reference_metrics(ranking, gold), abs=1e-9)


def hit(article: str, at: int, dense: int | None, lexical: int | None, fused: float) -> dict[str, Any]:
    chunk = {"chunk_id": f"{article}:{at}", "article_id": article}
    scores = {"dense_score": 1 / (dense or 4), "lexical_score": 8 / lexical if lexical else None}
    return {"chunk": chunk, "dense_rank": dense, "lexical_rank": lexical, "fused_score": fused, **scores}


def test_each_stage_ranks_an_article_at_its_best_chunk() -> None:
    hits = [hit("b", 0, 2, None, 0.8), hit("a", 0, 1, 2, 0.9), hit("b", 1, 3, 1, 0.5), hit("c", 0, None, 3, 0.1)]
    stages = stage_rankings({"ranking": hits})
    assert stages[""] == ["b", "a", "c"]
    assert stages["dense"] == ["a", "b"]
    assert stages["lexical"] == ["b", "a", "c"]
    assert stages["fused"] == stages["rrf"] == ["a", "b", "c"]
    assert stages["trial"] == ["a", "b", "c"]  # 1 + ⅛, ⅓ + ¼, ¼ + 1/12


def test_retrieval_metrics_are_those_the_question_allows() -> None:
    hits = [hit("a", 0, 1, 1, 0.9), hit("x", 0, 2, 2, 0.8), hit("b", 0, 3, 3, 0.7)]
    retrieval = {"ranking": hits, "kept": hits[:1]}
    passage = {"a:0": "Nobody knew the cost.", "x:0": "The cost was 12 million.", "b:0": "The cost was 12 million pounds."}
    assert retrieval_metrics(Question(id="q", question="?"), retrieval, passage) == {}
    gold = Question(id="q", question="?", gold_doc_ids=["a", "b"], gold_evidence=["the cost was £12 million", "Nobody knew"])
    found = retrieval_metrics(gold, retrieval, passage)
    assert (found["recall@1"], found["kept_recall"], found["evidence_recall@5"]) == (0.5, 0.5, 1.0)
    assert retrieval_metrics(gold, {"ranking": [], "kept": []}, passage)["ndcg@10"] == 0.0
    elsewhere = Question(id="q", question="?", gold_doc_ids=["a"], gold_evidence=["the cost was 12 million"])
    assert retrieval_metrics(elsewhere, retrieval, passage)["evidence_recall@5"] == 0.0


@pytest.mark.parametrize(
    ("stance", "both", "smaller"),
    [
        ({"a": "for", "b": "against"}, 1.0, 1.0),
        ({"a": "for", "z": "against"}, 0.0, 0.0),
        ({"a": "for", "x": "for", "b": "against", "z": "against", "y": "against"}, 1.0, 1.0),
        ({"a": "for", "b": "against", "z": "against", "x": "for", "w": "for"}, 1.0, 0.5),
    ],
)
def test_sides_in_the_ranking(stance: dict[str, str], both: float, smaller: float) -> None:
    hits = [hit(key, 0, at, at, 1 / at) for at, key in enumerate("axb", 1)]
    found = retrieval_metrics(Question(id="q", question="?", stance=stance), {"ranking": hits, "kept": []}, {})
    assert (found["both_sides@5"], found["small_side_recall@10"]) == (both, smaller)
    one = retrieval_metrics(Question(id="q", question="?", stance={"a": "for"}), {"ranking": hits, "kept": []}, {})
    assert "both_sides@5" not in one


NORMAL = [
    ("The King’s Fund, in 2016!", "king s fund in 2016"),
    ("a top-100 list", "top 100 list"),
    ("1,200 beds", "1200 beds"),
    ("3.5% or 3.5 per cent", "3.5 percent or 3.5 percent"),
    ("in the U.S. and the U.K.", "in us and uk"),
    ("2015/16 — £12m.", "2015 16 12m"),
    ("  \n ", ""),
    ("the", ""),
]


@pytest.mark.parametrize(("text", "expected"), NORMAL)
def test_normalising(text: str, expected: str) -> None:
    assert normalise(text) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("The rate was 3.5%.", "5%", False),
        ("The rate was 3.5%.", "3.5 per cent", True),
        ("about 6 per cent of them", "about 6%", True),
        ("about 6 of them", "6%", False),
        ("It cost £1,200.", "1200", True),
        ("It cost £12,000.", "12", False),
        ("The managers' union MiP", "MiP", True),
        ("Mipham spoke", "MiP", False),
        ("Doctors’ views", "doctors' views", True),
        ("cross–sectional data", "cross-sectional", True),
        ("anything", "", False),
        ("anything", " . ", False),
        ("the end", "the", False),
        ("", "word", False),
    ],
)
def test_a_string_is_found_as_whole_words(text: str, wanted: str, found: bool) -> None:
    assert contains(text, wanted) is found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 beds for £3.5m", {"1200", "3.5"}),
        ("in 2015/16", {"2015", "2016"}),
        ("1999–00", {"1999", "1900"}),
        ("Seven of one hundred", {"7"}),
        ("twenty-two, 22.", {"20", "2", "22"}),
        ("No figure at all, not one", set()),
    ],
)
def test_numbers_of_a_text(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_token_f1_and_recall_on_hand_worked_cases() -> None:
    # Three content words each, two shared: precision 2/3, recall 2/3.
    assert token_f1("the trust closed beds", "the trust closed wards") == pytest.approx(2 / 3)
    assert (token_f1("", "word"), token_f1("word", ""), token_f1("the", "the")) == (0.0, 0.0, 0.0)
    # N = 4; df of "trust" is 4, of "ward" 1: ln 2 against ln 5.
    idf = idf_of(["trust ward", "trust", "trust bed", "trust bed"])
    assert idf_recall("trusts", "trust ward", idf) == pytest.approx(math.log(2) / (math.log(2) + math.log(5)))
    assert idf("unheard") == pytest.approx(math.log(9))
    assert idf_recall("anything", "the", idf) == 0.0
    assert word_share("no no man", "no man is an island") == pytest.approx(2 / 3)
    assert word_share("", "text") == 0.0


SAID = [
    # (answerable, answers, nuggets, text or None for declined, right, crag)
    (True, ["40 beds"], [], "It closed 40 beds.", True, 1.0),
    (True, ["40 beds"], [], "It closed 60 beds.", False, -1.0),
    (True, ["40 beds"], [], None, False, 0.0),
    (True, [], ["one", "two"], "Only one.", True, 1.0),
    (True, [], ["one", "two", "three"], "Only one.", False, -1.0),
    (True, [], [], "Something.", None, None),
    (True, [], [], None, None, 0.0),
    (True, ["a very long model answer that nobody would ever repeat word for word"], [], "Something.", None, None),
    (True, ["a very long model answer that nobody would ever repeat word for word", "beds"], [], "Beds.", True, 1.0),
    (False, [], [], None, None, 1.0),
    (False, [], [], "Something.", None, -1.0),
]


@pytest.mark.parametrize(("answerable", "answers", "facts", "text", "right", "score"), SAID)
def test_right_wrong_and_nothing_said(
    answerable: bool, answers: list[str], facts: list[str], text: str | None, right: bool | None, score: float | None
) -> None:
    nuggets = [{"any_of": [fact]} for fact in facts]
    question = Question(id="q", question="?", answerable=answerable, answers=answers, nuggets=nuggets)
    given_answer = answer(say(text), ranking="") if text else answer(ranking="", status="unanswerable_no_evidence")
    assert is_right(question, given_answer) is right
    assert crag(question, given_answer) == score
    assert crag(question, answer(ranking="", status="error_model")) == 0.0


@pytest.mark.parametrize(
    ("status", "codes", "text", "caught"),
    [
        ("unanswerable_no_evidence", [], None, True),
        ("answered", ["premise_not_in_sources"], "It was refused.", True),
        ("answered", ["not_covered", "premise_not_in_sources"], "It was refused.", False),
        ("answered", ["premise_not_in_sources"], "It was approved because of cost.", False),
        ("answered", [], "It was refused.", False),
        ("error_model", [], None, False),
    ],
)
def test_a_false_premise_is_caught(status: str, codes: list[str], text: str | None, caught: bool) -> None:
    question = Question(id="q", question="Why was it approved?", kind="false_premise", forbidden=["approved because"])
    given_answer = answer(*([say(text)] if text else []), ranking="", status=status)
    given_answer["notices"] = [{"code": code, "text": ""} for code in codes]
    assert premise_caught(question, given_answer) is caught


def test_what_is_folded_away_and_a_warning_are_counted_apart() -> None:
    given_answer = answer(say("Able spoke."), {**say("Bold left."), "group": FURTHER}, ranking="")
    given_answer["notices"] = [{"code": "nothing_close", "text": ""}]
    question = Question(id="q", question="?", nuggets=[{"any_of": ["Able spoke"]}, {"any_of": ["Bold left"]}])
    found = judge({"q": given_answer}, [question])[1][0]["metrics"]
    assert (found["nugget_recall"], found["nugget_recall_above_fold"], found["wrongly_warned"]) == (1.0, 0.5, 1.0)
    unanswerable = judge({"q": given_answer}, [Question(id="q", question="?", answerable=False)])[1][0]["metrics"]
    assert (unanswerable["decline_rate"], unanswerable["declined_or_warned"]) == (0.0, 1.0)


def row(answerable: bool, declined: bool, right: bool | None = None, evidence: float = 0.0, kind: str = "k") -> dict[str, Any]:
    facts = {"answerable": answerable, "declined": declined, "answered": not declined}
    return {**facts, "right": right, "evidence": evidence, "kind": kind}


def test_declining_on_hand_worked_cases() -> None:
    rows = [row(True, False), row(True, False), row(True, True), row(False, True), row(False, False)]
    assert balanced_accuracy(rows) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert decline_f1(rows) == pytest.approx(2 * 1 / (2 + 2))
    assert decline_f1([row(True, False), row(False, False)]) == 0.0
    assert (balanced_accuracy(rows[:3]), decline_f1(rows[:3]), decline_f1(rows[3:])) == (None, None, None)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    generator = np.random.default_rng(3)
    scores, positive = generator.integers(0, 6, 60).tolist(), (generator.random(60) < 0.4).tolist()
    pairs = [(a, b) for a, p in zip(scores, positive, strict=True) for b, q in zip(scores, positive, strict=True) if p and not q]
    assert auroc(scores, positive) == pytest.approx(sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs))
    assert (auroc([1, 2, 3], [False, True, True]), auroc([2, 1], [False, True]), auroc([1, 1], [True, False])) == (1, 0, 0.5)
    assert (auroc([1], [True]), auroc([], [])) == (None, None)


def test_mcnemar_is_the_exact_binomial_test() -> None:
    # 8 gained and 2 lost: twice (1 + 10 + 45) / 1024.
    ours, theirs = [True] * 8 + [False] * 2 + [True] * 5, [False] * 8 + [True] * 2 + [True] * 5
    assert mcnemar(ours, theirs) == mcnemar(theirs, ours) == pytest.approx(112 / 1024)
    assert (mcnemar([True], [True]), mcnemar([], []), mcnemar([True], [False])) == (1.0, 1.0, 1.0)
    assert mcnemar([True, False], [False, True]) == 1.0


def test_bootstrap_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    generator = np.random.default_rng(11)
    covered = 0
    for _ in range(200):
        estimate = mean_estimate((generator.random(80) < 0.7).astype(float).tolist())
        assert estimate is not None
        covered += estimate.low <= 0.7 <= estimate.high
    assert 0.90 <= covered / 200 <= 0.99


def test_estimates_at_the_edges() -> None:
    assert mean_estimate([]) is None
    one = mean_estimate([0.25])
    assert one is not None
    assert (one.value, one.low, one.high, one.n) == (0.25, 0.25, 0.25, 1)
    assert mean_estimate([0.0, 1.0, 1.0]) == mean_estimate([0.0, 1.0, 1.0])
    assert set_estimate(3, lambda picks: None) is None
    same = paired_difference([1.0, 0.5], [1.0, 0.5])
    assert same is not None
    assert (same.low, same.value, same.high) == (0, 0, 0)
    first_only = iter([0.5])
    lonely = set_estimate(2, lambda picks: next(first_only, None))
    assert lonely is not None
    assert (lonely.low, lonely.high) == (0.5, 0.5)


def test_risk_and_coverage() -> None:
    assert risk_coverage([0.9, 0.8, 0.7, 0.6], [True, False, True, False]) == [(0.25, 0), (0.5, 0.5), (0.75, 1 / 3), (1, 0.5)]
    assert risk_coverage([0.5, 0.5], [False, True]) == risk_coverage([0.5, 0.5], [True, False]) == [(1.0, 0.5)]
    assert risk_coverage([], []) == []
    rows = [row(True, False, True, 0.9), row(False, True, None, 0.2), row(True, False, None, 0.8)]
    assert risk_curve([*rows, row(True, False, True, 0.99, "false_premise")]) == [(0.5, 0.0), (1.0, 0.5)]


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 2), (0.51, 3), (0.95, 4), (1.0, 4)])
def test_percentiles_by_nearest_rank(share: float, expected: float) -> None:
    assert percentile([1, 2, 3, 4], share) == expected


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"usage": {"prompt_tokens": 900, "completion_tokens": 0}}, {"prompt_tokens": 900.0, "completion_tokens": 0.0}),
        ({"usage": {"completion_tokens": 40, "other": 1}}, {"completion_tokens": 40.0}),
        ({"usage": {}}, {}),
        ({}, {}),
    ],
)
def test_tokens_are_counted_where_a_model_reports_them(usage: dict[str, Any], counted: dict[str, float]) -> None:
    _, (row, *_) = judge({**perfect(), "beds": {**perfect()["beds"], **usage}})
    assert {name: value for name, value in row["metrics"].items() if name.endswith("_tokens")} == counted
