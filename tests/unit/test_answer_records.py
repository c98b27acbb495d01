"""Verification, rendering and HTML: what is shown is exact, attributed, and inert."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.attribution import speaker_of
from answering.render import FURTHER, article_facts, blocks, lead_in, render_text
from answering.verify import verified
from answering.wordings import NOTICES, STATUS
from core.balance import Balance, balance_of
from core.dates import PartialDate
from core.text import without_hidden
from core.types import AnswerStatus, Article, Citation, Filter, NoticeCode, RetrievalResult, Source
from tests.factories import make_answer, make_article, make_chunk, make_sentence
from webui.html import age_words, answer_html, banner_html, cards_html, link, safe
from webui.page import wish_of


def stored(*articles: Article) -> Callable[[str], Article]:
    return {article.article_id: article for article in articles}.__getitem__


def test_every_status_and_notice_has_its_wording() -> None:
    assert set(STATUS) == set(AnswerStatus)
    assert set(NOTICES) == set(get_args(NoticeCode))
    assert len({*STATUS.values()} - {"{reason}"}) == len(AnswerStatus) - 2  # two statuses carry an error's own sentence


def test_an_exact_quotation_passes() -> None:
    article = make_article()
    checked = verified(make_sentence(article, 0, 29), stored(article))
    assert (checked.verdict, checked.support) == ("verbatim", 1.0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: replace(s, citations=()),
        lambda s: replace(s, text=s.text + " Really."),
        lambda s: replace(s, citations=(replace(s.citations[0], start=1),)),
        lambda s: replace(s, citations=(replace(s.citations[0], end=10_000),)),
        lambda s: replace(s, citations=(replace(s.citations[0], quote="Managers must be regulated."),)),
        lambda s: replace(s, citations=(replace(s.citations[0], article_id="unknown"),)),
        lambda s: replace(s, citations=(s.citations[0], Citation(2, "a:0", "a", "invented", 0, 8))),
    ],
)
def test_anything_else_is_withheld(spoil: Callable[[Any], Any]) -> None:
    article = make_article()
    assert verified(spoil(make_sentence(article, 0, 29)), stored(article)).verdict == "withheld"


@given(st.text(min_size=1, max_size=60))
def test_no_invented_text_ever_passes(text: str) -> None:
    article = make_article()
    sentence = replace(make_sentence(article, 0, 29), text=text)
    checked = verified(sentence, stored(article))
    assert checked.verdict == ("verbatim" if text == article.text[0:29] else "withheld")


def test_a_models_words_about_an_original_are_not_put_in_quotation_marks() -> None:
    article = make_article()
    shown = make_sentence(article, 0, 29, text="Managers need regulation.", origin="generated", verdict="supported")
    assert "“Managers" not in render_text(make_answer({"a": article_facts(article)}, (shown,)))


@pytest.mark.parametrize("form", ["digest", "briefing"])
def test_nobody_is_quoted_in_our_words(form: Any) -> None:
    article = make_article(form=form)
    assert speaker_of(article, make_chunk(article, speaker="Ann")) is None
    named = make_sentence(article, 0, 29, speaker="Ann Author")
    assert verified(named, stored(article)).verdict == "withheld"
    shown = make_sentence(article, 0, 29, verdict="verbatim")
    text = render_text(make_answer({"a": article_facts(article)}, (shown,)))
    assert "“Managers should be regulated." not in text
    assert "Managers should be regulated." in text
    page = answer_html(make_answer({"a": article_facts(article)}, (shown,)), 1)
    assert "“Managers" not in html.unescape(page)


def test_an_original_is_quoted_and_its_speaker_named() -> None:
    article = make_article()
    assert speaker_of(article, make_chunk(article)) == "Ann Author"
    assert speaker_of(article, make_chunk(article, speaker="Ben Speaker")) == "Ben Speaker"
    sentence = make_sentence(article, 0, 29, speaker="Ann Author")
    text = render_text(make_answer({"a": article_facts(article)}, (sentence,)))
    assert text.startswith("Ann Author, The Paper, 2 December 2016 (opinion):\n  “Managers should be regulated.” [1]")


def test_lead_ins_come_from_metadata() -> None:
    reported = make_article(kind="speech")
    other = make_sentence(reported, 0, 29, speaker="Ben Speaker")
    assert lead_in(other, {"a": article_facts(reported)}) == (
        "Ben Speaker, in “A title”, Ann Author, The Paper, 2 December 2016 (speech)"
    )
    nameless = make_article(authors=(), publisher=None, published=None, kind="other")
    assert lead_in(make_sentence(nameless, 0, 29), {"a": article_facts(nameless)}) == "“A title”, author not given, undated"
    digest = make_article(form="digest", authors=("A", "B"), published=PartialDate("2022-01"))
    assert lead_in(make_sentence(digest, 0, 29), {"a": article_facts(digest)}) == (
        "Summarised here from A and B, The Paper, January 2022 (opinion)"
    )
    briefing = make_article(
        form="briefing", sources=(Source("k", "T", ("Chris Ham",), "BMJ", PartialDate("2013"), None, "research"),)
    )
    cited = make_sentence(briefing, 0, 29)
    cited = replace(cited, citations=(replace(cited.citations[0], source_keys=("k",)),))
    assert lead_in(cited, {"a": article_facts(briefing)}) == "Summarised here from Chris Ham, BMJ, 2013 (research)"
    assert lead_in(make_sentence(briefing, 0, 29), {"a": article_facts(briefing)}) == "From our briefing “A title”"
    remark = replace(cited, text="On pay, this collection lacks a second named opponent.")
    assert lead_in(remark, {"a": article_facts(briefing)}) == "From our briefing “A title”"  # Chris Ham said no such thing


def test_neighbours_of_one_origin_share_a_lead_in() -> None:
    article = make_article()
    sentences = (make_sentence(article, 0, 29), make_sentence(article, 30, 50), make_sentence(article, 0, 29, group="Against: x"))
    found = blocks(make_answer({"a": article_facts(article)}, sentences))
    assert [(b.group, len(b.sentences)) for b in found] == [(None, 2), ("Against: x", 1)]


NASTY = (
    '<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) `code` &lt;b&gt; "quoted" <script>x</script> # head | $x$'
)


@given(st.text(max_size=80))
def test_text_on_the_page_is_inert_and_changed_by_nothing_that_can_be_seen(text: str) -> None:
    shown = safe(text)
    assert not set(shown) & set("<>\"'*_[]`\n")
    assert html.unescape(shown) == " ".join(without_hidden(text).split())


def test_article_text_cannot_become_markup() -> None:
    article = make_article(NASTY, title=NASTY, authors=(NASTY,), url="javascript:alert(1)", publisher=NASTY)
    answer = make_answer({"a": article_facts(article)}, (make_sentence(article, 0, len(NASTY), group=NASTY),), question=NASTY)
    page = answer_html(answer, 1) + cards_html(answer, 1, {"a:0": make_chunk(article)}, date(2026, 11, 22))
    assert "<img" not in page
    assert "<script" not in page
    assert "**" not in page.replace("data-copy", "")
    assert 'href="javascript' not in page
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {
        "div",
        "p",
        "h3",
        "h4",
        "a",
        "button",
        "section",
        "details",
        "summary",
        "span",
        "blockquote",
        "mark",
        "ul",
        "li",
    }


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///etc/passwd", "//example.org"])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert link(url, "words") == "words"


def test_a_card_shows_the_quotation_in_its_passage_with_its_age() -> None:
    article = make_article()
    answer = make_answer({"a": article_facts(article)}, (make_sentence(article, 30, 50),))
    card = html.unescape(cards_html(answer, 3, {"a:0": make_chunk(article)}, date(2026, 11, 22)))
    assert 'id="card-3-1"' in card
    assert "<mark>Doctors already are.</mark>" in card
    assert "2 December 2016 (10 years ago)" in card
    assert 'href="https://example.org/a"' in card


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (date(2026, 11, 1), "this month"),
        (date(2026, 10, 30), "1 month ago"),
        (date(2025, 1, 1), "22 months ago"),
        (date(2016, 12, 2), "10 years ago"),
    ],
)
def test_age_in_words(published: date, words: str) -> None:
    assert age_words(published, date(2026, 11, 22)) == words


def test_a_declined_question_shows_its_message_alone() -> None:
    answer = make_answer({}, (), status=AnswerStatus.REFUSED_OFF_TOPIC, message="This is outside.")
    assert render_text(answer) == "This is outside."
    assert "This is outside" in html.unescape(answer_html(answer, 1))
    assert cards_html(answer, 1, {}, date(2026, 11, 22)) == ""


def test_the_banner_says_what_can_be_asked_or_how_to_mend_it() -> None:
    assert 'role="alert"' in banner_html("There is no collection.", None)
    assert "3 articles" in html.unescape(banner_html(None, {"name": "n", "articles": 3, "passages": 9}))


def test_restrictions_are_chips_that_name_what_to_leave_out() -> None:
    rows = (
        Filter("date", "2020-01-01/..", "since 2020"),
        Filter("publisher", "<b>P</b>", "P"),
        Filter("kind", "news", "news reports"),
    )
    found = RetrievalResult("Q?", rows, (), (), (), {}, without=(Filter("author", "A", "A"),))
    answer = make_answer({}, (), filters=rows, retrieval=found)
    shown = html.unescape(answer_html(answer, 1))
    assert [m.split() for m in re.findall(r'data-without="([^"]*)"', shown)] == [
        ["author", "date"],
        ["author", "publisher"],
        ["author", "kind"],
    ]
    assert "<b>" not in answer_html(answer, 1)
    assert "sources dated from 1 January 2020 on (“since 2020”)" in shown
    assert 'class="chip"' not in answer_html(answer, 1, finished=False)
    assert "(Only sources of the kind: news report" in render_text(answer)


def test_the_page_says_what_the_passages_come_from() -> None:
    article = make_article()
    facts = {"a": article_facts(article)}
    balance = balance_of([("P", "news", PartialDate("2016")), ("<b>Q</b>", "opinion", PartialDate("2020"))])
    found = RetrievalResult("Q?", (), (), (), (), {}, balance=balance)
    answer = make_answer(facts, (make_sentence(article, 0, 29),), retrieval=found)
    line = "Chosen from passages of 2 publications, 2016 to 2020: 1 news, 1 opinion; 2 publishers."
    assert line in html.unescape(answer_html(answer, 1))
    assert 'class="balance"' not in answer_html(answer, 1, finished=False)
    assert 'class="balance"' not in answer_html(replace(answer, sentences=()), 1)
    assert 'class="balance"' not in answer_html(replace(answer, retrieval=replace(found, balance=Balance())), 1)


def test_what_is_less_close_is_folded_away_and_headed_in_text() -> None:
    article = make_article("Managers should be regulated. Nobody told of a cost then.")
    first, after = make_sentence(article, 0, 29), replace(make_sentence(article, 30, 57), group=FURTHER)
    answer = make_answer({article.article_id: article_facts(article)}, (first, after))
    page = answer_html(answer, 1)
    assert "1 further passage, less close to the question</summary>" in html.unescape(page)
    assert page.index(first.text[:10]) < page.index('<details class="further">')
    assert FURTHER in render_text(answer).splitlines()
    assert "further" not in answer_html(replace(answer, sentences=(first,)), 1)


@pytest.mark.parametrize(
    ("sent", "wish"),
    [
        ('{"question": "Q?", "without": ["date", "nonsense"]}', ("Q?", ("date",))),
        ("", ("", ())),
        ("[]", ("", ())),
        ("{}", ("", ())),
        ('{"question": "Q?", "without": null}', ("", ())),
    ],
)
def test_what_a_chip_sends_is_read_with_care(sent: str, wish: tuple[str, tuple[str, ...]]) -> None:
    assert wish_of(sent) == wish
