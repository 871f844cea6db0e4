"""A browser for tests of pages: Chromium without a window, and without the world outside."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage"]  # fmt: skip
# Width and height of a desk's screen and of a phone's.
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: chromium on PATH")


@contextmanager
def chromium() -> Iterator:
    """A browser of Playwright's, which goes when this ends."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser, address, screen="desk", scheme="light", **more) -> Iterator:
    """A page of a context of its own, whose requests and complaints are kept with it."""
    wide, high = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": wide, "height": high}, color_scheme=scheme, **more
    )
    try:
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        yield page
    finally:
        context.close()


def violations(page) -> list[str]:
    """What the rules of accessibility find on a page, in words."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
