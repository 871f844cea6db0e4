"""Notice: needs arise; those who search see content and hear each other; some leave their name."""

from typing import Any

import numpy as np

from sim.config.channels import CHANNELS
from sim.engine.appointments import due
from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, normal, uniform
from sim.engine.prefetch import fetch_ahead
from sim.engine.threads import in_parts
from sim.model.customers.attention import forget, forget_insight, kind_noticed, learn, told_to
from sim.model.customers.contagion import infected
from sim.model.customers.experience import Past, past_of, recall
from sim.model.customers.opinion import discuss
from sim.model.customers.pull_forward import pulled
from sim.model.customers.strays import arrive, leave_stray_names
from sim.model.marketing.topics import shown_to_the_concerned
from sim.model.rules.clarity import clarity, relapse
from sim.model.rules.consideration import comes_to_mind
from sim.model.state.customers import DORMANT, SEARCHING, Rows, arising
from sim.model.state.network import neighbour
from sim.model.state.touches import WORD_OF_MOUTH, Log, log_of, note
from sim.model.state.world import World

_REFERRAL = CHANNELS.index("referral")


def notice(world: World) -> None:
    """Wake those whose need arises today, then let everyone who searches look around."""
    customers = world.customers
    rows = due(customers.needs, world.day)
    wake(world, rows[: arising(rows, world.day, customers.rows, customers.needs)])
    if world.config.network.contagion_per_year > 0.0:
        wake(world, infected(world))
    if world.config.market.arrivals.per_weekday > 0.0:
        wake(world, arrive(world))
    for firm in np.flatnonzero(customers.known.cut):
        rows = pulled(world, int(firm))
        wake(world, rows)
        customers.rows["considered"][rows] |= 1 << int(firm)
    notice_rows(world, customers.searching)
    if world.config.network.opinion_bound > 0.0:
        discuss(world)
    leave_stray_names(world)


def wake(world: World, rows: Rows) -> None:
    """Bring customers into the market, caught up with the days they slept through."""
    customers = world.customers
    rows = rows[customers.rows["stage"][rows] == DORMANT]
    if len(rows) == 0:
        return
    for touches in in_parts(rows, world.config.threads, lambda part: _wake_part(world, part)):
        world.records.touches.extend(touches)
    # In the order of rows, as memory is read fastest; outcomes do not depend on it.
    customers.searching = np.sort(np.concatenate([customers.searching, rows]), kind="stable")
    world.panel_today[:, world.column["entered"]] += len(rows)


def _wake_part(world: World, rows: Rows) -> Rows:
    past = past_of(world, rows)
    _wake_rows(
        rows,
        world.day,
        world.customers.rows,
        past,
        world.customers.buyer,
        world.key(Purpose.CONSIDER),
    )
    return past.fading.log.written


@compiled
def _wake_rows(
    rows: Any, day: int, customers: Any, past: Past, buyer: Any, consider_key: int
) -> None:
    for n in range(len(rows)):
        fetch_ahead(customers, rows, n)
        i = np.int64(rows[n])
        row = customers[i]
        recall(row, i, day - 1, past, buyer)
        row["stage"], row["entered"] = SEARCHING, day
        row["considered"] = _first_considered(row, i, buyer, consider_key)


@compiled
def _first_considered(row: Any, i: int, buyer: Any, key: int) -> int:
    """The firms that come to mind when the need arises, as bits; the supplier always does."""
    bits = 0
    for firm in range(len(row["value"])):
        known = not buyer.salience_gate or firm == row["supplier"]
        chance = comes_to_mind(row["salience"][firm], buyer.salience_scale)
        if known or uniform(key, i, firm) < chance:
            bits |= 1 << firm
    return bits


def notice_rows(world: World, rows: Rows) -> None:
    """One day's exposures, word of mouth and forgetting for these customers; skips those done."""
    for leads, touches in in_parts(
        rows, world.config.threads, lambda part: _notice_part(world, part)
    ):
        world.events.append("leads", leads)
        world.records.touches.extend(touches)


