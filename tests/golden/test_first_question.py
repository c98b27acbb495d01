"""The first question anybody asks, on the bundled articles and on a newspaper article as an extractor leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from answering.render import render_text
from answering.service import Service
from core.settings import Settings
from core.types import AnswerStatus
from tests.integration.conftest import Ingest, articles, bundled, bundled_index, embeddings, ingest, settings

__all__ = ["articles", "bundled", "bundled_index", "embeddings", "ingest", "settings"]

QUESTION = "Why do few clinicians enter management?"


def test_the_bundled_articles_give_four_reasons_and_two_dated_voices(bundled: Service) -> None:
    answer = bundled.answer(QUESTION)
    text = " ".join(sentence.text for sentence in answer.sentences)
    assert answer.status is AnswerStatus.ANSWERED
    for reason in ("reputation", "example", "skill", "satisfaction"):
        assert reason in text
    shown = render_text(answer)
    assert "Richard Vize, The Guardian, 2 December 2016" in shown
    assert "26 January 2017" in shown
    assert "Hunt" in text
    store = bundled.pipeline().store
    for sentence in answer.sentences:
        for citation in sentence.citations:
            assert citation.quote == store.article(citation.article_id).text[citation.start : citation.end]


def test_a_newspaper_article_gives_its_four_reasons_in_its_own_words(
    extra_data: Path, ingest: Ingest, settings: Settings
) -> None:
    report = ingest(extra_data / "seed" / "guardian-op-ed.txt")
    assert report.created == 1
    service = Service(settings)
    answer = service.answer(QUESTION)
    text = " ".join(sentence.text for sentence in answer.sentences)
    assert answer.status is AnswerStatus.ANSWERED
    for reason in (
        "reputational meat grinder",
        "quitting as chief executives",
        "will atrophy",
        "pecking order",
        "satisfaction is elusive",
    ):
        assert reason in text
    article = service.pipeline().store.article("guardian-op-ed")
    assert all(s.text == article.text[s.citations[0].start : s.citations[0].end] for s in answer.sentences)
    for furniture in ("Read more", "Denis Campbell", "fired means", "Join the", "https://"):
        assert furniture not in article.text
    assert "author not given, undated" in render_text(answer)


@pytest.mark.parametrize("words", ["meat grinder"])
def test_a_pull_quote_is_stored_once(words: str, extra_data: Path, ingest: Ingest, settings: Settings) -> None:
    ingest(extra_data / "seed" / "guardian-op-ed.txt")
    assert Service(settings).pipeline().store.article("guardian-op-ed").text.count(words) == 1
