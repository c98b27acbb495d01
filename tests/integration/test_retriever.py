"""The retriever over the bundled articles: what reranking and the balance add to the record."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from langchain_core.cross_encoders import BaseCrossEncoder

from answering.service import Service
from core.definitions import defines
from core.settings import build_settings
from core.terms import index_terms
from retrieval.build import build_retriever
from retrieval.dense import ChromaDense, exact
from retrieval.derived import FILES
from retrieval.late_interaction import AMONG
from retrieval.sentence_vectors import SentenceMatrix
from retrieval.word_vectors import WordVectors

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


def test_words_find_what_a_question_says_in_other_words(bundled: Service, tmp_path: Path) -> None:
    retriever = bundled.pipeline().retriever
    question = "Before the eighties reform, did anybody carry the can locally, or was everything settled by a committee?"
    empty = WordVectors(build_settings(index_dir=tmp_path), "none")
    seen, blind = (r.retrieve(question) for r in (retriever, retriever.model_copy(update={"word_vectors": empty})))
    assert {hit.word_score for hit in blind.ranking} == {None}
    assert sum(hit.word_score is not None for hit in seen.ranking) == AMONG
    gold = "griffiths-1983-general-management"
    place = [[hit.chunk.article_id for hit in found.ranking].index(gold) for found in (seen, blind)]
    assert place[0] < place[1]
    assert {hit.chunk.chunk_id for hit in seen.ranking} == {hit.chunk.chunk_id for hit in blind.ranking}


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
    assert exact(retriever.store)
    assert not exact(retriever.store, limit=10)
    asked = ChromaDense(retriever.store, retriever.table.position)
    vector = retriever.embeddings.encode([QUESTION])[0]
    nearest = retriever.dense.nearest(vector, 40)
    allowed = np.isin(retriever.table.ids, [key for key, _ in nearest[::2]])
    for among in (None, allowed):
        ours, theirs = (dense.nearest(vector, 20, among) for dense in (retriever.dense, asked))
        assert [key for key, _ in ours] == [key for key, _ in theirs]
        assert [cosine for _, cosine in ours] == pytest.approx([cosine for _, cosine in theirs], abs=1e-5)
    keys = [key for key, _ in nearest[:3]]
    assert asked.cosines(vector, keys) == pytest.approx(retriever.dense.cosines(vector, keys), abs=1e-5)
    assert asked.vectors(keys) == pytest.approx(retriever.dense.vectors(keys), abs=1e-5)


def test_the_files_that_are_searched_hold_what_is_stored(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    stored = {chunk.chunk_id: chunk for chunk in retriever.store.all_chunks()}
    assert retriever.table.ids == retriever.lexical.ids == sorted(stored)
    assert {key: row.chunk for key, row in retriever.table.read(sorted(stored)).items()} == stored
    for key, chunk in stored.items():
        words = [frozenset(index_terms(chunk.text[a - chunk.start : b - chunk.start])) for a, b in chunk.sentences]
        assert retriever.table.sentence_terms(key) == words


def test_a_sentence_without_stored_vectors_is_embedded_at_question_time(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    bare = retriever.model_copy(update={"sentences": SentenceMatrix(np.zeros((0, 0), np.int8), np.zeros(1, np.int64))})
    whole, computed = (r.retrieve(QUESTION) for r in (retriever, bare))
    assert [hit.chunk.chunk_id for hit in computed.ranking[:5]] == [hit.chunk.chunk_id for hit in whole.ranking[:5]]
    assert [h.fused_score for h in computed.ranking] == pytest.approx([h.fused_score for h in whole.ranking], abs=0.01)


def test_files_of_an_earlier_version_are_made_once_and_said_so(
    bundled_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "index"
    shutil.copytree(bundled_index, copy)
    for purpose in FILES:
        shutil.rmtree(copy / purpose)
    settings = build_settings(index_dir=copy)
    found = [[hit.chunk.chunk_id for hit in build_retriever(settings).retrieve(QUESTION).ranking] for _ in range(2)]
    assert found[0] == found[1]
    assert capsys.readouterr().err.count("Making the search files of 'nhs-debates'; this happens once.") == 1


@pytest.mark.parametrize(
    ("question", "open_to"),
    [
        ("What is an integrated care board?", True),
        ("Who are the King's Fund?", True),
        ("How many integrated care boards are there?", True),
        ("When were integrated care boards set up?", True),
        ("Why are integrated care boards criticised?", False),
        ("What did the King's Fund say about integrated care boards?", False),
    ],
)
def test_a_glossary_is_looked_up_only_by_questions_of_what_something_is(bundled: Service, question: str, open_to: bool) -> None:
    found = bundled.pipeline().retriever.retrieve(question)
    assert ("terms-of-nhs-management" in {hit.chunk.article_id for hit in found.ranking}) == open_to


def test_every_term_of_the_glossary_is_explained_first(bundled: Service) -> None:
    article = bundled.store().article("terms-of-nhs-management")
    wrong = []
    for heading in article.headings:
        answer = bundled.pipeline().answer(f"What is {heading.text}?")
        if answer.notices or not answer.sentences or defines(heading.text, answer.sentences[0].text) < 2:
            wrong.append(heading.text)
    assert wrong == []


def test_a_few_words_that_a_passage_holds_together_are_answered_from_it(bundled: Service) -> None:
    found = bundled.pipeline().retriever.retrieve("Newcastle Mackey secondment")
    assert found.evidence == 1.0
    assert all({"newcastl", "mackey"} <= set(index_terms(hit.chunk.text)) for hit in found.kept)
    assert bundled.pipeline().retriever.retrieve("Carlisle Mackey secondment").evidence < 1.0


@pytest.mark.parametrize(
    "question",
    ["What happened at Mid Staffs?", "What is wrong with PFI?", "BAME leaders", "NPfIT", "What did the RCN say about Griffiths?"],
)
def test_what_is_typed_otherwise_than_it_is_printed_is_found(bundled: Service, question: str) -> None:
    answer = bundled.pipeline().answer(question)
    assert answer.status == "answered"
    assert not answer.notices
