"""Small markets of every kind, for Hypothesis to draw.

What matters most is drawn by name; of all other parameters some are moved off their defaults,
within their ranges, so that a parameter that is added is drawn without a word here.

Compiled code is specialised to the number of firms, and to columns of one row. Here there are
always three firms and several customers, so that one compilation serves all markets; with the
compiler off, any number is drawn.
"""

from dataclasses import MISSING, fields, replace
from functools import cache

from hypothesis import strategies as st

from sim.config import (
    CHANNELS,
    KINDS,
    PERIODS,
    Alignment,
    Cadence,
    Component,
    Config,
    Draw,
    Guarantee,
    Incentive,
    Market,
    Marketing,
    Network,
    Planned,
    Quota,
    Release,
    Rivals,
    Sales,
    Timing,
)
from sim.config.buyer import Buyer
from sim.config.channels import Channels
from sim.config.content_kinds import Buzz, Content, Kind, Launch
from sim.config.market import Arrivals, Catalogue, Service, Start
from sim.config.measures import MEASURES, REGISTER
from sim.config.plan import PAID
from sim.engine.compiled import COMPILING

MOST_COMPONENTS, MOST_PIECES = 2, 3
MOST_MOVED = 8


def floats(low, high):
    return st.floats(low, high)


def share():
    return floats(0, 1)


def often(usual, rare):
    """Mostly something usual, so that most markets are busy; now and then an edge."""
    return st.sampled_from([*usual, *usual, *usual, *rare])


def moved(entry):
    """Other values of a parameter than its default, within its range; None where there are none."""
    about, usual = entry.metadata["about"], entry.default
    if about.form:
        return None  # a word of plans is another way to say their components
    if usual is MISSING:
        usual = entry.default_factory()
    if isinstance(usual, bool):
        return st.just(not usual)
    if about.choices and isinstance(usual, list | tuple):
        return st.lists(st.sampled_from(about.choices), min_size=1, unique=True)
    if about.choices:
        return st.sampled_from([one for one in about.choices if one != usual])
    if about.low is None or not isinstance(usual, int | float):
        return None
    high = about.low + 1.0 if about.high is None else about.high
    some = (usual / 2, 2 * usual) if usual else (0.3, 1.0, 3.0)
    some = {type(usual)(min(max(value, about.low), high)) for value in (about.low, *some)}
    within = sorted(value for value in some - {usual} if about.low <= value <= high)
    return st.sampled_from(within) if within else None


@cache
def others(part, given):
    """Values of the parameters of a part that are not given, and a choice of a few of them."""
    values = {one.name: moved(one) for one in fields(part) if one.name not in given}
    values = {name: of for name, of in values.items() if of is not None}
    if not values:
        return {}, st.just([])
    return values, st.lists(st.sampled_from(sorted(values)), max_size=MOST_MOVED, unique=True)


def some(draw, part, /, **given):
    """A part with what is given, and a few of its other parameters off their defaults."""
    values, few = others(part, frozenset(given))
    return part(**given, **{name: draw(values[name]) for name in draw(few)})


