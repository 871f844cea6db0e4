"""smarketing as a library: a config, a run, its tables; nothing heavy until it is needed."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest

import sim
from sim import Config, ConfigError, Market, run
from sim.config import Market as MarketConfig
from sim.config import Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.parameter import walk
from sim.folder.provenance import config_hash
from sim.records import PANEL, TABLES, Outcome, Table
from sim.runs.one_run import digest, run_once
from sim.runs.scenario import Result

SMALL = Config(
    market=MarketConfig(customers=150, buyer=Buyer(entry_per_year=2.0)),
    days=40,
    warmup_days=10,
    replicates=2,
    workers=1,
    sales=Sales(reps=2),
    rivals=Rivals(sales=Sales(reps=2)),
)


@pytest.fixture(scope="module")
def result():
    return run(SMALL, name="small", overrides=("days=40",))


def test_everything_promised_can_be_imported_and_nothing_else():
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Customers'"):
        _ = sim.Customers


def test_importing_the_package_imports_nothing_heavy():
    code = (
        "import sys, sim; sim.Config(); "
        "print(*({'mesa', 'numba', 'pandas', 'scipy', 'matplotlib', 'hydra', 'igraph', 'networkx'} "
        "& set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_a_result_is_named_and_holds_every_table(result):
    assert isinstance(result, Result)
    assert (result.name, result.overrides, result.config) == ("small", ("days=40",), SMALL)
    assert set(result.tables) == {"runs", "daily", *TABLES}
    for name, dtype in TABLES.items():
        assert list(result.tables[name]) == ["replicate", *dtype.names]
        for column in dtype.names:
            assert result.tables[name][column].dtype == dtype[column], (name, column)


def test_runs_hold_seed_status_digest_and_finite_kpis(result):
    runs = result.tables["runs"]
    assert runs["replicate"].tolist() == [0, 1]
    assert runs["status"].eq("finished").all()
    assert runs["seed"].nunique() == runs["digest"].nunique() == 2
    assert np.isfinite(runs[["revenue", "wins", "leads", "profit"]].to_numpy(float)).all()


def test_the_daily_table_is_the_panel(result):
    daily = result.tables["daily"]
    assert list(daily) == ["replicate", "day", "firm", *PANEL]
    assert len(daily) == 2 * 50 * 3
    records = run_once(SMALL, 1)
    mine = daily[daily["replicate"] == 1]
    assert (mine[list(PANEL)].to_numpy().reshape(50, 3, -1) == records.panel).all()
    assert digest(records) == result.tables["runs"]["digest"][1]


def test_progress_is_told_of_every_day():
    told = []
    run(SMALL, progress=lambda done, total: told.append((done, total)))
    assert told == [(day, 100) for day in range(1, 101)]


def test_a_market_takes_the_config_s_seed_or_one_of_its_own():
    named = dataclasses.replace(SMALL, seed=1)
    assert Market(named).world.seed == named.seed == 1
    assert Market(named, 99).world.seed == 99


def test_a_market_whose_seed_nobody_named_draws_one_and_tells_it():
    markets = [Market(SMALL) for _ in range(3)]
    seeds = [market.config.seed for market in markets]
    assert len(set(seeds)) == 3
    assert [market.world.seed for market in markets] == seeds
    markets[0].run_model()
    again = Market(markets[0].config)
    again.run_model()
    assert digest(again.world.records) == digest(markets[0].world.records)
    # What repeats runs takes the number that stands in every table of parameters.
    assert SMALL.seed == 1
    assert config_hash(SMALL) == config_hash(dataclasses.replace(SMALL, seed=1))


@pytest.mark.parametrize("seed", [-1, 1.5, "1", True])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(ConfigError, match="is not a whole number from 0"):
        Market(SMALL, seed)


def test_a_config_is_frozen_and_every_parameter_says_what_it_is():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SMALL.days = 3
    for path, entry, _ in walk(SMALL):
        about = entry.metadata["about"]
        assert about.text, path


def changed(config, path, value):
    """The config with one value at a path replaced, checked again from the root."""
    name, *rest = path
    if rest:
        value = changed(getattr(config, name), rest, value)
    return dataclasses.replace(config, **{name: value})


def numbers():
    """Every number of the default config that is not inside a list: path, what is known, value."""
    for path, entry, value in walk(Config()):
        if isinstance(value, int | float) and not isinstance(value, bool) and "[" not in path:
            yield path, entry.metadata["about"], value


def test_a_value_outside_its_range_is_refused_by_its_name():
    tried = 0
    for path, about, _ in numbers():
        low = [] if about.low is None else [about.low - 1]
        high = [] if about.high is None else [about.high + 1]
        for outside in (*low, *high, float("nan"), float("inf")):
            with pytest.raises(ConfigError) as refusal:
                changed(Config(), path.split("."), outside)
            assert path in str(refusal.value)
            assert "\n" not in str(refusal.value)
            tried += 1
    assert tried > 500


def test_every_bound_itself_is_in_range():
    """Refused is only what does not fit together with another value."""
    out_of_range = []
    for path, about, value in numbers():
        for bound in {about.low, about.high} - {None}:
            if isinstance(value, int) and bound != int(bound):
                continue
            try:
                changed(Config(), path.split("."), type(value)(bound))
            except ConfigError as refusal:
                out_of_range += [path] * ("out of range" in str(refusal))
    assert out_of_range == []


@pytest.mark.parametrize(
    ("outcome", "number"),
    [("OPEN", 0), ("WON", 1), ("LOST", 2), ("NO_DECISION", 3), ("DROPPED", 13)],
)
def test_outcomes_keep_their_numbers(outcome, number):
    assert Outcome[outcome] == number


def test_a_table_grows_and_keeps_what_happened():
    table = Table(TABLES["staff"])
    for n in range(3000):
        table.append(day=n, rep=1, firm=0, skill=1.0, joined=0, hours_worked=0.5, pay=n / 2)
    assert len(table.happened) == 3000
    assert (table.happened["day"] == np.arange(3000)).all()
    assert np.shares_memory(table.happened, table.rows)


def test_digests_see_every_column_of_every_event_and_of_the_panel():
    records = run_once(SMALL)
    seen = {digest(records)}
    for name in TABLES:
        rows = records.table(name).happened
        for column in rows.dtype.names if len(rows) else ():
            before = rows[column][-1].copy()
            other = ~before if before.dtype == bool else before + 1
            rows[column][-1] = other if other == other else 0
            seen.add(digest(records))
            rows[column][-1] = before
    assert len(seen) == 1 + sum(len(t.names) for name, t in TABLES.items()
                                if len(records.table(name).happened))  # fmt: skip
    tried = len(seen)
    for column in range(len(PANEL)):
        before = records.panel[-1, -1, column]
        records.panel[-1, -1, column] = before + 1.0
        seen.add(digest(records))
        records.panel[-1, -1, column] = before
    assert len(seen) == tried + len(PANEL)
    assert digest(records) in seen


def test_a_run_s_tables_can_be_written_as_plain_data(result):
    for name, table in result.tables.items():
        assert json.loads(table.head(3).to_json(orient="records")) is not None, name
