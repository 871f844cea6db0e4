"""A firm in a market in which nothing happens by itself: pay plans one at a time, by hand."""

from dataclasses import replace

from sim.config import Component, Draw, Guarantee, Incentive, Quota
from sim.model.market import Market as Model
from sim.model.pay.clawback import take_back
from sim.model.pay.payroll import close_periods, turn_pages
from sim.records import Outcome
from tests import plain

QUIET = plain.config(
    market=plain.market(customers=30, buyer=plain.buyer(entry_per_year=0.0)),
    sales=plain.sales(reps=4, turnover_per_year=0.0, skill_sd=0.0),
    rivals=plain.rivals(count=2),
    days=130,
    warmup_days=0,
    replicates=1,
)
QUOTA = Quota(initial=1000.0, tightness=1.0, ratchet=0.5, skill_weight=0.0)
LINE = Component(unit="attainment", target_pay=100.0, slope=[1.0])


def world_of(*components, quota=QUOTA, draw=None, sales=None, guarantee=None, **changed):
    extras = {"draw": draw or Draw(), "guarantee": guarantee or Guarantee()}
    plan = Incentive(components=list(components), quota=quota, **extras)
    config = replace(QUIET, incentive=plan, sales=sales or QUIET.sales, **changed)
    return Model(config, 1).world


def close(world, day, **columns):
    """Let a day end with some columns of the focal firm's reps as given; that day's rows."""
    world.open_day(day)
    for name, values in columns.items():
        world.sales.reps[name][:4, 0] = values
    return end_day(world)


def end_day(world):
    """What the plan owes on a day, the clawed back first; that day's rows."""
    take_back(world)
    close_periods(world)
    turn_pages(world)
    return rows_of(world, world.day)


def rows_of(world, day):
    rows = world.records.pay.happened
    return rows[(rows["firm"] == 0) & (rows["day"] == day)]


def sell(world, rep, customer, value, day):
    """A sale as the books have it, and its credit in components that pay for new revenue."""
    world.records.deals.append(
        customer=customer, firm=0, rep=rep, closed=day + 0.5, outcome=Outcome.WON, value=value
    )
    world.sales.reps["credit"][rep, : len(world.config.incentive.components)] += value


def leave(world, rep, customer, value, since):
    """An account leaves today."""
    world.records.renewals.append(
        day=world.day, customer=customer, firm=0, rep=rep, since=since, value_before=value,
        outcome=Outcome.CHURNED,
    )  # fmt: skip
