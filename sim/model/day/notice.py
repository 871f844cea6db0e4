"""Notice: needs arise; those who search see content and hear each other; some leave their name."""

from typing import Any, NamedTuple

import numpy as np

from sim.config.channels import CHANNELS
from sim.engine.compiled import compiled, forced_inline
from sim.engine.luck import normal, uniform
from sim.engine.prefetch import fetch_ahead
from sim.engine.rows import Floats, Settings, Table, Whole, row_numbers
from sim.engine.slots import (
    COMES_TO_MIND,
    CONSIDERED_LATE,
    FORGOTTEN,
    HEARS,
    INSIGHT_FORGOTTEN,
    IS_REFERRED,
    LEARNT,
    LEAVES_NAME,
    NOTICED,
    PEER_TOLD,
    Purpose,
)
from sim.engine.threads import in_parts
from sim.model.customers.attention import (
    fade,
    forget,
    forget_insight,
    impress,
    kind_noticed,
    learn,
    salience_of,
    told_to,
)
from sim.model.customers.contagion import infected
from sim.model.customers.experience import Past, past_of, recall
from sim.model.customers.opinion import discuss
from sim.model.customers.pull_forward import pulled
from sim.model.customers.strays import arrive, leave_stray_names
from sim.model.marketing.topics import shown_to_the_concerned
from sim.model.rules.clarity import clarity, relapse
from sim.model.rules.consideration import comes_to_mind, comes_to_mind_when_called
from sim.model.state.catalogue import Catalogue
from sim.model.state.customers import DORMANT, SEARCHING, CustomerRow, Customers, Rows, arising
from sim.model.state.network import Ties, neighbour
from sim.model.state.parameters import BuyerNumbers, NetworkNumbers
from sim.model.state.touches import WORD_OF_MOUTH, Log, log_of, note
from sim.model.state.world import World

_REFERRAL = CHANNELS.index("referral")
_SIGNAL, _LEAD = np.int64(Purpose.SIGNAL), np.int64(Purpose.LEAD)
_CONSIDER, _PEER = np.int64(Purpose.CONSIDER), np.int64(Purpose.PEER)
_EXPOSURE = np.int64(Purpose.EXPOSURE)


class Noticing(NamedTuple):
    """All that reaches searching customers today; ``keys`` are those of today's luck by purpose."""

    day: int
    customers: Customers
    reach: Floats  # exposures a customer [firm, stream]
    total: Floats  # the same over all streams [firm]
    kinds: Table[Settings]  # [stream]
    buyer: BuyerNumbers
    network: Ties
    hearing: NetworkNumbers
    keys: Any
    catalogue: Catalogue
    log: Log


def notice(world: World) -> None:
    """Wake customers whose need arises today, then let all who search notice and listen."""
    customers = world.customers
    if customers.needs.first[world.day] >= 0:
        wake(world, world.entry[arising](world.day, customers.rows, customers.needs))
    if world.config.network.contagion_per_year > 0.0:
        wake(world, infected(world))
    if world.config.market.arrivals.per_weekday > 0.0:
        wake(world, arrive(world))
    for firm, cut in enumerate(customers.known.cut.tolist()):
        if cut != 0.0:
            rows = pulled(world, firm)
            wake(world, rows, customers.buyer.pulled_consider)
            customers.rows["considered"][rows] |= 1 << firm
    notice_rows(world, customers.searching)
    if world.config.network.opinion_bound > 0.0:
        discuss(world)
    leave_stray_names(world)


def wake(world: World, rows: Rows, part: float = 1.0) -> None:
    """Bring customers into the market, caught up with the days that they spent without a need; to
    whom a promotion calls, firms come to mind with this part of the usual chance."""
    customers = world.customers
    if len(rows) == 0:
        return
    rows = row_numbers(rows)
    rows = rows[customers.rows["stage"][rows] == DORMANT]
    threads = world.config.threads
    for touches in in_parts(rows, threads, lambda some: _wake_part(world, some, part)):
        if len(touches):
            world.records.touches.extend(touches)
    # In the order of rows, as memory is read fastest; outcomes do not depend on it.
    customers.searching = np.sort(np.concatenate([customers.searching, rows]), kind="stable")
    world.panel_today[:, world.column["entered"]] += len(rows)


def _wake_part(world: World, rows: Rows, part: float) -> Rows:
    past = past_of(world, rows)
    key = world.key(Purpose.CONSIDER)
    world.entry[_wake_rows](rows, world.day, world.customers.rows, past, key, part)
    return past.log.written


@compiled
def _wake_rows(
    rows: Whole, day: int, customers: Customers, past: Past, consider_key: np.uint64, part: float
) -> None:
    for n in range(len(rows)):
        fetch_ahead(customers, rows, n)
        i = np.int64(rows[n])
        row = customers[i]
        recall(row, i, day - 1, past)
        row["stage"], row["entered"] = SEARCHING, day
        row["considered"] = _first_considered(row, i, part, past.buyer, consider_key)


@compiled
def _first_considered(
    row: CustomerRow, i: int, part: float, buyer: BuyerNumbers, key: np.uint64
) -> int:
    """The firms that come to mind when the need arises, as bits; the supplier always does."""
    bits = 0
    for firm in range(len(row["value"])):
        known = not buyer.salience_gate or firm == row["supplier"]
        usual = comes_to_mind(salience_of(row, firm, buyer), buyer.salience_scale)
        chance = comes_to_mind_when_called(usual, part)
        if known or uniform(key, i, COMES_TO_MIND + firm) < chance:
            bits |= 1 << firm
    return bits


