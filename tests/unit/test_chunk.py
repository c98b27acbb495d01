"""Chunks: exact offsets, whole sentences, never across a heading or a speaker, never beyond the window."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.types import Heading, SourceMark, Turn
from ingest.chunk import SPECIAL_TOKENS, chunk_article, fitted_prefix
from tests.factories import count_words, make_article

sentence = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "omega"]), min_size=1, max_size=60).map(
    lambda words: " ".join(words).capitalize() + "."
)
paragraphs = st.lists(st.lists(sentence, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=6)


@given(paragraphs, st.integers(24, 60))
def test_chunks_are_exact_complete_and_fit(blocks: list[str], window: int) -> None:
    article = make_article("\n\n".join(blocks))
    chunks = chunk_article(article, count_words, window)
    assert all(article.text[c.start : c.end] == c.text for c in chunks)
    assert [c.chunk_id for c in chunks] == [f"a:{n}" for n in range(len(chunks))]
    covered = {i for c in chunks for a, b in c.sentences for i in range(a, b)}
    assert all(i in covered for i, character in enumerate(article.text) if not character.isspace())
    for c in chunks:
        prefix = fitted_prefix(article, c.heading_path, count_words, window)
        assert count_words([prefix])[0] + c.token_count + SPECIAL_TOKENS <= window
        assert all(c.start <= a < b <= c.end for a, b in c.sentences)


def test_neighbours_share_one_sentence() -> None:
    article = make_article(" ".join(f"Sentence number {n} has exactly seven words." for n in range(20)))
    chunks = chunk_article(article, count_words, 40)
    assert len(chunks) > 2
    assert all(left.sentences[-1] == right.sentences[0] for left, right in pairwise(chunks))


def test_a_chunk_never_crosses_a_heading_or_a_speaker() -> None:
    text = "Intro here.\n\nFirst?\n\nAnn speaks now. Ben speaks then.\n\nSecond?\n\nThe end."
    cut = text.index("Ben")
    article = make_article(
        text,
        headings=(Heading(13, 19, 2, "First?"), Heading(text.index("Second"), text.index("Second") + 7, 2, "Second?")),
        turns=(Turn(21, cut, "Ann"), Turn(cut, cut + 16, "Ben")),
    )
    rows = [(c.text, c.heading_path, c.speaker) for c in chunk_article(article, count_words, 100)]
    assert rows == [
        ("Intro here.", (), None),
        ("Ann speaks now.", ("First?",), "Ann"),
        ("Ben speaks then.", ("First?",), "Ben"),
        ("The end.", ("Second?",), None),
    ]


def test_a_sentence_beyond_the_window_is_cut_at_white_space() -> None:
    article = make_article(" ".join(["word"] * 100) + ".")
    chunks = chunk_article(article, count_words, 30)
    assert len(chunks) >= 4
    assert "".join("".join(c.text.split()) for c in chunks) == "word" * 100 + "."


def test_a_chunk_knows_the_sources_behind_it() -> None:
    article = make_article("One. Two.\n\nThree.", marks=(SourceMark(9, "x"), SourceMark(17, "y")))
    (chunk,) = chunk_article(article, count_words, 60)
    assert chunk.source_keys == ("x", "y")


def test_equal_articles_make_equal_hashes_and_a_new_title_new_ones() -> None:
    one, two = (chunk_article(make_article(), count_words, 60) for _ in range(2))
    other = chunk_article(make_article(title="Another"), count_words, 60)
    assert [c.content_hash for c in one] == [c.content_hash for c in two]
    assert one[0].content_hash != other[0].content_hash


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ann", "Ben", "Cat"]), st.lists(sentence, min_size=1, max_size=4)), min_size=1, max_size=6
    ),
    st.integers(24, 60),
)
def test_no_chunk_holds_words_of_two_speakers(speeches: list[tuple[str, list[str]]], window: int) -> None:
    text, turns = "", []
    for speaker, said in speeches:
        start = len(text)
        text += " ".join(said) + "\n\n"
        turns.append(Turn(start, len(text) - 2, speaker))
    article = make_article(text.rstrip(), turns=tuple(turns))
    for chunk in chunk_article(article, count_words, window):
        inside = [turn for turn in turns if turn.start < chunk.end and chunk.start < turn.end]
        assert [turn.speaker for turn in inside] == [chunk.speaker]