def _notice_part(world: World, rows: Rows) -> tuple[Rows, Rows]:
    customers = world.customers
    reach = shown_to_the_concerned(world)
    leads = np.empty((len(rows) * (world.firms + 1), 3), np.int64)
    log = log_of(len(leads) if world.config.touches else 0)
    keys = (
        customers.exposure_keys[world.page], world.key(Purpose.SIGNAL), world.key(Purpose.LEAD),
        world.key(Purpose.CONSIDER), world.key(Purpose.PEER), world.catalogue.pain_key,
    )  # fmt: skip
    count = _notice_each(
        rows, world.day, customers.rows, reach, reach.sum(axis=1), world.marketing.kinds,
        customers.buyer, world.marketing.kinds["channel"], customers.network, customers.hearing,
        keys, leads, log,
    )  # fmt: skip
    return leads[:count], log.written


@compiled
def _notice_each(
    rows: Any, day: int, customers: Any, reach: Any, total: Any, kinds: Any, buyer: Any,
    channels: Any, network: Any, hearing: Any, keys: Any, leads: Any, log: Log,
) -> int:  # fmt: skip
    """Move each row on by a day; write (customer, firm, channel) of new leads; return how many."""
    count = 0
    for n in range(len(rows)):
        fetch_ahead(customers, rows, n)
        i = np.int64(rows[n])
        row = customers[i]
        if row["seen"] >= day or row["stage"] != SEARCHING:
            continue
        row["clarity"] = relapse(row["clarity"], buyer.clarity_start, buyer.clarity_memory)
        for firm in range(len(row["value"])):
            if row["precision"][firm] > 0.0:
                luck = normal(keys[1], i, firm)
                forget(row, firm, buyer.memory, buyer.memory_noise, luck)
            if buyer.private_share > 0.0 and row["insight"][firm] > 0.0:
                luck = normal(keys[1], i, firm + 128)
                forget_insight(row, firm, buyer.memory, buyer.memory_noise, luck)
            row["salience"][firm] *= buyer.salience_memory
            attention = row["attention"]
            if row["reading"] == firm:
                attention *= buyer.look_up
            level = uniform(keys[0], i, firm)
            if level < attention * total[firm]:
                k = kind_noticed(level / attention, reach[firm])
                share = told_to(row, i, firm, kinds[k], keys[0], keys[5], buyer.pains)
                if share <= 0.0:
                    continue
                precision = share * kinds[k]["precision"] * clarity(row["clarity"])
                _take_in(row, i, firm, kinds[k], share, precision, buyer, keys)
                lead = uniform(keys[2], i, firm) < kinds[k]["lead_chance"]
                note(log, day, i, firm, k, precision, True, lead)
                if lead:
                    leads[count, 0], leads[count, 1], leads[count, 2] = i, firm, channels[k]
                    count += 1
        clear = clarity(row["clarity"])
        firm = _hear(row, i, clear, customers, network, hearing, keys[4])
        if firm >= 0:
            lead = uniform(keys[2], i, 64) < hearing.referral_chance
            note(log, day, i, firm, WORD_OF_MOUTH, hearing.precision * clear, True, lead)
            if lead:
                leads[count, 0], leads[count, 1], leads[count, 2] = i, firm, _REFERRAL
                count += 1
        row["seen"] = day
    return count


@compiled
def _take_in(
    row: Any, i: int, firm: int, kind: Any, share: float, precision: float, buyer: Any, keys: Any
) -> None:
    """One exposure: a signal as good as the own problem is clear, salience, maybe a candidate."""
    learn(row, firm, precision, normal(keys[1], i, firm + 64))
    row["salience"][firm] += 1.0
    row["clarity"] += share * kind["clarity"]
    if uniform(keys[3], i, firm) < buyer.late_consideration:
        row["considered"] |= 1 << firm


@compiled
def _hear(
    row: Any, i: int, clear: float, customers: Any, network: Any, hearing: Any, key: int
) -> int:
    """Perhaps hear from a neighbour about the neighbour's supplier; return that firm or −1."""
    if uniform(key, i, 0) >= hearing.heard_per_day:
        return -1
    other = neighbour(i, len(customers), network, key)
    if other < 0 or other == i:
        return -1
    firm = customers[other]["supplier"]
    if firm >= 0:
        learn(row, firm, hearing.precision * clear, normal(key, i, 4))
        row["considered"] |= 1 << firm
    return int(firm)
