"""The query encoder: the real weights, what it does to a ranking, how it is fitted, and files that do not fit."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from answering.evidence import STANDS_IN, EvidenceBuilder
from answering.service import Service
from core.errors import InputError, ModelError
from core.settings import DEFAULT_EMBEDDINGS
from evaluation import fit_query_encoder
from evaluation.fit_query_encoder import SHARP, Fitted, Index, fit, graded, index_of, loss, report
from evaluation.fit_query_encoder import main as fit_main
from evaluation.graded_pairs import Asked, told_of
from evaluation.low_rank import tensors_of
from retrieval.build import build_retriever
from retrieval.embeddings import load_embeddings
from retrieval.query_encoder import QueryEncoder, load_query_encoder, query_encoder

LAY_QUESTION = "who pays for the local outfits that speak up for patients"
ANSWER = "Councils fund about 152 local Healthwatch bodies, which the review of 2025 proposed to close."
BESIDE = (
    "Patients paid for spectacles and dentures from 1951.",
    "Local newspapers spoke of patients who paid for their parking.",
    "The Patients Association spoke up in 2012 against the reforms.",
)
SENTENCES = ("Trusts owed £13.4bn in 2020.", "Matrons came back in 2001.", "Boards met in public from 1998.", "Wards had closed.")


@pytest.fixture(scope="module")
def encoder() -> QueryEncoder:
    return query_encoder()


def tiny() -> Index:
    vectors = load_embeddings(DEFAULT_EMBEDDINGS).encode(SENTENCES)
    return Index(vectors, np.stack([vectors[:2].mean(axis=0), vectors[2:].mean(axis=0)]), [0, 0, 1, 1])


def test_a_question_in_lay_words_lies_nearer_to_its_answer(encoder: QueryEncoder) -> None:
    embeddings = load_embeddings(DEFAULT_EMBEDDINGS)
    texts = embeddings.encode([ANSWER, *BESIDE])
    as_packaged, sought = texts @ embeddings.vector(LAY_QUESTION), texts @ encoder.vector(LAY_QUESTION)
    assert as_packaged.argmax() != 0
    assert sought.argmax() == 0


def test_it_knows_the_bundled_articles_and_no_others(encoder: QueryEncoder, bundled: Service) -> None:
    articles = list(bundled.store().article_index())
    assert encoder.knows(articles)
    assert encoder.knows(articles[:3])
    assert not encoder.knows([*articles, "an-article-of-ones-own"])
    assert EvidenceBuilder(bundled.pipeline().retriever).familiar
    assert not QueryEncoder(None, None).knows(articles)


def test_vectors_have_length_one_and_are_remembered(encoder: QueryEncoder) -> None:
    vector = encoder.vector(LAY_QUESTION)
    assert vector.shape == (384,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
    assert encoder.vector(LAY_QUESTION) is vector
    assert np.isfinite(encoder.vector("word " * 3_000)).all()
    assert np.isfinite(encoder.vector("")).all()


def test_a_long_question_is_read_to_its_end(encoder: QueryEncoder) -> None:
    story = "On our ward there were many changes of managers, and we were told little of any of them. " * 8
    one, other = (encoder.vector(story + end) for end in ("Who pays chief executives?", "What closed the mortuary?"))
    assert float(one @ other) < 0.99


def test_passages_are_found_that_the_question_is_not_like(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    without = retriever.model_copy(update={"query_encoder": None})
    places = []
    for one in (retriever, without):
        found = one.retrieve("do the posh firms in suits they hire save hospitals any money").ranking
        telling = [at for at, hit in enumerate(found) if "Kirkpatrick, Sturdy and Veronesi" in hit.chunk.text]
        places.append(min(telling, default=len(found)))
    assert places[0] < places[1]


def test_a_collection_of_another_model_is_asked_without_it(bundled: Service) -> None:
    assert build_retriever(bundled.settings).query_encoder is query_encoder()
    retriever = bundled.pipeline().retriever.model_copy(update={"query_encoder": None})
    found = retriever.retrieve(LAY_QUESTION)
    assert retriever.answer_vector(LAY_QUESTION) is None
    assert {(hit.sought_rank, hit.sought_score) for hit in found.ranking} == {(None, None)}
    assert found.signals["sought"] == 0.0


def test_without_it_the_cosine_to_the_question_stands_in_where_sentences_are_weighed(bundled: Service) -> None:
    with_it = bundled.pipeline().retriever
    for retriever in (with_it, with_it.model_copy(update={"query_encoder": None})):
        found = retriever.retrieve(LAY_QUESTION)
        candidates = EvidenceBuilder(retriever).candidates(LAY_QUESTION, found.kept, retriever.term_weights(LAY_QUESTION), 1)
        differs = {round(candidate.cosine - candidate.sought, 4) for candidate in candidates}
        assert (differs == {STANDS_IN}) is (retriever.query_encoder is None)


def test_a_part_of_a_question_is_sought_by_itself(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    both = f"{LAY_QUESTION} and what is the boiling point of mercury?"
    whole = retriever.retrieve(both).signals["sought"]
    assert retriever.retrieve(both, parts=[LAY_QUESTION]).signals["sought"] > whole


def test_what_is_fitted_finds_its_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(3)
    random.seed(3)
    monkeypatch.setattr(fit_query_encoder, "STEPS", 60)
    monkeypatch.setattr(fit_query_encoder, "SIZE", 4)
    index, model = tiny(), Fitted()
    asked = ["what did they fear", "who returned", "when could we listen", "why was it empty"]
    questions = [(text, frozenset({at})) for at, text in enumerate(asked)]
    fit(model, questions, index)
    save_file(tensors_of(model.updates), tmp_path / "own.safetensors")
    loaded = load_query_encoder(tmp_path / "own.safetensors")
    assert [int((index.sentences @ loaded.vector(text)).argmax()) for text in asked] == [0, 1, 2, 3]


def test_sentences_of_one_question_do_not_compete() -> None:
    index = tiny()
    vectors = torch.tensor(index.sentences[[0]])
    alone, shared = (float(loss(vectors, [frozenset(own)], [1], index)) for own in ({1}, {0, 1, 3}))
    assert shared < alone  # the sentence that the question is, and its passage, are no wrong answers
    others = SHARP * index.sentences[0] @ index.sentences[[1, 2]].T
    sentence = float(np.log(np.exp(others).sum()) - others[0])
    assert shared == pytest.approx(sentence, abs=1e-3)  # of passages only its own is left


def test_a_report_tells_how_many_find_an_answer_and_what_share_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    index = tiny()
    many = Index(np.eye(60, dtype=np.float32), np.eye(60, dtype=np.float32), list(range(60)))
    report("here", [("one", frozenset({0})), ("two", frozenset({1, 59}))], np.eye(60, dtype=np.float32)[:2], many)
    assert "here, 2 questions, any of the answers (share of them): @5 1.000 (0.750)" in capsys.readouterr().out
    report("none", [], index.sentences[:0], index)
    assert capsys.readouterr().out == ""


def test_questions_keep_the_sentences_that_answer_them(bundled: Service) -> None:
    retriever = bundled.pipeline().retriever
    store = retriever.store
    told = told_of(store, [store.article(key) for key in store.article_index()])
    index = index_of(store, told, bundled.settings)
    assert index.sentences.shape == (len(told), 384)
    for row in (0, len(told) // 2, len(told) - 1):
        chunk = next(c for c in store.chunks_of(told[row].article_id) if told[row].start in dict(c.sentences))
        assert (index.passages[index.passage_of[row]] @ store.vectors([chunk.chunk_id])[chunk.chunk_id]) > 0.99
        assert index.sentences[row] @ retriever.embeddings.vector(told[row].text) > 0.4  # read among its neighbours
    reads = (told[3].read, told[5].read, "Gone: it")
    asked = [Asked("one", reads[:2], (2, 0), "tune"), Asked("none", reads[:1], (1,), "tune")]
    assert graded(asked, told) == [("one", frozenset({3}))]


def test_vectors_of_another_model_and_an_empty_collection_are_no_ground(bundled: Service) -> None:
    store = bundled.store()
    told = told_of(store, [store.article(next(iter(store.article_index())))])
    other = bundled.settings.model_copy(update={"embedding_model": "other"})
    for settings, sentences in ((other, told), (bundled.settings, [])):
        with pytest.raises(InputError, match="packaged EMBEDDING_MODEL"):
            index_of(store, sentences, settings)


def test_a_missing_file_is_named(
    bundled_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INDEX_DIR", str(bundled_index))
    assert fit_main(["--folder", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "lay.jsonl" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_weights_that_do_not_fit_are_named(tmp_path: Path) -> None:
    (tmp_path / "own.safetensors").write_text("weights")
    with pytest.raises(ModelError, match=r"own\.safetensors cannot be used"):
        load_query_encoder(tmp_path / "own.safetensors")
