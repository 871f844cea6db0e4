"""What all tests share: Hypothesis repeats itself, and the longest files go first."""

import gc

import pytest
from hypothesis import HealthCheck, settings

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
    "test_compensation", "test_kills", "test_options_run", "test_two_memories", "test_sweep",
    "test_experiments", "test_plots", "test_plan_response", "test_repeat", "test_notebooks",
    "test_folder", "test_first_day", "test_exports", "test_plan_search", "test_explain",
    "test_optimise", "test_roster", "test_folder_parts", "test_inference", "test_slots",
    "test_pool", "test_editorial", "test_benchmarks", "test_ablation", "test_published_facts",
    "test_red_team", "test_mishaps", "test_adoption", "test_coverage", "test_designs",
    "test_search", "test_stopping", "test_forms_queue", "test_first_screen", "test_order",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the longest files to the front; nothing else changes its place."""
    place = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


def pytest_collection_finish() -> None:
    """Take what has been imported out of the collector's rounds: none of it goes before the end."""
    gc.collect()
    gc.freeze()
