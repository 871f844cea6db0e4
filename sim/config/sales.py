"""Parameters of a sales department: its people, hours, calls and conversations, and its closing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.parameter import FITTED, Part, parameter
from sim.config.people import PROSPECTOR, Person
from sim.config.working_days import QUARTER, YEAR

# Who answers customers who ask for a rep, and calls leads.
ROUTINGS = ("territory", "pool", "round_robin", "skill", "load")
# What a rep does first.
PRIORITIES = ("lines", "worth")


@dataclass(frozen=True)
class Sales(Part):
    """The sales department: people, hours, conversation."""

    reps: int | None = parameter(
        None, "reps; left out, it follows from the density", "reps", 0, 10**6
    )
    reps_per_thousand: float = parameter(
        0.9, "reps per thousand customers", "reps", 0, 1000, source=FITTED
    )
    prospectors: int = parameter(
        0, "reps who only call leads and hand them to the others", "reps", 0, 10**6
    )
    hours_per_day: float = parameter(8.0, "working hours", "hours/day", 0.1, 16)
    selling_share: float = parameter(
        0.33, "part of them spent selling at reference effort", "share", 0.01, 1,
        "about a third (22-41 %) in vendor surveys",
    )  # fmt: skip
    other_work_between: float = parameter(
        0.9686, "part of other work that lies between conversations and calls, where what turns up "
        "interrupts it; the rest comes after them", "share", 0, 1, FITTED,
    )  # fmt: skip
    routing: str = parameter(
        "territory",
        "who gets those who ask, and leads: the territory's rep; whoever is free first (leads "
        "by territory); each in turn; the able more often; who has least in hand",
        choices=ROUTINGS,
    )  # fmt: skip
    waiting_room: bool = parameter(
        True, "whether customers who ask while no rep is free can wait; else they are lost"
    )
    territory_sd: float = parameter(
        0.0, "log-SD of the number of customers in a rep's territory; 0: all equal", "log", 0, 2
    )
    talk_hours: float = parameter(
        0.5, "hours of one conversation, with its preparation", "hours", 0.01, 40
    )
    transact_hours: float = parameter(
        0.5, "hours to close with a customer who has decided", "hours", 0.01, 40
    )
    talk_spread: str = parameter(
        "fixed", "whether conversations last these hours, or exponentially so with that mean",
        choices=("fixed", "exponential"),
    )  # fmt: skip
    demo_hours: float = parameter(
        1.5, "hours by which a deal's second conversation is longer, in which the offer is shown",
        "hours", 0, 100, "4 to 8 hours with the client a won deal (thesalesblog.com 2019)",
    )  # fmt: skip
    proposal_hours: float = parameter(
        1.5, "hours that the proposal takes once a customer says yes", "hours", 0, 100,
        "4 to 8 hours with the client a won deal (thesalesblog.com 2019)",
    )  # fmt: skip
    work_growth: float = parameter(
        0.4, "exponent with which both grow with a deal's size; 0: all alike", "", 0, 2,
        "assumption, .3 to .6",
    )  # fmt: skip
    call_hours: float = parameter(
        0.3226, "hours of one attempt to reach a lead", "hours", 0.01, 8, source=FITTED
    )
    reach_chance: float = parameter(
        0.8053, "chance to reach a lead at one attempt, at once", "probability", 0, 1,
        "fitted; .36 to .47 of all attempts (Velocify; computed)",
    )  # fmt: skip
    cold_reach: float | None = parameter(
        0.08, "the same for a stranger; null: as for a lead", "probability", 0, 1,
        ".054 to .133 of 300 M cold calls (Gong), .099 of 175,000 (Belkins)",
    )  # fmt: skip
    lead_attempts: int = parameter(3, "attempts before a lead is dropped", "calls", 1, 50)
    lead_max_age_days: int = parameter(
        5, "age at which a lead that was not reached is dropped", "days", 1, 2600
    )
    forms: float = parameter(
        1.0, "part of those who ask that leave a form, a lead among others; others are put through "
        "to a rep at once", "share", 0, 1, "assumption: most inbound inquiries come as forms",
    )  # fmt: skip
    form_reach: float = parameter(
        0.996, "chance to reach at one attempt, at once, somebody who left a form", "probability",
        0, 1, FITTED,
    )  # fmt: skip
    reach_decay: float = parameter(
        0.3259, "κ: how fast leads are harder to reach with age; 0: they are not", "exponent", 0, 5,
        "fitted; form: Oldroyd & Elkington 2007, contact falls by the hour",
    )  # fmt: skip
    reach_hours: float = parameter(
        0.5842, "age of a lead from which that counts", "hours", 0.01, 1000, FITTED,
    )  # fmt: skip
    priority: str = parameter(
        "worth", "what a rep does first: follow-ups, who waits, leads from the newest, strangers; "
        "or whatever is worth most an hour",
        choices=PRIORITIES, source="Sabnis, Chatterjee, Grewal & Lilien 2013",
    )  # fmt: skip
    cold_calls: int = parameter(2, "cold calls a day at most", "calls/day", 0, 200)
    follow_up_days: int = parameter(5, "days between two conversations", "days", 1, YEAR)
    appointments: bool = parameter(
        True, "whether the next is at the hour of the last; else as early in the day as can be"
    )
    refusals: int = parameter(
        3, "follow-ups refused in a row before a deal is given up as cold", "calls", 1, 50
    )
    questions: int = parameter(4, "discovery questions in a first conversation", "questions", 0, 32)
    question_hours: float = parameter(
        0.0, "hours that a question takes, beside those of the conversation", "hours", 0, 8
    )
    question_power: float = parameter(
        0.6, "κ: a question reveals a pain with chance 1 − exp(−κ·knowledge)", "1/knowledge", 0, 20
    )
    discovery_clarity: float = parameter(
        0.9, "precision discovery adds to the customer's view of the problem", "1/utility²", 0, 20
    )
    offer: str = parameter(
        "problem_first", "offer what fits the revealed pains, or what earns most",
        choices=("problem_first", "solution_first"),
    )  # fmt: skip
    talk_precision: float = parameter(
        0.5844, "precision of a conversation at mean skill", "1/utility²", 0, 20, source=FITTED
    )
    discovery_precision: float = parameter(
        4.923,
        "precision about the part of utility that only discovery shows",
        "1/utility²",
        0,
        20,
        source=FITTED,
    )
    first_talk: float = parameter(
        0.25, "part of it in the first conversation, which discovers", "share", 0, 1
    )
    closing_failure: float = parameter(
        0.15, "chance that a ready customer still does not sign", "probability", 0, 1
    )
    skill_sd: float = parameter(
        0.45, "log-SD of skill", "log", 0, 2, "Hunter, Schmidt & Judiesch 1990: CV .48"
    )
    knowledge: float = parameter(
        0.4, "r: correlation of the logs of knowledge, on which questions hang, and of skill; "
        "1: the same", "r", 0, 1,
        ".3 to .5 (Hunter 1986); β .28 of selling-related knowledge (Verbeke et al. 2011)",
    )  # fmt: skip
    ramp_days: float = parameter(
        47, "time constant of learning the job", "days", 0, 1000, "Bridge Group: median 5 months"
    )
    effort_floor: float = parameter(
        0.7, "selling time without any pay at stake, of reference", "share", 0, 1
    )
    effort_gain: float = parameter(0.3, "selling time added by reference effort", "share", 0, 1)
    effort_max: float = parameter(2.25, "highest effort", "× reference", 0, 10)
    effort_reference: float = parameter(
        0.42, "variable pay for the new business that the plan asks for, over outside pay, that "
        "calls forth reference effort", "share", 1e-6, 10,
        "two fifths of pay vary (60:40, vendor surveys of inside sales); the default plan's 10 %",
    )  # fmt: skip
    effort_response: float = parameter(
        1.0, "how far effort answers to pay; 0: reference effort whatever is paid", "share", 0, 1
    )
    service_response: float = parameter(
        1.0, "how far service answers to pay; 0: the floor whatever is paid", "share", 0, 1
    )
    persistence_response: float = parameter(
        1.0, "how far persistence on leads answers to effort; 0: attempts as given", "share", 0, 1
    )
    horizon: str = parameter(
        "forward", "look ahead to the end of the pay period and beyond, or to where it is heading",
        choices=("forward", "myopic"),
        source="Chung, Steenburgh & Sudhir 2014; Steenburgh 2008",
    )  # fmt: skip
    risk_aversion: float = parameter(
        0.0, "aversion to risk, per pay of one deal at the reference rate", "1/pay", 0, 3,
        "Holmström & Milgrom 1987: constant absolute; value assumed",
    )  # fmt: skip
    patience: float = parameter(0.95, "what the same pay is worth a quarter later", "share", 0, 1)
    tailoring: float = parameter(
        1.2, "utility that a rep adds to an offer per log of skill times work", "utility", 0, 5,
        "set so that wins go with skill, which is measured by output (Hunter et al. 1990)",
    )  # fmt: skip
    service_share: float = parameter(
        0.10, "part of working hours spent on accounts at reference effort", "share", 0, 1
    )
    service_floor: float = parameter(
        0.4, "service time without any pay at stake, of reference", "share", 0, 1
    )
    service_gain: float = parameter(0.6, "service time added by reference effort", "share", 0, 1)
    service_reference: float = parameter(
        0.042, "the same for as much money renewed, that calls forth reference service", "share",
        1e-6, 10, "assumption: a tenth of that for selling",
    )  # fmt: skip
    crowding_out: float = parameter(
        0.0, "part of unpaid service that is lost once service is paid for", "share", 0, 1,
        "Gneezy & Rustichini 2000; switched off",
    )  # fmt: skip
    substitution: float = parameter(
        0.3, "how much service effort gets in the way of selling effort", "share", 0, 0.95,
        "Holmström & Milgrom 1991; value assumed",
    )  # fmt: skip
    turnover_per_year: float = parameter(
        0.27, "hazard of quitting at the outside pay", "1/year", 0, 5, "26-27 % in vendor surveys"
    )
    turnover_pay: float = parameter(
        2.0, "log fall of that hazard per relative pay above it", "log", 0, 20
    )
    outside_pay: float = parameter(100_000.0, "what a rep earns elsewhere", "money/year", 0, 1e7)
    reps_per_manager: float = parameter(
        7.0, "reps whom a manager leads; 0: managers cost nothing", "reps", 0, 1000,
        "7 in vendor surveys of inside sales",
    )  # fmt: skip
    manager_pay: float = parameter(
        135_000.0, "what a manager of reps earns", "money/year", 0, 1e7,
        "US Bureau of Labor Statistics, sales managers: median 135,160 in May 2023",
    )  # fmt: skip
    overhead: float = parameter(
        1.0, "what comes with pay of reps and managers, as part of it: benefits, engineers, "
        "operations, tools, travel",
        "share", 0, 20,
        "US Bureau of Labor Statistics: benefits are about .42 of wages; the rest is assumed",
    )  # fmt: skip
    vacancy_days: float = parameter(
        20.0, "mean working days for which a seat is empty after a rep has quit", "days", 0, 520,
        "assumption: four weeks",
    )  # fmt: skip
    vacant_lead_days: int = parameter(
        0,
        "days in an empty seat, or one of a rep on leave, after which its leads, and the credit "
        "for what is signed or renewed there, go to others; 0: leads wait for who comes next, and "
        "nobody else is credited",
        "days", 0, 2600,
    )  # fmt: skip
    leave_per_year: float = parameter(
        0.0, "hazard of going on leave: parental, medical or other; 0: nobody does", "1/year", 0, 5
    )
    leave_days: float = parameter(
        40.0, "mean working days of a leave, in which fixed pay goes on and a rep does no work",
        "days", 1, 520, "assumption: eight weeks",
    )  # fmt: skip
    change_cost: float = parameter(
        0.15, "part of an account's yearly value lost at the renewal after its rep changed",
        "share", 0, 1, "Shi, Sridhar, Grewal & Lilien 2017: 13.2-17.6 %",
    )  # fmt: skip
    roster: str = parameter(
        "", "the team as a CSV file, read into people when the scenario is made"
    )
    roster_names: bool = parameter(
        False, "whether the file's names are kept; else rep 1, m1 and t1 stand for them"
    )
    attainment_reliability: float = parameter(
        0.5, "how far past attainment in a roster tells of skill; 0: not at all", "share", 0, 1,
        "Sturman, Cheramie & Cashen 2005: .50 (test-retest, objective, complex jobs)",
    )  # fmt: skip
    people: Sequence[Person] = parameter([], "reps and managers one by one; none: drawn by luck")

    @property
    def may_prospect(self) -> bool:
        """Whether anybody prospects; of a roster that is not read yet, whether anybody may."""
        named = any(one.role == PROSPECTOR for one in self.people)
        return self.prospectors > 0 or named or bool(self.roster)


@dataclass(frozen=True)
class Timing(Part):
    """From a customer's yes to the signature: how long it takes, and what a rep can do about it."""

    paperwork_days: float = parameter(
        12.0, "mean days from a customer's yes to the signature; 0: at once", "days", 0, YEAR,
        "so that a deal takes about 18 days from its first conversation (Implisit 2014)",
    )  # fmt: skip
    paperwork_growth: float = parameter(
        0.3, "exponent with which those days grow with a deal's size; 0: all alike", "", 0, 2,
        "assumption; cycles of 40 days below 5,000 a year and 170 above 100,000 are published",
    )  # fmt: skip
    falls_through: float = parameter(
        0.002, "chance that a deal that waits for its signature falls through", "1/day", 0, 0.5
    )
    control: float = parameter(
        0.75, "how far the day of signing is in a rep's hands; 0: not at all", "share", 0, 1
    )
    deadline_days: float = parameter(
        1.0, "days before a deadline by which a push is 1/e as credible", "days", 0, QUARTER
    )
    push_closes: float = parameter(
        0.5, "chance that a push gets a signature on the deadline's day", "probability", 0, 1
    )
    hard_closes: float = parameter(0.8, "the same for a hard push", "probability", 0, 1)
    push_discount: float = parameter(
        0.05, "part of the price that a push takes off", "share", 0, 0.9
    )
    hard_discount: float = parameter(
        0.15, "the same for a hard push", "share", 0, 0.9,
        "Larkin 2014: 40 % off at the quarter's end, 30 % before",
    )  # fmt: skip
    push_loss: float = parameter(
        0.05, "chance that a push without a signature ends the deal", "probability", 0, 1
    )
    hard_loss: float = parameter(0.25, "the same for a hard push", "probability", 0, 1)
