"""The splitter: sentences do not depend on where the stream was cut; markers, reasoning and markup leave the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.degenerate import DECLINE, declines, is_foreign, loops, speaks_of_notes
from answering.sentences import SentenceSplitter, Written

PLAIN = [
    ("Pay is low [1]. Posts are insecure [2, 3].", [("Pay is low.", (1,)), ("Posts are insecure.", (2, 3))]),
    ("Pay is low. [1] Posts are insecure.[2][3]", [("Pay is low.", (1,)), ("Posts are insecure.", (2, 3))]),
    ("According to [1], pay is low.", [("Pay is low.", (1,))]),
    ("As stated in note [2] pay is low.", [("Pay is low.", (2,))]),
    ("Pay fell by 3.5% in 2015. [Note 4]", [("Pay fell by 3.5% in 2015.", (4,))]),
    ("Dr. Smith said no. He left.", [("Dr. Smith said no.", ()), ("He left.", ())]),
    ("- Pay is low.\n- **Posts** are insecure.\n", [("Pay is low.", ()), ("Posts are insecure.", ())]),
    ("1. Pay is low.\n2) Posts are insecure.", [("Pay is low.", ()), ("Posts are insecure.", ())]),
    ("Here are the reasons:\nPay is low.", [("Pay is low.", ())]),
    ("<think>They ask. Pay?</think>\nPay is low.", [("Pay is low.", ())]),
    ("They ask about pay</think>Pay is low.", [("Pay is low.", ())]),
    ("<THINK>never closed. Pay is low.", []),
    ("Pay <b>is</b> low.<script>alert(1)</script>", [("Pay is low.alert(1)", ())]),
    ("Waits were < 5 weeks and > 2 weeks.", [("Waits were < 5 weeks and > 2 weeks.", ())]),
    ("He said it [sic] twice.", [("He said it [sic] twice.", ())]),
    ("See [the page](https://evil.example) now.", [("See the page now.", ())]),
    ("Pay is low 【2†source】.", [("Pay is low.", (2,))]),
    ("Pay\u200b is low\u202e.", [("Pay is low.", ())]),
    ("", []),
    ("***\n---\n", []),
]


def split(pieces: list[str], *, complete: bool = True) -> list[Written]:
    splitter = SentenceSplitter()
    return [*(w for piece in pieces for w in splitter.feed(piece)), *splitter.finish(complete=complete)]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_sentences_come_without_their_markers(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(w.text, w.hints) for w in split([text])] == expected


@pytest.mark.parametrize("text", [text for text, _ in PLAIN])
def test_it_does_not_matter_where_the_stream_is_cut(text: str) -> None:
    whole = split([text])
    for at in range(len(text) + 1):
        assert split([text[:at], text[at:]]) == whole
    assert split(list(text)) == whole


@given(
    st.lists(st.sampled_from([*"[]<>1,2. \n\"'*", "<think>", "</think>", "[1]", "Pay is low. ", "e.g. ", "£3.5m"]), max_size=40)
)
def test_any_text_is_split_alike_however_it_is_cut(parts: list[str]) -> None:
    assert split(parts) == split(list("".join(parts))) == split(["".join(parts)])


@pytest.mark.parametrize("cut", ["Pay is low. Posts are inse", "Pay is low. Posts [", "Pay is low. Posts are [1"])
def test_a_sentence_that_was_cut_off_is_dropped(cut: str) -> None:
    assert [w.text for w in split([cut], complete=False)] == ["Pay is low."]


def test_a_marker_cut_in_half_is_never_shown() -> None:
    text = "Pay is low [1]."
    for at in range(text.index("[") + 1, text.index("]")):
        assert [w.text for w in split([text[:at]])] == ["Pay is low"]


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    splitter = SentenceSplitter()
    assert list(splitter.feed("Pay is low. ")) == []
    assert list(splitter.feed("[1] ")) == []
    assert list(splitter.feed("P")) == [Written("Pay is low.", (1,))]


def test_a_text_without_an_end_does_not_grow_for_ever() -> None:
    assert len(split(["word " * 1_000])) > 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (DECLINE, True),
        (DECLINE.upper(), True),
        ("The provided text does not mention this.", True),
        ("I'm sorry, but I cannot answer that.", True),
        ("As an AI language model, I have no opinion.", True),
        ("There is not enough information.", True),
        ("The Treasury does not mention pay in its letter.", False),
        ("Hunt did not answer the question.", False),
    ],
)
def test_a_decline_is_told_from_a_claim(sentence: str, expected: bool) -> None:
    assert declines(sentence) is expected


def test_what_speaks_of_the_notes_is_told_from_what_they_say() -> None:
    assert speaks_of_notes("Note 2 says that pay is low.")
    assert speaks_of_notes("The notes are a committee.")
    assert not speaks_of_notes("Stevens notes that pay is low.")


def test_loops_and_other_languages_are_seen() -> None:
    assert loops("pay is low and posts are insecure " * 3)
    assert loops("ha" * 40)
    assert loops(
        "Nobody applies for the post twice, because the pay is low and the work is hard. " + "pay is low and posts are few " * 4
    )
    assert not loops(
        " ".join(
            f"Vize's {n} reason for clinicians to avoid management is {why}."
            for n, why in [
                ("first", "that inspections can ruin within months a name earned over three decades"),
                ("second", "that respected peers were seen to leave their posts one after the other"),
                ("third", "that clinical skill fades within months of leaving practice for an office"),
                ("fourth", "that they are rewarded for stress by seeing how their patients benefit"),
            ]
        )
    )
    assert not loops("Pay is low and posts are insecure. Pay is low and posts are few. Nobody applies for a post twice.")
    assert is_foreign("Die Verwaltung des Gesundheitswesens wird von Ärzten geleitet und niemand möchte sich in dieser Lage " * 2)
    assert is_foreign("医疗服务的管理是一个复杂的问题需要很多人的参与和支持才能够解决好")
    assert not is_foreign(
        "The management of the health service is led by doctors and nobody wants to be in that position at all times."
    )
    assert not is_foreign("Ja.")
