from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.console import plain
from core.dates import PartialDate
from core.errors import IndexMismatch, IndexMissing, SettingsError
from core.passages import byline, keys_covering, names
from core.settings import build_settings
from core.terms import content_terms, index_terms
from core.text import fold, sentence_spans, without_hidden
from core.types import AnswerStatus, Source, SourceMark
from tests.factories import make_article


@pytest.mark.parametrize(
    ("given_value", "iso", "words", "first", "last"),
    [
        ("2016", "2016", "2016", date(2016, 1, 1), date(2016, 12, 31)),
        (2016, "2016", "2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", "2016-02", "February 2016", date(2016, 2, 1), date(2016, 2, 29)),
        (date(2016, 12, 2), "2016-12-02", "2 December 2016", date(2016, 12, 2), date(2016, 12, 2)),
    ],
)
def test_a_partial_date_keeps_its_precision(given_value: object, iso: str, words: str, first: date, last: date) -> None:
    parsed = PartialDate.parse(given_value)
    assert (parsed.iso, parsed.words, parsed.first, parsed.last) == (iso, words, first, last)


@pytest.mark.parametrize("bad", ["2016-13", "2016-02-30", "last year", "", "16-12-02", "2016/12/02"])
def test_a_bad_date_is_refused_with_its_value(bad: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        PartialDate.parse(bad)


@given(st.text(max_size=400))
def test_sentence_spans_are_ordered_trimmed_and_cover_all_words(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    shown = "".join(text[a:b] for a, b in spans)
    assert "".join(shown.split()) == "".join(text.split())


def test_sentences_survive_abbreviations_money_and_quotations() -> None:
    text = 'Mr. Hunt said it cost £1.2m in 2015/16. "They are wrong," wrote Prof. Ham. It rose to approx. 2%.'
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Mr. Hunt said it cost £1.2m in 2015/16.",
        '"They are wrong," wrote Prof. Ham.',
        "It rose to approx. 2%.",
    ]


def test_two_bullets_do_not_make_one_sentence_of_all_between_them() -> None:
    middle = "The wards of the trust saw no change in that year. " * 10
    spans = sentence_spans(f"• Wards were full. {middle}• Staff were few.")
    assert len(spans) == 12


def test_hidden_characters_leave_and_words_stay() -> None:
    assert without_hidden("ma\u200bna\u202eger\u00ad\r\nfee\x00s\ttab") == "manager\nfees\ttab"


def test_fold_makes_typographic_and_typewriter_quotation_marks_equal() -> None:
    assert fold("“a”  ‘b’\n") == "\"a\" 'b'"


def test_terms_are_stemmed_and_possessives_cut() -> None:
    assert index_terms("The managers' pay, 1,200 of Hunt’s") == ["manag", "pay", "1200", "hunt"]
    assert content_terms("Why do few clinicians enter management?") == ["clinician", "enter", "manag"]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (("A", "B", "C", "D"), "A and colleagues"),
    ],
)
def test_names(people: tuple[str, ...], expected: str) -> None:
    assert names(people) == expected


def test_a_byline_says_what_is_missing_and_guesses_nothing() -> None:
    assert byline(make_article()) == "Ann Author, The Paper, 2 December 2016"
    assert byline(make_article(authors=(), publisher=None, published=None)) == "author not given, undated"
    assert byline(Source("k", "T", publisher="HSJ", published=PartialDate("2013"))) == "HSJ, 2013"


def test_a_footnote_covers_the_text_back_to_the_one_before_in_its_paragraph() -> None:
    text = "One. Two. Three.\n\nFour."
    article = make_article(text, marks=(SourceMark(9, "x"), SourceMark(9, "y"), SourceMark(16, "z")))
    assert keys_covering(article, 0, 4) == ["x", "y"]
    assert keys_covering(article, 5, 9) == ["x", "y"]
    assert keys_covering(article, 10, 16) == ["z"]
    assert keys_covering(article, 18, 23) == []


def test_the_fingerprint_changes_with_the_model_and_not_with_the_folder(tmp_path: object) -> None:
    base = build_settings()
    assert base.fingerprint == build_settings(index_dir=str(tmp_path)).fingerprint
    assert base.fingerprint != build_settings(embedding_model="other").fingerprint


def test_a_bad_setting_names_itself_and_the_remedy() -> None:
    with pytest.raises(SettingsError, match=r"COLLECTION.*3 to 100.*\.env"):
        build_settings(collection="x")


def test_nothing_is_contacted_by_default() -> None:
    assert build_settings().contacted_hosts == ()
    assert build_settings(chroma_url="http://db.example.org:8000").contacted_hosts == ("db.example.org",)


@pytest.mark.parametrize("setting", ["embedding_model", "reranker", "verifier"])
def test_weights_that_are_not_here_name_the_hub(setting: str, tmp_path: Path) -> None:
    assert build_settings(**{setting: "some/model"}).contacted_hosts == ("huggingface.co",)
    assert build_settings(**{setting: str(tmp_path)}).contacted_hosts == ()
    assert build_settings(**{setting: "some/model"}, offline=True).contacted_hosts == ()


def test_index_errors_name_the_command_to_run() -> None:
    assert "python -m ingest." in IndexMissing("nhs-debates").user_message
    assert "python -m ingest PATH --collection mine --rebuild" in IndexMismatch("mine", "chunker").user_message


def test_records_become_plain_json() -> None:
    record = plain({"status": AnswerStatus.ANSWERED, "when": PartialDate("2016"), "article": make_article()})
    assert json.loads(json.dumps(record))["article"]["published"] == "2016-12-02"
    assert record["status"] == "answered"


def test_sentences_of_a_long_text_keep_their_places() -> None:
    told = "The board met on Monday and agreed a plan for the year. Its chair spoke of the costs and the staff."
    text = "\n\n".join(f"{told} Number {number} was read." for number in range(140))
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found[2::3] == [f"Number {number} was read." for number in range(140)]
