"""Whole answers from real parts: grounded, attributed, declined where they must be, and failing in words."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from answering.pipeline import Pipeline
from answering.render import render_text
from answering.service import Service
from answering.state import Progress
from core.errors import ModelError
from core.settings import Settings, build_settings
from core.types import Answer, AnswerStatus, Message, Sentence
from evaluation.voices import is_person
from retrieval.sidecar import sidecar
from tests.integration.conftest import Ingest

QUESTIONS = [
    "Why do few clinicians enter management?",
    "Should NHS managers be regulated?",
    "How many managers does the NHS have?",
    "Who opposed the Griffiths reforms?",
    "When was NHS England abolished?",
    "What did Darzi say about managers?",
    "How does the evidence on doctor chief executives compare?",
    "What went wrong at Mid Staffordshire?",
]


def assert_grounded(answer: Answer, service: Service) -> None:
    """Every citation is exact, every quotation mark stands round somebody's own words, nobody speaks our words."""
    store = service.pipeline().store
    for sentence in answer.sentences:
        assert sentence.citations
        for citation in sentence.citations:
            article = store.article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
            chunk = store.chunks([citation.chunk_id])[citation.chunk_id]
            assert chunk.start <= citation.start < citation.end <= chunk.end
            assert citation.source_keys or article.form != "briefing"
            assert sentence.speaker is None or article.form == "original"
    texts = " ".join(store.article(key).text for key in store.article_index())
    passages = [line for line in render_text(answer).splitlines() if re.match(r"  (?!\[)", line)]
    for quoted in re.findall(r"[\"“]([^\"“”]+)[\"”]", " ".join(passages)):
        assert quoted in texts


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_an_exact_passage(question: str, bundled: Service) -> None:
    answer = bundled.answer(question)
    assert answer.status in (AnswerStatus.ANSWERED, AnswerStatus.ANSWERED_PARTLY)
    assert all(s.verdict == "verbatim" and s.origin == "extracted" for s in answer.sentences)
    assert_grounded(answer, bundled)
    assert {"guard", "retrieve", "answer", "total", "first_sentence"} <= answer.timings_ms.keys()


def test_no_two_sentences_of_an_answer_are_the_same(bundled: Service) -> None:
    for question in QUESTIONS:
        texts = [sentence.text for sentence in bundled.answer(question).sentences]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("question", "statuses"),
    [
        ("What is the boiling point of mercury?", {"refused_off_topic", "unanswerable_no_evidence"}),
        ("Who won the football world cup?", {"refused_off_topic", "unanswerable_no_evidence"}),
        ("How do I treat a migraine?", {"refused_personal_advice"}),
        ("How many nurses work in French hospitals?", {"unanswerable_no_evidence"}),
    ],
)
def test_what_the_collection_does_not_cover_is_declined_with_what_it_does(
    question: str, statuses: set[str], bundled: Service
) -> None:
    answer = bundled.answer(question)
    assert answer.status.value in statuses
    assert answer.sentences == ()
    assert "“" in answer.message  # titles of articles