@st.composite
def components(draw, prospectors=0, days=66):
    measure = draw(st.sampled_from([*MEASURES, "new", "new", "renewal"]))
    nature, by_quota = REGISTER[measure], draw(st.booleans())
    needs = nature.needs_goal(by_quota)
    goal = draw(floats(0.05, 1)) if needs else draw(often([0.0], [0.5]))
    size = 1.0 if by_quota or nature.is_ratio else SIZE.get(measure, 10_000.0)
    if not by_quota and nature.is_ratio and measure != "growth":
        size = 0.3
    pieces = draw(st.integers(1, MOST_PIECES))
    steps = draw(st.lists(floats(0.1, 1.5), min_size=pieces - 1, max_size=pieces - 1))
    at = [-0.1 if measure == "share_gain" and not by_quota and draw(st.booleans()) else 0.0]
    for step in steps:
        at.append(at[-1] + step * size)
    few = st.lists(floats(0, 1), min_size=pieces, max_size=pieces)
    fits = [one for one in EXTRAS if ("split" not in one or prospectors)
            and ("clawback_days" not in one or measure == "new")]  # fmt: skip
    extra = draw(st.sampled_from(fits)) if nature.is_divisible else {}
    if not nature.is_of_whole_periods and not draw(st.integers(0, 4)):
        first = draw(st.integers(0, days - 1))
        length = draw(st.integers(1, 40))
        extra = {**extra, "from_day": first, "to_day": first + length - 1}
        extra["every_days"] = draw(st.sampled_from([0, length, length + 13]))
    elif not draw(st.integers(0, 3)):
        first = min(draw(often([0], [1, 9, days // 2])), days - 1)
        extra = {**extra, "first_day": first, "last_day": first + draw(st.integers(0, days))}
    length = draw(st.sampled_from(list(PERIODS)))
    if not nature.is_ratio and "to_day" not in extra:
        fit = [how for how, days in PAID.items() if days < PERIODS[length]]
        extra = {**extra, "paid": draw(st.sampled_from(fit))}
    return Component(
        measure=measure,
        unit="attainment" if by_quota else "amount",
        period=length,
        target_pay=draw(floats(100, 20_000)) if by_quota else 1000.0 / size,
        at=at,
        jump=[x * (1.0 if by_quota else size) for x in draw(few)],
        slope=draw(few),
        goal=goal * (1.0 if nature.is_ratio else SIZE.get(measure, 10_000.0)),
        **extra,
    )


# What a deal's credit can do besides being paid.
EXTRAS = [{}, {"split": 0.3}, {"split": 1.0, "credit": "doubled"},
          {"clawback_days": 60, "clawback_share": 0.8}, {"clawback_days": 400},
          {"clawback_days": 400, "clawback_share": 0.8, "clawback": "credit"}]  # fmt: skip
SIZE = {"activity": 20.0}


@st.composite
def plans(draw, prospectors=0, days=66):
    parts = draw(st.lists(components(prospectors, days), max_size=MOST_COMPONENTS))
    if len(parts) == 2 and draw(st.booleans()):
        gated = replace(parts[1], period=parts[0].period, paid="period", gate=0,
                        gate_attainment=draw(floats(0.1, 2)))  # fmt: skip
        fine = parts[0].goal > 0 or not parts[0].counted.needs_goal(by_quota=True)
        if fine and parts[0].to_day is None and not parts[0].first_day:
            parts[0] = replace(parts[0], last_day=None)
            parts = [parts[0], gated]
    always = any(part.to_day is None for part in parts)
    return Incentive(
        salary=draw(st.sampled_from([0.0, 60_000.0, 100_000.0])),
        components=parts,
        quota=Quota(
            initial=draw(floats(1000, 200_000)),
            tightness=draw(floats(0.25, 4)),
            attain=draw(often([0.0], [0.5])),
            ratchet=draw(share()),
            skill_weight=draw(share()),
            territory_weight=draw(share()),
            ratchet_up=draw(often([0.0], [0.5])),
            ratchet_down=draw(often([0.0], [0.2])),
            ramp=draw(often([[]], [[0.5, 0.0, 0.9], [0.25]])),
            over_assignment=draw(often([0.0], [0.1])),
        ),
        draw=Draw(a_month=draw(often([0.0], [2000.0])) if parts else 0.0,
                  recoverable=draw(st.booleans())),
        guarantee=Guarantee(
            draw(st.integers(1, 3)), draw(often([0.0], [1500.0])) if always else 0.0
        ),
    )  # fmt: skip


RIVALS_PLAN = Incentive(
    components=[
        Component(unit="attainment", target_pay=9000.0, at=[0.0, 0.5, 1.0], jump=[0.0, 0.2, 0.5],
                  slope=[0.1, 0.5, 1.5]),
        Component(measure="renewal", period="month", slope=[0.05]),
    ]
)  # fmt: skip


@st.composite
def sales(draw, compiling=COMPILING):
    reps = draw(often([2, 3, 5], [0, 1, None]))
    return some(
        draw,
        Sales,
        reps=reps,
        prospectors=draw(st.integers(0, max((reps or 0) - 1, 0))),
        hours_per_day=draw(floats(4, 12)),
        selling_share=draw(floats(0.3, 1)),
        talk_hours=draw(floats(0.25, 2)),
        transact_hours=draw(floats(0.25, 2)),
        call_hours=draw(floats(0.05, 0.5)),
        reach_chance=draw(share()),
        lead_attempts=draw(st.integers(1, 6)),
        # Solving a period backwards takes minutes without a compiler.
        horizon=draw(often(["forward"], ["myopic"])) if compiling else "myopic",
        lead_max_age_days=draw(st.integers(1, 30)),
        priority=draw(st.sampled_from(["lines", "worth"])),
        cold_calls=draw(st.integers(0, 12)),
        follow_up_days=draw(st.integers(1, 10)),
        refusals=draw(st.integers(1, 4)),
        questions=draw(st.integers(0, 6)),
        offer=draw(st.sampled_from(["problem_first", "solution_first"])),
        talk_precision=draw(often([0.5, 2.0, 4.0], [0.0])),
        discovery_precision=draw(often([0.9, 3.0], [0.0])),
        closing_failure=draw(floats(0, 0.5)),
        skill_sd=draw(floats(0, 1)),
        ramp_days=draw(st.sampled_from([0.0, 47.0])),
        effort_max=draw(floats(0, 5)),
        service_share=draw(floats(0, 0.5)),
        substitution=draw(floats(0, 0.9)),
        turnover_per_year=draw(st.sampled_from([0.0, 0.27, 5.0])),
        routing=draw(often(["territory", "pool"], ["round_robin", "skill", "load"])),
        waiting_room=draw(often([True], [False])),
        territory_sd=draw(often([0.0, 0.6], [2.0])),
        talk_spread=draw(st.sampled_from(["fixed", "exponential"])),
        vacancy_days=draw(often([0.0, 20.0], [1.0, 520.0])),
        change_cost=draw(often([0.0, 0.15], [1.0])),
        cold_reach=draw(often([None, 0.08], [0.0])),
        appointments=draw(st.booleans()),
        forms=draw(often([1.0, 0.5], [0.0])),
        other_work_between=draw(often([1.0, 0.5], [0.0])),
    )


@st.composite
def marketing(draw):
    return some(
        draw,
        Marketing,
        marketers=draw(st.integers(0, 3)),
        hours_per_day=draw(floats(1, 12)),
        score_accuracy=draw(share()),
        threshold_marketing=draw(floats(-3, 2)),
        threshold_sales=draw(floats(-1, 3)),
        nurture_days=draw(often([0, 10], [1])),
        routed_at_once=draw(often([1.0, 0.3], [0.0])),
        routing_days=draw(floats(0.05, 20)),
        budget=draw(often([None], [0.0, 4000.0])),
        decides=draw(often(["calendar"], ["planner", "bandit"])),
        present=draw(share()),
        topics=draw(often(["none"], ["problem_first", "product_first"])),
        horizon_days=draw(st.integers(1, 300)),
    )


@st.composite
def alignments(draw):
    return some(
        draw,
        Alignment,
        information=draw(share()),
        goals=draw(share()),
        definition=draw(st.sampled_from(["goals", "knowledge"])),
        engagement=draw(often([0], [4, 32])),
        labels=draw(st.booleans()),
        labels_days=draw(st.integers(0, 40)),
    )


@st.composite
def cadences(draw, days=66):
    return some(
        draw,
        Cadence,
        weekdays=draw(st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True)),
        every_weeks=draw(st.integers(1, 3)),
        on_weeks=draw(st.integers(1, 3)),
        off_weeks=draw(st.integers(0, 3)),
        **{kind: draw(st.integers(0, 3)) for kind in KINDS},
        flights=draw(often([1], [2, 4])),
        pulse_days=draw(often([0], [1, 20, 200])),
        pulse_from_day=draw(st.integers(0, days - 1)),
        pulse_factor=draw(st.sampled_from([0.0, 0.5, 3.0])),
        pulse_kinds=draw(st.lists(st.sampled_from(KINDS), min_size=1, unique=True)),
        price_cut=draw(often([0.0], [0.2, 0.9])),
        cut_from_day=draw(st.integers(0, 60)),
        cut_days=draw(st.integers(1, 30)),
        cut_every_days=draw(st.sampled_from([0, 40])),
        releases=draw(st.lists(releases(), max_size=2)),
        planned=draw(often([[]], [PLANNED])),
    )


@st.composite
def releases(draw):
    return some(
        draw,
        Release,
        day=draw(st.integers(0, 100)),
        every_days=draw(st.sampled_from([0, 7, 20])),
        preparation_days=draw(st.integers(1, 80)),
        hours=draw(floats(0, 500)),
        worth=draw(often([0.0], [0.5])),
    )


# Elsewhere than usual, on a topic, and more than there are hours for.
PLANNED = [
    Planned(0, "news", 3, channel="email"), Planned(9, "education", 2, topic=1, channel="events"),
    Planned(9, "news", 1, channel="email"), Planned(11, "promotion", 100), Planned(30, "product"),
]  # fmt: skip


@st.composite
def kinds(draw):
    return some(
        draw,
        Kind,
        reach=draw(floats(0, 1)),
        dormant_share=draw(share()),
        precision=draw(floats(0, 2)),
        clarity=draw(floats(0, 1)),
        half_life_days=draw(floats(1, 300)),
        lead_chance=draw(share()),
        dormant_lead_chance=draw(floats(0, 0.25)),
        hours=draw(st.sampled_from([0.0, 1.5, 6.0])),
        channel=draw(st.sampled_from(CHANNELS)),
    )


@st.composite
def channels(draw):
    """As usual, but for a few of them."""
    names = draw(st.lists(st.sampled_from([one.name for one in fields(Channels)]), unique=True))
    its = {name: type(getattr(Channels(), name)) for name in names}
    return replace(Channels(), **{name: some(draw, channel) for name, channel in its.items()})


@st.composite
def buyers(draw):
    made_up, value_sd = draw(floats(0.5, 0.9)), draw(often([1.0], [0.5, 2.0]))
    return some(
        draw,
        Buyer,
        pains=draw(st.integers(2, 8)),
        entry_per_year=draw(often([2.0, 5.0], [0.0, 0.2])),
        entry_shape=draw(often([0.0, 1.0], [0.05, 50.0])),
        rest_days=draw(st.sampled_from([0, 1, 20])),
        patience_days=draw(often([30.0, 150.0, 1000.0], [5.0])),
        waiting_days=draw(often([0.0, 8.0], [0.5, 20.0])),
        value_mean=draw(often([0.4, 1.0, 2.0], [-1.0])),
        value_sd=value_sd,
        severity_sd=draw(st.sampled_from([0.5, 0.0, 0.2])) * value_sd,
        prior_variance=draw(floats(0.1, 4)),
        private_share=draw(often([0.0, 0.4], [0.7])),
        attention_sd=draw(floats(0, 2)),
        hassle=draw(often([0.0, 0.004], [0.05])),
        unsolicited_hassle=draw(floats(0, 5)),
        compare_content=draw(st.booleans()),
        look_up=draw(often([1.0, 4.0], [20.0])),
        clarity_start=draw(floats(0, 2)),
        memory=draw(floats(0.9, 1)),
        memory_noise=draw(st.booleans()),
        salience_gate=draw(st.booleans()),
        late_consideration=draw(share()),
        wait_when_empty=draw(st.booleans()),
        choice=draw(often(["sure"], ["logit", "satisfice"])),
        deliberation_days=draw(floats(1, 60)),
        logit_scale=draw(floats(0, 5)),
        aspiration=draw(floats(-1, 3)),
        aspiration_days=draw(floats(1, 200)),
        made_up=made_up,
        signs=draw(floats(made_up, 0.99)),
        max_talks=draw(st.integers(1, 12)),
    )


@st.composite
def arrivals(draw):
    """Usually none; else a stream of leads from outside on a few channels."""
    if draw(st.integers(0, 2)):
        return Arrivals()
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=4, unique=True))
    return Arrivals(
        per_weekday=draw(floats(0.5, 6)),
        dispersion=draw(st.sampled_from([1.0, 3.0])),
        until_day=draw(st.integers(1, 100)),
        intent=draw(share()),
        intents=[draw(share()) for _ in channels] if draw(st.booleans()) else [],
        channels=channels,
        shares=[1.0 / len(channels)] * len(channels),
    )


@st.composite
def markets(draw, compiling):
    return Market(
        customers=draw(often([60, 120], [2, 3] if compiling else [1, 2])),
        buyer=draw(buyers()),
        channels=draw(channels()),
        content=some(
            draw,
            Content,
            **{kind: draw(kinds()) for kind in KINDS},
            buzz=some(draw, Buzz),
            launch=some(draw, Launch),
            stray_leads=draw(floats(0, 2)),
            wear_out=draw(often([0.0], [0.3])),
            restoration=draw(floats(0, 1)),
        ),
        catalogue=some(
            draw, Catalogue, offerings=draw(st.integers(1, 4)), price_sd=draw(floats(0, 0.5))
        ),
        service=some(
            draw,
            Service,
            term_days=draw(often([20, 65], [5, 260])),
            churn=draw(share()),
            churn_shape=draw(often([0.0, 0.7], [0.05, 50.0])),
            experience_precision=draw(floats(0, 2)),
        ),
        arrivals=draw(arrivals()),
        start=draw(starts()),
    )


@st.composite
def starts(draw):
    return some(
        draw,
        Start,
        state=draw(st.sampled_from(["stationary", "cold"])),
        remembered_days=draw(often([10, 60], [1])),
        acquired_per_year=draw(often([0.1, 1.0], [0.0])),
        switched_per_year=draw(often([0.0, 0.03], [1.0])),
    )


@st.composite
def networks(draw):
    """Mostly word of mouth only; now and then contagion of need, or opinions that move."""
    return some(
        draw,
        Network,
        kind=draw(st.sampled_from(["small_world", "scale_free", "fully_mixed", "none"])),
        strong_ties=draw(st.integers(0, 12)),
        weak_ties=draw(st.integers(1, 12)),
        strong_weight=draw(often([1.0, 4.0], [0.0, 100.0])),
        heard_per_day=draw(share()),
        precision=draw(floats(0, 2)),
        referral_chance=draw(share()),
        contagion_per_year=draw(often([0.0], [2.0, 50.0])),
        opinion_bound=draw(often([0.0], [0.5, 10.0])),
        opinion_rate=draw(floats(0, 0.5)),
    )


def as_compiled(market):
    """Without slow memory, which is another type of row and so another compilation of all."""
    return replace(market, buyer=replace(market.buyer, slow_share=0.0))


@st.composite
def configs(draw, compiling=COMPILING):
    """A whole small scenario; of three firms when compiled, of one to four otherwise."""
    count, theirs = 2, RIVALS_PLAN
    days = draw(often([66, 131, 262], [1, 19]))
    own_sales, their_sales = draw(sales(compiling)), draw(sales(compiling))
    if not compiling:
        count, theirs = draw(st.integers(0, 3)), draw(plans(their_sales.prospectors, days))
    seed, world = draw(st.integers(0, 2**31 - 1)), draw(st.integers(0, 2**31 - 1))
    fixed = seed % 2 == 1
    return Config(
        seed=seed,
        world="fixed" if fixed else "drawn",
        world_seed=world if fixed else 1,
        replicates=1,
        warmup_days=draw(st.sampled_from([0, 7])),
        days=days,
        touches=draw(st.booleans()),
        market=as_compiled(draw(markets(True))) if compiling else draw(markets(False)),
        network=draw(networks()),
        sales=own_sales,
        marketing=draw(marketing()),
        timing=some(draw, Timing),
        incentive=draw(plans(own_sales.prospectors, days)),
        cadence=draw(cadences(days)),
        alignment=draw(alignments()),
        rivals=Rivals(
            count=count,
            matched=draw(often([0.0], [0.5, 1.0])),
            matched_after_days=draw(st.integers(1, 20)),
            sales=their_sales,
            timing=some(draw, Timing),
            alignment=draw(alignments()),
            marketing=draw(marketing()),
            cadence=draw(cadences(days)),
            incentive=theirs,
        ),
    )
