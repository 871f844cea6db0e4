"""The day: seven phases that give the same bits compiled, interpreted and by hand."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from sim.config import Cadence, Config, Market, Marketing, Network, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.market import Arrivals, Service, Start
from sim.model.agents.customer import Customer
from sim.model.day import DAY
from sim.model.market import Market as Model
from sim.records import PANEL, SELLING_HOURS, TABLES
from sim.runs.one_run import digest

# Whatever a market can do that is off or whole by default, in three ways of making up one's mind.
EVERYTHING = [
    Config(
        market=Market(
            customers=150,
            buyer=Buyer(
                entry_per_year=4.0, rest_days=3, entry_shape=1.0, private_share=0.4, look_up=4.0,
                wait_when_empty=False, choice=choice, deliberation_days=5.0,
            ),
            service=Service(term_days=20, churn=0.3, churn_shape=0.7),
            start=Start(state, remembered_days=30, acquired_per_year=0.8),
        ),
        network=Network(
            kind, strong_ties=5, weak_ties=3, heard_per_day=0.3, contagion_per_year=20.0,
        ),
        days=70,
        warmup_days=0,
        replicates=1,
        cadence=Cadence(weekdays=[0, 2, 4]),
        sales=Sales(reps=3, prospectors=1, forms=0.5),
        marketing=Marketing(routed_at_once=0.4, routing_days=2.0),
        rivals=Rivals(sales=Sales(reps=2)),
    )
    for choice, kind, state in (
        ("sure", "small_world", "stationary"),
        ("logit", "fully_mixed", "stationary"),
        ("satisfice", "scale_free", "cold"),
    )
]  # fmt: skip
OPINIONATED = replace(
    EVERYTHING[0], network=replace(EVERYTHING[0].network, opinion_bound=1.0, opinion_rate=0.4)
)
# Opinions spread in pairs, and a price cut brings needs forward: both come between the noticing and
# the weighing of those who are stepped by hand.
PROMOTED = replace(OPINIONATED, cadence=replace(
    OPINIONATED.cadence, price_cut=0.3, cut_from_day=10, cut_days=20))  # fmt: skip

PHASES = ("publish", "notice", "research", "hand_off", "sell", "serve", "pay")
BUSY = Config(
    market=Market(
        customers=150,
        buyer=Buyer(entry_per_year=4.0, rest_days=3),
        arrivals=Arrivals(per_weekday=1.0, channels=["email", "direct"], shares=[0.5, 0.5]),
    ),
    network=Network(heard_per_day=0.3),
    days=70,
    warmup_days=0,
    replicates=1,
    cadence=Cadence(weekdays=[0, 2, 4]),
    sales=Sales(reps=3, prospectors=1),
    rivals=Rivals(sales=Sales(reps=2)),
)


def column(world, name):
    return world.records.panel[:, :, PANEL.index(name)]


def test_a_day_has_seven_phases_in_their_order():
    assert tuple(phase.__name__ for phase in DAY) == PHASES
    assert all(phase.__doc__ for phase in DAY)


def test_a_step_is_the_seven_phases_and_the_end_of_the_day():
    stepped, walked = Model(BUSY, 7), Model(BUSY, 7)
    while stepped.running:
        stepped.step()
        for phase in DAY:
            phase(walked.world)
        walked.end_day()
    assert digest(stepped.world.records) == digest(walked.world.records)
    assert stepped.world.customers.rows.tobytes() == walked.world.customers.rows.tobytes()
    assert not walked.running


def test_a_pulse_is_money_behind_its_kinds_while_it_lasts():
    pulse = {"pulse_from_day": 10, "pulse_days": 15, "pulse_factor": 3.0}
    calendar = Cadence(weekdays=[0, 2, 4])
    quiet = replace(BUSY, warmup_days=5, days=40, cadence=calendar)
    loud = replace(quiet, cadence=replace(calendar, **pulse))
    found = []
    for config in (quiet, loud):
        model = Model(config, 7)
        while model.running:
            model.step()
        found.append(model)
    rows = [model.world.records.content.happened for model in found]
    for name in ("day", "firm", "kind", "items", "hours"):
        assert (rows[0][name] == rows[1][name]).all()
    day, kind = rows[0]["day"], rows[0]["kind"]
    in_pulse = (rows[0]["firm"] == 0) & (day >= 15) & (day < 30) & (kind >= 2)
    assert in_pulse.sum() > 10
    assert (rows[1]["cost"] == rows[0]["cost"] * np.where(in_pulse, 3.0, 1.0)).all()
    reach = [
        model.world.marketing.reach[model.world.customers.fading.history :][:45] for model in found
    ]
    assert (reach[0][:15] == reach[1][:15]).all()
    assert (reach[0][:, 1:] == reach[1][:, 1:]).all()
    assert (reach[0][:, 0, :2] == reach[1][:, 0, :2]).all()
    gain = reach[1][15:, 0, 2:] / reach[0][15:, 0, 2:]
    assert 1.0 < gain[-1].max() < gain.max() < 3.0


WRITES = {
    "publish": ("reach", "wages", "items", "content_cost"),
    "notice": ("entered",),
    "research": (),
    "hand_off": ("leads", "mqls", "inquiries", "open_leads", "open_deals", "journeys_ended",
                 "no_decisions"),
    "sell": ("calls", "talks", "sqls", "wins", "losses", "no_decisions", "revenue_new", "accounts",
             "account_value", "open_leads", "open_deals", *SELLING_HOURS, "hours_worked", "effort",
             "reps", "journeys_ended", "vacancies"),
    "serve": ("hours_service", "accounts", "account_value", "revenue_renewal"),
    "pay": ("salary", "variable_pay", "quits", "hires"),
}  # fmt: skip


def test_each_phase_writes_its_own_columns_and_all_are_written():
    config = replace(
        BUSY,
        days=150,
        world="fixed",
        market=replace(BUSY.market, service=replace(BUSY.market.service, term_days=10)),
        sales=replace(BUSY.sales, turnover_per_year=5.0),
    )
    model, written = Model(config, 3), {phase: set() for phase in PHASES}
    while model.running:
        for phase in DAY:
            before = model.world.panel_today.copy()
            phase(model.world)
            changed = (before != model.world.panel_today).any(axis=0)
            written[phase.__name__] |= {PANEL[c] for c in np.flatnonzero(changed)}
        model.end_day()
    for phase, columns in written.items():
        assert columns <= set(WRITES[phase]), phase
    assert set().union(*written.values()) | {"in_market"} == set(PANEL)


@pytest.mark.parametrize("stepped", ["all", "some"])
@pytest.mark.parametrize(
    "config", [BUSY, *EVERYTHING, PROMOTED], ids=lambda config: config.market.buyer.choice
)
def test_customers_stepped_by_hand_live_the_same_day(config, stepped):
    compiled, by_hand = Model(config, 5), Model(config, 5)
    orders, seen = np.random.default_rng(1), {"reading": False, "chosen": False}
    while compiled.running:
        compiled.step()
        for name in seen:
            seen[name] |= bool((compiled.world.customers.rows[name] >= 0).any())
        customers = list(by_hand.agents_by_type[Customer])
        orders.shuffle(customers)
        for customer in customers if stepped == "all" else customers[:40]:
            customer.step()
        by_hand.step()
        assert compiled.world.customers.rows.tobytes() == by_hand.world.customers.rows.tobytes()
        assert compiled.world.sales.reps.tobytes() == by_hand.world.sales.reps.tobytes()
    assert digest(compiled.world.records) == digest(by_hand.world.records)
    assert all(
        compiled.world.records.table(name).count[0]
        for name in TABLES
        if name not in ("renewals", "touches")
    )
    assert seen == {"reading": config.market.buyer.choice != "logit",
                    "chosen": config.market.buyer.choice == "logit"}  # fmt: skip


def test_a_day_stepped_twice_by_hand_is_lived_once():
    once, twice = Model(BUSY, 5), Model(BUSY, 5)
    for model, times in ((once, 1), (twice, 3)):
        for _ in range(20):
            for _ in range(times):
                model.agents_by_type[Customer].do("step")
            model.step()
    assert digest(once.world.records) == digest(twice.world.records)


def test_interpreted_and_compiled_give_the_same_bits():
    code = (
        "from test_day import *\n"
        "import sim.engine.compiled, sim.model.state.catalogue\n"
        "sim.model.state.catalogue._SAMPLE = 64\n"
        "print(sim.engine.compiled.COMPILING)\n"
        "for config in [BUSY, *EVERYTHING, OPINIONATED]:\n"
        "    model = Model(config, 11)\n"
        "    while model.running: model.step()\n"
        "    print(digest(model.world.records))\n"
        "    print(hashlib.sha256(model.world.customers.rows.tobytes()).hexdigest())"
    )
    found = {}
    for off in ("0", "1"):
        ran = subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", "import hashlib\n" + code],
            check=False,
            env={**os.environ, "NUMBA_DISABLE_JIT": off, "PYTHONPATH": os.path.dirname(__file__)},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        compiling, *digests = ran.stdout.split()
        found[compiling] = digests
    assert found["True"] == found["False"]
    assert len(set(found["True"])) == 10
