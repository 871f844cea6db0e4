"""Packages whose tests are put to the test, the quick tests of each, and known equivalents."""

# Those of three long files that run no market.
FOLDER = tuple(f"tests/contract/test_folder.py::{name}" for name in (
    "test_a_failure_leaves_nothing",
    "test_an_empty_folder_may_be_filled_and_is_left_empty_by_a_failure",
    "test_a_claimed_folder_is_not_claimed_twice",
    "test_runs_that_start_in_one_second_get_folders_of_their_own",
))  # fmt: skip
SWEEP = tuple(f"tests/contract/test_sweep.py::{name}" for name in (
    "test_the_table_has_a_row_per_run_in_the_order_of_the_plan",
    "test_what_is_there_is_not_run_again",
    "test_runs_that_several_scenarios_share_are_run_once",
    "test_a_failed_run_is_tried_again_and_takes_the_place_of_its_failure",
    "test_the_impatient_stop_at_the_first_failure",
    "test_batches_take_the_time_asked_for",
))  # fmt: skip

SWEEP += tuple(f"tests/contract/test_until.py::{name}" for name in (
    "test_every_scenario_is_run_until_its_interval_is_narrow",
    "test_differences_to_the_first_scenario_are_narrow",
    "test_a_maximum_ends_it_and_is_told",
    "test_what_fails_in_all_of_the_first_stage_is_given_up",
    "test_a_target_that_is_none_is_refused_in_one_line",
))  # fmt: skip

PACKAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "rules": (
        "sim/model/rules",
        ("tests/contract/test_rules.py", "tests/theory/test_exact_rules.py",
         "tests/theory/test_pay_curve.py",
         "tests/contract/test_planning.py::test_the_worth_of_one_more_is_the_slope_of_reach",
         "tests/contract/test_planning.py::"
         "test_days_that_last_and_are_remembered_are_sums_over_days"),
    ),
    "inference": (
        "sim/inference",
        ("tests/theory/test_statistics_by_hand.py", "tests/theory/test_inference.py",
         "tests/theory/test_intervals.py", "tests/theory/test_quotients.py"),
    ),
    "pay": (
        "sim/model/pay",
        ("tests/theory/test_pay_at_the_margin.py", "tests/contract/test_pay_plan.py",
         "tests/contract/test_part_periods.py"),
    ),
    "folder": (
        "sim/folder",
        ("tests/contract/test_folder_parts.py", *FOLDER),
    ),
    "sweep": (
        "sim/sweep",
        ("tests/contract/test_sweep_parts.py", "tests/contract/test_clusters.py",
         "tests/contract/test_journal.py", *SWEEP),
    ),
}  # fmt: skip

# Changes that no test can notice, since every result stays what it was; and why.
EQUIVALENT: dict[str, str] = {
    "sim/model/rules/contact.py worthwhile: "
    "if spread * _GAINS[below + 1] > cost * (1.0 + 1e-09) → if False":
        "the bound only spares the exact value, which is compared else",
    "sim/inference/effects.py _marginal: "
    "grid.mean(axis=away) if away else grid → grid.mean(axis=away) if True else grid":
        "a mean over no axis is the table itself",
    "sim/sweep/engine.py Sweep.grown: "
    "other.tally.offsets[now.number] < 0 → other.tally.offsets[now.number] < 1":
        "a journal's first line is its header, so no run is at 0",
    "sim/folder/write.py write_json: if path.name == MANIFEST → if True":
        "other files are on the disk sooner, with the same bytes",
    "sim/folder/repeat/crate.py _write: 1 << 20 → 1 << 21":
        "larger blocks of the same bytes",
    "sim/folder/repeat/table.py _columns: table[0] → table[1]":
        "all rows of a table have as many columns",
    "sim/folder/repeat/examined.py _refuse_changed: (path / name).is_symlink() or not "
    "(path / name).is_file() → (path / name).is_symlink() and (not (path / name).is_file())":
        "refuse_what_is_not_data refuses the same a moment later",
}  # fmt: skip