def notice_rows(world: World, rows: Whole) -> None:
    """Let customers forget, notice and listen for a day; rows that have done so are skipped."""
    rows, threads = row_numbers(rows), world.config.threads
    for leads, touches in in_parts(rows, threads, lambda part: _notice_part(world, part)):
        world.events.append("leads", leads)
        if len(touches):
            world.records.touches.extend(touches)


def _notice_part(world: World, rows: Whole) -> tuple[Whole, Rows]:
    customers, reach = world.customers, shown_to_the_concerned(world)
    leads = np.empty((len(rows) * (world.firms + 1), 3), np.int64)
    log = log_of(len(leads) if world.config.touches else 0, searching=True)
    today = Noticing(
        day=world.day,
        customers=customers.rows,
        reach=reach,
        total=np.add.reduce(reach, 1),
        kinds=world.marketing.kinds,
        buyer=customers.buyer,
        network=customers.network,
        hearing=customers.hearing,
        keys=world.keys,
        catalogue=world.catalogue,
        log=log,
    )
    return leads[: world.entry[_notice_each](rows, today, leads)], log.written


@compiled
def _notice_each(rows: Whole, today: Noticing, leads: Whole) -> int:
    """Move each row on by a day; write (customer, firm, channel) of new leads; return how many."""
    count, buyer = 0, today.buyer
    for n in range(len(rows)):
        fetch_ahead(today.customers, rows, n)
        i = np.int64(rows[n])
        row = today.customers[i]
        if row["seen"] >= today.day or row["stage"] != SEARCHING:
            continue
        row["clarity"] = relapse(row["clarity"], buyer.clarity_start, buyer.clarity_memory)
        for firm in range(len(row["value"])):
            _forget_overnight(row, i, firm, today)
            channel = _notice_firm(row, i, firm, today)
            if channel >= 0:
                leads[count, 0], leads[count, 1], leads[count, 2] = i, firm, channel
                count += 1
        precision = today.hearing.precision * clarity(row["clarity"])
        firm = _hear(row, i, precision, today)
        if firm >= 0:
            lead = uniform(today.keys[_LEAD], i, IS_REFERRED) < today.hearing.referral_chance
            note(today.log, today.day, i, firm, WORD_OF_MOUTH, precision, lead)
            if lead:
                leads[count, 0], leads[count, 1], leads[count, 2] = i, firm, _REFERRAL
                count += 1
        row["seen"] = today.day
    return count


@forced_inline
def _forget_overnight(row: CustomerRow, i: int, firm: int, today: Noticing) -> None:
    """Let a day's part of precision, insight and salience go."""
    buyer = today.buyer
    if row["precision"][firm] > 0.0:
        luck = normal(today.keys[_SIGNAL], i, FORGOTTEN + firm)
        forget(row, firm, buyer.memory, buyer.memory_noise, luck)
    if row["insight"][firm] > 0.0:
        luck = normal(today.keys[_SIGNAL], i, INSIGHT_FORGOTTEN + firm)
        forget_insight(row, firm, buyer.memory, buyer.memory_noise, luck)
    fade(row, firm, buyer, buyer.salience_memory, buyer.slow_memory)


@forced_inline
def _notice_firm(row: CustomerRow, i: int, firm: int, today: Noticing) -> int:
    """Perhaps notice an item of a firm; the channel of the lead that it makes, −1 for no lead."""
    attention = row["attention"]
    if row["reading"] == firm:
        attention *= today.buyer.look_up
    key = today.keys[_EXPOSURE]
    level = uniform(key, i, NOTICED + firm)
    if level >= attention * today.total[firm]:
        return -1
    k = kind_noticed(level / attention, today.reach[firm])
    kind = today.kinds[k]
    share = told_to(row, i, firm, kind, key, today.catalogue)
    if share <= 0.0:
        return -1
    precision = share * kind["precision"] * clarity(row["clarity"])
    learn(row, firm, precision, normal(today.keys[_SIGNAL], i, LEARNT + firm))
    impress(row, firm, kind, today.buyer, 1.0, 1.0)
    row["clarity"] += share * kind["clarity"]
    if uniform(today.keys[_CONSIDER], i, CONSIDERED_LATE + firm) < today.buyer.late_consideration:
        row["considered"] |= 1 << firm
    lead = uniform(today.keys[_LEAD], i, LEAVES_NAME + firm) < kind["lead_chance"]
    note(today.log, today.day, i, firm, k, precision, lead)
    return int(kind["channel"]) if lead else -1


@forced_inline
def _hear(row: CustomerRow, i: int, precision: float, today: Noticing) -> int:
    """Perhaps hear from a neighbour about the neighbour's supplier; return that firm or −1."""
    customers, key = today.customers, today.keys[_PEER]
    if uniform(key, i, HEARS) >= today.hearing.heard_per_day:
        return -1
    other = neighbour(i, len(customers), today.network, key)
    if other < 0 or other == i:
        return -1
    firm = customers[other]["supplier"]
    if firm >= 0:
        learn(row, firm, precision, normal(key, i, PEER_TOLD))
        row["considered"] |= 1 << firm
    return int(firm)
