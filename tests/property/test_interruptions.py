"""Neither workers, nor batches, nor their order, nor interruptions change a byte of the table."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sweeps import FAILING, Here, plan_of, table_of

SCENARIOS = ("seed=1 replicates=7", "seed=2 replicates=1", f"seed={FAILING} replicates=2",
             "seed=1 replicates=9", "seed=3 days=10 replicates=5")  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(SCENARIOS), min_size=1, max_size=6),
    st.lists(st.integers(0, 25), max_size=4),
    st.floats(1e-6, 1.0),
    st.integers(1, 5),
    st.integers(0, 60),
)
def test_interruptions_and_batches_change_nothing(words, stops, seconds, workers, torn):
    with tempfile.TemporaryDirectory() as scratch:
        whole, broken = Path(scratch, "whole"), Path(scratch, "broken")
        whole.mkdir()
        broken.mkdir()
        undisturbed = table_of(whole, plan_of(*words))
        for stop in stops:
            executor = Here(give_up_after=stop)
            try:
                table_of(broken, plan_of(*words), executor, seconds, workers)
            except KeyboardInterrupt:
                journal = broken / "journal.jsonl"
                content = journal.read_bytes()
                journal.write_bytes(content[: max(len(content) - torn, 0)])
        assert table_of(broken, plan_of(*words), None, seconds, workers) == undisturbed


@settings(max_examples=30)
@given(st.permutations(SCENARIOS))
def test_a_run_is_the_same_whatever_else_is_run(words):
    import pandas as pd

    with tempfile.TemporaryDirectory() as scratch:
        table_of(Path(scratch), plan_of(*words))
        runs = pd.read_parquet(Path(scratch, "runs.parquet"))
    for text, rows in runs.groupby("scenario"):
        with tempfile.TemporaryDirectory() as scratch:
            table_of(Path(scratch), plan_of(text))
            alone = pd.read_parquet(Path(scratch, "runs.parquet"))
        shared = [name for name in alone.columns if name in rows.columns]
        pd.testing.assert_frame_equal(
            rows[shared].reset_index(drop=True), alone[shared], check_dtype=False
        )


def test_a_journal_of_other_code_is_of_no_use():
    from sim.runs.work import key_of

    keys = {key_of(bytes(32), seed, code) for seed in (1, 2) for code in ("a", "b")}
    assert len(keys) == 4
    assert key_of(bytes(32), 1, "a") == key_of(bytes(32), 1, "a")
    assert pytest.approx(32) == len(keys.pop())
