"""Reranking: the encoder's order for the top, the fused one for the rest; loading by a real, tiny cross-encoder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from langchain_core.cross_encoders import BaseCrossEncoder

from core.errors import ModelError
from core.types import RetrievedChunk
from retrieval.rerank import RERANKED, load_reranker, reranked
from tests.factories import make_article, make_chunk
from tests.tiny_models import tiny_cross_encoder


@dataclass
class ByLength(BaseCrossEncoder):
    """Prefers longer passages; remembers what it was given."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
        self.seen += text_pairs
        return [float(len(text)) for _, text in text_pairs]


def hits(*texts: str) -> list[RetrievedChunk]:
    article = make_article()
    chunks = [make_chunk(article, chunk_id=f"a:{n}", text=text) for n, text in enumerate(texts)]
    return [RetrievedChunk(chunk, n + 1, 0.5, None, 0.0, 1.0 - n / 100) for n, chunk in enumerate(chunks)]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ((), []),
        (("x",), [0]),
        (("x", "xxx", "xx"), [1, 2, 0]),
        (("xx", "x", "yy"), [0, 2, 1]),  # equal scores keep their fused order
    ],
)
def test_the_encoder_orders_the_top(texts: tuple[str, ...], order: list[int]) -> None:
    encoder = ByLength()
    done = reranked("Q?", hits(*texts), encoder, lambda chunk: chunk.text)
    assert [hit.chunk.position for hit in done] == [0] * len(texts)
    assert [hit.chunk.chunk_id for hit in done] == [f"a:{n}" for n in order]
    assert [hit.rerank_score for hit in done] == sorted((float(len(text)) for text in texts), reverse=True)
    assert encoder.seen == [("Q?", text) for text in texts]


def test_what_lies_beyond_the_top_stays_behind_it() -> None:
    texts = ["x" * (n + 1) for n in range(RERANKED + 2)]
    done = reranked("Q?", hits(*texts), ByLength(), lambda chunk: chunk.text)
    assert [hit.chunk.chunk_id for hit in done[RERANKED:]] == [f"a:{RERANKED}", f"a:{RERANKED + 1}"]
    assert [hit.rerank_score for hit in done[RERANKED:]] == [None, None]
    assert done[0].chunk.chunk_id == f"a:{RERANKED - 1}"


def test_a_real_cross_encoder_is_loaded_from_a_folder(tmp_path: Path) -> None:
    encoder = load_reranker(str(tiny_cross_encoder(tmp_path / "tiny")))
    pairs = [("should managers be regulated ?", text) for text in ("the pay .", "managers should be regulated .", "nurses " * 60)]
    scores = encoder.score(pairs)
    assert len(set(scores)) == 3
    assert encoder.score(pairs[1:2]) == pytest.approx(scores[1:2], abs=1e-4)
    assert encoder.score([]) == []
    done = reranked(pairs[0][0], hits(*(text for _, text in pairs)), encoder, lambda chunk: chunk.text)
    assert [hit.rerank_score for hit in done] == pytest.approx(sorted(scores, reverse=True), abs=1e-4)


def test_a_model_of_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"RERANKER '.*tiny' gives 3 scores.*unset RERANKER"):
        load_reranker(str(tiny_cross_encoder(tmp_path / "tiny", labels=3)))


@pytest.mark.parametrize(("offline", "advice"), [(True, "unset OFFLINE"), (False, "check the name")])
def test_what_cannot_be_loaded_names_the_setting_and_the_remedy(offline: bool, advice: str, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    name = "nobody/no-such-model" if offline else str(folder)
    folder.mkdir()
    with pytest.raises(ModelError, match=rf"RERANKER '{name}' could not be loaded.*{advice}.*, or unset RERANKER"):
        load_reranker(name, offline)
