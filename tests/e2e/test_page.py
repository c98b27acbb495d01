"""The served page, through its API and in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.integration.conftest import bundled_index, embeddings

__all__ = ["bundled_index", "embeddings"]

FIRST = "Why do few clinicians enter management?"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """`python app.py` on a free port, stopped by its process id."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)], cwd=ROOT, env={**os.environ, "INDEX_DIR": str(index)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, "the server stopped"
                time.sleep(0.25)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def server(bundled_index: Path) -> Iterator[str]:
    with serving(bundled_index) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        assert "REQUIRE_BROWSER" not in os.environ, "no browser is installed, and REQUIRE_BROWSER is set"
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def visiting(browser: Any, url: str, width: int = 1280, dark: bool = False) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.outside = []
    page.on("request", lambda r: page.outside.append(r.url) if not r.url.startswith((url, "data:", "blob:")) else None)
    page.goto(url)
    page.wait_for_selector("#question textarea")
    yield page
    context.close()


def ask(page: Any, question: str) -> Any:
    """Type a question, press Enter, and wait for its whole answer."""
    before = page.locator(".answer .status").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(f"document.querySelectorAll('.answer .status').length > {before}")
    return page.locator("#chat .answer").last


def test_the_api_answers_and_tells_its_health(server: str) -> None:
    from gradio_client import Client

    client = Client(server, verbose=False)
    answer = client.predict(FIRST, "", api_name="/ask")
    assert answer["status"] == "answered"
    assert answer["sentences"][0]["citations"][0]["quote"] == answer["sentences"][0]["text"]
    assert client.predict(FIRST, "extractive", api_name="/ask")["sentences"] == answer["sentences"]
    health = client.predict(api_name="/health")
    assert (health["ok"], health["index"], health["hosts"]) == (True, "ready", [])
    with pytest.raises(Exception, match=r"not configured"):
        client.predict(FIRST, "openai:nothing", api_name="/ask")
    client.close()


def test_an_answer_with_its_sources_in_the_browser(server: str, browser: Any) -> None:
    with visiting(browser, server) as page:
        assert "NHS Management Debates" in page.title()
        page.get_by_role("button", name=FIRST).click()
        page.wait_for_selector(".answer .status")
        answer = page.locator("#chat .answer").last
        assert "Richard Vize, The Guardian, 2 December 2016" in answer.inner_text()
        answer.locator("a.cite").nth(1).click()
        card = page.locator("details.card[open]")
        assert card.count() == 1
        assert card.locator("mark").inner_text() in answer.inner_text()
        assert card.locator("a[href^='https://']").count() >= 1
        card.locator("a.to-answer").click()
        assert page.evaluate("document.activeElement.className") == "cite"
        assert page.outside == []


def test_the_keyboard_is_enough(server: str, browser: Any) -> None:
    with visiting(browser, server) as page:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("/")
        page.keyboard.type("Should NHS managers be regulated?")
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer .status")
        page.locator("#chat a.cite").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details.card[open]").count() == 1


def test_a_follow_up_a_decline_and_a_fresh_start(server: str, browser: Any) -> None:
    with visiting(browser, server) as page:
        ask(page, FIRST)
        followed = ask(page, "and what did Hunt propose?")
        assert "Read as a follow-up to" in followed.inner_text()
        declined = ask(page, "What is the boiling point of mercury?")
        assert declined.locator("a.cite").count() == 0
        assert "“" in declined.inner_text()
        personal = ask(page, "How do I treat a migraine?")
        assert "NHS 111" in personal.inner_text()
        assert page.locator("section.cards").count() == 2
        page.get_by_role("button", name="New conversation").click()
        page.wait_for_function("document.querySelectorAll('#chat .answer').length === 0")
        assert page.locator("details.card").count() == 0


def test_a_restriction_is_shown_and_removed(server: str, browser: Any) -> None:
    with visiting(browser, server) as page:
        chips = ask(page, "What did opinion pieces in the Guardian say about managers?").locator("button.chip")
        assert [chip.split("(")[0].strip() for chip in chips.all_inner_texts()] == [
            "sources of the kind: opinion",
            "sources from The Guardian ×",
        ]
        for left in (1, 0):
            before = page.locator(".answer .status").count()
            page.locator("#chat .answer").last.locator("button.chip").first.click()
            page.wait_for_function(f"document.querySelectorAll('.answer .status').length > {before}")
            assert page.locator("#chat .answer").last.locator("button.chip").count() == left


def test_what_is_typed_stays_text(server: str, browser: Any) -> None:
    with visiting(browser, server) as page:
        page.on("dialog", lambda dialog: pytest.fail("a script ran"))
        ask(page, "<img src=x onerror=alert(1)> **managers** [x](javascript:alert(1))")
        assert page.locator("#chat img[src='x']").count() == 0
        assert "<img src=x" in page.locator("#chat").inner_text()
        assert page.locator("#chat a[href^='javascript']").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, True)])
def test_it_fits_a_phone_and_the_dark(server: str, browser: Any, width: int, dark: bool) -> None:
    with visiting(browser, server, width, dark) as page:
        ask(page, "Should NHS managers be regulated?")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#chat a.cite").first.click()
        assert page.locator("details.card[open]").is_visible()


def test_without_an_index_the_page_says_what_to_run(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path / "none") as url, visiting(browser, url) as page:
        page.wait_for_selector(".banner.error")
        assert "python -m ingest" in page.locator(".banner.error").inner_text()
        assert "python -m ingest" in ask(page, FIRST).inner_text()


def test_a_busy_port_is_named_with_the_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "app.py", "--port", str(port)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert f"python app.py --port {port + 1}" in done.stderr


def test_a_bad_setting_stops_the_start_in_words() -> None:
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "COLLECTION": "x"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "COLLECTION" in done.stderr
    assert "Traceback" not in done.stderr