def test_on_another_collection_its_own_subject_is_not_off_topic(ingest: Ingest, settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "chemistry"
    folder.mkdir()
    (folder / "mercury.txt").write_text(
        "Mercury is the only metal that is liquid at room temperature. The boiling point of mercury is 356.7 degrees Celsius. "
        "Its freezing point is minus 38.8 degrees.", encoding="utf-8")  # fmt: skip
    ingest(folder)
    service = Service(settings)
    answer = service.answer("What is the boiling point of mercury?")
    assert answer.status is AnswerStatus.ANSWERED
    assert "356.7" in " ".join(sentence.text for sentence in answer.sentences)
    assert "author not given, undated" in render_text(answer)
    assert service.answer("Why do few clinicians enter management?").status in (
        AnswerStatus.REFUSED_OFF_TOPIC,
        AnswerStatus.UNANSWERABLE_NO_EVIDENCE,
    )
    advice = service.answer("How do I treat a migraine?")
    assert advice.status is AnswerStatus.REFUSED_PERSONAL_ADVICE
    assert "mercury" in advice.message


def test_a_name_nobody_mentions_makes_the_answer_partial_or_none(bundled: Service) -> None:
    partial = bundled.answer("Did Jeremy Hunt, Richard Vize and Ole Nordmann want clinicians to manage?")
    assert partial.status is AnswerStatus.ANSWERED_PARTLY
    assert [n.text for n in partial.notices] == ["The passages found say nothing about Ole Nordmann."]
    beside = bundled.answer("Should NHS managers be regulated, as in Norway?")
    assert beside.status is AnswerStatus.ANSWERED_PARTLY
    assert [n.text for n in beside.notices] == ["The passages found say nothing about Norway."]


def test_everybody_on_record_can_be_asked_after(bundled: Service) -> None:
    store = bundled.pipeline().store
    holders = {position.holder for key in store.article_index() for position in store.article(key).positions}
    people = sorted(holder for holder in holders if is_person(holder))
    assert len(people) > 50
    for person in people:
        answer = bundled.answer(f"What did {person} say?")
        assert answer.status == AnswerStatus.ANSWERED, person
        assert person.split()[-1] in answer.sentences[0].text + (answer.sentences[0].speaker or ""), person
    assert bundled.answer("Who is Nadine Nobody?").status == AnswerStatus.REFUSED_OFF_TOPIC


def test_a_question_in_small_letters_is_read_with_its_names(bundled: Service) -> None:
    answer = bundled.answer("when did sajid javid reject the messenger review's recommendations?")
    assert answer.question == "when did sajid javid reject the messenger review's recommendations?"
    assert answer.standalone_question == "when did Sajid Javid reject the Messenger review's recommendations?"
    assert "premise_not_in_sources" in {notice.code for notice in answer.notices}


def test_a_follow_up_is_read_with_the_question_before(bundled: Service) -> None:
    history = [Message("user", "Why do few clinicians enter management?"), Message("assistant", "…")]
    answer = bundled.answer("and what did Hunt propose?", history)
    assert answer.standalone_question.startswith("Why do few clinicians enter management?")
    assert answer.notices[0].code == "follow_up_read_as"
    assert "Hunt" in " ".join(s.text for s in answer.sentences)


@pytest.mark.parametrize("question", ["", "x" * 10_000, "\u200b\u200b", "???"])
def test_unusable_questions_are_refused_in_words(question: str, bundled: Service) -> None:
    answer = bundled.answer(question)
    assert answer.status is AnswerStatus.REFUSED_INPUT
    assert answer.message


def test_a_stream_ends_with_the_answer_and_shows_only_checked_sentences(bundled: Service) -> None:
    *events, last = bundled.stream("Should NHS managers be regulated?")
    assert isinstance(last, Answer)
    steps = [event.step for event in events if isinstance(event, Progress)]
    assert steps == ["guard", "rewrite", "retrieve", "assess", "answer", "conclude"]
    assert tuple(event for event in events if isinstance(event, Sentence)) == last.sentences


def test_a_stream_can_be_stopped(bundled: Service) -> None:
    events = bundled.stream("Should NHS managers be regulated?")
    next(events)
    events.close()
    assert bundled.answer("Should NHS managers be regulated?").sentences


class Lying:
    """An answerer that alters its quotations."""

    name = "lying"
    prompt_id = None

    def __init__(self, honest: Any) -> None:
        self.honest = honest

    def draft(self, *arguments: Any) -> Any:
        from dataclasses import replace

        for number, sentence in enumerate(self.honest.draft(*arguments)):
            yield sentence if number == 0 else replace(sentence, text=sentence.text.replace(" ", " not ", 1))


class Failing:
    name = "failing"
    prompt_id = None

    def __init__(self, error: Exception) -> None:
        self.error = error

    def draft(self, *arguments: Any) -> Any:
        raise self.error


def test_altered_sentences_are_withheld_and_counted(bundled: Service) -> None:
    pipeline = bundled.pipeline()
    honest = pipeline.answer("Should NHS managers be regulated?")
    answer = Pipeline(pipeline.retriever, Lying(pipeline.answerer)).answer("Should NHS managers be regulated?")
    assert len(answer.sentences) == 1
    assert len(answer.withheld) == len(honest.sentences) - 1
    assert any(n.code == "sentences_withheld" and str(len(answer.withheld)) in n.text for n in answer.notices)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ModelError("The model is away."), AnswerStatus.ERROR_MODEL, "The model is away."),
        (ZeroDivisionError("oops"), AnswerStatus.ERROR_INTERNAL, "ZeroDivisionError: oops"),
    ],
)
def test_failures_become_statuses(error: Exception, status: AnswerStatus, words: str, bundled: Service) -> None:
    answer = Pipeline(bundled.pipeline().retriever, Failing(error)).answer("Should NHS managers be regulated?")
    assert answer.status is status
    assert words in answer.message
    assert answer.sentences == ()


