"""The retriever over the bundled articles: what reranking and the balance add to the record."""

from __future__ import annotations

import pytest
from langchain_core.cross_encoders import BaseCrossEncoder

from answering.service import Service
from retrieval.dense import ChromaDense, load_dense

QUESTION = "Why do few clinicians enter management?"


class ByLength(BaseCrossEncoder):
    """Prefers longer texts."""

    def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
        return [float(len(text)) for _, text in text_pairs]


def test_a_reranker_orders_the_ranking_and_is_timed(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    plain, reread = (r.retrieve(QUESTION) for r in (retriever, retriever.model_copy(update={"reranker": ByLength()})))
    scores = [hit.rerank_score for hit in reread.ranking[:40]]
    assert scores == sorted((score for score in scores if score is not None), reverse=True)
    assert {hit.chunk.chunk_id for hit in reread.ranking} == {hit.chunk.chunk_id for hit in plain.ranking}
    assert "rerank" in reread.timings_ms
    assert "rerank" not in plain.timings_ms
    assert {hit.rerank_score for hit in plain.ranking} == {None}


def test_the_balance_counts_the_publications_behind_what_was_kept(bundled: Service) -> None:
    found = bundled.pipeline().retriever.retrieve(QUESTION)
    article = bundled.store().article
    behind = {
        (source.publisher, source.authors, source.published, source.kind)
        for hit in found.kept
        for source in (
            [s for s in article(hit.chunk.article_id).sources if s.key in hit.chunk.source_keys]
            if article(hit.chunk.article_id).form == "briefing"
            else [article(hit.chunk.article_id)]
        )
    }
    assert found.balance.publications == len(behind)
    assert sum(found.balance.kinds.values()) == len(behind)
    assert found.balance.publishers["The Guardian"] >= 1


def test_beyond_the_limit_chroma_is_asked_and_agrees(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    asked = load_dense(retriever.store, limit=10)
    assert isinstance(asked, ChromaDense)
    vector = retriever.embeddings.encode([QUESTION])[0]
    exact = retriever.dense.nearest(vector, 40)
    allowed = {key for key, _ in exact[::2]}
    for among in (None, allowed):
        ours, theirs = (dense.nearest(vector, 20, among) for dense in (retriever.dense, asked))
        assert [key for key, _ in ours] == [key for key, _ in theirs]
        assert [cosine for _, cosine in ours] == pytest.approx([cosine for _, cosine in theirs], abs=1e-5)
    keys = [key for key, _ in exact[:3]]
    assert asked.cosines(vector, keys) == pytest.approx(retriever.dense.cosines(vector, keys), abs=1e-5)
