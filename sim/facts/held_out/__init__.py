"""Published facts that nothing was tuned to: misses are published like hits."""

from typing import Any

from sim.facts import Fact
from sim.facts.held_out import (
    accelerator,
    advertising,
    aligned,
    bonus_to_commission,
    brand_share,
    bunching,
    caps,
    concentration,
    customer_value,
    deadline,
    discovery,
    double_jeopardy,
    elasticity,
    favourite,
    fiscal_year,
    interface,
    knowledge,
    lead_response,
    lead_sources,
    linear,
    long_game,
    mailing,
    pacing,
    pay_mix,
    promotion,
    quota_cycle,
    referred,
    satisfaction_pay,
    spreading,
    supplier_time,
    unpursued,
)

_MODULES: list[Any] = [favourite, supplier_time, unpursued, lead_response, deadline, accelerator]
_MODULES += [linear, fiscal_year, caps, pacing, bonus_to_commission, quota_cycle, bunching]
_MODULES += [satisfaction_pay, pay_mix, concentration, elasticity, advertising, brand_share]
_MODULES += [mailing, promotion, lead_sources, discovery, knowledge, interface, aligned]
_MODULES += [customer_value, double_jeopardy, spreading, referred, long_game]
FACTS: tuple[Fact, ...] = tuple(module.FACT for module in _MODULES)
