"""Figures from made-up tables: drawn, saying what the data say, and left out without data."""

import math
import subprocess
import sys
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import sim.plots
from sim.config import Component, Config, Incentive, Market, Rivals, Sales
from sim.config.market import Arrivals
from sim.inference.intervals import Interval
from sim.metrics.comparisons import COMPARED
from sim.metrics.glossary import KPIS
from sim.metrics.plan_terms import paid_at
from sim.plots import FIGURES, SWEEP_FIGURES, NoDataError, save_all
from sim.plots.effects import interaction, main_effects
from sim.plots.paired import figure as paired_differences
from sim.plots.performance import correlation
from sim.plots.ranking import figure as ranking
from sim.plots.scenarios import short_names
from sim.plots.style import spread_out
from sim.plots.sweep import heat_map
from sim.plots.words import TIED, in_ten, number, percent
from sim.records import PANEL, SELLING_HOURS, TABLES, Origin, Outcome
from sim.runs.scenario import run

WARMUP, DAYS, FIRMS, REPLICATES = 65, 130, 3, 3
PLAN = Incentive(
    components=[
        Component(
            unit="attainment", at=[0.0, 1.0], jump=[0.0, 0.5], slope=[0.5, 1.5], target_pay=9e3
        )
    ]
)


@dataclass
class Scenario:
    tables: dict
    config: Config
    name: str = "default"
    overrides: list = field(default_factory=list)


@pytest.fixture
def config():
    market = Market(
        customers=500, arrivals=Arrivals(per_weekday=1.0, channels=["email"], shares=[1])
    )
    return replace(Config(), days=DAYS, warmup_days=WARMUP, market=market, incentive=PLAN)


@pytest.fixture
def tables():
    return made_up()


def made_up(replicates=REPLICATES, rng_seed=1):
    """Tables in which everything that is drawn happens, by luck of its own in each replicate."""
    rng = np.random.default_rng(rng_seed)
    parts = {name: [] for name in [*TABLES, "daily", "runs"]}
    for number_ in range(replicates):
        for name, rows in _events(rng).items():
            parts[name].append(_frame(rows, number_))
        parts["daily"].append(_daily(rng, number_))
        kpis = {name: [float(rng.normal(10, 1))] for name in KPIS}
        runs = {"replicate": [number_], "seed": [100 + number_], **kpis}
        parts["runs"].append(pd.DataFrame(runs))
    return {name: pd.concat(part, ignore_index=True) for name, part in parts.items()}


def _frame(rows, replicate):
    frame = pd.DataFrame({name: rows[name] for name in rows.dtype.names})
    frame.insert(0, "replicate", replicate)
    return frame


