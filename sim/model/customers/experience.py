"""Experience: content and terms with a supplier that customers without a need lived through.

A customer without a need is not visited every day. What happened is caught up with when it matters:
as the need arises, or as the account is lost. Luck is addressed by day, and forgetting composes, so
the result is what a daily visit would have given.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.bits import lowest_bit
from sim.engine.compiled import compiled, forced_inline
from sim.engine.luck import normal, slot_of, uniform
from sim.engine.rows import Floats, Keys, Settings, Table, Whole
from sim.engine.slots import GAP_FORGOTTEN, GAP_INSIGHT, GAP_LEARNT, NOTICED, PURPOSE, TOLD
from sim.model.customers.attention import (
    fade,
    forget,
    forget_insight,
    impress,
    kind_noticed,
    learn,
    told_to,
)
from sim.model.rules.belief import remembered
from sim.model.rules.clarity import clarity, relapse
from sim.model.state.catalogue import Catalogue, private_value
from sim.model.state.customers import DORMANT, CustomerRow, Customers
from sim.model.state.fading import Fading
from sim.model.state.parameters import BuyerNumbers, ServiceNumbers
from sim.model.state.touches import Log, log_of, note
from sim.model.state.world import World

# Days whose luck is looked up at once: as many as there are bits to spare in a word.
_DAYS_AT_ONCE: Any = np.int64(32)


class Past(NamedTuple):
    """All that customers without a need met, day by day, and how much of it they remember.

    ``noticed`` and ``told`` [firm] are room to work in; ``log`` takes the touches.
    """

    reach: Floats  # exposures a customer and day [page, firm, stream]
    total: Floats  # the same over all streams [page, firm]
    kinds: Table[Settings]  # [stream]
    fading: Fading
    exposure_keys: Any  # luck of each day's exposures [page]
    keys: Keys  # today's luck [purpose]
    life: Keys  # luck that no day decides [purpose]
    buyer: BuyerNumbers
    service: ServiceNumbers
    catalogue: Catalogue
    noticed: Whole
    told: Floats
    log: Log


def past_of(world: World, rows: Whole) -> Past:
    """The past up to today, with room to write down the touches of these rows."""
    past = world.once(_past_of_all)
    if world.config.threads > 1:
        past = past._replace(noticed=past.noticed.copy(), told=past.told.copy())
    if world.config.touches:
        touches = int((world.day - world.customers.rows["seen"][rows]).sum()) * world.firms
        past = past._replace(log=log_of(touches, searching=False))
    return past


def _past_of_all(world: World) -> Past:
    customers, marketing = world.customers, world.marketing
    return Past(
        reach=marketing.dormant_reach,
        total=marketing.dormant_total,
        kinds=marketing.kinds,
        fading=customers.fading,
        exposure_keys=customers.exposure_keys,
        keys=world.keys,
        life=world.life,
        buyer=customers.buyer,
        service=world.service,
        catalogue=world.catalogue,
        noticed=np.zeros(world.firms, np.int64),
        told=np.zeros(world.firms),
        log=log_of(0, searching=False),
    )


def bring_up_to_date(world: World, rows: Whole) -> None:
    """Let customers without a need catch up with all days before today."""
    customers = world.customers
    rows = rows[customers.rows["stage"][rows] == DORMANT]
    if len(rows):
        past = past_of(world, rows)
        _recall_each(rows, world.day - 1, customers.rows, past)
        world.records.touches.extend(past.log.written)


@compiled
def _recall_each(rows: Whole, day: int, customers: Customers, past: Past) -> None:
    for n in range(len(rows)):
        recall(customers[rows[n]], np.int64(rows[n]), day, past)


@compiled
def recall(row: CustomerRow, i: int, day: int, past: Past) -> None:
    """Catch up with all that a customer lived through without a need, up to the end of a day."""
    seen = row["seen"]
    catch_up(row, i, day, past)
    if row["supplier"] < 0:
        return
    ended = row["renews"]
    while ended > seen and ended >= 0:
        if ended <= day:
            gain_experience(row, i, ended, day, past)
        ended -= past.service.term_days


@compiled
def gain_experience(row: CustomerRow, i: int, ended: int, day: int, past: Past) -> None:
    """Add what is left, some days after a term ended, of what it told of its supplier."""
    firm, kept, buyer = row["supplier"], past.fading.memory[day - ended], past.buyer
    term = (ended - row["since"]) // past.service.term_days
    slot = slot_of(row["journeys"], firm, term)
    private = private_value(i, firm, past.catalogue, buyer)
    public = row["account_utility"] - private
    precision, noisy = past.service.experience_precision, buyer.memory_noise
    key = past.life[PURPOSE.EXPERIENCE]
    luck = normal(key, i, slot)
    row["evidence"][firm] += remembered(public, precision, kept, noisy, luck)
    row["precision"][firm] += kept * precision
    if buyer.private_share > 0.0:
        luck = normal(key, i, slot + 32768)
        row["impression"][firm] += remembered(private, precision, kept, noisy, luck)
        row["insight"][firm] += kept * precision


@compiled
def catch_up(row: CustomerRow, i: int, day: int, past: Past) -> None:
    """Live through the days without a need since the row was last seen, up to the end of a day."""
    gap, buyer, fading = day - row["seen"], past.buyer, past.fading
    if gap <= 0:
        return
    key = past.keys[PURPOSE.MEMORY]
    for firm in range(len(row["value"])):
        luck = normal(key, i, GAP_FORGOTTEN + firm)
        forget(row, firm, fading.memory[gap], buyer.memory_noise, luck)
        if row["insight"][firm] > 0.0:
            luck = normal(key, i, GAP_INSIGHT + firm)
            forget_insight(row, firm, fading.memory[gap], buyer.memory_noise, luck)
        fade(row, firm, buyer, fading.salience[gap], fading.slow[gap])
        past.told[firm] = 0.0
    _live_through(row, i, day, past)
    if buyer.memory_noise:
        # Independent signals add up to one, whose luck is therefore drawn once.
        for firm in range(len(row["value"])):
            learn(row, firm, past.told[firm], normal(key, i, GAP_LEARNT + firm))
    row["seen"] = day


@forced_inline
def _live_through(row: CustomerRow, i: int, day: int, past: Past) -> None:
    """Take in what was noticed since the row was last seen, on each day what was left of it."""
    start, fading = past.buyer.clarity_start, past.fading
    clear_on = np.int64(row["seen"])
    for first in range(row["seen"] + 1, day + 1, _DAYS_AT_ONCE):
        page = first + fading.history
        end = page + min(_DAYS_AT_ONCE, day + 1 - first)
        some: Any = np.int64(0)
        for firm in range(len(row["value"])):
            total, keys = past.total[page:end, firm], past.exposure_keys[page:end]
            past.noticed[firm] = _days_noticed(i, firm, row["attention"], total, keys)
            some |= past.noticed[firm]
        while some != 0:
            d = lowest_bit(some)
            some &= some - 1
            row["clarity"] = relapse(row["clarity"], start, fading.clarity[first + d - clear_on])
            clear_on = first + d
            for firm in range(len(row["value"])):
                if (past.noticed[firm] >> d) & 1:
                    _notice_once(row, i, firm, clear_on, day, past)
    row["clarity"] = relapse(row["clarity"], start, fading.clarity[day - clear_on])


@compiled
def _days_noticed(i: int, firm: int, attention: float, total: Floats, keys: Any) -> int:
    """The days on which an item of a firm is noticed, as bits. The loop runs in wide registers."""
    found: Any = np.int64(0)
    for d in range(len(keys)):
        if uniform(keys[d], i, NOTICED + firm) < attention * total[d]:
            found |= 1 << d
    return int(found)


@forced_inline
def _notice_once(row: CustomerRow, i: int, firm: int, then: int, day: int, past: Past) -> None:
    """Add what an exposure on another day has left: precision, salience; and clarity that day."""
    buyer, fading, age = past.buyer, past.fading, day - then
    page = then + fading.history
    key = past.exposure_keys[page]
    k = kind_noticed(uniform(key, i, NOTICED + firm) / row["attention"], past.reach[page, firm])
    kind = past.kinds[k]
    share = told_to(row, i, firm, kind, key, past.catalogue)
    if share <= 0.0:
        return
    precision = share * kind["precision"] * clarity(row["clarity"])
    note(past.log, then, i, firm, k, precision, False)
    kept = fading.memory[age]
    if buyer.memory_noise:
        past.told[firm] += kept * precision
    else:
        luck = normal(key, i, TOLD + firm)
        row["evidence"][firm] += remembered(row["value"][firm], precision, kept, False, luck)
        row["precision"][firm] += kept * precision
    impress(row, firm, kind, buyer, fading.salience[age], fading.slow[age])
    row["clarity"] += share * kind["clarity"]