def test_without_an_index_the_answer_is_the_command(settings: Settings) -> None:
    answer = Service(settings).answer("Why?")
    assert answer.status is AnswerStatus.ERROR_INDEX
    assert "python -m ingest PATH --collection test-collection" in answer.message


def test_a_running_service_notices_new_articles(ingest: Ingest, articles: Path, settings: Settings) -> None:
    ingest(articles)
    service = Service(settings)
    assert service.answer("What is said about parking?").sentences == ()
    script = (
        "import sys; from pathlib import Path; from core.settings import build_settings\n"
        "from retrieval.embeddings import load_embeddings; from tests.integration.conftest import ingest_into\n"
        "settings = build_settings(index_dir=sys.argv[1], collection='test-collection')\n"
        "ingest_into(settings, load_embeddings('all-MiniLM-L6-v2'), Path(sys.argv[2]))"
    )
    (articles / "parking.md").write_text(
        "# On parking\n\nParking at hospitals is dear, patients say about parking.", encoding="utf-8"
    )
    subprocess.run([sys.executable, "-c", script, str(settings.index_dir), str(articles)], check=True, capture_output=True)
    answer = service.answer("What is said about parking?")
    assert "Parking at hospitals is dear" in " ".join(s.text for s in answer.sentences)
    assert service.health()["ok"]


def test_a_lost_lexical_index_is_built_again(ingest: Ingest, articles: Path, settings: Settings) -> None:
    import shutil

    ingest(articles)
    service = Service(settings)
    shutil.rmtree(sidecar(service.pipeline().store, "lexical"))
    assert Service(settings).answer("What is said about pay?").sentences


def test_a_chroma_server_serves_the_same_answers(
    ingest: Ingest, articles: Path, settings: Settings, tmp_path: Path, unused_port: int
) -> None:
    url = f"http://127.0.0.1:{unused_port}"
    remote = build_settings(**{**settings.model_dump(), "chroma_url": url, "index_dir": tmp_path / "local"})
    down = Service(remote).answer("What is said about pay?")
    assert down.status is AnswerStatus.ERROR_INDEX
    assert f"No Chroma server answers at {url}" in down.message
    chroma = Path(sys.executable).parent / "chroma"
    server = subprocess.Popen(
        [str(chroma), "run", "--path", str(tmp_path / "server"), "--port", str(unused_port), "--host", "127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while Service(remote).answer("x y").status is AnswerStatus.ERROR_INDEX and time.monotonic() < deadline:
            if "no collection" in Service(remote).answer("What is pay?").message:
                break
            time.sleep(0.3)
        report = ingest(articles, into=remote)
        assert report.created == 6
        assert ingest(articles, into=remote).skipped == 6
        ingest(articles)
        question = "What is said about pay?"
        assert Service(remote).answer(question).sentences == Service(settings).answer(question).sentences
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
