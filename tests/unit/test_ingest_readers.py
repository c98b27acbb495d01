"""Files of every sort: each is read, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.base import MAX_FILE_BYTES, Outcome, Read, Refusal, decode
from ingest.sources import read_scope, scope_of
from ingest.sync import Scope


def read(tmp_path: Path, name: str, content: bytes) -> list[Outcome]:
    (tmp_path / name).write_bytes(content)
    return list(read_scope(Scope(str(tmp_path))))


def only(outcomes: list[Outcome]) -> Outcome:
    assert len(outcomes) == 1
    return outcomes[0]


ENCODED = "Naïve managers cost £5m. They said “no”."


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, encoding: str, note: str) -> None:
    outcome = only(read(tmp_path, "a.txt", ENCODED.encode(encoding)))
    assert isinstance(outcome, Read)
    assert outcome.article.text == ENCODED
    assert note in "".join(outcome.notes)


def test_latin_1_is_read_through_its_superset() -> None:
    text, note = decode("caf\xe9".encode("latin-1"))
    assert (text, note is not None) == ("café", True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.md", b"", "it is empty"),
        ("blank.txt", b" \n\n ", "it is empty"),
        ("binary.txt", b"PK\x03\x04\x00\x00junk\x00" * 40 + b"\xff", "not a text file"),
        ("head.md", b"---\ntitle: T\n---\n", "no text below its metadata"),
        ("date.md", b"---\ndate: 31 June\n---\nBody.", "date: '31 June' is not a date"),
        ("bad.jsonl", b"{not json}\n", "line 1: it is not JSON"),
        ("list.jsonl", b"[1]\n", "line 1: it is not a JSON object"),
        ("textless.jsonl", b'{"id": "x"}\n', "line 1: it has no text"),
        ("idless.jsonl", b'{"text": "x"}\n', "line 1: it has no id"),
        ("empty.jsonl", b"\n", "it is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    outcome = only(read(tmp_path, name, content))
    assert isinstance(outcome, Refusal)
    assert name in outcome.path
    assert reason in outcome.reason


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    outcome = only(list(read_scope(Scope(str(tmp_path)))))
    assert isinstance(outcome, Refusal)
    assert "50 MB" in outcome.reason
    assert f"{MAX_FILE_BYTES / 1e6:.0f} MB" in outcome.reason


def test_without_front_matter_nothing_is_guessed(tmp_path: Path) -> None:
    outcome = only(read(tmp_path, "piece.md", b"# The heading\n\nBody."))
    assert isinstance(outcome, Read)
    article = outcome.article
    assert (article.article_id, article.title, article.form, article.kind) == ("piece", "The heading", "original", "other")
    assert (article.authors, article.publisher, article.published, article.url) == ((), None, None, None)


def test_unknown_keys_are_kept_aside_with_a_note(tmp_path: Path) -> None:
    outcome = only(read(tmp_path, "a.md", b"---\nmood: grim\n---\nBody."))
    assert isinstance(outcome, Read)
    assert outcome.notes == ("unknown keys kept aside: mood",)


def test_ids_come_from_the_path_below_the_root(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.txt").write_text("Body.", encoding="utf-8")
    (tmp_path / "README.md").write_text("Not an article.", encoding="utf-8")
    (tmp_path / ".hidden.md").write_text("Not an article.", encoding="utf-8")
    found = list(read_scope(Scope(str(tmp_path))))
    assert [o.article.article_id for o in found if isinstance(o, Read)] == ["deep/b"]
    assert len(found) == 1


def test_json_lines_are_taken_exactly_as_given(tmp_path: Path) -> None:
    first_line = b'{"_id": 7, "title": "", "text": " As  given\\u200b ", "date": "2016", "authors": ["A"], "kind": "news"}'
    lines = first_line + b'\n\n{"id":"b","text":"B"}\n'
    first, second = read(tmp_path, "a.jsonl", lines)
    assert isinstance(first, Read)
    assert isinstance(second, Read)
    assert (first.article.article_id, first.article.text, first.article.title) == ("7", " As  given\u200b ", "7")
    assert str(first.article.published) == "2016"
    assert second.article.article_id == "b"


def test_the_place_of_a_file_does_not_change_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nid: x\ntitle: T\n---\nBody.", encoding="utf-8")
    one = only(list(read_scope(Scope(str(tmp_path)))))
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    two = only(list(read_scope(Scope(str(tmp_path)))))
    assert isinstance(one, Read)
    assert isinstance(two, Read)
    assert one.article.content_hash == two.article.content_hash


def test_a_path_inside_a_known_root_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    file = tmp_path / "sub" / "a.md"
    file.write_text("Body.", encoding="utf-8")
    assert scope_of(file, {str(tmp_path)}) == Scope(str(tmp_path), "sub/a.md")
    assert Scope(str(tmp_path), "sub").holds(str(tmp_path), "sub/a.md")
    assert not Scope(str(tmp_path), "sub").holds(str(tmp_path), "subway/a.md")
