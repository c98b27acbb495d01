"""The evaluation report in a real browser: it fits, it filters, a question can be linked to."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from evaluation.report_html import page
from evaluation.score import Scored
from tests.e2e.test_page import browser
from tests.evaluation_world import QUESTIONS, judge, perfect
from tests.unit.test_evaluation_run import CONFIG

__all__ = ["browser"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report with one failure: the question about beds was declined."""
    answers = deepcopy(perfect())
    answers["beds"]["status"], answers["beds"]["sentences"] = "unanswerable_no_evidence", []
    table, rows = judge(answers)
    times = {"beds": {"total": 20.0, "first_sentence": 10.0}, "pay": {"total": 40.0}}
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page(Scored(CONFIG, table, rows, {q.id: q for q in QUESTIONS}, answers, times), []), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_fits_and_can_be_filtered_from_the_keyboard(browser: Any, report: str, width: int, scheme: Any) -> None:
    view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems: list[str] = []
    view.on("pageerror", lambda error: problems.append(str(error)))
    view.goto(report)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert view.inner_text("#count") == "6 of 6 shown"
    view.focus("#failures")
    view.keyboard.press("Space")
    assert view.inner_text("#count") == "1 of 6 shown"
    shown = view.locator("details.q:visible")
    assert "not answered" in shown.locator("summary").inner_text()
    shown.locator("summary").focus()
    view.keyboard.press("Enter")
    assert shown.get_by_text("✗ accepted: 40 beds").is_visible()
    view.focus("#words")
    view.keyboard.type("no such word")
    assert view.inner_text("#count") == "0 of 6 shown"
    assert problems == []
    view.close()


def test_a_link_opens_its_question_whatever_the_filter(browser: Any, report: str) -> None:
    view = browser.new_page()
    view.goto(f"{report}#q-pay")
    assert view.locator("details[open]").count() == 1
    assert view.locator("#q-pay .cited").first.is_visible()
    view.check("#failures")
    view.evaluate("location.hash = 'q-sides'")
    view.wait_for_selector("#q-sides[open] .cited")
    view.close()
