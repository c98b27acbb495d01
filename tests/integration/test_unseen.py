"""Halves as they are asked: real indexes and a real query encoder, and no question that is known about them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from answering.evidence import EvidenceBuilder
from core.errors import DebatesError, ModelError
from core.settings import Settings
from evaluation.dataset import Question
from evaluation.fit_relevance import candidates_of
from evaluation.trial_collection import made, settings_of
from evaluation.unseen import HALVES, halves
from retrieval.build import build_retriever
from retrieval.query_encoder import WEIGHTS

ARTICLES = Path("data/articles/briefings")
KEYS = ("training-nhs-managers", "diversity-of-nhs-leaders")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unseen")
    for name, key in zip(HALVES, KEYS, strict=True):
        made(Settings(), name, [ARTICLES / f"{key}.md"], out)
        save_file(load_file(WEIGHTS), out / f"{name}.safetensors", {"articles": json.dumps([key])})
    return out


def test_a_half_has_its_own_articles_and_knows_no_question_about_them(folder: Path) -> None:
    whole = build_retriever(settings_of(Settings(), HALVES[0], folder))
    assert whole.queries.texts  # the index has them, and the half goes without
    question = Question(id="q", question=whole.queries.texts[0])
    for half, key, other in zip(halves(Settings(), folder), KEYS, reversed(KEYS), strict=True):
        assert half.articles == {key}
        encoder = half.retriever.query_encoder
        assert encoder is not None
        assert encoder.knows([other])
        assert not encoder.knows([key])
        assert not EvidenceBuilder(half.retriever).familiar
        _, candidates = candidates_of(half.retriever, EvidenceBuilder(half.retriever), question)
        assert candidates
        assert {candidate.predicted for candidate in candidates} == {0.0}
    _, known = candidates_of(whole, EvidenceBuilder(whole), question)
    assert max(candidate.predicted for candidate in known) == pytest.approx(1.0, abs=0.01)


def test_what_was_not_made_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DebatesError, match=HALVES[0]):
        halves(Settings(), tmp_path)
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / f"{HALVES[1]}.safetensors").unlink()
    with pytest.raises(ModelError, match=HALVES[1]):
        halves(Settings(), tmp_path / "copy")
