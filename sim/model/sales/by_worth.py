"""Work by worth: a rep ranks the leads in hand once a day, and does what is worth most an hour."""

from sim.engine.compiled import compiled, forced_inline
from sim.model.customers.mind import NOBODY
from sim.model.rules.worth import chance_of_need, worth_an_hour
from sim.model.sales.calls import best_lead, call_if_worth, call_stranger, chance_to_reach
from sim.model.sales.clock import Shift, hours_sold, may_begin
from sim.model.sales.requests import answer_own, answer_shared
from sim.model.sales.scene import Scene
from sim.model.state.catalogue import deal_size
from sim.model.state.seats import RepRow
from sim.records import OUTCOME
from sim.records.activities import PROSPECTING


@compiled
def rank_leads(rep: RepRow, day: int, scene: Scene) -> None:
    """Sort a rep's pile by what a call is worth today, the best on top; what has ended goes."""
    ledger = scene.floor.ledger
    n, last = rep["lead_top"], NOBODY
    rep["lead_top"] = NOBODY
    while n >= 0:
        lead, following = ledger.leads[n], ledger.below[n]
        if lead["outcome"] == OUTCOME.OPEN and lead["deal"] < 0:
            lead["worth"] = _worth(n, day, scene)
            above, below = NOBODY, rep["lead_top"]
            if last >= 0 and lead["worth"] <= ledger.leads[last]["worth"]:
                above, below = last, NOBODY
            while below >= 0 and ledger.leads[below]["worth"] >= lead["worth"]:
                above, below = below, ledger.below[below]
            ledger.below[n] = below
            if above < 0:
                rep["lead_top"] = n
            else:
                ledger.below[above] = n
            if below < 0:
                last = n
        n = following


@forced_inline
def _worth(n: int, day: int, scene: Scene) -> float:
    """Wins an hour of calling a lead, times the size of what its customer may buy; who asked may
    be known by the score only."""
    lead, worth = scene.floor.ledger.leads[n], scene.worth
    i, firm = int(lead["customer"]), int(lead["firm"])
    settings = scene.settings[firm]
    reached = chance_to_reach(lead, max(float(day), lead["routed"]), settings)
    need = chance_of_need(lead["score"], worth.odds[firm], worth.per_point[firm])
    rate = worth_an_hour(reached, need, worth.wins[firm], settings["call_hours"], worth.talks[firm])
    return rate * deal_size(i, scene.goods.deal_size_sd, scene.catalogue)


@compiled
def do_what_is_worth_most(
    rep: RepRow, r: int, strangers: int, calls_leads: bool, pool: bool, shift: Shift, scene: Scene
) -> None:
    """Do one thing: the best lead, if it is worth more an hour than an open deal or a customer who
    waits; else these; then better leads than strangers, strangers, and the rest.

    Following up is marketing's goal, so that of an hour's worth elsewhere a rep counts 1 − ω.
    """
    firm, sold = rep["firm"], hours_sold(rep)
    worth, own = scene.worth, 1.0 - scene.alignment[firm]["goals"]
    n = best_lead(rep, shift, scene) if calls_leads else NOBODY
    again = worth.follow_up[firm] >= worth.inquiry[firm]
    for _ in range(2):
        rate = worth.follow_up[firm] if again else worth.inquiry[firm]
        call_if_worth(n, own * rate, rep, r, shift, scene)
        if hours_sold(rep) == sold:
            answer_own(rep, shift, again, True, scene)
        if hours_sold(rep) == sold and pool and not again and not rep["prospector"]:
            answer_shared(rep, r, scene.floor.desks.line[firm], shift, scene)
        again = not again
        if hours_sold(rep) > sold:
            return
    if calls_leads:
        call_if_worth(n, own * worth.stranger[firm], rep, r, shift, scene)
        if hours_sold(rep) > sold:
            return
        if rep["strangers"] < strangers and may_begin(rep, PROSPECTING, shift):
            call_stranger(rep, r, shift, scene)
        else:
            call_if_worth(n, -1.0, rep, r, shift, scene)
