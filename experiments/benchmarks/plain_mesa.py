"""The customer's day as one would write it in plain Mesa: an object a customer, stepped daily.

The rules are the package's own, called one customer at a time; the order of events is that of the
day's phases. Luck comes from the model's generator, and what marketers publish from the package.
Everybody is visited every day, as is usual; with ``NUMBA_DISABLE_JIT=1`` the rules run as plain
Python, which for rules this small can be faster than calling compiled ones from Python.
"""

import time
from typing import Any

import mesa

from experiments.benchmarks.same_rules import Counts, supplier_of, without_reps
from sim.config import KINDS, Config
from sim.model.day.publish import publish
from sim.model.market import Market
from sim.model.rules.belief import forgetting_noise, mean, moved, signal, variance
from sim.model.rules.choice import surely
from sim.model.rules.clarity import clarity, relapse
from sim.model.rules.consideration import comes_to_mind
from sim.model.rules.contact import information_value
from sim.model.rules.need import wait
from sim.model.rules.word_of_mouth import hears_strong, strong_neighbour, weak_neighbour

NOBODY = -1


class Customer(mesa.Agent):
    """One customer with a memory of each firm."""

    def __init__(self, model: "PlainMarket", row: int, born: Any) -> None:
        super().__init__(model)
        self.row = row
        self.value = born["value"].tolist()
        self.attention = float(born["attention"])
        self.hassle = float(born["hassle"])
        self.clarity = model.buyer.clarity_start
        self.supplier = supplier_of(row, len(self.value))
        self.precision = [0.0] * len(self.value)
        self.evidence = [0.0] * len(self.value)
        self.salience = [0.0] * len(self.value)
        self.considered = [False] * len(self.value)
        self.searching, self.reading = False, NOBODY
        self.entry = wait(model.random.random(), model.buyer.entry_per_year)

    def step(self) -> None:
        """Forget, notice, hear; with a need, weigh what is known."""
        model = self.model
        if not self.searching and self.entry == model.day:
            self.enter()
        self.notice(model.reach if self.searching else model.dormant_reach)
        if self.searching:
            self.hear()
            self.weigh()

    def enter(self) -> None:
        """A need arises; the firms that come to mind are considered, the supplier always."""
        model = self.model
        self.searching = True
        model.counts.entered += 1
        for firm, salience in enumerate(self.salience):
            chance = comes_to_mind(salience, model.buyer.salience_scale)
            self.considered[firm] = firm == self.supplier or model.luck() < chance

    def notice(self, reach: list[list[float]]) -> None:
        """Forget a little about each firm, and perhaps take in one of its items."""
        model, buyer, luck = self.model, self.model.buyer, self.model.luck
        precision, evidence, salience = self.precision, self.evidence, self.salience
        self.clarity = relapse(self.clarity, buyer.clarity_start, buyer.clarity_memory)
        for firm, its in enumerate(reach):
            known = precision[firm]
            if known > 0.0:
                noise = forgetting_noise(known, buyer.memory) * model.gauss()
                evidence[firm] = evidence[firm] * buyer.memory + noise
                precision[firm] = known * buyer.memory
            salience[firm] *= buyer.salience_memory
            keen = buyer.look_up if firm == self.reading else 1.0
            level = luck() / (self.attention * keen)
            for kind, share in enumerate(its):
                level -= share
                if level < 0.0:
                    self.take_in(firm, model.kinds[kind])
                    break

    def take_in(self, firm: int, kind: "Kind") -> None:
        """One exposure: a signal, salience, and with a need perhaps a candidate and a lead."""
        model = self.model
        self.learn(firm, kind.precision * clarity(self.clarity))
        self.salience[firm] += 1.0
        self.clarity += kind.clarity
        if self.searching:
            if model.luck() < model.buyer.late_consideration:
                self.considered[firm] = True
            if model.luck() < kind.lead_chance:
                model.counts.leads += 1

    def learn(self, firm: int, precision: float) -> None:
        """Take in one honest signal about a firm."""
        self.evidence[firm] += signal(self.value[firm], precision, self.model.gauss())
        self.precision[firm] += precision

    def hear(self) -> None:
        """Perhaps hear from a neighbour about the neighbour's supplier."""
        model = self.model
        if model.luck() >= model.hearing.heard_per_day:
            return
        other = model.customers[model.neighbour(self.row)]
        if other is self or other.supplier == NOBODY:
            return
        self.learn(other.supplier, model.hearing.precision * clarity(self.clarity))
        self.considered[other.supplier] = True
        if model.luck() < model.hearing.referral_chance:
            model.counts.leads += 1

    def weigh(self) -> None:
        """Give up, decide, read on, call a rep, or wait."""
        model, buyer = self.model, self.model.buyer
        self.reading = NOBODY
        beliefs = [
            mean(self.precision[firm], self.evidence[firm], prior, model.public)
            if self.considered[firm]
            else None
            for firm, prior in enumerate(model.prior)
        ]
        leader, first, second = NOBODY, buyer.no_decision_value, None
        for firm, belief in enumerate(beliefs):
            if belief is None:
                continue
            if belief > first:
                leader, first, second = firm, belief, first
            elif second is None or belief > second:
                second = belief
        if second is None:
            second = buyer.no_decision_value
        decided = self.sure(beliefs, leader, first)
        model.observe(self)
        tired = not decided and model.luck() < 1.0 / buyer.patience_days
        if tired or (decided and leader == NOBODY):
            self.leave()
            return
        firm = leader if decided else self.whom_to_call(beliefs, leader, first, second)
        if firm != NOBODY:
            model.counts.requests += 1
            model.counts.decided += decided

    def sure(self, beliefs: list[Any], leader: int, first: float) -> bool:
        """Whether the leader beats every alternative beyond doubt."""
        model, buyer = self.model, self.model.buyer
        if not any(self.considered):
            return False
        own = 0.0
        if leader != NOBODY:
            own = self.unsure(leader)
            if not surely(first - buyer.no_decision_value, own, model.made_up):
                return False
        for firm, belief in enumerate(beliefs):
            if firm == leader or belief is None:
                continue
            if not surely(first - belief, own + self.unsure(firm), model.made_up):
                return False
        return True

    def unsure(self, firm: int) -> float:
        """Variance of the belief about a firm, whose private part nobody has shown."""
        return float(variance(self.precision[firm], self.model.public)) + self.model.private

    def whom_to_call(self, beliefs: list[Any], leader: int, first: float, second: float) -> int:
        """The firm whose rep is worth a call now; nobody while reading up on one is worth more."""
        model, buyer = self.model, self.model.buyer
        clear = clarity(self.clarity)
        gaps = [
            None if belief is None else first - (second if firm == leader else belief)
            for firm, belief in enumerate(beliefs)
        ]
        days = buyer.planning_days * self.attention * buyer.look_up
        best, gain = NOBODY, buyer.content_cost
        for firm, gap in enumerate(gaps):
            if gap is None:
                continue
            v = variance(self.precision[firm], model.public)
            worth = information_value(gap, moved(v, days * model.telling[firm] * clear))
            if worth > gain:
                best, gain = firm, worth
        self.reading = best
        if best != NOBODY:
            return NOBODY
        gain, shown = self.hassle, moved(model.private, model.discovery_precision)
        for firm, gap in enumerate(gaps):
            if gap is None:
                continue
            v = variance(self.precision[firm], model.public)
            worth = information_value(gap, moved(v, model.talk_precision * clear) + shown)
            if worth > gain:
                best, gain = firm, worth
        return best

    def leave(self) -> None:
        """No decision: rest, and have a need again some day."""
        model = self.model
        self.searching, self.reading = False, NOBODY
        self.considered = [False] * len(self.value)
        awaited = wait(model.luck(), model.buyer.entry_per_year)
        self.entry = model.day + 1 + model.buyer.rest_days + awaited


