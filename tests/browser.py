"""The browser in which tests look at a page as a reader does: found, or its tests skipped by name."""

import shutil
from collections.abc import Iterator

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FOUND = next(filter(None, map(shutil.which, NAMES)), None)
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

needs_browser = pytest.mark.skipif(FOUND is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A headless chromium for the tests of a module."""
    if FOUND is None:
        pytest.skip("no chromium on this machine")
    driver = pytest.importorskip("playwright.sync_api")
    with driver.sync_playwright() as play:
        started = play.chromium.launch(executable_path=FOUND, args=ARGS)
        yield started
        started.close()
