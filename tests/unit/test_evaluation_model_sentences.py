"""The labelled sentences of models, and their table."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputError
from evaluation.model_sentences import ModelSentence, read, table
from tests.factories import make_article, make_sentence

FOLDER = Path(__file__).parent.parent.parent / "data" / "model_sentences"
HALVES = {name: read(FOLDER / f"{name}.jsonl") for name in ("dev", "test", "retold")}


@pytest.mark.parametrize("half", HALVES)
def test_no_sentence_is_verbatim_and_each_false_one_has_a_fault(half: str) -> None:
    rows = HALVES[half]
    assert len(rows) >= 200
    assert all(row.sentence not in row.passage for row in rows)
    assert all((row.fault is None) is row.supported for row in rows)
    assert len({row.sentence for row in rows}) == len(rows)


def test_the_halves_share_no_article() -> None:
    assert not {row.article for row in HALVES["dev"]} & {row.article for row in HALVES["test"]}


def test_a_table_has_a_row_for_each_writer() -> None:
    article = make_article()
    rows = [
        ModelSentence(article="a", passage="p", sentence="s", supported=True, writer="SmolLM2-135M"),
        ModelSentence(article="a", passage="p", sentence="t", supported=False, writer="larger model", fault="wrong year"),
    ]
    checked = [make_sentence(article, 0, 29, verdict=verdict) for verdict in ("supported", "withheld")]
    lines = table("dev", rows, checked).splitlines()
    assert [line.split(" | ")[:3] for line in lines] == [
        ["| dev", "2", "1"],
        ["| dev, SmolLM2-135M", "1", "1"],
        ["| dev, larger model", "1", "0"],
    ]


@pytest.mark.parametrize("text", ["{", '{"article": "a"}'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.jsonl"):
        read(path)