class Kind:
    """What one kind of content does to who sees it."""

    def __init__(self, kind: Any) -> None:
        self.precision, self.clarity = kind.precision, kind.clarity
        self.lead_chance = kind.lead_chance


class PlainMarket(mesa.Model):
    """Customers as objects; what firms publish, their values and the network are the package's."""

    def __init__(self, config: Config, seed: int, watched: bool) -> None:
        super().__init__(rng=seed)
        self.buyer, self.hearing = config.market.buyer, config.network
        self.kinds = [Kind(getattr(config.market.content, name)) for name in KINDS]
        self.talk_precision = config.sales.talk_precision
        self.discovery_precision = config.sales.discovery_precision
        self.private = self.buyer.prior_variance * self.buyer.private_share
        self.public = self.buyer.prior_variance - self.private
        self.luck, self.watched, self.day = self.random.random, watched, 0
        self.package = Market(config, seed)
        world = self.package.world
        self.made_up, self.prior = float(world.customers.made_up), world.catalogue.prior.tolist()
        self.counts = Counts(config.market.customers, config.days)
        self.customers = [
            Customer(self, row, born) for row, born in enumerate(world.customers.rows)
        ]
        self.people = mesa.agent.AgentSet(self.customers, random=self.random)
        for reach in world.marketing.dormant_reach[: world.page].tolist():
            for customer in self.customers:
                customer.notice(reach)

    def step(self) -> None:
        """Everybody lives one day."""
        self.morning()
        self.people.do("step")
        self.evening()

    def morning(self) -> None:
        """Firms publish."""
        world = self.package.world
        publish(world)
        reach, dormant_reach = (
            world.marketing.reach[world.page],
            world.marketing.dormant_reach[world.page],
        )
        self.reach, self.dormant_reach = reach.tolist(), dormant_reach.tolist()
        self.telling = (reach @ world.marketing.kinds["precision"]).tolist()

    def evening(self) -> None:
        """The day is over."""
        world = self.package.world
        self.day += 1
        if self.day < world.last_day:
            world.open_day(self.day)

    def gauss(self) -> float:
        """A standard normal number."""
        return self.random.gauss(0.0, 1.0)

    def neighbour(self, row: int) -> int:
        """Whom a customer hears today."""
        size, which, ties = len(self.customers), self.luck(), self.package.world.customers.network
        if hears_strong(self.luck(), ties.strong_ties, ties.weak_ties, ties.strong_weight):
            return int(strong_neighbour(row, int(which * ties.strong_ties), size, ties.strong_ties))
        return int(weak_neighbour(row, int(which * ties.weak_ties), size, ties.key))

    def observe(self, customer: Customer) -> None:
        """Count a customer who searches; how much that one knows only when watched."""
        counts, firms = self.counts, len(customer.value)
        counts.searched += 1
        if self.watched:
            counts.salience += sum(customer.salience) / firms
            counts.precision += sum(customer.precision) / firms
            counts.clarity += customer.clarity


def measure(customers: int, days: int, seed: int) -> dict[str, float]:
    """Nanoseconds of a customer's day while searching and asleep, and, watched, what happened."""
    watched = PlainMarket(without_reps(customers, days), seed, True)
    for _ in range(days):
        watched.step()
    return {**_timed(customers, days, seed), **watched.counts.means()}


def _timed(customers: int, days: int, seed: int) -> dict[str, float]:
    """Processor time of the last quarter of the days, by whether customers search that morning."""
    model = PlainMarket(without_reps(customers, days), seed, False)
    seconds = {"searching": 0.0, "asleep": 0.0}
    visits = dict.fromkeys(seconds, 0)
    for day in range(days):
        if day < days * 3 // 4:
            model.step()
            continue
        model.morning()
        searching = model.people.select(lambda one: one.searching)
        asleep = model.people.select(lambda one: not one.searching)
        for name, some in (("searching", searching), ("asleep", asleep)):
            start = time.process_time()
            some.do("step")
            seconds[name] += time.process_time() - start
            visits[name] += len(some)
        model.evening()
    return {f"{name}_ns": 1e9 * seconds[name] / max(visits[name], 1) for name in seconds}
