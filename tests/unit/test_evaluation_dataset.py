"""Question files: every format there is, every mistake a user makes, and how little a question needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError
from core.types import Message
from evaluation.dataset import Question, digest_of, load_questions


def write(path: Path, *rows: Any) -> Path:
    """A file with one line a row; strings as they are, the rest as JSON."""
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_json_lines_carry_everything_a_question_may_have(tmp_path: Path) -> None:
    full = {
        "id": "q1",
        "question": "Who?",
        "answerable": False,
        "kind": "who",
        "answers": ["she"],
        "reference": "She did.",
        "gold_doc_ids": ["a"],
        "gold_evidence": ["she did"],
        "nuggets": [{"fact": "she", "any_of": ["she", "her"]}],
        "positions": [{"holder": "Ann", "stance": "for", "any_of": ["yes"]}],
        "stance": {"a": "for"},
        "forbidden": ["he"],
        "history": [{"role": "user", "content": "Hm?"}],
        "debate": "kept and ignored",
    }
    (question,) = load_questions(write(tmp_path / "q.jsonl", full))
    assert question.model_dump() == full
    assert question.messages == (Message("user", "Hm?"),)


def test_a_question_needs_no_more_than_its_text(tmp_path: Path) -> None:
    first, second = load_questions(write(tmp_path / "q.jsonl", {"question": "Why?"}, "", {"question": "How?"}))
    assert (first.id, second.id) == ("1", "3")
    assert first.answerable
    assert (first.kind, first.answers, first.reference, first.messages) == ("unspecified", [], None, ())


LENIENT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"reference": ""}, {"reference": None}),
    ({"reference": None, "answers": None}, {"reference": None, "answers": []}),
    ({"kind": "  "}, {"kind": "unspecified"}),
    ({"id": 7}, {"id": "7"}),
    ({"id": ""}, {"id": "1"}),
    ({"id": None}, {"id": "1"}),
    ({"answers": "one"}, {"answers": ["one"]}),
    ({"answers": 12}, {"answers": ["12"]}),
    ({"answers": ["one", "", " "]}, {"answers": ["one"]}),
    ({"gold_doc_ids": [12, "b"]}, {"gold_doc_ids": ["12", "b"]}),
    ({"answerable": "false"}, {"answerable": False}),
    ({"answerable": 0}, {"answerable": False}),
    ({"nuggets": []}, {"nuggets": []}),
    ({"kind": "false_premise"}, {"false_premise": True}),
]


@pytest.mark.parametrize(("given", "expected"), LENIENT, ids=lambda value: json.dumps(value))
def test_fields_are_read_leniently(given: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path / "q.jsonl", {"question": "Why?", **given}))
    assert {name: getattr(question, name) for name in expected} == expected


BAD_LINES: list[tuple[Any, str]] = [
    ('{"question": "Why?"', "it is not JSON"),
    ("why?", "it is not JSON"),
    ('["why?"]', "it is not a JSON object"),
    ("3", "it is not a JSON object"),
    ({"id": "x"}, "question: Field required"),
    ({"question": ""}, "question: Field required"),
    ({"question": "   "}, "question: Field required"),
    ({"question": ["Why?"]}, "question: Input should be a valid string"),
    ({"question": "Why?", "answerable": "perhaps"}, "answerable: Input should be a valid boolean"),
    ({"question": "Why?", "answers": [{"text": "a"}]}, "answers.0: Input should be a valid string"),
    ({"question": "Why?", "nuggets": ["fact"]}, "nuggets.0: Input should be a valid dictionary"),
    ({"question": "Why?", "nuggets": [{"fact": "a", "any_of": []}]}, "nuggets.0.any_of: List should have at least 1 item"),
    ({"question": "Why?", "positions": [{"any_of": ["a"]}]}, "positions.0.holder: Field required"),
    ({"question": "Why?", "history": [{"role": "system", "content": "a"}]}, "history.0.role: Input should be 'user' or"),
    ({"question": "Why?", "id": "same"}, "the id 'same' is already on line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "words"), BAD_LINES, ids=[str(n) for n in range(len(BAD_LINES))])
def test_a_bad_line_is_named(bad: Any, words: str, tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "same", "question": "How?"}, "", bad, {"question": "When?"})
    with pytest.raises(InputError) as raised:
        load_questions(path)
    assert f"line 3: {words}" in raised.value.user_message
    assert str(path) in raised.value.user_message


def test_all_bad_lines_are_named_and_many_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 1: it is not JSON.*line 2: question: Field required"):
        load_questions(write(tmp_path / "two.jsonl", "{", {"id": "a"}))
    with pytest.raises(InputError, match=r"line 10: .* and 15 more"):
        load_questions(write(tmp_path / "many.jsonl", *["{"] * 25))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.jsonl", None, "There is no question file"),
        ("empty.jsonl", b"", "holds no question"),
        ("blank.jsonl", b"\n \n", "holds no question"),
        ("latin.jsonl", '{"question": "café"}'.encode("latin-1"), "it is not UTF-8 text"),
        ("empty.csv", b"", "has no column 'question'. Its columns: none"),
        ("other.csv", b"id,text\n1,Why?\n", "has no column 'question'. Its columns: id, text"),
        ("header.csv", b"question\n", "holds no question"),
        ("wide.csv", b"question\nWhy, then?\n", "line 2: it has more cells than the 1 columns"),
        ("open.csv", b'question\n"Why?\n', "it is not CSV"),
        ("perhaps.csv", b"question,answerable\nWhy?,perhaps\n", "line 2: answerable: Input should be a valid boolean"),
        ("twice.csv", b"id,question\na,Why?\na,How?\n", "line 3: the id 'a' is already on line 2"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        load_questions(path)
    assert words in raised.value.user_message


def test_a_byte_order_mark_and_odd_line_separators_do_no_harm(tmp_path: Path) -> None:
    text = json.dumps({"question": "One\u2028two\x85three\x0bfour?"}, ensure_ascii=False)
    path = tmp_path / "q.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\x0b", "\\u000b").encode() + b"\r\n")
    assert [question.question for question in load_questions(path)] == ["One\u2028two\x85three\x0bfour?"]


def test_csv_columns_are_found_by_name_and_lists_parted_by_bars(tmp_path: Path) -> None:
    path = tmp_path / "q.CSV"
    path.write_text(
        '\ufeffQuestion , answers,answerable,gold_doc_ids,nuggets,note\r\n"Why,\nthen?",one | two|,Yes,a|b,,x\r\n\r\n'
        'How?,,no,,"[{""any_of"": [""so""]}]",\r\n',
        encoding="utf-8",
    )
    why, how = load_questions(path)
    assert (why.question, why.answers, why.answerable, why.gold_doc_ids) == ("Why,\nthen?", ["one", "two"], True, ["a", "b"])
    assert (how.answers, how.answerable, how.nuggets[0].any_of) == ([], False, ["so"])
    assert why.model_dump()["note"] == "x"


def test_csv_with_only_a_question_column(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question\nWhy?\nHow?\n", encoding="utf-8")
    assert [(q.id, q.question) for q in load_questions(path)] == [("2", "Why?"), ("3", "How?")]


def beir(folder: Path, qrels: str, name: str = "test.tsv") -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    write(folder / "queries.jsonl", {"_id": "q1", "text": "Why?"}, {"_id": "q2", "text": "How?"}, {"_id": "q3", "text": "Who?"})
    (folder / "qrels" / name).write_text(qrels, encoding="utf-8")
    return folder


def test_beir_folders_are_read_as_they_are(tmp_path: Path) -> None:
    folder = beir(tmp_path, "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t2\nq2\td3\t0\nq3\td1\t1\n")
    beir(tmp_path, "query-id\tcorpus-id\tscore\nq2\td9\t1\n", "dev.tsv")
    found = load_questions(folder)
    assert [(q.id, q.question, q.gold_doc_ids) for q in found] == [("q1", "Why?", ["d1", "d2"]), ("q3", "Who?", ["d1"])]
    assert [q.id for q in load_questions(beir(tmp_path / "bare", "q2\td3\t1\n", "train.tsv"))] == ["q2"]


def test_a_folder_that_is_no_beir_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"needs queries.jsonl and qrels"):
        load_questions(tmp_path)
    with pytest.raises(InputError, match="line 2: it is not query, document and grade"):
        load_questions(beir(tmp_path, "query-id\tcorpus-id\tscore\nq1 d1 1\n"))
    with pytest.raises(InputError, match="holds no question"):
        load_questions(beir(tmp_path, "query-id\tcorpus-id\tscore\n"))


def test_the_digest_depends_on_content_alone_and_survives_a_copy(tmp_path: Path) -> None:
    rows = [{"id": 1, "question": "Why?", "reference": "", "mine": {"a": 1}}, {"question": "How?", "answers": "so"}]
    questions = load_questions(write(tmp_path / "q.jsonl", *rows))
    copy = tmp_path / "copy.jsonl"
    copy.write_text("".join(question.model_dump_json() + "\n" for question in questions), encoding="utf-8")
    assert digest_of(load_questions(copy)) == digest_of(questions)
    assert digest_of([Question(id="1", question="Why!")]) != digest_of([Question(id="1", question="Why?")])
