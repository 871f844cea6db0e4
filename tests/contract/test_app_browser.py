"""The app as a person uses it: choose, edit tiers, run, compare, take the command along."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

from sim.metrics.numbers import short
from tests.browser import chromium, in_a_browser, opened, violations

pytestmark = in_a_browser
pytest.importorskip("playwright.sync_api")
pytest.importorskip("uvicorn")

ALL_SEEN = 60_000  # milliseconds
# A day may be gone before it is looked at.
SOME_DAYS = "() => /^day ([3-9]|[1-9][0-9]) /.test(document.all.day.textContent)"
SMALL = {"market-customers": "300", "days": "65", "warmup_days": "20", "replicates": "2"}


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """The address of a running app, and the folder that it was started in."""
    root = tmp_path_factory.mktemp("started")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sim", "app", "--no-browser"],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address is not None
    yield address[0], root
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def page(browser, started):
    with opened(browser, started[0]) as found:
        found.set_default_timeout(ALL_SEEN)
        found.wait_for_selector("html[data-ready]")
        yield found


def digests(folder):
    import pandas as pd

    return pd.read_parquet(folder / "runs.parquet")["digest"].tolist()


def test_the_first_pictures_come_by_themselves(page):
    page.wait_for_selector("#curve svg")
    page.wait_for_selector("#w-funnel .bar")
    page.wait_for_selector("#w-belief svg")
    assert "day" in page.inner_text("#day")


def test_what_is_chosen_is_at_once_in_the_command(page):
    for name, value in SMALL.items():
        page.fill(f"#f-{name}", value)
    page.select_option("#menu-cadence", "daily")
    says = page.inner_text("#says-cadence")
    assert says
    page.wait_for_selector("#command:has-text('cadence=daily')")
    command = page.inner_text("#command")
    assert command.startswith("sim cadence=daily market.customers=300 days=65")
    slider = page.locator("[data-of=f-alignment-goals]")
    slider.focus()
    page.keyboard.press("End")
    assert page.input_value("#f-alignment-goals") == "1"
    page.wait_for_selector("#command:has-text('alignment.goals=1')")


def test_what_the_schema_refuses_is_said_beside_the_field(page):
    page.fill("#f-alignment-goals", "7")
    page.wait_for_selector("#f-alignment-goals[aria-invalid=true]")
    assert "alignment.goals=7 is out of range: 0 to 1" in page.inner_text("#refusal")
    assert page.is_disabled("#run")
    page.fill("#f-alignment-goals", "1")
    page.wait_for_selector("#run:not([disabled])")
    assert page.is_hidden("#refusal")


def test_a_tier_moves_the_curve_and_a_slip_is_said(page):
    page.click("#plan-edit summary")
    before = page.locator("#curve polyline").last.get_attribute("points")
    page.click("#add-tier")
    page.fill("#tiers tr:last-child [data-cell=from]", "60k")
    page.fill("#tiers tr:last-child [data-cell=rate]", "1.5")
    page.wait_for_selector("#tiers tr:last-child [data-cell=rate][aria-invalid=true]")
    assert "incentive.tiers[1].rate" in page.inner_text("#plan-refusal")
    page.fill("#tiers tr:last-child [data-cell=rate]", "20%")
    page.wait_for_selector("#tiers tr:last-child [data-cell=rate]:not([aria-invalid])")
    page.wait_for_selector("#curve polyline >> nth=1")
    assert page.locator("#curve polyline").last.get_attribute("points") != before
    page.wait_for_selector("#command:has-text('incentive.tiers=')")


def test_a_run_its_command_pasted_into_a_terminal_and_a_second_beside_it(page, started, tmp_path):
    _, root = started
    page.click("#run")
    page.wait_for_selector(".sentence")
    page.wait_for_selector("figure svg")
    first = next(root.rglob("runs.parquet")).parent
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#copy")
    pasted = page.evaluate("() => navigator.clipboard.readText()")
    assert pasted == page.inner_text("#command")
    script = f'sim() {{ {shlex.quote(sys.executable)} -m sim "$@"; }}\n'
    script += f"{pasted} figures=false hydra.run.dir=other\n"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert digests(first) == digests(tmp_path / "other")
    page.click("#plan-drop")
    page.wait_for_selector("#command:not(:has-text('incentive'))")
    page.click("#run")
    page.wait_for_selector("th:has-text('difference')")
    assert page.input_value("#against") == first.relative_to(root).as_posix()
    assert page.locator(".kpis >> nth=0").locator("tr[data-kpi=leads] td").count() == 5
    assert page.locator("#folders [data-open]").count() == 2
    page.locator("#folders [data-open]").last.click()
    page.wait_for_selector("#result:not([aria-busy]) .sentence")
    assert page.locator("th:has-text('difference')").count() == 0


def test_days_play_and_stop_with_the_page(page):
    page.click("#again")
    page.wait_for_selector("#day:has-text('day 0 of 65')")
    page.click("#play")
    page.wait_for_function(SOME_DAYS)
    page.click("#play")
    page.wait_for_selector("#play:has-text('Play')")
    day = page.inner_text("#day")
    time.sleep(0.5)
    assert page.inner_text("#day") == day
    page.click("#next")
    page.wait_for_selector("#w-says:has-text('Customer')")


def test_a_number_of_the_page_is_as_short_as_one_of_a_figure(page):
    values = [0.0, 0.1234, -2.5, 7.0, 99.96, 999.4, 999.6, 1234.0, -45678.0, 999_600.0, 2.345e9]
    call = "async (all) => all.map((await import('/static/draw.js')).short)"
    assert page.evaluate(call, values) == [short(value) for value in values]


def test_a_market_is_paused_however_often_play_was_pressed_while_it_was_made(page):
    page.click("#again")
    page.wait_for_selector("#day:has-text('day 0 of 65')")  # not the days of the market before
    page.click("#again")
    page.evaluate("() => { for (let n = 0; n < 3; n++) document.getElementById('play').click() }")
    page.wait_for_function(SOME_DAYS)
    assert page.inner_text("#play") == "Pause"
    page.click("#play")
    day = page.inner_text("#day")
    time.sleep(0.6)
    assert (page.inner_text("#day"), page.inner_text("#play")) == (day, "Play")


def test_another_page_takes_the_market_and_its_end_leaves_the_next_ones(page, browser, started):
    with opened(browser, started[0]) as other:
        other.set_default_timeout(ALL_SEEN)
        other.wait_for_selector("#w-funnel .bar")
        page.click("#step")
        page.wait_for_selector("#refusal:has-text('another page watches a market')")
        page.click("#step")
        page.wait_for_selector("#day:has-text('day 1 of 65')")
        day = page.inner_text("#day")
    page.click("#step")
    page.wait_for_selector(f"#day:not(:has-text('{day}'))")
    assert page.inner_text("#day") == "day 2 of 65"


def test_a_run_that_goes_on_can_be_stopped_from_another_page(page, browser, started):
    with opened(browser, started[0]) as other:
        other.set_default_timeout(ALL_SEEN)
        other.wait_for_selector("html[data-ready]")
        other.fill("#f-replicates", "50")
        other.wait_for_selector("#command:has-text('replicates=50')")
        other.click("#run")
        other.wait_for_selector("#stop:visible")
        page.click("#run")
        page.wait_for_selector("#stop:visible")
        assert "a run goes on" in page.inner_text("#refusal")
        page.click("#stop")
        page.wait_for_selector("#status:has-text('Stopped')")
        other.wait_for_selector("#status:has-text('Stopped')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_of_accessibility_find_nothing(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.click("#more summary")
    page.wait_for_selector("#seek")
    page.fill("#seek", "ramp")
    page.wait_for_selector("#sought:has-text('parameters')")
    assert page.is_visible("#f-sales-ramp_days")
    assert violations(page) == []
    page.click("#more summary")


def test_on_a_phone_nothing_is_wider_than_the_screen(browser, started):
    with opened(browser, started[0], "phone") as narrow:
        narrow.set_default_timeout(ALL_SEEN)
        narrow.wait_for_selector("html[data-ready]")
        narrow.wait_for_selector("#w-funnel .bar")
        wide = narrow.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 390
        assert violations(narrow) == []
        assert not narrow.complaints


def test_the_page_asked_nobody_but_the_app_and_had_nothing_to_complain_about(page, started):
    origin = started[0].partition("/?")[0]
    assert all(one.startswith((origin, "data:", "blob:")) for one in page.asked)
    assert [one for one in page.complaints if "422" not in one] == []
    assert os.listdir(started[1]) == ["outputs"]
