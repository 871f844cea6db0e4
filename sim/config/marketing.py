"""Parameters of a marketing department, and of how it and sales work together."""

from dataclasses import dataclass

from sim.config.content_kinds import ON_TOPICS
from sim.config.parameter import FITTED, Part, parameter
from sim.config.working_days import YEAR

# What moves marketing's bar for a qualified lead.
DEFINITIONS = ("goals", "knowledge")


@dataclass(frozen=True)
class Marketing(Part):
    """The marketing department: people, hours, wages, what lead scoring can see."""

    marketers: int = parameter(
        5, "marketers", "marketers", 0, 1000, "assumption: one for three reps"
    )
    hours_per_day: float = parameter(8.0, "working hours", "hours/day", 0.1, 16)
    wage: float = parameter(
        106_000.0, "a marketer's cost", "money/year", 0, 1e7,
        "US Bureau of Labor Statistics, marketing specialists: 74,680 in May 2023, and benefits",
    )  # fmt: skip
    score_accuracy: float = parameter(
        0.3, "ρ: correlation of the lead score with need, without what sales knows", "ρ", 0, 1
    )
    threshold_marketing: float = parameter(
        0.1841, "score that marketing calls qualified when it counts leads", "score", -5, 5,
        source=FITTED,
    )  # fmt: skip
    routed_at_once: float = parameter(
        0.9217, "part of the qualified leads that reach a rep at once", "share", 0, 1, source=FITTED
    )
    routing_days: float = parameter(
        11.3, "mean days that the others lie before they do", "days", 0.01, YEAR, source=FITTED
    )
    threshold_sales: float = parameter(0.5, "score that sales would call qualified", "score", -5, 5)
    form_points: float = parameter(
        9.909, "δ: points that a form adds to a lead's score, as far as sales and marketing share "
        "what they know (ι)", "score", 0, 10, FITTED,
    )  # fmt: skip
    nurture_days: int = parameter(
        0, "age at which leads that came to nothing are scored once more; 0: never", "days", 0, 2600
    )
    lookback_days: int = parameter(
        0, "days before an opportunity to which a contact's leads count as its own; 0: all", "days",
        0, 26_000, "CRMs match by contact, whatever the age",
    )  # fmt: skip
    decides: str = parameter(
        "calendar", "what is made for the calendar's money: what it says, what is worth most, what "
        "was tried and brought most leads",
        choices=("calendar", "planner", "bandit"),
    )  # fmt: skip
    present: float = parameter(
        0.5, "ψ: the planner's weight of leads now; the rest is of goodwill", "share", 0, 1
    )
    horizon_days: int = parameter(
        YEAR, "days ahead to which the planner counts goodwill", "days", 1, 2600
    )
    discount: float = parameter(
        0.12, "how much less goodwill is worth to the planner a year later", "1/year", 0, 10,
        "Gupta, Lehmann & Stuart 2004: 8 to 16 %",
    )  # fmt: skip
    topics: str = parameter(
        "none",
        f"what {' and '.join(ON_TOPICS)} are about: nothing in particular, customers' pains, or "
        "what the dearest offering answers",
        choices=("none", "problem_first", "product_first"),
    )  # fmt: skip
    budget: float | None = parameter(
        None, "money a month (20 days) for content; left out, hours alone limit it", "money/month",
        0, 1e9,
    )  # fmt: skip


@dataclass(frozen=True)
class Alignment(Part):
    """Alignment: the knowledge (ι) and the goals (ω) that the two departments share."""

    information: float = parameter(
        0.3, "ι: part of knowledge that the departments share", "share", 0, 1
    )
    goals: float = parameter(0.3, "ω: weight of the other department's goal", "share", 0, 1)
    definition: str = parameter(
        "goals", "what moves marketing's bar for a qualified lead to sales': shared goals (ω), or "
        "that both know what a score means (ι)",
        choices=DEFINITIONS,
    )  # fmt: skip
    engagement: int = parameter(
        0, "pains that a rep may know from what a customer read, at ι = 1; 0: none", "pains", 0, 32
    )
    labels: bool = parameter(
        False, "whether marketing hears, as far as ι, from which channels leads had a need"
    )
    labels_days: int = parameter(20, "days after a call that it hears so", "days", 0, 2600)