def _events(rng):
    rows = {name: np.zeros(400, dtype) for name, dtype in TABLES.items()}
    time = WARMUP + rng.uniform(0, DAYS, 400)
    leads, deals, journeys = rows["leads"], rows["deals"], rows["journeys"]
    # Some leads are of today, others old enough to have been followed to the end.
    created = np.where(np.arange(400) < 200, time, time - 125)
    leads["created"], leads["ended"], leads["routed"] = created, created + 3, created
    leads["mql"], leads["inquiry"] = True, np.arange(400) % 4 == 0
    leads["channel"], leads["deal"] = rng.integers(0, 4, 400), -1
    leads["outcome"] = rng.choice(
        [Outcome.WON, Outcome.UNPURSUED, Outcome.NO_NEED, Outcome.NOT_QUALIFIED], 400
    )
    called = np.isin(leads["outcome"], (Outcome.WON, Outcome.NO_NEED))
    leads["attempts"] = called
    leads["first_attempt"] = np.where(called, created + rng.exponential(0.3, 400), math.nan)
    leads["reached"] = leads["first_attempt"]
    leads["deal"][leads["outcome"] == Outcome.WON] = 7
    leads["customer"] = deals["customer"] = np.arange(400)
    deals["talks"] = 1
    deals["opened"], deals["closed"], deals["outcome"] = time - 20, time, Outcome.WON
    deals["value"], deals["rep"] = rng.lognormal(9, 0.5, 400), rng.integers(0, 9, 400)
    deals["origin"] = rng.choice([Origin.REQUEST, Origin.LEAD, Origin.COLD_CALL], 400)
    deals["firm"], deals["lead"] = rng.integers(0, FIRMS, 400), rng.integers(-1, 2, 400)
    deals["first_talk"], deals["agreed"], deals["progress"] = time - 15, time - 2, 0.5
    journeys["ended"], journeys["first_contact"] = time, time - 10
    journeys["customer"], journeys["entered"] = np.arange(400), time - 30
    talks = rows["conversations"]
    talks["customer"], talks["deal"], talks["firm"] = np.arange(400), np.arange(400), deals["firm"]
    talks["number"], talks["time"], talks["progress"], talks["confidence"] = 2, time - 5, 0.6, 0.8
    journeys["outcome"] = Outcome.WON
    journeys["progress"] = rng.beta(3, 2, 400)
    journeys["decided_before"] = rng.random(400) < journeys["progress"]
    renewals, content, pay = rows["renewals"], rows["content"], rows["pay"]
    renewals["day"], renewals["since"] = time, time - 260 * rng.integers(1, 3, 400)
    renewals["outcome"] = rng.choice([Outcome.RENEWED, Outcome.CHURNED], 400, p=[0.9, 0.1])
    content["day"], content["kind"] = rng.integers(0, WARMUP + DAYS, 400), rng.integers(0, 4, 400)
    content["items"] = 1.0
    pay["day"], pay["rep"], pay["quota"], pay["days"] = 129, rng.integers(0, 9, 400), 100.0, 65
    pay["attainment"], pay["share"] = rng.lognormal(0, 0.4, 400), 1.0
    pay["credit"] = 100 * pay["attainment"]
    pay["pay"] = paid_at(pay["attainment"], PLAN.components[0])
    staff = rows["staff"]
    staff["rep"], staff["day"] = np.arange(400), np.where(np.arange(400) < 9, WARMUP + DAYS - 1, -1)
    staff["stays"], staff["skill"], staff["joined"] = True, rng.lognormal(0, 0.4, 400), -100
    staff["pay"] = rng.uniform(4e4, 6e4, 400)
    return rows


def _daily(rng, replicate):
    days = WARMUP + DAYS
    frame = pd.DataFrame(
        rng.uniform(0.5, 1.5, (days * FIRMS, len(PANEL))), columns=list(PANEL)
    ).assign(hours_worked=32.0, reps=4.0)
    frame.insert(0, "replicate", replicate)
    frame.insert(1, "day", np.repeat(np.arange(days), FIRMS))
    frame.insert(2, "firm", np.tile(np.arange(FIRMS), days))
    return frame


def sweep(config, axes, effect=0.0):
    """A scenario per row of overrides, each better than the one before by ``effect`` and noise."""
    scenarios, luck = [], np.random.default_rng(1)
    for place, words in enumerate(axes):
        tables = made_up(rng_seed=place + 2)
        own = luck.normal(0, 0.1, REPLICATES)
        tables["runs"]["profit"] = 1e5 + effect * place + np.arange(REPLICATES) + own
        scenarios.append(Scenario(tables, config, ", ".join(words), list(words)))
    return scenarios


def said(figure):
    """All that a figure says, with ordinary spaces, on one line."""
    texts = [text.get_text() for text in figure.texts]
    return " ".join(" ".join(texts).replace(TIED, " ").split())


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn_with_a_finding_units_and_replicates(name, tables, config):
    figure = FIGURES[name](tables, config)
    assert isinstance(figure, Figure)
    finding = figure.texts[0].get_text()
    assert "%" in finding or "×" in finding or name in ("speed", "one_deal")
    assert f"over {REPLICATES} replicates" in said(figure)
    for axes in figure.axes:
        assert axes.has_data()
        assert (
            axes.get_xlabel()
            or axes.get_shared_x_axes().get_siblings(axes) != [axes]
            or (axes.get_title(loc="left"))
        )


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_changes_no_table(name, tables, config):
    before = {key: table.copy() for key, table in tables.items()}
    FIGURES[name](tables, config)
    for key, table in tables.items():
        pd.testing.assert_frame_equal(table, before[key])


