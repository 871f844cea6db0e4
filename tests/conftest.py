"""What all tests share: Hypothesis repeats itself, the longest files go first, and compiled code is
entered with the types that it was made for."""

import gc
import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# Here and in all processes that tests start, before the package is imported.
os.environ["SIM_CHECK_ENTRIES"] = "1"
# Hundreds of processes start here, each of two thousand modules: they are kept compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples on every run and machine: a failure is a failure for everybody.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("repeatable")

# Whoever takes the last file keeps everybody waiting, so let it be a short one. The first compiles
# the market of three firms and the third that of one, beside two that run none: nobody compiles
# what somebody else is compiling.
LONGEST = (
    "test_conservation", "test_configs", "test_limits", "test_structures", "test_cli",
    "test_compensation", "test_options_run", "test_plans_in_words", "test_payroll", "test_kills",
    "test_sweep", "test_experiments", "test_plots", "test_second_reader",
    "test_reuse", "test_plan_response", "test_repeat", "test_pool", "test_own_options",
    "test_notebooks", "test_site", "test_report", "test_hostile_folders", "test_folder",
    "test_first_day", "test_exports",
    "test_plan_search", "test_readme", "test_optimise", "test_explain", "test_folder_parts",
    "test_roster", "test_pay_in_the_window", "test_bad_plans", "test_inference", "test_adoption",
    "test_ablation", "test_app_browser", "test_app", "test_published_facts", "test_editorial",
    "test_mishaps", "test_coverage",
    "test_slots", "test_red_team", "test_day", "test_rules", "test_real_funnel_fit", "test_designs",
    "test_benchmarks", "test_search", "test_stopping", "test_forms_queue", "test_one_number",
)  # fmt: skip


@pytest.fixture
def readable(monkeypatch):
    """Have every figure that a test writes looked at as its reader will."""
    import sim.plots
    from tests.figure_faults import faults

    picture, found = sim.plots._picture, []

    def seen(figure):
        found.extend(faults(figure))
        return picture(figure)

    monkeypatch.setattr(sim.plots, "_picture", seen)
    yield
    assert found == []


@pytest.fixture(scope="session", autouse=True)
def what_processes_share(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the folder of all processes of this run, where there are several."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        from tests import shipped

        shipped.shared.append(tmp_path_factory.getbasetemp().parent)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the longest files to the front; nothing else changes its place."""
    place = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


def pytest_collection_finish() -> None:
    """Take what has been imported out of the collector's rounds: none of it goes before the end."""
    gc.collect()
    gc.freeze()
