"""The targets: published numbers, the band within which one counts as met, and their weight.

Only facts that are for calibration stand here to be fitted. Beside them a check shows what is an
input or of the class *design*. What is held out (``docs/facts.md``) is not even shown: a look at it
has to be written down.
"""

from typing import NamedTuple


class Target(NamedTuple):
    """An outcome's published value, its band, its weight in the objective, and who published it."""

    outcome: str
    value: float
    low: float
    high: float
    weight: float
    source: str

    def distance(self, found: float) -> float:
        """How far off, in half-bands: 0 at the value, 1 at the edge of the band on either side."""
        if found < self.value:
            return (self.value - found) / (self.value - self.low)
        return (found - self.value) / (self.high - self.value)


CEB = "Adamson, Dixon & Toman 2012, HBR 90(7-8):60-68"
OLDROYD = "Oldroyd, McElheran & Elkington 2011, HBR 89(3):28"
SABNIS = "Sabnis, Chatterjee, Grewal & Lilien 2013, J. Marketing 77(1):52-67"
SHORT_RUN, OF_REPS = "short_run_elasticity", "elasticity_of_reps"

TARGETS = (
    Target("progress_at_contact", 0.57, 0.52, 0.62, 1.0, CEB),
    Target("progress_sd", 0.225, 0.15, 0.30, 0.25, "band assumed around a Beta of that mean"),
    Target("decided_before_contact", 0.60, 0.55, 0.65, 1.0, CEB),
    Target("answered_hour", 0.37, 0.29, 0.45, 0.5, OLDROYD),
    Target("answered_day", 0.16, 0.08, 0.24, 0.5, OLDROYD),
    Target("answered_later", 0.24, 0.16, 0.32, 0.5, OLDROYD),
    Target("answered_never", 0.23, 0.15, 0.31, 0.5, OLDROYD),
    Target("content_unpursued", 0.70, 0.60, 0.80, 1.0, SABNIS),
    Target("attempts_per_lead", 1.45, 1.3, 1.6, 0.25, "Velocify"),
    Target("reached_per_call", 0.415, 0.36, 0.47, 1.0, "Velocify; computed"),
    Target("mql_to_sql", 0.175, 0.13, 0.22, 1.0, "benchmarks of funnels: 13 to 22 %"),
    Target("win_rate", 0.275, 0.20, 0.35, 1.0, "surveys of funnels and CRM vendors"),
    Target("reps_at_quota", 0.54, 0.45, 0.65, 1.0, "CSO Insights; Xactly"),
    Target("lead_to_win_market", 0.0078, 0.0039, 0.0117, 1.0, "Implisit 2014: 13 % × 6 %"),
    Target("no_decision_contacted", 0.50, 0.40, 0.60, 1.0, "Dixon & McKenna 2022, HBR online"),
)
ELASTICITY = Target(
    SHORT_RUN, 0.12, 0.06, 0.16, 1.0, "Sethuraman, Tellis & Briesch 2011, JMR 48(3):457-471"
)
REPS = Target(OF_REPS, 0.31, 0.25, 0.40, 1.0, "Albers, Mantrala & Sridhar 2010")
PAIRED = (ELASTICITY, REPS)
"""Elasticities, which take pairs of runs."""
SHOWN = (
    Target("in_market", 0.05, 0.03, 0.08, 0.0, "Dawes 2021"),
    Target("lead_to_win_referral", 0.0363, 0.0182, 0.0545, 0.0, "Implisit 2014"),
    Target("lead_to_win_website", 0.0155, 0.0078, 0.0233, 0.0, "Implisit 2014"),
    Target("lead_to_win_social", 0.0147, 0.0074, 0.0221, 0.0, "Implisit 2014"),
)
"""Only shown when a calibration is checked, never fitted."""