@pytest.mark.parametrize("name", FIGURES)
def test_with_one_replicate_a_figure_claims_no_interval(name, config):
    figure = FIGURES[name](made_up(replicates=1), config)
    assert "no interval" in said(figure)
    assert "CI" not in figure.texts[0].get_text()


def test_all_figures_are_saved_the_same_bytes_every_time(tables, config, tmp_path):
    once = save_all(Scenario(tables, config), tmp_path / "a")
    again = save_all([Scenario(tables, config)], tmp_path / "b")
    assert [path.relative_to(tmp_path / "a").as_posix() for path in once] == [
        f"figures/{name}.png" for name in FIGURES
    ]
    for one, other in zip(once, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.read_bytes().startswith(b"\x89PNG")
        assert b"Software" not in one.read_bytes()[:400]


def test_pay_that_differs_by_rounding_alone_does_not_go_with_sales():
    alike = pd.DataFrame({"replicate": 0, "sales_a_year": [1e5, 2e5, 3e5],
                          "pay_a_year": 185e3 + np.array([0.0, 3e-11, -3e-11])})  # fmt: skip
    with pytest.raises(NoDataError):
        correlation({}, alike)


@pytest.fixture
def unpainted(monkeypatch):
    """Figures are made, but not painted, which takes longest."""
    monkeypatch.setattr(sim.plots, "_picture", lambda figure: b"")


@pytest.mark.parametrize(
    ("emptied", "left_out"),
    [
        (["leads"], {"funnel", "speed", "real_funnel"}),
        (
            ["deals"],
            {"bookings_by_week", "pipeline", "one_deal", "won_from", "speed"}
            | {"pay_for_performance"},
        ),
        (["journeys"], {"progress_at_contact", "one_deal"}),
        (["pay"], {"quota_attainment", "payout_curve"}),
        (["renewals"], {"cohort_retention"}),
    ],
)
def test_a_figure_without_data_is_left_out_and_no_other(
    emptied, left_out, tables, config, tmp_path, unpainted
):
    for name in emptied:
        tables[name] = tables[name].iloc[:0]
    if "deals" in emptied:
        tables["leads"]["deal"] = -1
    written = {path.stem for path in save_all(Scenario(tables, config), tmp_path)}
    assert set(FIGURES) - written == left_out


def test_what_a_config_rules_out_is_left_out(tables, config, tmp_path, unpainted):
    alone = replace(
        config,
        market=Market(customers=500),
        incentive=Incentive(components=[]),
        rivals=Rivals(count=0),
    )
    tables["daily"] = tables["daily"][tables["daily"]["firm"] == 0]
    tables["pay"] = tables["pay"].assign(component=-1)
    written = {path.stem for path in save_all(Scenario(tables, alone), tmp_path)}
    assert set(FIGURES) - written == {
        "market_share", "payout_curve", "quota_attainment", "real_funnel"
    }  # fmt: skip


def test_the_progress_figure_counts_those_who_had_decided(tables, config):
    tables["journeys"]["decided_before"] = np.arange(len(tables["journeys"])) % 5 < 3
    tables["runs"]["decided_before_contact"] = [0.5, 0.6, 0.7]
    figure = FIGURES["progress_at_contact"](tables, config)
    assert "60 % (95 % CI 35–81) of buyers had decided before their first call" in said(figure)
    tables["runs"]["decided_before_contact"] = [0.59, 0.6, 0.61]
    text = "Six in ten buyers had decided before their first call (60.0 %, 95 % CI 57"
    assert text in said(FIGURES["progress_at_contact"](tables, config))


def test_the_share_figure_reports_the_focal_firms_share(tables, config):
    tables["daily"]["wins"] = np.where(tables["daily"]["firm"] == 0, 2.0, 3.0)
    tables["runs"]["market_share"] = 0.25
    assert "The focal firm holds 25 % of the market" in said(
        FIGURES["market_share"](tables, config)
    )


def test_the_share_figure_sees_a_share_move(tables, config):
    daily = tables["daily"]
    grown = (daily["firm"] == 0) & (daily["day"] >= WARMUP + DAYS - 65)
    daily["wins"] = np.where(grown, 6.0, 3.0) + 0.01 * daily["replicate"] * (daily["firm"] == 0)
    assert "The focal firm gained 16.6 percentage points of market share" in said(
        FIGURES["market_share"](tables, config)
    )


def test_the_bookings_figure_sees_a_hockey_stick_and_an_even_pace(tables, config):
    deals = tables["deals"]
    deals["closed"] = WARMUP + 64.5
    figure = FIGURES["bookings_by_week"](tables, config)
    assert "takes 100 % of its business" in said(figure), "no spread is no interval"
    assert [bar.get_height() for bar in figure.axes[0].patches] == pytest.approx([0] * 12 + [1])
    deals["closed"] = WARMUP + 5 * (np.arange(len(deals)) % 13)
    deals["value"], deals["firm"] = 1.0, 0
    assert "No clear rush" in said(FIGURES["bookings_by_week"](tables, config))


def test_the_funnel_adds_up(tables, config):
    figure = FIGURES["funnel"](tables, config)
    whole, sales = figure.axes
    names = [label.get_text() for label in [*whole.get_yticklabels(), *sales.get_yticklabels()[1:]]]
    bars = [bar.get_width() for bar in [*whole.patches, *sales.patches[1:]]]
    sizes = dict(zip(names, bars, strict=True))
    stages = ("leads", "qualified (MQL)", "pursued", "reached", "need confirmed (SQL)", "won")
    losses = [size for name, size in sizes.items() if name not in stages]
    assert sizes["leads"] == 100
    assert 100 - sum(losses) == pytest.approx(sizes["won"])
    assert 0 < sizes["won"] < sizes["reached"] < 100


def test_the_origins_of_wins_are_shares_of_them(tables, config):
    figure = FIGURES["won_from"](tables, config)
    begun = figure.axes[0].lines[-1].get_xdata()
    assert begun.sum() == pytest.approx(1)
    tables["leads"]["inquiry"] = True
    begun = FIGURES["won_from"](tables, config).axes[0].lines[-1].get_xdata()
    assert begun[1:3].tolist() == [0, 0], "nobody was on file"


def test_the_time_figure_reports_the_selling_share(tables, config):
    for column in SELLING_HOURS:
        tables["daily"][column] = 8.0 / len(SELLING_HOURS)
    tables["runs"]["selling_time_share"] = 0.25
    figure = FIGURES["rep_time_use"](tables, config)
    assert "Reps of the focal firm sell in 25 % of their time" in said(figure)


def test_retention_multiplies_term_by_term(tables, config):
    renewals = tables["renewals"]
    renewals["firm"], renewals["day"] = 0, 100
    renewals["since"] = 100 - 260 * (1 + np.arange(len(renewals)) % 2)
    renewals["outcome"] = np.where(
        np.arange(len(renewals)) // 2 % 5 == 0, Outcome.CHURNED, Outcome.RENEWED
    )
    figure = FIGURES["cohort_retention"](tables, config)
    assert "80 % of accounts survive their first term, 64 % survive two" in said(figure)


def test_scenarios_are_called_by_what_tells_them_apart(config):
    words = [("incentive=salary", "x.days=5", "seed=1"), ("incentive=bonus", "x.days=6", "seed=1")]
    assert short_names(sweep(config, words)) == ["salary + days=5", "bonus + days=6"]
    alike = sweep(config, [("a=1",), ("a=1",)])
    assert short_names(alike) == ["a=1", "a=1"]


COMPARISONS = ["paired_differences", "main_effects", "interaction", "ranking"]
GRID = [(f"a={a}", f"b={b}") for a in (0.0, 0.5, 1.0) for b in ("weekly", "daily")]


def test_a_sweep_over_two_axes_is_a_heat_map_and_differences(config, tmp_path):
    written = save_all(sweep(config, GRID, effect=1000.0), tmp_path)
    assert [path.stem for path in written] == ["heat_map", *COMPARISONS]


def test_a_sweep_over_one_number_is_a_curve_and_differences(config, tmp_path):
    written = save_all(sweep(config, [(f"a={a}",) for a in (0, 1, 2)]), tmp_path)
    assert [path.stem for path in written] == ["curve", "paired_differences", "ranking"]


def test_a_sweep_of_named_plans_is_differences_only(config, tmp_path):
    written = save_all(sweep(config, [("incentive=salary",), ("incentive=commission",)]), tmp_path)
    assert [path.stem for path in written] == ["paired_differences"]


def test_the_heat_map_puts_every_scenario_in_its_cell(config):
    axes = heat_map(sweep(config, GRID, effect=1000.0)).axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["0", "0.5", "1"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["weekly", "daily"]
    drawn = np.asarray(axes.images[0].get_array())
    assert np.argsort(drawn.T.ravel()).tolist() == [0, 1, 2, 3, 4, 5]


def test_differences_tell_an_effect_from_luck(config):
    clear = paired_differences(sweep(config, [("a=0",), ("a=1",)], effect=5000.0))
    assert "1 of 1 scenarios beats a=0 on profit; best is a=1, +4,999" in said(clear)
    assert "(joint 95 % CI 4,99" in said(clear)
    scenarios = sweep(config, [("a=0",), ("a=1",)])
    scenarios[1].tables["runs"]["profit"] = scenarios[0].tables["runs"]["profit"] + [-5.0, 0.0, 5.0]
    assert "No scenario differs from a=0 in profit" in said(paired_differences(scenarios))


def test_of_a_kpi_that_is_undefined_everywhere_no_difference_is_drawn(config):
    scenarios = sweep(config, [("a=0",), ("a=1",)])
    for one in scenarios:
        one.tables["runs"]["nrr"] = np.nan
    scenarios[1].tables["runs"]["profit"] += [-5.0, 0.0, 5.0]
    titles = [axes.get_title(loc="left") for axes in paired_differences(scenarios).axes]
    assert "net revenue retention" not in titles
    assert "profit" in titles


def test_differences_are_corrected_for_their_number(config):
    """p = .026 for one comparison: told from zero alone, not among three."""
    scenarios = only_profit(sweep(config, [(f"a={n}",) for n in range(4)]))
    base = scenarios[0].tables["runs"]["profit"]
    for other in scenarios[1:]:
        other.tables["runs"]["profit"] = base + np.array([10.0, 13.0, 19.0])
    alone = said(paired_differences(scenarios[:2]))
    assert "1 of 1 scenarios beats" in alone
    assert "Holm" not in alone
    among = said(paired_differences(scenarios))
    assert "No scenario differs from a=0" in among
    assert "Holm's correction for all 3 comparisons" in among
    assert "all 3 intervals at once" in among


def test_main_effects_say_which_axis_moves_most(config):
    assert "a moves profit most: a=1 is worth" in said(main_effects(sweep(config, GRID, 1000.0)))
    with pytest.raises(NoDataError):
        main_effects(sweep(config, GRID[:-1], 1000.0))


def test_an_interaction_is_told_from_effects_that_add_up(config):
    scenarios = sweep(config, GRID, 1000.0)
    assert "adds up: no interaction beyond chance" in said(interaction(scenarios))
    scenarios[5].tables["runs"]["profit"] += 6e4
    assert "a=1 and daily together bring 20 k more profit" in said(interaction(scenarios))


def test_the_ranking_says_how_likely_the_best_is_the_best(config):
    few = sweep(config, [(f"a={n}",) for n in range(3)], 1000.0)
    assert "Too few replicates to rank 3 scenarios: 3, of 10 at least" in said(ranking(few))
    some = said(ranking([replicated(one, 3) for one in few]))
    assert "9, of 10 at least" in some
    assert "probability" not in some
    clear = [replicated(one, 4) for one in few]
    assert "a=2 is best on profit with a probability of > 99 %" in said(ranking(clear))
    for one in clear:
        one.tables["runs"]["profit"] = np.arange(12.0)
    assert "3 scenarios may be best on profit" in said(ranking(clear))


def test_every_figure_of_scenarios_that_came_out_the_same_says_so(config):
    alike = sweep(config, GRID)
    for one in alike:
        one.tables["runs"] = alike[0].tables["runs"]
    for name, draw in SWEEP_FIGURES.items():
        if name != "curve":
            assert "All 6 scenarios came out the same, run by run" in said(draw(alike)), name
    line = sweep(config, [(f"a={n}",) for n in range(3)])
    for one in line:
        one.tables["runs"] = alike[0].tables["runs"]
    assert "All 3 scenarios came out the same" in said(SWEEP_FIGURES["curve"](line))


def only_profit(scenarios):
    """The same scenarios with profit as the only KPI that has a spread."""
    for one in scenarios:
        one.tables["runs"] = one.tables["runs"].drop(columns=list(COMPARED[1:]))
    return scenarios


def replicated(scenario, times):
    """A scenario with its runs so many times over, under seeds of their own."""
    runs = pd.concat([scenario.tables["runs"]] * times, ignore_index=True)
    runs["seed"] = range(len(runs))
    return replace(scenario, tables={**scenario.tables, "runs": runs})


@pytest.mark.parametrize("name", SWEEP_FIGURES)
def test_one_scenario_is_no_sweep(name, config):
    with pytest.raises(NoDataError):
        SWEEP_FIGURES[name](sweep(config, [("a=0",)]))


def test_every_figure_of_a_real_run_is_drawn(tmp_path):
    market = Market(customers=1500)
    config = Config(replicates=2, days=130, warmup_days=130, market=market, incentive=PLAN)
    real = run(replace(config, sales=Sales(reps=4)))
    written = {path.stem for path in save_all(real, tmp_path)}
    assert set(FIGURES) - written <= {"real_funnel", "cohort_retention"}


def test_words():
    assert (
        percent(Interval(0.61, 0.59, 0.63, 10)).replace(TIED, " ") == "61.0 % (95 % CI 59.0–63.0)"
    )
    assert percent(Interval(0.6102, 0.6094, 0.611, 10)).replace(TIED, " ") == (
        "61.020 % (95 % CI 60.940–61.100)"
    )
    assert percent(Interval(0.25, 0.25, 0.25, 10)).replace(TIED, " ") == "25 %"
    assert number(Interval(43.2, -1.0, 45.0, 3), "days").replace(TIED, " ") == (
        "43 days (95 % CI −1 to 45)"
    )
    assert [in_ten(share) for share in (0.61, 0.5, 0.99)] == [
        "Six in ten",
        "Half of the",
        "Nearly all",
    ]


def test_labels_are_moved_apart_and_keep_their_order():
    moved = spread_out([0.5, 0.51, 0.1, 0.505], 0.1)
    assert np.diff(sorted(moved)).min() > 0.0999
    assert np.argsort(moved).tolist() == [2, 0, 3, 1]


def test_plots_reach_neither_the_model_nor_a_display():
    code = (
        "import sys, sim.plots; bad = {'mesa', 'hydra', 'matplotlib.pyplot', 'sim.model.market', "
        "'sim.model.state', 'sim.model.day', 'sim.runs.scenario'}; print(*(bad & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == []
